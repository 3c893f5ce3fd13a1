"""The SQL of an exported table: small counts withheld, formulas defused, columns named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import duckdb

from foundation.sql_text import identifier
from warehouse.asking.catalogue import Column
from warehouse.asking.formulas import defused, is_formula
from warehouse.export.small_counts import Withheld
from warehouse.export.tables import ExportTable, is_text

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


def header(column: Column, headers: Headers) -> str:
    """What a column is called in a file."""
    return column.name if headers == "en" else column.description.name_zh


def exported_query(table: ExportTable, shape: Shape, withheld: Withheld | None) -> str:
    """The query of a table's rows, in the order the published file has them."""
    columns = ", ".join(
        f"{_value(column, shape)} as {identifier(header(column, shape.headers))}"
        for column in table.columns
    )
    return f"select {columns} from ({_safe_rows(table, withheld)})"  # noqa: S608


def formula_counts(
    connection: duckdb.DuckDBPyConnection, table: ExportTable, withheld: Withheld | None
) -> dict[str, int]:
    """How many cells of each text column a spreadsheet would run; columns with none left out."""
    counts = ", ".join(f"count(*) filter ({is_formula(identifier(name))})" for name in table.texts)
    query = f"select {counts} from ({_safe_rows(table, withheld)})"  # noqa: S608
    if not counts:
        return {}
    [row] = connection.execute(query).fetchall()
    return {name: count for name, count in zip(table.texts, row, strict=True) if count}


def _safe_rows(table: ExportTable, withheld: Withheld | None) -> str:
    if withheld is None or withheld.is_nothing:
        return f"select * from {table.source}"  # noqa: S608
    columns = []
    for column in table.columns:
        name = identifier(column.name)
        if column.name in withheld.emptied:
            columns.append(f"case when mark is null then {name} end as {name}")
        elif column.name in withheld.marked:
            columns.append(f"coalesce(mark, {name}) as {name}")
        else:
            columns.append(name)
    return (
        f"select {', '.join(columns)} from {table.source} as whole "  # noqa: S608
        f"left join {withheld.marks} as marks on whole.rowid = marks.row_no order by whole.rowid"
    )


def _value(column: Column, shape: Shape) -> str:
    name = identifier(column.name)
    if shape.is_spreadsheet and is_text(column):
        return defused(name)
    if shape.has_iso_times and column.data_type == "TIMESTAMP":
        return f"strftime({name}, '%Y-%m-%dT%H:%M:%SZ')"
    return name
