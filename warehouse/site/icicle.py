"""The digital-upgrade budget as an icicle: Vega, for Vega-Lite has no hierarchies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from warehouse.site.facts import Row
from warehouse.site.language import Language

_LEVEL_COUNT = 3
_LINE_HEIGHT = 15
_HEIGHT = "(datum.y1 - datum.y0)"
_IS_TWO_LINES = f"({_HEIGHT} > {2 * _LINE_HEIGHT})"
_CHART_HEIGHT = 760


def icicle_specification(rows: Sequence[Row], language: Language) -> dict[str, Any]:
    """Aspects left, strategies in the middle, work items right; heights are budgets.

    Args:
        rows: the parts of the budget, one a work item, year and type of expenditure.
        language: of labels.

    Returns:
        A Vega specification with the signals `year` and `type`, `all` or one of the values of
        `roc_year` and `expenditure_type_code`.
    """
    amounts = [
        {
            "id": f"item/{row['work_item_id']}",
            "name": row["item_name_zh"],
            "parent": _strategy_key(row),
            "aspect": row["aspect_name_zh"],
            "year": str(row["roc_year"]),
            "type": row["expenditure_type_code"],
            "amount": float(row["budget_twd"]),
        }
        for row in rows
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "description": language.say(
            "經費依面向、分項策略、工作項目；數字見下表",
            "Budget by aspect, strategy and work item; the figures are in the table below",
        ),
        "height": _CHART_HEIGHT,
        "padding": 0,
        "autosize": {"type": "fit-x", "resize": True, "contains": "padding"},
        "signals": [
            {
                "name": "width",
                "init": "containerSize()[0]",
                "on": [{"events": "window:resize", "update": "containerSize()[0]"}],
            },
            {"name": "year", "value": "all"},
            {"name": "type", "value": "all"},
            {"name": "column", "update": f"width / {_LEVEL_COUNT}"},
        ],
        "data": [
            {"name": "parents", "values": _parents(rows)},
            {
                "name": "items",
                "values": amounts,
                "transform": [
                    {"type": "filter", "expr": "year == 'all' || datum.year == year"},
                    {"type": "filter", "expr": "type == 'all' || datum.type == type"},
                    {
                        "type": "aggregate",
                        "groupby": ["id", "name", "parent", "aspect"],
                        "fields": ["amount"],
                        "ops": ["sum"],
                        "as": ["amount"],
                    },
                ],
            },
            {
                "name": "total",
                "source": "items",
                "transform": [
                    {"type": "aggregate", "fields": ["amount"], "ops": ["sum"], "as": ["amount"]}
                ],
            },
            {
                "name": "tree",
                "source": ["parents", "items"],
                "transform": [
                    {"type": "stratify", "key": "id", "parentKey": "parent"},
                    {
                        "type": "partition",
                        "field": "amount",
                        "sort": {"field": "value", "order": "descending"},
                        "size": [{"signal": "height"}, {"signal": "width"}],
                        "as": ["y0", "depth0", "y1", "depth1", "depth", "children"],
                    },
                    {"type": "filter", "expr": "datum.depth > 0 && datum.y1 > datum.y0"},
                    {
                        "type": "formula",
                        "as": "share",
                        "expr": "(datum.y1 - datum.y0) / height",
                    },
                    {"type": "formula", "as": "x0", "expr": "(datum.depth - 1) * column"},
                    {
                        "type": "formula",
                        "as": "money",
                        "expr": "format(datum.share * data('total')[0].amount / 1e6, ',.1f') + "
                        f"'{language.say(' 百萬元', ' NT$ million')}'",
                    },
                    {
                        "type": "formula",
                        "as": "label",
                        "expr": "datum.name + '：' + datum.money",
                    },
                ],
            },
        ],
        "scales": [
            {
                "name": "colour",
                "type": "ordinal",
                "domain": list(dict.fromkeys(row["aspect_name_zh"] for row in rows)),
                "range": "category",
            }
        ],
        "marks": [_rectangles(), _labels()],
    }


def _strategy_key(row: Row) -> str:
    return f"strategy/{row['aspect_name_zh']}/{row['strategy_name_zh']}"


def _parents(rows: Sequence[Row]) -> list[Row]:
    parents: dict[str, Row] = {"root": {"id": "root", "name": "", "parent": None}}
    for row in rows:
        name = row["aspect_name_zh"]
        aspect, strategy = f"aspect/{name}", _strategy_key(row)
        for key, own_name, parent in (
            (aspect, name, "root"),
            (strategy, row["strategy_name_zh"], aspect),
        ):
            parents[key] = {"id": key, "name": own_name, "parent": parent, "aspect": name}
    return list(parents.values())


def _rectangles() -> dict[str, Any]:
    return {
        "type": "rect",
        "aria": False,
        "from": {"data": "tree"},
        "encode": {
            "update": {
                "x": {"field": "x0"},
                "width": {"signal": "column - 1"},
                "y": {"field": "y0"},
                "y2": {"signal": "max(datum.y0 + 0.5, datum.y1 - 1)"},
                "fill": {"scale": "colour", "field": "aspect"},
                "fillOpacity": {"signal": "[0.95, 0.7, 0.45][datum.depth - 1]"},
                "tooltip": {"field": "label"},
            }
        },
    }


def _labels() -> dict[str, Any]:
    return {
        "type": "text",
        "from": {"data": "tree"},
        "interactive": False,
        "aria": False,
        "encode": {
            "update": {
                "x": {"signal": "datum.x0 + 5"},
                "y": {
                    "signal": "(datum.y0 + datum.y1) / 2"
                    f" - ({_IS_TWO_LINES} ? {_LINE_HEIGHT / 2} : 0)"
                },
                "baseline": {"value": "middle"},
                "fontSize": {"value": 12},
                "fill": {"value": "#0b1b20"},
                "limit": {"signal": "column - 10"},
                "lineHeight": {"value": _LINE_HEIGHT},
                "text": {
                    "signal": f"{_HEIGHT} < {_LINE_HEIGHT} ? '' : "
                    f"{_IS_TWO_LINES} ? [datum.name, datum.money] : datum.label"
                },
            }
        },
    }
