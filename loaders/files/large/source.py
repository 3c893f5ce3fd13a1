"""A large file as DuckDB reads it: its columns, and each cell as the text a person would write."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from foundation.errors import InputError
from foundation.sql_text import identifier, literal, quoted
from loaders.files.declarations import Kind, conventions
from loaders.files.raw_table import ROW, RawTable
from loaders.files.readers.parquet_files import as_text

_PLAIN_TYPES = re.compile(
    r"VARCHAR|BOOLEAN|DATE|TIMESTAMP(?:_S|_MS|_NS)?|FLOAT|DOUBLE|U?(?:TINY|SMALL|BIG|HUGE)INT"
    r"|U?INTEGER|DECIMAL\(\d+,\d+\)|ENUM\(.*\)|\"?NULL\"?"
)
_LINE = re.compile(r"Line: (\d+)")


@dataclass(frozen=True)
class Source:
    """An open large file.

    Attributes:
        connection: the engine that reads it.
        file: as messages show it.
        format: `csv`, `tsv` or `parquet`.
        path: a Parquet file with its rows: itself, or its cells as text.
        header: its columns, in order.
        types: their types.
        row_count: its rows.
        first_row_no: the number of its first row, as messages count.
        rows_a_line: how many row numbers a line takes, as `RawTable` says.
        has_row_numbers: whether the Parquet file has a column of row numbers.
    """

    connection: duckdb.DuckDBPyConnection
    file: str
    format: str
    path: Path
    header: tuple[str, ...]
    types: tuple[str, ...]
    row_count: int
    first_row_no: int
    rows_a_line: int = 1
    has_row_numbers: bool = False

    @property
    def relation(self) -> str:
        """The rows and their `_row_no`, to select from."""
        if self.has_row_numbers:
            return f"(select * from read_parquet({quoted(self.path)}))"
        return (
            f"(select *, file_row_number + {self.first_row_no} as {ROW} "
            f"from read_parquet({quoted(self.path)}, file_row_number = true))"
        )

    def text(self, index: int) -> str:
        """SQL for the cell of a column as text; an empty one is an empty text."""
        column, column_type = identifier(self.header[index]), self.types[index]
        if column_type == "VARCHAR":
            return f"coalesce({column}, '')"
        text = f"cast({column} as varchar)"
        if column_type.startswith("TIMESTAMP"):
            text = f"regexp_replace({text}, ' 00:00:00$', '')"
        elif column_type in ("FLOAT", "DOUBLE"):
            text = f"regexp_replace({text}, '\\.0$', '')"
        elif column_type.startswith("DECIMAL") and not column_type.endswith(",0)"):
            text = f"regexp_replace({text}, '\\.?0+$', '')"
        return f"coalesce({text}, '')"

    def different_texts(self, index: int) -> str:
        """The different texts of a column, as `text`, to select from."""
        cells = f"(select distinct {identifier(self.header[index])} from {self.relation})"
        return f"(select distinct {self.text(index)} as text from {cells})"

    def table(self, rows: str) -> RawTable:
        """Some rows, in order, as the readers of small files give them.

        Args:
            rows: what to select from, such as a part of `relation`.
        """
        columns = ", ".join(identifier(column) for column in self.header)
        relation = self.connection.sql(f"select {ROW}, {columns} from {rows} order by {ROW}")
        arrow = relation.to_arrow_table()
        frame = pl.DataFrame(arrow.rename_columns([ROW, *_cell_names(self.header)]))
        cells = frame.select(
            pl.col(ROW).cast(pl.Int64),
            *(as_text(cell, frame.schema[cell]) for cell in _cell_names(self.header)),
        )
        return RawTable(self.file, self.header, cells, self.format, rows_a_line=self.rows_a_line)

    def header_only(self) -> RawTable:
        """A table with this header and no rows."""
        schema = {ROW: pl.Int64, **dict.fromkeys(_cell_names(self.header), pl.String)}
        return RawTable(self.file, self.header, pl.DataFrame(schema=schema), self.format)


def _cell_names(header: tuple[str, ...]) -> list[str]:
    return [f"c{index}" for index in range(len(header))]


def is_large(path: Path, kind: Kind) -> bool:
    """Whether a file is too large to be read into memory, and of a kind that may be."""
    limits = conventions().limits
    if not kind.may_be_large:
        return False
    if path.suffix.lower() == ".parquet":
        try:
            return bool(pq.ParquetFile(path).metadata.num_rows > limits.large_parquet_rows)
        except (OSError, pa.ArrowException):
            return False
    return (
        path.suffix.lower() in (".csv", ".tsv", ".txt")
        and path.stat().st_size > limits.large_text_bytes
    )


@contextmanager
def source(
    connection: duckdb.DuckDBPyConnection, path: Path, shown_as: str, staging: Path
) -> Iterator[Source]:
    """Open a large file.

    Args:
        connection: an engine.
        path: a Parquet, CSV or TSV file.
        shown_as: what messages call it.
        staging: a folder for the cells of a text file, which are there as long as it is open.

    Raises:
        InputError: a damaged file, another encoding than UTF-8, or columns of lists.
    """
    text_cells = staging / ".cells.parquet"
    try:
        is_parquet = path.suffix.lower() == ".parquet"
        if not is_parquet:
            _stage_text(connection, path, shown_as, text_cells)
        # A header stands in the first line of a text file.
        first_row_no = 1 if is_parquet else 2
        stored = path if is_parquet else text_cells
        yield opened(connection, stored, path, shown_as, first_row_no)
    finally:
        text_cells.unlink(missing_ok=True)


def opened(
    connection: duckdb.DuckDBPyConnection,
    parquet: Path,
    path: Path,
    shown_as: str,
    first_row_no: int,
    *,
    rows_a_line: int = 1,
) -> Source:
    """Open a Parquet file with the rows of a large file.

    Args:
        connection: an engine.
        parquet: the rows, in text columns where the file itself is no Parquet.
        path: the file itself.
        shown_as: what messages call it.
        first_row_no: the number of its first row, where the rows have none.
        rows_a_line: how many row numbers a line takes.

    Raises:
        InputError: columns of lists, or too many.
    """
    described = connection.execute(
        f"describe select * from read_parquet({quoted(parquet)})"
    ).fetchall()
    has_row_numbers = ROW in [row[0] for row in described]
    header = tuple(row[0] for row in described if row[0] != ROW)
    types = tuple(row[1] for row in described if row[0] != ROW)
    for number, column_type in enumerate(types, start=1):
        if not _PLAIN_TYPES.fullmatch(column_type):
            raise InputError(
                file=shown_as,
                found=f"column {number} of type {column_type}",
                expected="columns of text, numbers, dates or booleans",
                mend="cast the column to text",
            )
    limits = conventions().limits
    limit = limits.column_count if path.suffix.lower() == ".parquet" else limits.recipe_column_count
    if len(header) > limit:
        raise InputError(
            file=shown_as,
            found=f"{len(header)} columns",
            expected=f"at most {limit} columns",
            mend="keep the columns of the template only",
        )
    counted = connection.execute(f"select count(*) from read_parquet({quoted(parquet)})")
    row_count = int(counted.fetchall()[0][0])
    is_parquet = parquet == path
    return Source(
        connection=connection,
        file=shown_as,
        format="parquet" if is_parquet else path.suffix.lower()[1:],
        path=parquet,
        header=tuple(column.strip() for column in header) if not is_parquet else header,
        types=types,
        row_count=row_count,
        first_row_no=first_row_no,
        rows_a_line=rows_a_line,
        has_row_numbers=has_row_numbers,
    )


def _stage_text(
    connection: duckdb.DuckDBPyConnection, path: Path, shown_as: str, staged: Path
) -> None:
    with path.open("rb") as file:
        first_line = file.readline(conventions().limits.line_bytes)
    separator = "\t" if b"\t" in first_line else ","
    text = first_line.decode("utf-8-sig", errors="replace").rstrip("\r\n")
    header = next(csv.reader([text], delimiter=separator), [])
    stage_text(connection, path, shown_as, staged, header, separator, has_header=True)


def stage_text(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    shown_as: str,
    staged: Path,
    columns: Sequence[str],
    separator: str,
    *,
    has_header: bool,
) -> None:
    """Write the cells of a text file as Parquet.

    Args:
        connection: an engine.
        path: the text.
        shown_as: what messages call it.
        staged: the Parquet file to write.
        columns: the names of its columns.
        separator: between cells.
        has_header: whether the first line is their header; else every line is a row, however few
            cells it has.

    Raises:
        InputError: a line that is no row, or no UTF-8.
    """
    limits = conventions().limits
    staged.parent.mkdir(parents=True, exist_ok=True)
    typed = "{" + ", ".join(f"{literal(each)}: 'VARCHAR'" for each in columns) + "}"
    padded = "" if has_header else "null_padding = true, parallel = false, "
    try:
        connection.execute(
            f"copy (select * from read_csv({quoted(path)}, header = {str(has_header).lower()}, "
            f"all_varchar = true, auto_detect = false, columns = {typed}, {padded}"
            f"delim = {literal(separator)}, quote = '\"', escape = '\"', strict_mode = true, "
            f"max_line_size = {limits.line_bytes})) "
            f"to {quoted(staged)} (format parquet, compression lz4_raw)"
        )
    except duckdb.Error as error:
        line = _LINE.search(str(error))
        raise InputError(
            file=shown_as,
            line=int(line.group(1)) if line else None,
            found="a line that is no row of the table, or no UTF-8",
            expected="UTF-8, one row a line with as many cells as the header, quoted by RFC 4180",
            mend="save the file again as UTF-8 CSV, or as Parquet",
        ) from None
