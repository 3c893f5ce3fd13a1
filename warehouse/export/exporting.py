"""From the published file to a folder of files and their manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from foundation.sql_text import quoted
from foundation.whole_files import file_sha256
from warehouse.asking.citation import published_build
from warehouse.asking.sql import open_published
from warehouse.errors import WarehouseError
from warehouse.export.folders import export_folder
from warehouse.export.manifest import (
    Terms,
    WrittenTable,
    manifest,
    write_manifest,
)
from warehouse.export.notes import notes
from warehouse.export.ods_files import write_ods
from warehouse.export.queries import Headers, Shape, exported_query, formula_counts, header
from warehouse.export.sheet_limits import refuse_unfit
from warehouse.export.small_counts import Withheld, declared_small_counts, withhold
from warehouse.export.tables import ExportTable, chosen_tables, sources_of
from warehouse.export.workbook_cells import Value, Workbook
from warehouse.export.xlsx_files import write_xlsx

_WORKBOOKS: Mapping[str, Callable[[Path, Workbook], None]] = {"xlsx": write_xlsx, "ods": write_ods}
_COPY_OPTIONS = {
    "parquet": "format parquet, compression zstd",
    "csv": "format csv, header true",
    "json": "format json, array true",
}
_FETCHED_ROWS = 10_000


@dataclass(frozen=True)
class ExportRequest:
    """What is asked of an export.

    Attributes:
        tables: names of tables or schemas; none for all.
        format: parquet, csv, json, xlsx or ods.
        headers: whose names the columns carry.
        below: counts under it are withheld from rows of users' files; None for none.
    """

    tables: Sequence[str]
    format: str
    headers: Headers
    below: int | None


def export(published: Path, folder: Path, request: ExportRequest) -> list[WrittenTable]:
    """Write tables of the published file, and a manifest, into a folder that is replaced whole.

    Raises:
        InputError: the folder holds what no export wrote.
        WarehouseError: nothing is published, a name stands for no table, a table does not fit the
            format, or the folder cannot be written; what was there is as it was.
    """
    open_published(published).close()
    with duckdb.connect() as connection, export_folder(folder) as new_folder:
        connection.execute(f"attach {quoted(published)} as published (read_only)")
        connection.execute("use published")
        connection.execute(f"set temp_directory = {quoted(new_folder.parent / 'spilled')}")
        terms = Terms(published_build(connection), request.format, request.headers, request.below)
        declared = declared_small_counts()
        written = []
        for table in chosen_tables(connection, request.tables):
            withheld = None
            if request.below is not None and table.full_name in declared:
                withheld = withhold(connection, table, declared[table.full_name], request.below)
            written.append(_write_table(connection, table, new_folder, terms, withheld))
        write_manifest(new_folder, manifest(written, terms))
    return written


def _write_table(
    connection: duckdb.DuckDBPyConnection,
    table: ExportTable,
    folder: Path,
    terms: Terms,
    withheld: Withheld | None,
) -> WrittenTable:
    is_workbook = terms.format in _WORKBOOKS
    shape = Shape(
        headers=terms.headers,
        is_spreadsheet=is_workbook or terms.format == "csv",
        has_iso_times=terms.format in ("csv", "json"),
    )
    path = folder / f"{table.full_name}.{terms.format}"
    query = exported_query(table, shape, withheld)
    sources = sources_of(connection, table)
    row_count = len(connection.table(table.source))
    try:
        if is_workbook:
            refuse_unfit(connection, table, row_count)
            book = Workbook(
                sheet=_sheet_name(table, terms.headers),
                header=[header(column, terms.headers) for column in table.columns],
                rows=_rows(connection, query),
                notes=notes(table, terms, row_count, sources),
            )
            _WORKBOOKS[terms.format](path, book)
        else:
            options = _COPY_OPTIONS[terms.format]
            connection.execute(f"copy ({query}) to {quoted(path)} ({options})")
    except (duckdb.Error, WarehouseError) as error:
        raise WarehouseError(f"{table.full_name} could not be exported: {error}") from error
    return WrittenTable(
        table=table,
        file=path.name,
        size_bytes=path.stat().st_size,
        sha256=file_sha256(path),
        row_count=row_count,
        sources=sources,
        formula_counts=(
            formula_counts(connection, table, withheld) if shape.is_spreadsheet else None
        ),
        withheld=withheld,
    )


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Value, ...]]:
    result = connection.execute(query)
    while rows := result.fetchmany(_FETCHED_ROWS):
        yield from rows


def _sheet_name(table: ExportTable, headers: Headers) -> str:
    return table.table.name if headers == "en" else table.table.description.name_zh
