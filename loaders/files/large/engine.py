"""The DuckDB that works on large files, within bounds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

DEFAULT_MEMORY = "2GB"
DEFAULT_THREADS = "2"


@contextmanager
def engine(spill_folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory that spills to disk beyond `WAREHOUSE_MEMORY` (default 2GB).

    Args:
        spill_folder: where it spills to; made, and emptied, as needed.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit(),
        "threads": os.environ.get("WAREHOUSE_THREADS", DEFAULT_THREADS),
        "temp_directory": str(spill_folder),
        "preserve_insertion_order": "true",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    with duckdb.connect(config=config) as connection:
        yield connection


def memory_limit() -> str:
    """`WAREHOUSE_MEMORY`, or what it is by default."""
    return os.environ.get("WAREHOUSE_MEMORY", DEFAULT_MEMORY)
