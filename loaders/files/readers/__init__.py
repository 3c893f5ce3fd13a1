"""Reads a user's file of any accepted format into text cells."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from foundation.errors import InputError
from loaders.files.declarations import conventions
from loaders.files.raw_table import Grid, RawTable
from loaders.files.readers.json_files import read_json
from loaders.files.readers.ndjson_files import read_ndjson
from loaders.files.readers.ods_files import ods_sheets, read_ods
from loaders.files.readers.options import ReadOptions
from loaders.files.readers.parquet_files import read_parquet
from loaders.files.readers.text_files import read_text_table
from loaders.files.readers.xls_files import read_xls, xls_sheets
from loaders.files.readers.xlsx_files import read_xlsx, xlsx_sheets

Reader = Callable[[Path, str, ReadOptions], Grid | RawTable]
READERS: dict[str, Reader] = {
    ".csv": read_text_table,
    ".tsv": read_text_table,
    ".txt": read_text_table,
    ".xls": read_xls,
    ".xlsx": read_xlsx,
    ".ods": read_ods,
    ".parquet": read_parquet,
    ".json": read_json,
    ".ndjson": read_ndjson,
    ".jsonl": read_ndjson,
}
_SHEETS: dict[str, Callable[[Path, str], list[str]]] = {
    ".xls": xls_sheets,
    ".xlsx": xlsx_sheets,
    ".ods": ods_sheets,
}


def read_file(
    path: Path,
    shown_as: str,
    options: ReadOptions = ReadOptions(),  # noqa: B008 (frozen)
) -> Grid | RawTable:
    """Read the cells of a file.

    Args:
        path: the file, of a format that its name's ending tells.
        shown_as: what messages call it.
        options: what a recipe says of reading it.

    Returns:
        its rows; of a format that has columns with names, the table.

    Raises:
        InputError: another format, a damaged or oversized file.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            file=shown_as,
            found=f"the ending `{path.suffix}`" if path.suffix else "a name without an ending",
            expected=f"a file that ends in {', '.join(READERS)}",
            mend="save the table as CSV or XLSX",
        )
    try:
        return reader(path, shown_as, options)
    except InputError:
        raise
    except MemoryError:
        raise _damaged(shown_as, "more than memory holds") from None
    except Exception as error:
        # What a library says of a damaged file may quote it; its kind is enough.
        raise _damaged(shown_as, f"a damaged file ({type(error).__name__})") from None


def sheet_names(path: Path, shown_as: str) -> list[str]:
    """The sheets of a workbook that hold something, in order; none of another format.

    Raises:
        InputError: a damaged workbook.
    """
    lister = _SHEETS.get(path.suffix.lower())
    return lister(path, shown_as) if lister else []


def check_path(path: Path, shown_as: str, inside: Path | None) -> int:
    """Refuse what is not a plain file that may be read; return its size in bytes.

    Args:
        path: as the user gave it.
        shown_as: what messages call it.
        inside: the only folder files may come from; None for any.

    Raises:
        InputError: nothing there, a folder or device, a link that leads elsewhere, a path outside
            the folder, or no permission.
    """
    try:
        is_link = path.is_symlink()
        resolved = path.resolve(strict=True)
        status = resolved.stat()
        readable = os.access(resolved, os.R_OK)
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(
            file=shown_as,
            found=f"nothing that can be opened ({type(error).__name__})",
            expected="a file",
            mend="check the path",
        ) from None
    if not stat.S_ISREG(status.st_mode):
        found, mend = "a folder or device", "name a file"
    elif inside is not None and not resolved.is_relative_to(inside.resolve()):
        found, mend = "a path outside the folder of files to load", f"move the file to {inside}"
    elif is_link and resolved.parent != path.parent.resolve():
        found, mend = "a link to a file in another folder", "name the file itself"
    elif not readable:
        found, mend = "a file that may not be read", "give yourself permission to read it"
    else:
        return status.st_size
    raise InputError(file=shown_as, found=found, expected="a plain file", mend=mend)


def largest_size(path: Path) -> int:
    """The most bytes a file of this name's format may have."""
    limits = conventions().limits
    return {
        ".xls": limits.workbook_bytes,
        ".xlsx": limits.workbook_bytes,
        ".ods": limits.workbook_bytes,
        ".parquet": limits.parquet_bytes,
    }.get(path.suffix.lower(), limits.text_file_bytes)


def _damaged(shown_as: str, found: str) -> InputError:
    return InputError(
        file=shown_as,
        found=found,
        expected="a whole file of the format that its name's ending tells",
        mend="open it in the program that made it, save it again, and load that",
    )
