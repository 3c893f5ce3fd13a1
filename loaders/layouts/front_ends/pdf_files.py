"""Digital PDF: printed lines and ruled tables, each with its page and box."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import extract_text

from foundation.errors import InputError
from loaders.layouts.printed import Block, Cell, Line, Place, Printed, Table, printed_characters

_PAGE_NUMBER = re.compile(r"(?:第\s*)?[-–—]?\s*\d{1,4}(?:\s*[-–—/]\s*\d{1,4})?\s*[-–—]?(?:\s*頁)?")
# Edges that are nearer than this, in points, are one.
_TOLERANCE = 3


def read_pdf(path: Path) -> Printed:
    """The lines and tables of a PDF that holds its text.

    Raises:
        InputError: a page is a picture, or the file asks for a password.
    """
    try:
        with pdfplumber.open(path) as pdf:
            pages = [_page(path, page) for page in pdf.pages]
    except (PDFPasswordIncorrect, PdfminerException) as error:
        is_locked = isinstance(error, PDFPasswordIncorrect) or any(
            isinstance(cause, PDFPasswordIncorrect) for cause in error.args
        )
        raise InputError(
            file=path,
            found="a PDF that asks for a password" if is_locked else f"no PDF ({error})",
            expected="a PDF that opens by itself",
            mend="save it without a password" if is_locked else "get the file again",
        ) from None
    furniture = _furniture([blocks for blocks, _ in pages])
    blocks: list[Block] = []
    for page_blocks, _ in pages:
        kept = [block for block in page_blocks if block not in furniture]
        last, first = blocks[-1] if blocks else None, kept[0] if kept else None
        if isinstance(last, Table) and isinstance(first, Table) and _goes_on(last, first):
            blocks[-1] = _joined(last, first)
            kept = kept[1:]
        blocks += kept
    characters = sum((characters for _, characters in pages), Counter[str]())
    return Printed(tuple(_numbered(blocks)), characters, tuple(furniture))


def _page(path: Path, page: Any) -> tuple[list[Block], Counter[str]]:
    characters = page.dedupe_chars().chars
    if not characters and page.images:
        raise InputError(
            file=path,
            line=page.page_number,
            found=f"a picture and no text on page {page.page_number}: it was scanned",
            expected="a PDF that holds its text",
            mend="get the file it was printed from (DOCX, ODT or PDF), or have it typed",
        )
    counted = printed_characters(c["text"] for c in characters)
    blocks: list[tuple[float, Block]] = []
    for found in page.find_tables():
        cells, characters = _cells(found, characters, page.page_number)
        if printed_characters(cell.text for cell in cells):
            blocks.append((found.bbox[1], Table(tuple(cells))))
    for line in _lines(characters):
        box = (
            min(c["x0"] for c in line),
            min(c["top"] for c in line),
            max(c["x1"] for c in line),
            max(c["bottom"] for c in line),
        )
        text = _joined_lines(extract_text(line))
        blocks.append((box[1], Line(text, Place(0, page.page_number, box))))
    return [block for _, block in sorted(blocks, key=lambda placed: placed[0])], counted


def _lines(characters: Sequence[Any]) -> list[list[Any]]:
    lines: list[list[Any]] = []
    for c in sorted((c for c in characters if c["text"].strip()), key=lambda c: c["bottom"]):
        if lines and c["bottom"] - lines[-1][-1]["bottom"] < _TOLERANCE:
            lines[-1].append(c)
        else:
            lines.append([c])
    return lines


def _cells(found: Any, characters: list[Any], page_number: int) -> tuple[list[Cell], list[Any]]:
    """The cells of a table, and the characters that stand in none of them."""
    lefts = _edges(box[0] for box in found.cells)
    tops = _edges(box[1] for box in found.cells)
    cells = []
    for box in sorted(found.cells, key=lambda box: (round(box[1]), box[0])):
        left, top, right, bottom = box
        inside = [
            c
            for c in characters
            if left <= (c["x0"] + c["x1"]) / 2 < right
            and top <= (c["top"] + c["bottom"]) / 2 < bottom
        ]
        taken = {id(c) for c in inside}
        characters = [c for c in characters if id(c) not in taken]
        rows = [n for n, edge in enumerate(tops) if top - _TOLERANCE < edge < bottom - _TOLERANCE]
        columns = [
            n for n, edge in enumerate(lefts) if left - _TOLERANCE < edge < right - _TOLERANCE
        ]
        text = _joined_lines(extract_text(inside)) if inside else ""
        place = Place(0, page_number, box)
        cells.append(Cell(text, rows[0], columns[0], place, len(rows), len(columns)))
    return sorted(cells, key=lambda cell: (cell.row, cell.column)), characters


def _edges(values: Any) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _TOLERANCE:
            edges.append(value)
    return edges


def _joined_lines(text: str) -> str:
    """The lines of a cell as one: a space only between two words or numbers of ASCII."""
    joined = ""
    for line in filter(None, (line.strip() for line in text.splitlines())):
        is_gap = joined and all(c.isascii() and c.isalnum() for c in (joined[-1], line[0]))
        joined += (" " if is_gap else "") + line
    return joined


def _furniture(pages: Sequence[Sequence[Block]]) -> list[Line]:
    """Page numbers, and first and last lines that are alike on every other page or more."""
    edges: list[Line] = []
    for blocks in pages:
        lines = list(dict.fromkeys([*blocks[:2], *blocks[-2:]]))
        edges += [block for block in lines if isinstance(block, Line)]
    often = Counter(re.sub(r"\d+", "#", line.text) for line in edges)
    return [
        line
        for line in edges
        if _PAGE_NUMBER.fullmatch(line.text)
        or (len(pages) > 2 and often[re.sub(r"\d+", "#", line.text)] * 2 > len(pages))
    ]


def _goes_on(above: Table, below: Table) -> bool:
    """Whether a table at the head of a page has the columns of the one before it."""
    return _width(above) == _width(below)


def _width(table: Table) -> int:
    return max(cell.column + cell.column_span for cell in table.cells)


def _joined(above: Table, below: Table) -> Table:
    first = 1 + max(cell.row + cell.row_span - 1 for cell in above.cells)
    moved = tuple(replace(cell, row=cell.row + first) for cell in below.cells)
    return Table((*above.cells, *moved), above.page_starts | {first})


def _numbered(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with their places in the order of lines and cells."""
    places = count(1)
    return [
        replace(block, place=replace(block.place, line=next(places)))
        if isinstance(block, Line)
        else replace(
            block,
            cells=tuple(
                replace(cell, place=replace(cell.place, line=next(places))) for cell in block.cells
            ),
        )
        for block in blocks
    ]
