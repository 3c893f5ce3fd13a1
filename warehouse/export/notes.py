"""The sheet of notes beside an exported table: what it is, where it is from, how to cite it."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.export.manifest import (
    LICENCE_EN,
    LICENCE_ZH,
    Terms,
    formula_note,
    suppression_note,
)
from warehouse.export.tables import ExportTable, in_chinese


def notes(
    table: ExportTable, terms: Terms, row_count: int, sources: Sequence[tuple[str, str, str]]
) -> list[Sequence[str]]:
    """The lines of the sheet, Chinese and English side by side."""
    build, said = terms.build, table.table.description
    formulas_en, formulas_zh = formula_note(terms.format)
    counts_en, counts_zh = suppression_note(terms.below)
    lines: list[Sequence[str]] = [
        ("資料表 Table", said.name_zh, table.full_name),
        ("說明 Description", in_chinese(said), said.meaning_en),
        ("列數 Rows", str(row_count)),
        ("建置 Build", build.run_id, f"{build.started_at:%Y-%m-%d %H:%M:%S} UTC"),
        ("版本 Commit", build.git_commit),
        ("授權 Licence", LICENCE_ZH, LICENCE_EN),
        ("引用 Citation", build.citation_zh, build.citation_en),
        ("小計數 Small counts", counts_zh, counts_en),
        ("公式 Formulas", formulas_zh, formulas_en),
        *(
            ("來源 Source", title_zh, title_en, document)
            for document, title_en, title_zh in sources
        ),
        (),
        ("欄位", "Column", "型別 Type", "說明", "Description"),
    ]
    lines += [
        (
            column.description.name_zh,
            column.name,
            column.data_type,
            in_chinese(column.description),
            column.description.meaning_en,
        )
        for column in table.columns
    ]
    return lines
