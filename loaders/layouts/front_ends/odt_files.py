"""ODT: paragraphs and tables of the body, with merged cells."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from lxml import etree

from foundation.errors import InputError
from loaders.layouts.printed import Block, Cell, Line, Place, Printed, Table, printed_characters

_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
_TEXT, _TABLE, _OFFICE = (f"{{{_NAMES}:{name}:1.0}}" for name in ("text", "table", "office"))
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_BREAKS = {f"{_TEXT}line-break": "\n", f"{_TEXT}tab": "\t", f"{_TEXT}s": " "}
# What stands in the file and is not printed where it stands.
_UNPRINTED = (f"{_TEXT}tracked-changes", f"{_OFFICE}annotation")


def read_odt(path: Path) -> Printed:
    """The lines and tables of an ODT file.

    Raises:
        InputError: its numbers are not printed in it but counted by the office program.
    """
    parser = etree.XMLParser(resolve_entities=False, huge_tree=True)
    with zipfile.ZipFile(path) as archive:
        content = etree.fromstring(archive.read("content.xml"), parser)
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    for name in _UNPRINTED:
        for element in list(body.iter(name)):
            element.getparent().remove(element)
    if next(body.iter(f"{_TEXT}list"), None) is not None:
        raise InputError(
            file=path,
            found="lists that the office program numbers by itself",
            expected="numbers that stand in the text",
            mend="turn the lists into text, or save it as PDF",
        )
    blocks = tuple(_blocks(body, count(1)))
    return Printed(blocks, printed_characters(body.itertext()))


def _blocks(parent: Any, places: Iterator[int]) -> Iterator[Block]:
    for element in parent:
        if element.tag in _PARAGRAPHS:
            if text := _text(element).strip():
                yield Line(text, Place(next(places)))
        elif element.tag == f"{_TABLE}table":
            yield _table(element, places)
        elif element.tag == f"{_TEXT}section":
            yield from _blocks(element, places)


def _table(table: Any, places: Iterator[int]) -> Table:
    cells = []
    for row_no, row in enumerate(table.iter(f"{_TABLE}table-row")):
        column = 0
        for cell in row:
            width = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
            if cell.tag == f"{_TABLE}table-cell":
                spans = [
                    int(cell.get(f"{_TABLE}number-{name}-spanned", 1))
                    for name in ("rows", "columns")
                ]
                paragraphs = [_text(part).strip() for part in cell if part.tag in _PARAGRAPHS]
                text = "\n".join(paragraphs).strip()
                cells += [
                    Cell(text, row_no, column + copy, Place(next(places)), *spans)
                    for copy in range(width)
                ]
            column += width
    return Table(tuple(cells))


def _text(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += [_BREAKS.get(child.tag) or _text(child), child.tail or ""]
    return "".join(parts)
