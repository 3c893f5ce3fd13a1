"""HTML: paragraphs and tables of the page, with merged cells."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from lxml import html

from loaders.layouts.printed import Block, Cell, Line, Place, Printed, Table, printed_characters

_BLOCKS = frozenset(
    """address article aside blockquote body caption center div dd dl dt footer form h1 h2 h3 h4 h5
    h6 header hr li main nav ol p pre section table td th tr ul""".split()  # noqa: SIM905
)
_UNPRINTED = ("script", "style", "noscript", "template")


def read_html(path: Path) -> Printed:
    """The lines and tables of an HTML page; a table that holds tables is no table of data."""
    content = path.read_bytes()
    try:
        page = html.document_fromstring(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError):
        page = html.document_fromstring(content)
    body = page.find("body")
    for element in list(body.iter(*_UNPRINTED)):
        element.drop_tree()
    places = count(1)
    blocks: list[Block] = []
    open_text: list[str] = []
    _walk(body, blocks, open_text, places)
    _close(blocks, open_text, places)
    return Printed(tuple(blocks), printed_characters(_texts(body)))


def _texts(body: Any) -> Iterator[str]:
    return (str(text) for text in body.xpath(".//text()"))


def _walk(element: Any, blocks: list[Block], open_text: list[str], places: Iterator[int]) -> None:
    if not isinstance(element.tag, str):
        return
    if element.tag == "table" and not element.xpath(".//table"):
        for caption in element.xpath("./caption"):
            blocks.append(Line(_cell_text(caption), Place(next(places))))
        table = _table(element, places)
        if table.cells:
            blocks.append(table)
        return
    open_text.append(element.text or "")
    for child in element:
        is_block = child.tag in _BLOCKS or child.tag == "br"
        if is_block:
            _close(blocks, open_text, places)
        _walk(child, blocks, open_text, places)
        if is_block:
            _close(blocks, open_text, places)
        open_text.append(child.tail or "")


def _close(blocks: list[Block], open_text: list[str], places: Iterator[int]) -> None:
    if text := _unwrapped("".join(open_text)):
        blocks.append(Line(text, Place(next(places))))
    open_text.clear()


def _unwrapped(text: str) -> str:
    """Text without the line ends that only wrap the file."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    joined = ""
    for line in filter(None, lines):
        is_gap = joined[-1:].isascii() and joined[-1:].isalnum() and line[0].isascii()
        joined += (" " if is_gap and line[0].isalnum() else "") + line
    return joined


def _table(element: Any, places: Iterator[int]) -> Table:
    cells: list[Cell] = []
    covered: set[tuple[int, int]] = set()
    for row_no, row in enumerate(element.iter("tr")):
        column = 0
        for cell in row.iterchildren("td", "th"):
            while (row_no, column) in covered:
                column += 1
            row_span, column_span = (int(cell.get(name) or 1) for name in ("rowspan", "colspan"))
            covered |= {
                (row_no + down, column + right)
                for down in range(row_span)
                for right in range(column_span)
            }
            text = _cell_text(cell)
            cells.append(Cell(text, row_no, column, Place(next(places)), row_span, column_span))
            column += column_span
    return Table(tuple(cells))


def _cell_text(cell: Any) -> str:
    lines: list[Block] = []
    open_text: list[str] = [cell.text or ""]
    places = count(1)
    for child in cell:
        is_block = child.tag in _BLOCKS or child.tag == "br"
        if is_block:
            _close(lines, open_text, places)
        _walk(child, lines, open_text, places)
        if is_block:
            _close(lines, open_text, places)
        open_text.append(child.tail or "")
    _close(lines, open_text, places)
    return "\n".join(line.text for line in lines if isinstance(line, Line))
