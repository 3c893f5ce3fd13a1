"""The KPI table of section 貳三: definitions, baselines and the targets of four years."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from loaders.documents.flow import Cell
from loaders.documents.nhi_digital_upgrade_113_116.layout import (
    YEARS,
    Readings,
    cell_flows,
    rows_of,
    table_lines,
)

_HEADINGS = (
    "績效指標",
    "衡量基準",
    "(評估方式)",
    "基準值",
    "目標值",
    "113 年 114 年 115 年 116 年",
)
_ASPECT = re.compile(r"\((?P<aspect_no>[一二三四])\)(?P<aspect_name_zh>.+)")
_QUALITATIVE_MARK = "【質性指標】"


def kpis_and_targets(lines: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The KPIs, and one target cell a KPI and year."""
    table = table_lines(lines, "三、績效指標、衡量標準", "參、現行相關政策", _HEADINGS)[1:]
    kpis: list[dict[str, str]] = []
    targets: list[dict[str, str]] = []
    for aspect, rows in _rows_by_aspect(Readings.of_table("貳三").apply(cell_flows(table))):
        for kpi_no, (is_qualitative, (name, measure, baseline, *target_cells)) in enumerate(
            rows, start=1
        ):
            key = {"aspect_no": aspect["aspect_no"], "kpi_no": str(kpi_no)}
            kpis.append(
                key
                | {
                    "aspect_name_zh": aspect["aspect_name_zh"],
                    "is_kpi_no_inferred": "true",
                    "kpi_name_zh": name.text,
                    "measure_definition_zh": measure.text,
                    "baseline_text": baseline.text,
                    "is_qualitative": str(is_qualitative).lower(),
                    "source_locator": f"貳三:L{name.line}",
                }
            )
            targets += [
                key
                | {
                    "roc_year": roc_year,
                    "target_text": target.text,
                    "source_locator": f"貳三:L{target.line}",
                }
                for roc_year, target in zip(YEARS, target_cells, strict=True)
            ]
    return pl.DataFrame(kpis), pl.DataFrame(targets)


Row = tuple[bool, tuple[Cell, ...]]


def _rows_by_aspect(cells: Sequence[Cell]) -> list[tuple[re.Match[str], list[Row]]]:
    """The rows under each aspect; the mark of a qualitative KPI stands below its name."""
    column_count = 3 + len(YEARS)
    sections: list[tuple[re.Match[str], list[Cell]]] = []
    marked: set[Cell] = set()
    for cell in cells:
        if aspect := _ASPECT.fullmatch(cell.text):
            sections.append((aspect, []))
        elif cell.text == _QUALITATIVE_MARK:
            marked.add(sections[-1][1][-1])
        else:
            sections[-1][1].append(cell)
    by_aspect: list[tuple[re.Match[str], list[Row]]] = []
    for aspect, section in sections:
        rows = rows_of(section, column_count)
        by_aspect.append((aspect, [(row[0] in marked, row) for row in rows]))
    return by_aspect
