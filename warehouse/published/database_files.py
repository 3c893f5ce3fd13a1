"""DuckDB files on disk, with what DuckDB keeps beside them."""

from __future__ import annotations

import shutil
from pathlib import Path


def remove_database(database: Path) -> None:
    """Delete a DuckDB file, its write-ahead log and its spilled data, where they exist."""
    for path in (database, database.with_name(f"{database.name}.wal")):
        path.unlink(missing_ok=True)
    shutil.rmtree(database.with_name(f"{database.name}.tmp"), ignore_errors=True)
