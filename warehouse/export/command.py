"""`warehouse export`, as the command line shows it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from warehouse.export.exporting import ExportRequest
from warehouse.export.exporting import export as export_tables
from warehouse.export.manifest import MANIFEST_FILE, WrittenTable
from warehouse.export.queries import Headers
from warehouse.locations import published_file

_CHINESE_BY_DEFAULT = ("xlsx", "ods")


def export(
    tables: Sequence[str],
    format_name: str,
    output: Path | None,
    headers: Headers | None,
    below: int | None,
) -> None:
    """Export tables and tell what was written.

    Raises:
        InputError, WarehouseError: as `exporting.export`.
    """
    folder = output or Path("exports") / format_name
    chosen: Headers = headers or ("zh" if format_name in _CHINESE_BY_DEFAULT else "en")
    request = ExportRequest(tables, format_name, chosen, below)
    written = export_tables(published_file(), folder.absolute(), request)
    for each in written:
        click.echo(f"{folder / each.file}: {each.row_count} rows{_withheld(each)}")
    click.echo(f"{folder / MANIFEST_FILE}: {len(written)} tables described, with checksums")


def _withheld(written: WrittenTable) -> str:
    withheld = written.withheld
    if withheld is None or withheld.is_nothing:
        return ""
    text = (
        f", {withheld.small_count} small counts withheld and {withheld.further_count} more "
        "that would give them away"
    )
    if withheld.open_sum_count:
        text += f"; {withheld.open_sum_count} sums that documents print still do"
    return text
