"""An export's folder, which is replaced whole or left as it was."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foundation.errors import InputError
from warehouse.errors import WarehouseError
from warehouse.export.manifest import LICENCE_FILE, MANIFEST_FILE


@contextmanager
def replaced_folder(folder: Path) -> Iterator[Path]:
    """A new folder to fill, which then takes the place of `folder`.

    Raises:
        InputError: what stands there is no export.
        WarehouseError: the folder cannot be written; what was there is as it was.
    """
    refuse_foreign(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        new, old = work / "new", work / "old"
        new.mkdir()
        yield new
        _swap(folder, new, old)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


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


def _swap(folder: Path, new: Path, old: Path) -> None:
    is_there = folder.exists()
    if is_there:
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if is_there:
            old.rename(folder)
        raise


def _unwritable(folder: Path, error: OSError) -> WarehouseError:
    return WarehouseError(f"{folder} could not be written: {error.strerror or error}")
