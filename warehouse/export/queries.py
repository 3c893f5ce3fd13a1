"""The SQL of an exported table: small counts withheld, formulas defused, columns named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import duckdb

from warehouse.export.formulas import defused, is_formula
from warehouse.export.small_counts import Withheld
from warehouse.export.tables import ExportColumn, ExportTable, quoted_name

Headers = Literal["en", "zh"]


@dataclass(frozen=True)
class Shape:
    """How a format takes what the warehouse holds.

    Attributes:
        headers: whose names the columns carry.
        is_spreadsheet: whether a spreadsheet may run texts as formulas.
        has_iso_times: whether times are texts such as 2026-11-22T09:51:19Z.
    """

    headers: Headers
    is_spreadsheet: bool
    has_iso_times: bool


def header(column: ExportColumn, headers: Headers) -> str:
    """What a column is called in a file."""
    return column.name if headers == "en" else column.name_zh


def exported_query(table: ExportTable, shape: Shape, withheld: Withheld | None) -> str:
    """The query of a table's rows, in the order the published file has them."""
    columns = ", ".join(
        f"{_value(column, shape)} as {quoted_name(header(column, shape.headers))}"
        for column in table.columns
    )
    return f"select {columns} from ({_safe_rows(table, withheld)})"  # noqa: S608


def formula_counts(
    connection: duckdb.DuckDBPyConnection, table: ExportTable, withheld: Withheld | None
) -> dict[str, int]:
    """How many cells of each text column a spreadsheet would run; columns with none left out."""
    texts = [column for column in table.columns if column.is_text]
    counts = ", ".join(f"count(*) filter ({is_formula(quoted_name(each.name))})" for each in texts)
    query = f"select {counts} from ({_safe_rows(table, withheld)})"  # noqa: S608
    if not texts:
        return {}
    [row] = connection.execute(query).fetchall()
    return {column.name: count for column, count in zip(texts, row, strict=True) if count}


def _safe_rows(table: ExportTable, withheld: Withheld | None) -> str:
    source = f"{quoted_name(table.schema)}.{quoted_name(table.name)}"
    if withheld is None or not withheld.small_count:
        return f"select * from {source}"  # noqa: S608
    columns = []
    for name in map(quoted_name, table.column_names):
        plain = name.strip('"')
        if plain in withheld.declared.emptied:
            columns.append(f"case when mark is null then {name} end as {name}")
        elif plain in withheld.declared.marked:
            columns.append(f"coalesce(mark, {name}) as {name}")
        else:
            columns.append(name)
    return (
        f"select {', '.join(columns)} from {source} as whole "  # noqa: S608
        f"left join {withheld.marks} as marks on whole.rowid = marks.row_no order by whole.rowid"
    )


def _value(column: ExportColumn, shape: Shape) -> str:
    name = quoted_name(column.name)
    if shape.is_spreadsheet and column.is_text:
        return defused(name)
    if shape.has_iso_times and column.data_type == "timestamp":
        return f"strftime({name}, '%Y-%m-%dT%H:%M:%SZ')"
    return name
