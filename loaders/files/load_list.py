"""The list of loads, as much of it as needs no data frames."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LIST_FILE = "loads.ndjson"


def counted_loads(folder: Path) -> Iterator[dict[str, Any]]:
    """The loads of a landing folder that count, as they were written.

    A line that is no load is left out: a build refuses the list, and says where.
    """
    path = folder / LIST_FILE
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        try:
            load = json.loads(line)
            is_counted = load["unloaded_at"] is None
        except (ValueError, TypeError, KeyError):
            continue
        if is_counted:
            yield load
