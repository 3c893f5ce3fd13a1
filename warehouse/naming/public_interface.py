"""The tables and columns that users may count on."""

from __future__ import annotations

from pathlib import Path

from foundation.yaml_files import read_yaml


def public_interface() -> dict[str, list[str]]:
    """The promised columns of each promised table, by `schema.table`."""
    promised: dict[str, list[str]] = read_yaml(Path(__file__).with_suffix(".yml"))
    return promised
