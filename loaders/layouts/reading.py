"""A document read by its layout: the rows of its seeds, and what is no row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from foundation.errors import InputError
from foundation.numerals import chinese_numeral
from loaders.layouts.declaration import Layout, Part, TableLayout
from loaders.layouts.numbering import numbered
from loaders.layouts.outline import read_outline
from loaders.layouts.printed import (
    Block,
    Cell,
    Line,
    Place,
    Printed,
    Table,
    as_heading,
    printed_characters,
)
from loaders.layouts.tables import NotData, ReadTable, Value, cells_of, read_tables

Row = dict[str, str]
_DOCUMENT_NUMBERS = "formal"


@dataclass(frozen=True)
class Uncertain:
    """A cell that may be read in two ways: what is kept, and the other."""

    place: Place
    column: str
    read: str
    other: str
    reason_zh: str
    reason_en: str


@dataclass
class PrintedTable:
    """A table as printed and as read, for the report."""

    name: str
    part: str
    tables: list[Table]
    read: ReadTable

    @property
    def value_characters(self) -> int:
        return printed_characters(cell.text for cell in self.value_cells).total()

    @property
    def value_cells(self) -> list[Cell]:
        return list(dict.fromkeys(cells_of(self.read)))


@dataclass
class Chapter:
    """What one agency's plan or report gives.

    Attributes:
        seeds: the rows of each seed by its name, in print order.
        other_lines: lines that give no row, such as the preface.
    """

    number: int
    agency_name_zh: str
    roc_year: str
    blocks: list[Block] = field(default_factory=list)
    seeds: dict[str, list[Row]] = field(default_factory=dict)
    tables: list[PrintedTable] = field(default_factory=list)
    other_lines: list[Line] = field(default_factory=list)
    uncertain: list[Uncertain] = field(default_factory=list)


def read_chapters(path: Path, printed: Printed, layout: Layout) -> list[Chapter]:
    """Every chapter of a document; one that is none of a volume is the only one.

    Raises:
        InputError: the document is of another layout, is two documents, or something of it is left
            over.
    """
    chapters = _cut(path, printed, layout)
    for chapter in chapters:
        _read_chapter(path, layout, chapter)
    return chapters


def _refusal(path: Path, place: Place | None, found: str, expected: str, mend: str) -> InputError:
    where = f" (page {place.page})" if place and place.page else ""
    return InputError(
        file=path,
        line=place.line if place else None,
        found=found + where,
        expected=expected,
        mend=mend,
    )


def _cut(path: Path, printed: Printed, layout: Layout) -> list[Chapter]:
    chapters: list[Chapter] = []
    before: list[Block] = []
    for block in printed.blocks:
        title = layout.title.fullmatch(as_heading(block.text)) if isinstance(block, Line) else None
        if title is None:
            (chapters[-1].blocks if chapters else before).append(block)
            continue
        agency, year = title["agency"], title["roc_year"]
        last = chapters[-1] if chapters else None
        if (
            last
            and (last.agency_name_zh, last.roc_year) == (agency, year)
            and not _parts(layout, last)
        ):
            last.other_lines.append(block)  # type: ignore[arg-type]
            continue
        known = {(chapter.agency_name_zh, chapter.roc_year) for chapter in chapters}
        if known and ((agency, year) in known or year not in {y for _, y in known}):
            raise _refusal(
                path,
                block.place,
                f"a second document, {agency}{year}年度",
                f"one document, here that of {chapters[0].roc_year}",
                "save each document as a file of its own",
            )
        chapters.append(Chapter(len(chapters) + 1, agency, year, other_lines=[block]))  # type: ignore[list-item]
    if not chapters:
        lines = [block for block in before if isinstance(block, Line)]
        raise _refusal(
            path,
            lines[0].place if lines else None,
            f"no title of the layout {layout.name}"
            + (f"; the first line is `{lines[0].text[:30]}`" if lines else ""),
            f"a line such as 衛生福利部107年度{layout.title_zh.removeprefix('年度')}",
            "take the layout that fits the document, or put its title on a line of its own",
        )
    chapters[0].blocks[:0] = before
    return chapters


def _heading(layout: Layout, block: Block) -> Part | None:
    if not isinstance(block, Line):
        return None
    found = numbered(block.text)
    return layout.part(found.text if found else block.text)


def _parts(layout: Layout, chapter: Chapter) -> list[Part]:
    return [part for block in chapter.blocks if (part := _heading(layout, block))]


def _read_chapter(path: Path, layout: Layout, chapter: Chapter) -> None:
    parts: dict[Part, list[Block]] = {}
    part: Part | None = None
    for block in chapter.blocks:
        opened = _heading(layout, block)
        if opened is not None:
            if opened in parts:
                raise _refusal(
                    path,
                    block.place,
                    f"the part {opened.headings[0]} a second time",
                    "each part once in a chapter",
                    "save each document as a file of its own",
                )
            part = opened
            parts[part] = []
        elif part is not None:
            _refuse_unknown_part(path, layout, block)
            parts[part].append(block)
        elif isinstance(block, Line):
            chapter.other_lines.append(block)
        elif part is None:
            raise _refusal(
                path,
                block.place,
                f"a table before the first part, `{block.cells[0].text[:20]}`",
                f"the part {layout.parts[0].headings[0]}",
                "take the layout that fits the document",
            )
    for wanted in layout.parts:
        if wanted not in parts and not wanted.is_optional:
            raise _refusal(
                path,
                None,
                f"no part {wanted.headings[0]} in the chapter of {chapter.agency_name_zh}",
                f"a line that is {' or '.join(wanted.headings)}, with or without a number",
                "take the layout that fits the document, or declare the heading in it",
            )
    for opened, blocks in parts.items():
        if opened.outline is not None:
            _read_outline_part(path, chapter, opened, blocks)
        else:
            _read_table_part(path, layout, chapter, opened, blocks)
    _compare_goals(chapter)


def _refuse_unknown_part(path: Path, layout: Layout, block: Block) -> None:
    found = numbered(block.text) if isinstance(block, Line) else None
    if found is not None and found.style == _DOCUMENT_NUMBERS:
        raise _refusal(
            path,
            block.place,
            f"the part `{found.text[:20]}`",
            f"parts among {', '.join(part.headings[0] for part in layout.parts)}",
            "declare the part or its heading in the layout",
        )


def _locator(chapter: Chapter, part: Part, place: Place) -> str:
    if place.page is not None:
        return f"{chapter.number}-{place.page}"
    return f"{part.name}:L{place.line}"


def _read_outline_part(path: Path, chapter: Chapter, part: Part, blocks: Sequence[Block]) -> None:
    tables = [block for block in blocks if isinstance(block, Table)]
    lines = [block for block in blocks if isinstance(block, Line)]
    if tables or not lines:
        raise _refusal(
            path,
            tables[0].place if tables else None,
            f"{'a table' if tables else 'nothing'} in the part {part.headings[0]}",
            "goals and strategies, each a line",
            "take the layout that fits the document",
        )
    chapter.seeds[part.outline or ""] = [
        {
            "goal_no": chinese_numeral(strategy.goal_no),
            "goal_name_zh": strategy.goal_name_zh,
            "strategy_no": chinese_numeral(strategy.strategy_no),
            "strategy_zh": strategy.strategy_zh,
            "source_locator": _locator(chapter, part, strategy.line.place),
        }
        for strategy in read_outline(path, lines)
    ]


def _read_table_part(
    path: Path, layout: Layout, chapter: Chapter, part: Part, blocks: Sequence[Block]
) -> None:
    tables = [block for block in blocks if isinstance(block, Table)]
    if not tables:
        raise _refusal(
            path,
            None,
            f"no table in the part {part.headings[0]}",
            "its table, ruled or with cells set apart by tabs",
            "get the file from its publisher in another format",
        )
    last_table = blocks.index(tables[-1])
    notes: list[Line] = []
    for index, block in enumerate(blocks):
        if not isinstance(block, Line):
            continue
        is_note = bool(notes) or as_heading(block.text).lstrip("※*").startswith(layout.notes)
        if index > last_table and is_note:
            notes.append(block)
        elif index > blocks.index(tables[0]):
            raise _refusal(
                path,
                block.place,
                f"a line in or under the table of {part.headings[0]}: `{block.text[:20]}`",
                f"rows, and under the table {', '.join(layout.notes)}",
                "mend the row that the file broke, or declare the note in the layout",
            )
        else:
            chapter.other_lines.append(block)
    table_layout = layout.tables[part.table or ""]
    read = read_tables(path, table_layout, tables)
    chapter.tables.append(PrintedTable(table_layout.name, part.name, tables, read))
    if read.roc_year and read.roc_year != chapter.roc_year:
        raise _refusal(
            path,
            tables[0].place,
            f"{read.roc_year}年度 in a heading of the table",
            f"{chapter.roc_year}年度, as the title says",
            "correct the one that is wrong, or split two documents",
        )
    if not read.rows:
        raise _refusal(
            path,
            tables[0].place,
            "a table without rows",
            "rows under its headings",
            "get the file again",
        )
    chapter.uncertain += [
        Uncertain(
            value.cells[-1].place,
            "",
            value.text,
            value.cells[0].text,
            "此格跨頁，已合併",
            "The cell stands on two pages and is joined.",
        )
        for value in {id(value): value for value in read.joined}.values()
    ]
    chapter.uncertain += [
        Uncertain(
            value.cells[-1].place,
            "",
            value.text,
            f"（續前頁）{value.text}",
            "此格在頁首，讀為新格；亦可能續前頁之格",
            "The cell stands at the head of a page; it is read as a new one.",
        )
        for value in read.opened_on_page
    ]
    rows = [_row(chapter, part, table_layout, row) for row in read.rows]
    if table_layout.row_begins_with == "kpi_no":
        _number_kpis(path, read, rows)
    else:
        rows = [{"plan_row_no": str(number), **row} for number, row in enumerate(rows, start=1)]
    if table_layout.also_gives:
        chapter.seeds[table_layout.also_gives] = [
            {
                "roc_year": chapter.roc_year,
                **{
                    name: row.pop(name)
                    for name in ("actual_text", "attainment_text", "attainment_note_zh")
                    if name in row
                },
                **{name: row[name] for name in ("goal_no", "kpi_no", "source_locator")},
            }
            for row in rows
        ]
    chapter.seeds[table_layout.name] = rows
    if part.legend and (entries := _legend(chapter, part, notes)):
        chapter.seeds[part.legend] = entries
    else:
        chapter.other_lines += notes


def _row(chapter: Chapter, part: Part, layout: TableLayout, row: dict[str, Value]) -> Row:
    texts = {name: value.text for name, value in row.items()}
    for column in layout.columns:
        if column.goes_on and column.gives[-1] in row:
            name = column.gives[-1].removesuffix("_name_zh")
            texts[f"is_{name}_merged"] = str(row[column.gives[-1]].is_carried).lower()
    named = "kpi_name_zh" if "kpi_name_zh" in row else layout.row_begins_with
    texts["source_locator"] = _locator(chapter, part, row[named].cells[0].place)
    return texts


def _number_kpis(path: Path, read: ReadTable, rows: Sequence[Row]) -> None:
    """Write goal numbers as Chinese numerals; refuse numbers that leave a row out."""
    goal_no = kpi_no = 0
    goal_name = ""
    for printed, row in zip(read.rows, rows, strict=True):
        place = printed["kpi_name_zh"].cells[0].place
        number, kpi = int(row["goal_no"]), int(row["kpi_no"])
        is_same = number == goal_no and row["goal_name_zh"] == goal_name
        if not is_same and number <= goal_no:
            raise _refusal(
                path,
                place,
                f"goal {number} {row['goal_name_zh'][:12]} after goal {goal_no}",
                "goals in the order of their numbers",
                "compare the number with the document",
            )
        # Some count their KPIs through the whole table, not within a goal.
        if kpi != kpi_no + 1 and (is_same or kpi != 1):
            raise _refusal(
                path,
                place,
                f"KPI {kpi} of goal {number} after {kpi_no if is_same else 'none'}",
                f"KPI {kpi_no + 1 if is_same else 1}",
                "compare the rows with the document: one is lost, or a number is misread",
            )
        goal_no, kpi_no, goal_name = number, kpi, row["goal_name_zh"]
        row["goal_no"] = chinese_numeral(number)


def _legend(chapter: Chapter, part: Part, notes: Sequence[Line]) -> list[Row]:
    """The meanings of the evaluation system codes, which count from 1."""
    text = "".join(note.text for note in notes)
    lines = [note for note in notes for _ in note.text]
    marks: list[re.Match[str]] = []
    at = 0
    while found := re.compile(rf"{len(marks) + 1}[.．、]\s*").search(text, at):
        marks.append(found)
        at = found.end()
    if not marks:
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [
        {
            "evaluation_system_code": str(code),
            "evaluation_system_zh": text[mark.end() : end].strip(),
            "source_locator": _locator(chapter, part, lines[mark.start()].place),
        }
        for code, (mark, end) in enumerate(zip(marks, ends, strict=True), start=1)
    ]


def _compare_goals(chapter: Chapter) -> None:
    """Goals are printed twice; where the names differ, one of the two is misread or misprinted."""
    names = {row["goal_no"]: row["goal_name_zh"] for row in chapter.seeds.get("strategies", ())}
    for table in chapter.tables:
        if table.name != "kpis" or not names:
            continue
        for value, row in zip(table.read.rows, chapter.seeds["kpis"], strict=True):
            other = names.get(row["goal_no"], "")
            if (
                as_heading(other) != as_heading(row["goal_name_zh"])
                and not value["goal_name_zh"].is_carried
            ):
                chapter.uncertain.append(
                    Uncertain(
                        value["goal_name_zh"].cells[0].place,
                        "goal_name_zh",
                        row["goal_name_zh"],
                        other,
                        "目標名稱與壹之目標不同",
                        "The goal has another name in the part of goals.",
                    )
                )


def not_data(table: PrintedTable) -> list[NotData]:
    """The cells of a table that give no value, each once.

    Raises:
        ValueError: a cell is neither a value nor listed, or both.
    """
    listed = table.read.not_data
    printed = [cell for piece in table.tables for cell in piece.cells]
    values = {id(cell) for cell in cells_of(table.read)}
    none = {id(entry.cell) for entry in listed}
    for cell in printed:
        if cell.text and (id(cell) in values) == (id(cell) in none):
            raise ValueError(
                f"the cell `{cell.text[:20]}` is {'both' if id(cell) in values else 'neither'}"
            )
    return listed
