"""The risk tables 6 to 11: scales, ratings, maps, and the risks themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from loaders.documents.nhi_digital_upgrade_113_116.layout import (
    Readings,
    cell_flows,
    joined,
    rows_of,
    table_lines,
    without_breaks,
)

_LIKELIHOOD = re.compile(r"(?P<level>\d) (?P<name>\S+) (?P<description>.+)")
_TABLE_7_HEADINGS = ("等級", "(I)", "影響", "程度", "形象 民眾抗爭 資訊服務 業務運作 財產損失")
_IMPACT_DIMENSIONS = _TABLE_7_HEADINGS[-1].split()
_LEVEL = re.compile(r"\((\d)\)")
_RESPONSE = re.compile(r"(?P<rating>..風險)\(R=(?P<range>[\d~]+)\) ?(?P<response>.+)")
_MAP_COUNT = re.compile(r"(?P<rating>..風險)：(?P<count>\d)項\((?P<share>\d+％)\)")
_MAPS = {
    "existing": ("表9", "表 9、", "【第二部分】"),
    "residual": ("表11", "表 11、", "二、相關機關配合事項"),
}
_LEVELS = ("1", "2", "3")


def risk_likelihood_levels(lines: Sequence[str]) -> pl.DataFrame:
    """Table 6: the levels of likelihood."""
    rows = without_breaks(table_lines(lines, "等級(L)", "表 7、風險"))[1:]
    matches = [(number, _LIKELIHOOD.fullmatch(line.strip())) for number, line in rows]
    return pl.DataFrame(
        [
            {
                "likelihood_level": row["level"],
                "likelihood_name_zh": row["name"],
                "likelihood_description_zh": joined(row["description"]),
                "source_locator": f"表6:L{number}",
            }
            for number, row in matches
            if row is not None
        ]
    )


def risk_impact_levels(lines: Sequence[str]) -> pl.DataFrame:
    """Table 7: what each level of impact means in each dimension."""
    table = table_lines(lines, "表 7、風險", "表 8、風險", _TABLE_7_HEADINGS)[1:]
    rows = rows_of(Readings.of_table("表7").apply(cell_flows(table)), 2 + len(_IMPACT_DIMENSIONS))
    return pl.DataFrame(
        [
            {
                "impact_level": level.text,
                "impact_name_zh": name.text,
                "impact_dimension_zh": dimension,
                "criterion_zh": criterion.text,
                "source_locator": f"表7:L{criterion.line}",
            }
            for level, name, *criteria in rows
            for dimension, criterion in zip(_IMPACT_DIMENSIONS, criteria, strict=True)
        ]
    )


def risk_ratings(lines: Sequence[str]) -> pl.DataFrame:
    """Table 8: the value and rating of each pair of impact and likelihood.

    Each row prints the impact, its level in brackets, then a value and a rating a likelihood.
    """
    table = without_breaks(table_lines(lines, "表 8、風險", "影響程度"))[1:]
    printed = [(number, joined(line)) for number, line in table]
    rows: list[dict[str, str]] = []
    for start in range(0, len(printed), 2 + 2 * len(_LEVELS)):
        impact = _LEVEL.fullmatch(printed[start + 1][1])
        if impact is None:
            raise ValueError(f"{printed[start + 1]} is no level of impact")
        for likelihood in range(len(_LEVELS)):
            number, value = printed[start + 2 + 2 * likelihood]
            rows.append(
                {
                    "impact_level": impact.group(1),
                    "likelihood_level": _LEVELS[likelihood],
                    "risk_value": value.removeprefix("R="),
                    "risk_rating_zh": printed[start + 3 + 2 * likelihood][1],
                    "source_locator": f"表8:L{number}",
                }
            )
    return pl.DataFrame(rows)


def risk_responses(lines: Sequence[str]) -> pl.DataFrame:
    """The lines under table 8: how a risk of each rating is handled."""
    table = without_breaks(table_lines(lines, "極度風險(R=9)", "【第一部分】：計畫現有"))
    matches = [(number, _RESPONSE.fullmatch(line.strip())) for number, line in table]
    return pl.DataFrame(
        [
            {
                "risk_rating_zh": row["rating"],
                "risk_value_range": row["range"],
                "response_zh": joined(row["response"]),
                "source_locator": f"表8:L{number}",
            }
            for number, row in matches
            if row is not None
        ]
    )


def risk_map_cells(lines: Sequence[str]) -> pl.DataFrame:
    """Tables 9 and 11: where each risk stands.

    Under each level of impact one line holds the three cells, set apart by one space; the risk
    numbers of a cell are set apart by a comma and a space.
    """
    rows: list[dict[str, str]] = []
    for map_code, (table, first, _) in _MAPS.items():
        impact = ""
        for number, line in without_breaks(table_lines(lines, first, "影響程度"))[1:]:
            if level := _LEVEL.fullmatch(line.strip()):
                impact = level.group(1)
                continue
            for likelihood, cell in zip(_LEVELS, line.replace(", ", ",").split(" "), strict=False):
                rows += [
                    {
                        "map_code": map_code,
                        "impact_level": impact,
                        "likelihood_level": likelihood,
                        "risk_no": risk_no,
                        "source_locator": f"{table}:L{number}",
                    }
                    for risk_no in re.findall(r"\d", cell)
                ]
    return pl.DataFrame(rows)


def risk_map_counts(lines: Sequence[str]) -> pl.DataFrame:
    """The counts of each rating under tables 9 and 11."""
    return pl.DataFrame(
        [
            {
                "map_code": map_code,
                "risk_rating_zh": count["rating"],
                "risk_count": count["count"],
                "risk_share_text": count["share"],
                "source_locator": f"{table}:L{number}",
            }
            for map_code, (table, first, last) in _MAPS.items()
            for number, line in without_breaks(table_lines(lines, first, last))
            for count in _MAP_COUNT.finditer(joined(line))
        ]
    )


def risks(lines: Sequence[str]) -> pl.DataFrame:
    """Table 10: each risk, its measures, and its levels before and after the new ones."""
    table = table_lines(lines, "1. 完 成 計", "【第三部分】：計畫殘餘")
    rows = rows_of(Readings.of_table("表10").apply(cell_flows(table)), 7)
    return pl.DataFrame(
        [
            {
                "risk_no": name.text.partition(".")[0],
                "risk_name_zh": name.text.partition(".")[2],
                "scenario_zh": scenario.text,
                "existing_measures_zh": existing.text,
                "impact_scope_zh": scope.text,
                **dict(zip(_BEFORE, levels.text.split(), strict=True)),
                "new_measures_zh": new.text,
                **dict(zip(_AFTER, residual.text.split(), strict=True)),
                "source_locator": f"表10:L{name.line}",
            }
            for name, scenario, existing, scope, levels, new, residual in rows
        ]
    )


_BEFORE = ("likelihood_level", "impact_level", "risk_value")
_AFTER = ("residual_likelihood_level", "residual_impact_level", "residual_risk_value")
