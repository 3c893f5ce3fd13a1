"""Files that are written from something else, and must not lag behind it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from foundation.errors import InputError
from foundation.locations import shown


def write_changed(files: Mapping[Path, bytes], unwanted: Iterable[Path] = ()) -> list[Path]:
    """Write the files whose bytes differ, each whole or not at all, and delete the unwanted ones.

    Returns:
        The paths of both.
    """
    changed = [
        path for path, content in files.items() if not path.exists() or path.read_bytes() != content
    ]
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial_file = path.with_name(f"{path.name}.partial")
        partial_file.write_bytes(files[path])
        os.replace(partial_file, path)
    deleted = list(unwanted)
    for path in deleted:
        path.unlink()
    return changed + deleted


def refuse_stale(
    files: Mapping[Path, bytes], unwanted: Iterable[Path] = (), *, source: str, command: str
) -> None:
    """Raise InputError on the first file that is not what its source gives.

    Args:
        files: what each file should hold.
        unwanted: files that should not be there.
        source: what they follow from, as an error message says it.
        command: the command that writes them.
    """
    for path in unwanted:
        raise _stale(path, None, "a file that nothing asks for any more", source, command)
    for path, content in files.items():
        found = path.read_bytes() if path.exists() else None
        if found is None:
            raise _stale(path, None, "no file", source, command)
        if found != content:
            lines = zip(found.split(b"\n"), content.split(b"\n"), strict=False)
            line = next(
                (number for number, (is_, should) in enumerate(lines, 1) if is_ != should), None
            )
            raise _stale(path, line, "another text", source, command)


def _stale(path: Path, line: int | None, found: str, source: str, command: str) -> InputError:
    return InputError(
        file=shown(path),
        line=line,
        found=found,
        expected=f"what follows from {source}, byte for byte",
        mend=f"run `{command}`",
    )
