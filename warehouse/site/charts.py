"""The charts, as Vega-Lite and Vega specifications that hold their own data.

Colours and fonts are not theirs: the page gives them, for light, dark and print.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import altair as alt

from warehouse.site.facts import Row
from warehouse.site.icicle import icicle_specification
from warehouse.site.language import Language

Specification = dict[str, Any]

HUNDRED_MILLION = 100_000_000
MILLION = 1_000_000
THOUSAND = 1_000
# A legend below the chart, one name a line: Chinese names are long and phones are narrow.
_LEGEND = alt.Legend(orient="bottom", columns=1, title=None)


def _finished(chart: Any, height: int = 300) -> Specification:
    specification: Specification = chart.properties(width="container", height=height).to_dict()
    specification.pop("config", None)
    return specification


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def _data(rows: Iterable[Row]) -> alt.InlineData:
    return alt.InlineData(values=[{k: _plain(v) for k, v in row.items()} for row in rows])


def _year_axis(language: Language, field: str = "year") -> alt.X:
    title = language.say("年度（民國）", "Year")
    return alt.X(f"{field}:O", title=title, axis=alt.Axis(labelAngle=0, labelOverlap=True))


def rows_in_one_unit(rows: Sequence[Row]) -> list[Row]:
    """The rows of a metric that have a value, in the unit that most of them are printed in."""
    by_unit: dict[str, list[Row]] = {}
    for row in rows:
        if row["metric_value"] is not None:
            by_unit.setdefault(row["unit_zh"], []).append(row)
    return max(by_unit.values(), key=len, default=[])


class Charts:
    """The charts in one language."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._say = language.say

    def tiered_care(self, rows: Sequence[Row], split_by: str) -> Specification:
        """Budget by year, stacked by `item_name_zh` or `global_budget_sector_zh`."""
        data = [
            {
                "year": self._year(row),
                "part": row[split_by],
                "budget": row["budget_twd"] / HUNDRED_MILLION,
            }
            for row in rows
            if row["budget_twd"] is not None
        ]
        unit = self._say("預算數（億元）", "Budget (NT$100 million)")
        return _finished(
            alt.Chart(_data(data))
            .mark_bar()
            .encode(
                _year_axis(self._language),
                alt.Y("sum(budget):Q", title=unit),
                alt.Color("part:N", sort=None, legend=_LEGEND),
                tooltip=[
                    alt.Tooltip("year:O", title=self._say("年度", "Year")),
                    alt.Tooltip("part:N", title=self._say("項目", "Part")),
                    alt.Tooltip("sum(budget):Q", title=unit, format=",.2f"),
                ],
            )
        )

    def tiered_care_growth(self, rows: Sequence[Row]) -> Specification:
        """Change of each year against the year before; none where the series breaks."""
        data = [
            {"year": self._year(row), "rate": row["change_rate"]}
            for row in rows
            if row["change_rate"] is not None
        ]
        return self._bars_of_a_rate(data, self._say("較前一年增減", "Change on the year before"))

    def tiered_care_cumulative(self, rows: Sequence[Row]) -> Specification:
        """All budgets up to and with each year."""
        data = [
            {"year": self._year(row), "budget": row["cumulative_budget_twd"] / HUNDRED_MILLION}
            for row in rows
        ]
        unit = self._say("累計預算數（億元）", "Cumulative budget (NT$100 million)")
        return _finished(
            alt.Chart(_data(data))
            .mark_area(line=True, point=True, opacity=0.35)
            .encode(
                _year_axis(self._language),
                alt.Y("budget:Q", title=unit),
                tooltip=["year:O", alt.Tooltip("budget:Q", title=unit, format=",.2f")],
            ),
            height=220,
        )

    def digital_by_year(self, rows: Sequence[Row]) -> Specification:
        """Current and capital expenditure side by side, stacked by aspect."""
        types = {name: self._language.code("expenditure", name) for name in ("current", "capital")}
        data = [
            {
                "year": self._year(row),
                "aspect": row["aspect_name_zh"],
                "type": types[row["expenditure_type_code"]],
                "budget": row["budget_twd"] / HUNDRED_MILLION,
            }
            for row in rows
        ]
        unit = self._say("預算數（億元）", "Budget (NT$100 million)")
        return _finished(
            alt.Chart(_data(data))
            .mark_bar()
            .encode(
                _year_axis(self._language),
                alt.XOffset("type:N", sort=list(types.values())),
                alt.Y("sum(budget):Q", title=unit),
                alt.Color("aspect:N", sort=None, legend=_LEGEND),
                tooltip=[
                    "year:O",
                    "type:N",
                    "aspect:N",
                    alt.Tooltip("sum(budget):Q", format=",.2f"),
                ],
            )
        )

    def digital_icicle(self, rows: Sequence[Row]) -> Specification:
        """Aspect, strategy and work item; the page chooses year and type of expenditure."""
        return icicle_specification(rows, self._language)

    def opened_items(self, rows: Sequence[Row]) -> Specification:
        """Points paid, by the year the items were opened and the year of the fees."""
        data = [
            {
                "cohort": row["listing_roc_year"],
                "year": row["fee_roc_year"],
                "points": row["executed_points"] / MILLION,
            }
            for row in rows
        ]
        points = self._say("百萬點", "Million points")
        base = alt.Chart(_data(data)).encode(
            alt.X(
                "year:O",
                title=self._say("費用年度（民國）", "Year of fees (ROC)"),
                axis=alt.Axis(labelAngle=0),
            ),
            alt.Y("cohort:O", title=self._say("收載年度（民國）", "Year opened (ROC)")),
            tooltip=["cohort:O", "year:O", alt.Tooltip("points:Q", title=points, format=",.1f")],
        )
        cells = base.mark_rect().encode(
            alt.Color(
                "points:Q",
                scale=alt.Scale(type="sqrt", scheme="tealblues", domainMin=0),
                legend=None,
            )
        )
        labels = base.mark_text(fontSize=11).encode(
            alt.Text("points:Q", format=",.0f"),
            color=alt.condition("datum.points > 150", alt.value("white"), alt.value("#10242b")),
        )
        return _finished(cells + labels, height=280)

    def execution(self, rows: Sequence[Row]) -> Specification:
        """Budget and what was executed, side by side by year."""
        names = {
            "budget_twd": self._say("預算數", "Budget"),
            "executed_twd": self._say("執行數", "Executed"),
        }
        data = [
            {
                "year": self._year(row),
                "kind": name,
                "amount": row[column] / HUNDRED_MILLION,
            }
            for row in rows
            for column, name in names.items()
            if row[column] is not None
        ]
        unit = self._say("億元", "NT$100 million")
        return _finished(
            alt.Chart(_data(data))
            .mark_bar()
            .encode(
                _year_axis(self._language),
                alt.Y("amount:Q", title=unit),
                alt.XOffset("kind:N", sort=list(names.values())),
                alt.Color(
                    "kind:N",
                    sort=list(names.values()),
                    legend=alt.Legend(orient="bottom", title=None),
                ),
                tooltip=["year:O", "kind:N", alt.Tooltip("amount:Q", title=unit, format=",.2f")],
            ),
            height=240,
        )

    def metric(self, rows: Sequence[Row]) -> Specification | None:
        """A metric over time, else over what it is broken down by; None where it is one figure."""
        charted = rows_in_one_unit([row for row in rows if row["is_counted"]])
        if not charted:
            return None
        unit = charted[0]["unit_zh"]
        documents = {row["source_document_id"] for row in charted}
        data = [
            {
                "period": row["period_end_date"],
                "dimension": row["dimension_zh"] or "",
                "value": row["metric_value"],
                "document": row["document_title_zh"],
            }
            for row in charted
        ]
        if len(documents) > 1:
            for point in data:
                point["dimension"] = f"{point['dimension']} {point['document']}".strip()
        value = alt.Y("value:Q", title=unit, scale=alt.Scale(zero=True))
        by_dimension: dict[str, set[Any]] = {}
        for point in data:
            by_dimension.setdefault(point["dimension"], set()).add(point["period"])
        if max(len(periods - {None}) for periods in by_dimension.values()) >= 2:
            return self._metric_over_time([point for point in data if point["period"]], value)
        if len(by_dimension) >= 2 and len(by_dimension) == len(data):
            return _finished(
                alt.Chart(_data(data))
                .mark_bar()
                .encode(
                    alt.X("value:Q", title=unit),
                    alt.Y("dimension:N", sort=None, title=None, axis=alt.Axis(labelLimit=180)),
                    tooltip=["dimension:N", alt.Tooltip("value:Q", title=unit, format=",")],
                ),
                height=40 + 28 * len(data),
            )
        return None

    def _metric_over_time(self, data: list[Row], value: alt.Y) -> Specification:
        is_broken_down = len({point["dimension"] for point in data}) > 1
        encodings: list[Any] = [
            alt.X(
                "period:T",
                title=self._say("期間迄日", "End of period"),
                axis=alt.Axis(format="%Y-%m", tickCount=6),
            ),
            value,
        ]
        if is_broken_down:
            encodings.append(alt.Color("dimension:N", sort=None, legend=_LEGEND))
        return _finished(
            alt.Chart(_data(data))
            .mark_line(point=True)
            .encode(
                *encodings,
                tooltip=[
                    alt.Tooltip("period:T", format="%Y-%m-%d"),
                    "dimension:N",
                    alt.Tooltip("value:Q", format=",.6~g"),
                ],
            ),
            height=240,
        )

    def kpi(self, targets: Sequence[Row], actuals: Sequence[Row]) -> Specification | None:
        """Targets and actual values of one unit over time; None where there are not two points."""
        target, actual = self._say("目標值", "Target"), self._say("實際值", "Actual")
        points = [
            (
                row["fiscal_year"],
                row["roc_year"],
                target,
                row["resolved_target_value"],
                row["unit_zh"],
            )
            for row in targets
            if row["component_no"] == 1
        ] + [
            (row["fiscal_year"], row["roc_year"], actual, row["actual_value"], row["unit_zh"])
            for row in actuals
            if row["subject_zh"] is None and row["comparability_code"] == "exact"
        ]
        points = [point for point in points if point[3] is not None]
        units = {point[4] for point in points}
        if len(points) < 2 or len(units) != 1:
            return None
        legend = alt.Legend(orient="bottom", title=None)
        data = [
            {"year": self._language.say(str(roc), str(fiscal)), "kind": kind, "value": value}
            for fiscal, roc, kind, value, _ in points
        ]
        return _finished(
            alt.Chart(_data(data))
            .mark_line(point=alt.OverlayMarkDef(size=70))
            .encode(
                _year_axis(self._language),
                alt.Y("value:Q", title=units.pop() or None, scale=alt.Scale(zero=False)),
                alt.Color("kind:N", sort=[target, actual], legend=legend),
                alt.Shape("kind:N", sort=[target, actual], legend=legend),
                tooltip=["year:O", "kind:N", alt.Tooltip("value:Q", format=",.6~g")],
            ),
            height=240,
        )

    def findings(self, rows: Sequence[Row], titles: dict[str, str]) -> Specification:
        """Findings by kind, stacked by document."""
        data = [
            {
                "kind": self._language.code("finding_kind", row["kind_code"]),
                "document": titles[row["source_document_id"]],
            }
            for row in rows
        ]
        count = self._say("發現數", "Findings")
        return _finished(
            alt.Chart(_data(data))
            .mark_bar()
            .encode(
                alt.X("count():Q", title=count, axis=alt.Axis(tickMinStep=1)),
                alt.Y("kind:N", sort="-x", title=None),
                alt.Color("document:N", legend=_LEGEND),
                tooltip=["kind:N", "document:N", alt.Tooltip("count():Q", title=count)],
            ),
            height=220,
        )

    def _bars_of_a_rate(self, data: list[Row], title: str) -> Specification:
        base = alt.Chart(_data(data)).encode(
            _year_axis(self._language),
            alt.Y("rate:Q", title=title, axis=alt.Axis(format="+%")),
            tooltip=["year:O", alt.Tooltip("rate:Q", title=title, format="+.1%")],
        )
        labels = base.mark_text(dy=-7, fontSize=11).encode(alt.Text("rate:Q", format="+.0%"))
        return _finished(base.mark_bar() + labels, height=220)

    def _year(self, row: Row) -> str:
        return str(row["roc_year"] if self._language.is_chinese else row["fiscal_year"])
