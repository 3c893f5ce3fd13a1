"""From a built file to the published one: compacted, flushed to disk, swapped in at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from foundation.sql_text import quoted
from foundation.whole_files import new_file_beside, replaced
from warehouse.errors import PublishFailed
from warehouse.locations import PUBLIC_SCHEMAS
from warehouse.published.compaction import RowCounts, copy_compacted
from warehouse.published.database_files import remove_database
from warehouse.published.table_checksums import write_table_checksums

WriteHistory = Callable[[duckdb.DuckDBPyConnection, str, RowCounts], None]


def publish(built: Path, published: Path, write_history: WriteHistory) -> None:
    """Make the built file the published one. Readers see the old file or the new, never a part.

    Args:
        built: the file dbt built; nobody may have it open for writing.
        published: the file to replace.
        write_history: adds the history of builds to the new file, told the connection, the
            catalog it is attached as, and how many rows each table holds.

    Raises:
        PublishFailed: the new file could not be written; the published one is as it was.
    """
    with new_published_file(published) as new_file:
        row_counts = copy_compacted(built, new_file)
        with duckdb.connect() as connection:
            connection.execute(f"attach {quoted(new_file)} as new_file")
            write_history(connection, "new_file", row_counts)
            write_table_checksums(connection, "new_file")
            connection.execute("detach new_file")


@contextmanager
def new_published_file(published: Path) -> Iterator[Path]:
    """A database to make, which then takes the published one's place at once.

    Raises:
        PublishFailed: it could not be written; the published one is as it was.
    """
    try:
        published.parent.mkdir(parents=True, exist_ok=True)
        remove_database(new_file_beside(published))
        with replaced(published) as new_file:
            yield new_file
    except (OSError, duckdb.Error) as error:
        raise PublishFailed(f"{published} could not be written: {error}") from error
    finally:
        remove_database(new_file_beside(published))


def public_row_count(row_counts: RowCounts) -> int:
    """How many rows the public tables hold."""
    return sum(count for (schema, _), count in row_counts.items() if schema in PUBLIC_SCHEMAS)
