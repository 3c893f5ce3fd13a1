"""What no sheet can hold, found before one is written."""

from __future__ import annotations

import duckdb

from foundation.sql_text import identifier
from warehouse.errors import WarehouseError
from warehouse.export.tables import ExportTable

MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
_CONTROL_CHARACTER = r"[\x00-\x08\x0b\x0c\x0e-\x1f]"
_INSTEAD = "export the table as Parquet, CSV or JSON"


def refuse_unfit(connection: duckdb.DuckDBPyConnection, table: ExportTable, row_count: int) -> None:
    """Refuse a table that a sheet would cut off or not open.

    Raises:
        WarehouseError: too many rows, too long a text, or a control character in one.
    """
    if row_count >= MOST_ROWS:
        raise WarehouseError(
            f"{row_count} rows, where a sheet holds {MOST_ROWS - 1} below its header; {_INSTEAD}"
        )
    for text in table.texts:
        name = identifier(text)
        [(longest, has_control)] = connection.execute(
            f"select max(len({name})), bool_or(regexp_matches({name}, '{_CONTROL_CHARACTER}')) "  # noqa: S608
            f"from {table.source}"
        ).fetchall()
        # One more than the longest, for the mark before a formula.
        if longest and longest >= LONGEST_CELL:
            raise WarehouseError(
                f"{text} has a text of {longest} characters, where a cell holds "
                f"{LONGEST_CELL}; {_INSTEAD}"
            )
        if has_control:
            raise WarehouseError(f"{text} has a control character, which no cell holds; {_INSTEAD}")
