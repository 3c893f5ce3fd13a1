"""The batches of users' files that a built file holds."""

from __future__ import annotations

from pathlib import Path

import duckdb

from loaders.errors import InputError
from loaders.files.landing import LIST_FILE, Landing
from loaders.sql_text import identifier, quoted


def landed_batches(connection: duckdb.DuckDBPyConnection, catalog: str) -> set[str]:
    """The batches in an attached file."""
    found = connection.execute(
        "select 1 from duckdb_tables() where database_name = ? and schema_name = 'staging'"
        " and table_name = 'stg_landing__batches'",
        [catalog],
    ).fetchone()
    if found is None:
        return set()
    rows = connection.execute(
        f"select batch_id from {identifier(catalog)}.staging.stg_landing__batches"  # noqa: S608
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
