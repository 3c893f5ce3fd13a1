"""Parquet, through pyarrow."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from foundation.errors import InputError
from loaders.files.declarations import conventions
from loaders.files.raw_table import ROW, RawTable
from loaders.files.readers.options import ReadOptions


def read_parquet(path: Path, shown_as: str, options: ReadOptions) -> RawTable:
    """Read a Parquet file; every value becomes the text a person would write for it.

    Raises:
        InputError: a truncated file, lists or structures in a column, or too much data.
    """
    file = pq.ParquetFile(path, memory_map=False)
    metadata = file.metadata
    limits = conventions().limits
    unpacked = sum(
        metadata.row_group(index).total_byte_size for index in range(metadata.num_row_groups)
    )
    for found, limit, unit in (
        (metadata.num_rows, limits.row_count, "rows"),
        (len(file.schema_arrow), limits.column_count, "columns"),
        (unpacked, limits.unpacked_parquet_bytes, "bytes unpacked"),
    ):
        if found > limit:
            raise _refusal(shown_as, f"{found} {unit}", f"at most {limit} {unit}", "split the file")
    if metadata.num_rows == 0 or not len(file.schema_arrow):
        raise _refusal(shown_as, "no rows", "rows", "add rows")
    names = [str(name).strip() for name in file.schema_arrow.names]
    arrow = file.read()
    # Polars takes texts over unread: bytes that are no UTF-8 would bring the process down.
    arrow.validate(full=True)
    frame = pl.DataFrame(arrow.rename_columns([f"c{index}" for index in range(len(names))]))
    for name, data_type in zip(names, frame.dtypes, strict=True):
        if not _is_plain(data_type):
            raise _refusal(
                shown_as,
                f"column {names.index(name) + 1} of type {data_type}",
                "columns of text, numbers, dates or booleans",
                "cast the column to text",
            )
    cells = frame.select(as_text(name, data_type) for name, data_type in frame.schema.items())
    longest = cells.select(pl.max_horizontal(pl.all().str.len_chars().max())).item()
    if longest > limits.cell_characters and not options.has_recipe:
        raise _refusal(
            shown_as,
            f"a cell of {longest} characters",
            f"at most {limits.cell_characters} characters in a cell",
            "shorten the cell",
        )
    cells = cells.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int64))
    return RawTable(shown_as, tuple(names), cells, "parquet")


def _is_plain(data_type: pl.DataType) -> bool:
    return (
        data_type.is_numeric()
        or data_type in (pl.String, pl.Boolean, pl.Date, pl.Categorical, pl.Null)
        or isinstance(data_type, pl.Enum | pl.Datetime)
    )


def as_text(name: str, data_type: pl.DataType) -> pl.Expr:
    """A column's values as the texts a person would write for them."""
    column = pl.col(name)
    if isinstance(data_type, pl.Datetime):
        column = column.dt.strftime("%Y-%m-%d %H:%M:%S").str.strip_suffix(" 00:00:00")
    elif data_type.is_float():
        column = column.map_elements(_float_text, return_dtype=pl.String)
    else:
        column = column.cast(pl.String)
    if isinstance(data_type, pl.Decimal) and data_type.scale > 0:
        column = column.str.replace(r"\.?0+$", "")
    return column.fill_null("")


def _float_text(value: float) -> str:
    from loaders.files.readers.workbooks import number_text

    return number_text(value, is_percentage=False)


def _refusal(shown_as: str, found: str, expected: str, mend: str) -> InputError:
    return InputError(file=shown_as, found=found, expected=expected, mend=mend)
