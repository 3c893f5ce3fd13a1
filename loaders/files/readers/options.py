"""What a recipe says about reading a file, before anything of its layout is known."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadOptions:
    """How to read a file; None where the file tells.

    Attributes:
        sheet: of a workbook.
        encoding: of a text file, by the name Python gives it.
        separator: between the cells of a text file.
        json_path: where in a JSON file the rows stand: names joined by dots.
        has_recipe: whether a recipe says what the rows are, so that a table need not be plain.
    """

    sheet: str | None = None
    encoding: str | None = None
    separator: str | None = None
    json_path: str | None = None
    has_recipe: bool = False
