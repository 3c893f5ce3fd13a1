"""Files and folders that are there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def new_file_beside(path: Path) -> Path:
    """Where the file that is to take the place of `path` is made."""
    return path.with_name(f".{path.name}.new")


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A file to write beside `path`, which then takes its place at once, flushed to disk."""
    new_file = new_file_beside(path)
    try:
        yield new_file
        _flush(new_file)
        os.replace(new_file, path)
        _flush(path.parent)
    finally:
        new_file.unlink(missing_ok=True)


@contextmanager
def replaced_folder(folder: Path) -> Iterator[Path]:
    """A folder to fill beside `folder`, which then takes its place; what stood there goes.

    Raises:
        OSError: a folder cannot be written or moved; what stood there stands.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    new, old = work / "new", work / "old"
    try:
        new.mkdir()
        yield new
        if is_there := folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if is_there:
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    """Have the operating system write a file or folder to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
