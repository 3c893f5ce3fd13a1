"""Derive `readings.csv` again: `python -m loaders.documents.ey_fy107_plans.unweaving.derive`.

Each chapter is read with what the running text and the readings of all other chapters teach of
the language. Starting from no readings at all, three rounds settle; a round takes some minutes.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from loaders.documents.ey_fy107_plans.directions import read_directions
from loaders.documents.ey_fy107_plans.pages import Chapter, read_chapters
from loaders.documents.ey_fy107_plans.readings import (
    KPI_TABLE,
    PLAN_TABLE,
    READINGS,
    READINGS_COLUMNS,
    read_readings,
    table_rows,
)
from loaders.documents.ey_fy107_plans.strategies import read_strategies
from loaders.documents.ey_fy107_plans.unweaving.language import LanguageModel, comparable
from loaders.documents.ey_fy107_plans.unweaving.tables import (
    KPI_MEMORIES,
    PLAN_MEMORIES,
    kpi_slots,
    plan_slots,
)
from loaders.documents.ey_fy107_plans.unweaving.weave import Cut, Reading, read_woven
from loaders.documents.registry import open_document
from loaders.locations import sources_folder

Readings = Mapping[tuple[int, str], Sequence[str]]
_KPI_LETTERS = "?ksemtl"
_PLAN_LETTERS = "?pcdl"


def derive_kpi_table(chapters: Sequence[Chapter], readings: Readings, chapter_no: int) -> list[str]:
    """The rows of one KPI table as `readings.csv` writes them.

    Args:
        chapters: chapters 1 to 34.
        readings: what is known of the tables; those of `chapter_no` itself are not looked at.
        chapter_no: the chapter to read.
    """
    chapter = chapters[chapter_no - 1]
    others = {key: rows for key, rows in readings.items() if key[0] != chapter_no}
    language = _language(chapters, others)
    text = comparable(chapter.kpi_table().text)
    return _kpi_rows(read_woven(text, kpi_slots(chapter, language), KPI_MEMORIES))


def derive_plan_table(
    chapters: Sequence[Chapter], readings: Readings, chapter_no: int
) -> list[str]:
    """The rows of one plan table as `readings.csv` writes them; its KPI table must be known."""
    chapter = chapters[chapter_no - 1]
    known = {key: rows for key, rows in readings.items() if key != (chapter_no, PLAN_TABLE)}
    language = _language(chapters, known)
    names_language = LanguageModel(language)
    names_language.learn(_cells(chapters, known, KPI_TABLE, ("k",)))
    names_language.learn(_cells(chapters, known, PLAN_TABLE, ("p",)))
    names_language.learn(_work_plans(chapters, known))
    own = {(chapter_no, KPI_TABLE): known[chapter_no, KPI_TABLE]}
    slots = plan_slots(chapter, _cells(chapters, own, KPI_TABLE, ("k",)), language, names_language)
    return _plan_rows(read_woven(comparable(chapter.plan_table().text), slots, PLAN_MEMORIES))


def _language(chapters: Sequence[Chapter], readings: Readings) -> LanguageModel:
    language = LanguageModel()
    language.learn(direction.direction_zh for direction in read_directions(chapters[0]))
    for chapter in chapters[1:]:
        strategies = read_strategies(chapter)
        language.learn(strategy.strategy_zh for strategy in strategies)
        language.learn(sorted({strategy.goal_name_zh for strategy in strategies}))
    language.learn(_cells(chapters, readings, KPI_TABLE, ("k", "m", "t")))
    language.learn(_cells(chapters, readings, PLAN_TABLE, ("p", "d", "l")))
    language.learn(_work_plans(chapters, readings))
    return language


def _cells(
    chapters: Sequence[Chapter], readings: Readings, table_code: str, columns: Iterable[str]
) -> Iterator[str]:
    for (chapter_no, code), rows in readings.items():
        if code != table_code:
            continue
        chapter = chapters[chapter_no - 1]
        table = chapter.kpi_table() if code == KPI_TABLE else chapter.plan_table()
        for row in table_rows(table, list(rows)):
            yield from (cell for column in columns if (cell := row.cell(column).text))


def _work_plans(chapters: Sequence[Chapter], readings: Readings) -> Iterator[str]:
    for (chapter_no, code), rows in readings.items():
        if code != PLAN_TABLE:
            continue
        work_plan = ""
        for row in table_rows(chapters[chapter_no - 1].plan_table(), list(rows)):
            for letter, piece in row.pieces:
                if letter == "W" and work_plan:
                    yield work_plan
                if letter in "Ww":
                    work_plan = piece.text if letter == "W" else work_plan + piece.text
        if work_plan:
            yield work_plan


def _kpi_rows(reading: Reading) -> list[str]:
    goal = (0, "", "", 0)
    pieces: list[str] = []
    for cut in reading.cuts:
        length = cut.end - cut.start
        if cut.slot:
            pieces.append(f"{_KPI_LETTERS[cut.slot]}{length}")
            continue
        begun, _, _, kpis = cut.memory
        if begun > goal[0]:
            pieces.append(f"G1g{length - 2}n1")
        else:
            rest = len(goal[1])
            number = len(str(kpis)) if kpis > goal[3] else 0
            parts = (("h", rest), ("g", length - rest - number), ("n", number))
            pieces.append("".join(f"{letter}{count}" for letter, count in parts if count))
        goal = cut.memory
    return _rows(reading.cuts, pieces)


def _plan_rows(reading: Reading) -> list[str]:
    begun = 0
    pieces: list[str] = []
    for cut in reading.cuts:
        length = cut.end - cut.start
        if cut.slot:
            pieces.append(f"{_PLAN_LETTERS[cut.slot]}{length}")
            continue
        pieces.append(f"{'W' if cut.memory[0] > begun else 'w'}{length}")
        begun = cut.memory[0]
    return _rows(reading.cuts, pieces)


def _rows(cuts: Sequence[Cut], pieces: Sequence[str]) -> list[str]:
    """Join the pieces of each printed line, and the lines of each row."""
    rows = [pieces[0]]
    for (before, cut), piece in zip(pairwise(cuts), pieces[1:], strict=True):
        if cut.row != before.row:
            rows.append(piece)
        else:
            rows[-1] += piece if cut.slot > before.slot else f" {piece}"
    return rows


def main() -> None:
    """Derive the readings of the chapters named on the command line, or of all."""
    chapters = read_chapters("".join(open_document("ey_fy107_plans", sources_folder()).lines))
    wanted = [int(argument) for argument in sys.argv[1:]] or range(2, len(chapters) + 1)
    readings: dict[tuple[int, str], list[str]] = read_readings()
    for chapter_no in wanted:
        readings[chapter_no, KPI_TABLE] = derive_kpi_table(chapters, readings, chapter_no)
        readings[chapter_no, PLAN_TABLE] = derive_plan_table(chapters, readings, chapter_no)
    with READINGS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(READINGS_COLUMNS)
        for (chapter_no, table_code), rows in sorted(readings.items()):
            for row_no, pieces in enumerate(rows, start=1):
                writer.writerow([chapter_no, table_code, row_no, pieces])


if __name__ == "__main__":
    main()
