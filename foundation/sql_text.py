"""Names, texts and paths as they stand in SQL."""

from __future__ import annotations

from pathlib import Path


def identifier(name: str) -> str:
    """A name of a schema, table or column, in double quotes."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def literal(text: str) -> str:
    """A text, in single quotes."""
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


def quoted(path: Path) -> str:
    """A path, in single quotes."""
    return literal(str(path))
