"""NDJSON: one flat JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from foundation.errors import InputError
from loaders.files.raw_table import Grid
from loaders.files.readers.options import ReadOptions
from loaders.files.readers.text_files import decoded


class _NotFlat(ValueError):
    """A line that is JSON, but no row."""


def read_ndjson(path: Path, shown_as: str, options: ReadOptions) -> Grid:
    """Read newline-delimited JSON. Numbers keep the digits they are written with.

    Raises:
        InputError: a line that is no flat JSON object, or names a field twice.
    """
    text, encoding = decoded(path, shown_as, options.encoding)
    header: dict[str, int] = {}
    objects: list[tuple[int, dict[str, str]]] = []
    # JSON ends its lines with \n alone; other line ends may stand within a text.
    for line_no, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        row = _row(line, line_no, shown_as)
        for name in row:
            header.setdefault(name, len(header))
        objects.append((line_no, row))
    rows: list[tuple[int, list[str]]] = [
        (line_no, [row.get(name, "") for name in header]) for line_no, row in objects
    ]
    if not rows:
        return Grid(shown_as, [], "ndjson", encoding)
    # The names stand in no line of their own: they are numbered 0.
    return Grid(shown_as, [(0, list(header)), *rows], "ndjson", encoding)


def _row(line: str, line_no: int, shown_as: str) -> dict[str, str]:
    try:
        pairs = json.loads(
            line,
            object_pairs_hook=_flat,
            parse_int=str,
            parse_float=str,
            parse_constant=str,
        )
        if not isinstance(pairs, dict) or not any(pairs.values()):
            raise _NotFlat("no object, or one without values")
    except _NotFlat as error:
        found = str(error)
    except (ValueError, RecursionError):
        found = "a line that is not JSON"
    else:
        return pairs
    raise InputError(
        file=shown_as,
        line=line_no,
        found=found,
        expected='one flat JSON object a line, such as {"年度": "107"}',
        mend="write one object a line, each field once, with texts and numbers only",
    )


def _flat(pairs: list[tuple[str, Any]]) -> dict[str, str]:
    row: dict[str, str] = {}
    for name, value in pairs:
        if name in row:
            raise _NotFlat("a field named twice")
        if isinstance(value, dict | list):
            raise _NotFlat("an object or list within a field")
        if not name.strip():
            raise _NotFlat("a field without a name")
        row[name] = "" if value is None else str(value).lower() if value in (True, False) else value
    return row
