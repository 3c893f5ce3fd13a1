"""DOCX: paragraphs and tables of the body, with merged cells."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.table import CT_Tbl, CT_Tc
from docx.oxml.text.paragraph import CT_P
from docx.text.paragraph import Paragraph

from foundation.errors import InputError
from loaders.layouts.printed import Block, Cell, Line, Place, Printed, Table, printed_characters


def read_docx(path: Path) -> Printed:
    """The lines and tables of a DOCX file.

    Raises:
        InputError: its numbers are not printed in it but counted by Word.
    """
    document = docx.Document(str(path))
    body = document.element.body
    styles = {style.style_id for style in document.styles if _counts(style)}
    used = {element.get(qn("w:val")) for element in body.iter(qn("w:pStyle"))}
    if used & styles or next(body.iter(qn("w:numPr")), None) is not None:
        raise InputError(
            file=path,
            found="paragraphs that Word numbers by itself",
            expected="numbers that stand in the text",
            mend="turn them into text (ConvertNumbersToText in Word), or save it as PDF",
        )
    places = count(1)
    blocks = [block for element in body for block in _blocks(element, document, places)]
    texts = [element.text or "" for element in body.iter(qn("w:t"))]
    for part in document.part.package.iter_parts():
        if part.partname.endswith(("/footnotes.xml", "/endnotes.xml")):
            texts += [element.text or "" for element in parse_xml(part.blob).iter(qn("w:t"))]
    return Printed(tuple(blocks), printed_characters(texts))


def _counts(style: Any) -> bool:
    """Whether Word numbers the paragraphs of a style."""
    return next(style.element.iter(qn("w:numPr")), None) is not None


def _blocks(element: object, document: object, places: Iterator[int]) -> Iterator[Block]:
    if isinstance(element, CT_P):
        if text := Paragraph(element, document).text.strip():  # type: ignore[arg-type]
            yield Line(text, Place(next(places)))
    elif isinstance(element, CT_Tbl):
        yield _table(element, document, places)


def _table(element: CT_Tbl, document: object, places: Iterator[int]) -> Table:
    open_cells: dict[int, int] = {}
    cells: list[Cell] = []
    for row_no, row in enumerate(element.tr_lst):
        column = row.grid_before
        for tc in row.tc_lst:
            if tc.vMerge == "continue" and column in open_cells:
                index = open_cells[column]
                cell = cells[index]
                cells[index] = Cell(
                    cell.text,
                    cell.row,
                    cell.column,
                    cell.place,
                    row_no - cell.row + 1,
                    cell.column_span,
                )
            else:
                open_cells[column] = len(cells)
                text = _text(tc, document)
                cells.append(Cell(text, row_no, column, Place(next(places)), 1, tc.grid_span))
            column += tc.grid_span
    return Table(tuple(cells))


def _text(tc: CT_Tc, document: object) -> str:
    paragraphs = [Paragraph(paragraph, document).text.strip() for paragraph in tc.p_lst]  # type: ignore[arg-type]
    return "\n".join(paragraphs).strip()
