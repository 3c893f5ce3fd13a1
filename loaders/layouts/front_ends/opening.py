"""A file in whatever format, as lines and cells; what is none of them is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from docx.opc.exceptions import PackageNotFoundError

from foundation.csv_files import read_text
from foundation.errors import InputError
from foundation.ideographs import unify_ideographs
from loaders.layouts.front_ends.docx_files import read_docx
from loaders.layouts.front_ends.html_files import read_html
from loaders.layouts.front_ends.odt_files import read_odt
from loaders.layouts.front_ends.pdf_files import read_pdf
from loaders.layouts.front_ends.plain_text import read_text_lines
from loaders.layouts.printed import Block, Line, Printed, printed_characters, texts_of

_OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")


def _read_text_file(path: Path) -> Printed:
    return read_text_lines(read_text(path).split("\n"))


_FORMATS: dict[str, Callable[[Path], Printed]] = {
    ".txt": _read_text_file,
    ".docx": read_docx,
    ".odt": read_odt,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
}


def read_printed(path: Path) -> Printed:
    """What a file prints.

    Raises:
        InputError: it is missing, of another format, damaged, encrypted or scanned, or a character
            of it stands in no line and no cell, or in two.
    """
    read = _FORMATS.get(path.suffix.lower())
    if read is None:
        raise InputError(
            file=path,
            found=f"a file that ends in `{path.suffix}`",
            expected=f"one of {', '.join(_FORMATS)}",
            mend="save it as one of these",
        )
    if not path.is_file():
        raise InputError(
            file=path, found="no such file", expected="a document", mend="correct the path"
        )
    _refuse_locked(path)
    try:
        printed = read(path)
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise InputError(
            file=path,
            found=f"a damaged file ({error})",
            expected=f"a whole {path.suffix.removeprefix('.')} file",
            mend="get the file again, or save it again",
        ) from error
    _refuse_lost_characters(path, printed)
    return _unified(printed)


def _unified(printed: Printed) -> Printed:
    return replace(printed, blocks=tuple(map(_unified_block, printed.blocks)))


def _unified_block(block: Block) -> Block:
    if isinstance(block, Line):
        return replace(block, text=unify_ideographs(block.text))
    cells = (replace(cell, text=unify_ideographs(cell.text)) for cell in block.cells)
    return replace(block, cells=tuple(cells))


def _refuse_locked(path: Path) -> None:
    with path.open("rb") as file:
        is_locked = file.read(8) == _OLD_OR_LOCKED
    if not is_locked and path.suffix.lower() == ".odt" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            manifest = "META-INF/manifest.xml"
            is_locked = manifest in names and b"encryption-data" in archive.read(manifest)
            is_locked = is_locked or "encrypted-package" in names
    if is_locked:
        raise InputError(
            file=path,
            found="an encrypted file, or one of an older format",
            expected=f"a {path.suffix.removeprefix('.')} file that opens without a password",
            mend="save it again without a password",
        )


def _refuse_lost_characters(path: Path, printed: Printed) -> None:
    read = printed_characters([*texts_of(printed.blocks), *texts_of(printed.furniture)])
    lost, doubled = printed.characters - read, read - printed.characters
    if lost or doubled:
        which = lost or doubled
        sample = "".join(list(which.elements())[:20])
        raise InputError(
            file=path,
            found=f"{which.total()} characters that stand in "
            f"{'no line and no cell' if lost else 'more than one cell'}, such as {sample}",
            expected="every character in one line or one cell",
            mend="move text out of text boxes, footnotes and nested tables, or save it as PDF",
        )
