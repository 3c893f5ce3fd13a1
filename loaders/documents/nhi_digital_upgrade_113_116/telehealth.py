"""Table 1: the telehealth payment plan in 2021 and 2022."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from loaders.documents.figures import NUMBER
from loaders.documents.nhi_digital_upgrade_113_116.layout import (
    cell_flows,
    table_lines,
    without_breaks,
)

_ROW = re.compile(rf"(?P<label>\S+)(?P<figures>(?: {NUMBER})+)")
# The table prints no units; the prose around it does.
_UNITS = {"服務人數": "人", "服務人次": "人次", "開診數": "診次"}


def telehealth_table_1(lines: Sequence[str]) -> pl.DataFrame:
    """Table 1, one row a printed cell; a label without figures opens a service or its counting."""
    table = table_lines(lines, "項目 2021 年", "111 年健保署「虛擬健保卡政策")
    numbered = dict(without_breaks(table))
    header, *cells = cell_flows(table)
    years = re.findall(r"\d{4}", numbered[header.line_numbers[0]])
    rows: list[dict[str, str]] = []
    service = counting_method = ""
    for cell in cells:
        line = cell.line_numbers[0]
        row = _ROW.fullmatch(numbered[line].strip())
        if row is None and "會診" in cell.text:
            service, counting_method = cell.text, ""
            continue
        if row is None:
            counting_method = cell.text
            continue
        rows += [
            {
                "service_zh": service,
                "counting_method_zh": counting_method,
                "row_label": row["label"],
                "fiscal_year": year,
                "printed_text": figure,
                "unit_zh": _UNITS[row["label"]],
                "is_unit_inferred": "true",
                "source_locator": f"表1:L{line}",
            }
            for year, figure in zip(years, row["figures"].split(), strict=True)
        ]
    return pl.DataFrame(rows)
