"""An export's folder, which is replaced whole or left as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foundation.errors import InputError
from foundation.whole_files import replaced_folder
from warehouse.errors import WarehouseError
from warehouse.export.manifest import LICENCE_FILE, MANIFEST_FILE


@contextmanager
def export_folder(folder: Path) -> Iterator[Path]:
    """A new folder to fill, which then takes the place of `folder`.

    Raises:
        InputError: what stands there is no export.
        WarehouseError: the folder cannot be written; what was there is as it was.
    """
    refuse_foreign(folder)
    try:
        with replaced_folder(folder) as new:
            yield new
    except OSError as error:
        raise WarehouseError(f"{folder} could not be written: {error.strerror or error}") from error


def refuse_foreign(folder: Path) -> None:
    """Refuse to replace a folder that holds anything but an earlier export.

    Raises:
        InputError: a file, or a folder with something in it that its manifest does not name.
    """
    if not folder.exists():
        return
    if folder.is_dir():
        names = {path.name for path in folder.iterdir()}
        foreign = sorted(names - _names_of_export(folder / MANIFEST_FILE)) if names else []
        if not foreign:
            return
        found = f"a folder that holds {foreign[0]}, which no export wrote"
    else:
        found = "a file"
    raise InputError(
        file=folder,
        found=found,
        expected="a new name, an empty folder or an earlier export, which is replaced",
        mend="name another folder with --output, or move what is there away",
    )


def _names_of_export(manifest: Path) -> set[str]:
    try:
        resources = json.loads(manifest.read_text("utf-8"))["resources"]
        return {MANIFEST_FILE, LICENCE_FILE, *(resource["path"] for resource in resources)}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
