"""The batches of users' files that a built file holds."""

from __future__ import annotations

from pathlib import Path

import duckdb

from loaders.errors import InputError
from loaders.files.landing import LIST_FILE, Landing
from loaders.sql_text import identifier, quoted

# The publisher of a batch in `core.dim_source_documents`: the users.
USERS = "使用者"


def landed_batches(connection: duckdb.DuckDBPyConnection, catalog: str) -> set[str]:
    """The batches in an attached file, whichever engine built it."""
    found = connection.execute(
        "select 1 from duckdb_tables() where database_name = ? and schema_name = 'core'"
        " and table_name = 'dim_source_documents'",
        [catalog],
    ).fetchone()
    if found is None:
        return set()
    rows = connection.execute(
        f"select source_document_id from {identifier(catalog)}.core.dim_source_documents"  # noqa: S608
        " where publisher_zh = ?",
        [USERS],
    ).fetchall()
    return {batch_id for (batch_id,) in rows}


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
