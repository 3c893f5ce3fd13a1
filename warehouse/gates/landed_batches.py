"""The batches of users' files that a built file holds."""

from __future__ import annotations

from pathlib import Path

import duckdb

from foundation.errors import InputError
from foundation.sql_text import identifier, quoted
from loaders.files.landing import Landing
from loaders.files.load_list import LIST_FILE

# Of the columns of `core.dim_source_documents` the one that counts: a file published before there
# was a flag tells a user's batch by its publisher alone.
_BATCH_WHERE = {
    "is_loaded_by_user": "is_loaded_by_user",
    "publisher_zh": "publisher_zh = '使用者'",
}


def landed_batches(connection: duckdb.DuckDBPyConnection, catalog: str) -> set[str]:
    """The batches in an attached file, whichever engine built it."""
    columns = connection.execute(
        "select column_name from duckdb_columns() where database_name = ? and schema_name = 'core'"
        " and table_name = 'dim_source_documents'",
        [catalog],
    ).fetchall()
    conditions = [told for name, told in _BATCH_WHERE.items() if (name,) in columns]
    if not conditions:
        return set()
    rows = connection.execute(
        f"select source_document_id from {identifier(catalog)}.core.dim_source_documents"  # noqa: S608
        f" where {conditions[0]}"
    ).fetchall()
    return {batch_id for (batch_id,) in rows}


def refuse_left_out_batches(published: Path, built: Path, landing: Landing) -> None:
    """Refuse a built file, given as Parquet, without a batch that is published.

    One that was taken back is to be left out.

    Raises:
        InputError: such a batch is published, and not in the file.
    """
    if not published.exists():
        return
    with duckdb.connect() as connection:
        connection.execute(f"attach {quoted(published)} as published (read_only)")
        connection.execute(f"attach {quoted(built)} as built (read_only)")
        batches = landed_batches(connection, "published") - landed_batches(connection, "built")
    taken_back = {load.batch_id for load in landing.loads() if load.unloaded_at}
    left_out = sorted(batches - taken_back)
    if left_out:
        raise InputError(
            file=Path("core.dim_source_documents.parquet"),
            found=f"no batch {left_out[0]}"
            + (f", and {len(left_out) - 1} more" if left_out[1:] else ""),
            expected="every loaded file that is published, but those taken back",
            mend="build again where these files are loaded (WAREHOUSE_LANDING_FOLDER), or publish "
            "with `--accept REASON`",
        )


def refuse_lost_batches(published: Path, landing: Landing) -> None:
    """Refuse a landing folder that knows nothing of a batch that is published.

    One that was taken back is still in its list.

    Raises:
        InputError: such a batch is published.
    """
    if not published.exists():
        return
    with duckdb.connect() as connection:
        connection.execute(f"attach {quoted(published)} as published (read_only)")
        batches = landed_batches(connection, "published")
    lost = sorted(batches - {load.batch_id for load in landing.loads()})
    if lost:
        raise InputError(
            file=landing.folder / LIST_FILE,
            found=f"no load {lost[0]}" + (f", and {len(lost) - 1} more" if lost[1:] else ""),
            expected="every load that the published file holds, also those taken back",
            mend="restore the landing folder from a copy; it may be another one "
            "(WAREHOUSE_LANDING_FOLDER)",
        )
