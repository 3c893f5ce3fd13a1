"""Workbooks are zip archives: what is checked before anything in them is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from foundation.errors import InputError
from loaders.files.declarations import conventions


def check_archive(path: Path, shown_as: str) -> None:
    """Refuse an archive that unpacks to too much, is encrypted, or names paths outside itself.

    Raises:
        InputError: any of these, or no zip archive at all.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, EOFError):
        raise InputError(
            file=shown_as,
            found="no whole workbook",
            expected="a workbook as Excel or LibreOffice saves it",
            mend="open the file and save it again; a file of Excel 97 to 2003 ends in .xls",
        ) from None
    limit = conventions().limits.unpacked_bytes
    if sum(member.file_size for member in members) > limit or len(members) > 10_000:
        found = f"a workbook that unpacks to more than {limit} bytes"
        mend = "save the one sheet as CSV or Parquet"
    elif any(member.flag_bits & 1 for member in members):
        found, mend = "an encrypted workbook", "save it without a password"
    elif any(_leads_outside(member.filename) for member in members):
        found, mend = "a path outside the workbook", "save the workbook again"
    elif len({member.filename for member in members}) < len(members):
        found, mend = "a part of the workbook twice", "save the workbook again"
    else:
        return
    raise InputError(
        file=shown_as, found=found, expected="a plain workbook of moderate size", mend=mend
    )


def _leads_outside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name
