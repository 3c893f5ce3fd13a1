"""CSV files read with every line's number and written the same way every time."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl

from foundation.errors import InputError
from foundation.locations import shown

LINE_COLUMN = "_line"


def read_text(path: Path) -> str:
    """The file as text.

    Raises:
        InputError: the file is missing, or a line of it is not UTF-8.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise InputError(
            file=shown(path),
            found="no such file",
            expected="a UTF-8 text file",
            mend="restore the file",
        ) from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = content[error.start : error.start + 1].hex()
        raise InputError(
            file=shown(path),
            line=content.count(b"\n", 0, error.start) + 1,
            found=f"the byte 0x{broken}, which is not UTF-8",
            expected="UTF-8 text",
            mend="save the file again as UTF-8",
        ) from None


def read_table(path: Path, columns: list[str]) -> pl.DataFrame:
    """A CSV file as text columns, with the line each row starts on in `_line`.

    Args:
        path: the file.
        columns: the header it must have, in this order.

    Raises:
        InputError: broken UTF-8, a missing, extra or misplaced column, or a row of another length.
    """
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    records: list[tuple[int, list[str]]] = []
    starts_on = 1
    try:
        for record in reader:
            records.append((starts_on, record))
            starts_on = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            file=shown(path),
            line=starts_on,
            found=f"broken CSV quoting ({error})",
            expected="cells quoted as RFC 4180 says",
            mend="close the quotation mark, or double the ones inside the cell",
        ) from None
    header = records[0][1] if records else []
    _refuse_other_header(path, header, columns)
    for line, record in records[1:]:
        if len(record) != len(columns):
            raise InputError(
                file=shown(path),
                line=line,
                found=f"{len(record)} cells",
                expected=f"{len(columns)} cells, one for each column of the header",
                mend="add the missing cells, or quote a cell that holds a comma",
            )
    rows = [record for _, record in records[1:]]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    return frame.with_columns(pl.Series(LINE_COLUMN, [line for line, _ in records[1:]], pl.Int64))


def _refuse_other_header(path: Path, header: list[str], columns: list[str]) -> None:
    if header == columns:
        return
    missing = [name for name in columns if name not in header]
    extra = [name for name in header if name not in columns]
    if missing:
        found, column = f"no column {', '.join(missing)}", missing[0]
    elif extra:
        found, column = f"the extra column {', '.join(extra)}", extra[0]
    else:
        found, column = f"the columns in the order {', '.join(header)}", None
    raise InputError(
        file=shown(path),
        line=1,
        column=column,
        found=found,
        expected=f"the columns {', '.join(columns)}",
        mend="give the file exactly these columns, in this order",
    )


def table_bytes(frame: pl.DataFrame) -> bytes:
    """Text columns as CSV bytes: UTF-8, `\\n` line ends, quotes only where a cell needs them."""
    buffer = io.BytesIO()
    # A null is written as an empty cell, an empty text as a quoted one.
    frame.select(pl.all().replace("", None)).write_csv(
        buffer, line_terminator="\n", quote_style="necessary"
    )
    return buffer.getvalue()
