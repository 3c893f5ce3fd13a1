"""The tables and columns that users may count on."""

from __future__ import annotations

from pathlib import Path

import yaml


def public_interface() -> dict[str, list[str]]:
    """The promised columns of each promised table, by `schema.table`."""
    text = Path(__file__).with_suffix(".yml").read_text("utf-8")
    promised: dict[str, list[str]] = yaml.safe_load(text)
    return promised
