"""Every seed is checked against its declaration before anything is built on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import polars as pl

from foundation.csv_files import LINE_COLUMN, read_table
from foundation.errors import InputError
from foundation.locations import shown
from loaders.seeds.declarations import SeedColumn, SeedDeclaration, seed_declarations
from loaders.seeds.formats import FORMATS, LOOKUPS

LookUp = Callable[[str], frozenset[str]]


def check_seeds(seeds_folder: Path) -> dict[str, pl.DataFrame]:
    """Read and check every seed.

    Returns:
        The seeds by name: text columns as declared, and `_line`.

    Raises:
        InputError: the first thing found wrong, with its file, line and column.
    """
    declarations = seed_declarations(seeds_folder)
    if not declarations:
        raise InputError(
            file=shown(seeds_folder),
            found="no seeds",
            expected="folders of seeds with their declarations",
            mend="restore the folder",
        )
    _refuse_undeclared_files(seeds_folder, declarations)
    _refuse_missing_files(declarations)
    frames = {
        name: read_table(declaration.path, declaration.column_names)
        for name, declaration in declarations.items()
    }
    accepted = partial(_accepted_values, frames)
    for name, declaration in declarations.items():
        check_rows(declaration, frames[name], accepted)
    return frames


def check_rows(declaration: SeedDeclaration, frame: pl.DataFrame, accepted: LookUp) -> None:
    """Check the cells and the key of one seed.

    Args:
        declaration: what the seed must look like.
        frame: its rows, with `_line`.
        accepted: gives the values a look-up format accepts.

    Raises:
        InputError: the first cell or key found wrong.
    """
    for column in declaration.columns:
        _check_column(declaration, frame, column, accepted)
    duplicated = frame.filter(pl.struct(declaration.key).is_duplicated())
    if duplicated.is_empty():
        return
    second = duplicated.filter(~pl.struct(declaration.key).is_first_distinct()).row(0, named=True)
    key = {name: second[name] for name in declaration.key}
    first_line = duplicated.filter(
        pl.all_horizontal(pl.col(name).eq_missing(value) for name, value in key.items())
    )[LINE_COLUMN][0]
    raise InputError(
        file=shown(declaration.path),
        line=second[LINE_COLUMN],
        column=" + ".join(declaration.key),
        found=f"the key {', '.join(key.values())} again, first seen in line {first_line}",
        expected="each key once",
        mend="delete one of the two rows, or correct its key",
    )


def _refuse_undeclared_files(seeds_folder: Path, declarations: dict[str, SeedDeclaration]) -> None:
    for path in sorted(seeds_folder.rglob("*.csv")):
        if path.stem not in declarations:
            raise InputError(
                file=shown(path),
                found="a seed without a declaration",
                expected=f"an entry in {path.parent.name}/_{path.parent.name}__seeds.yml",
                mend="declare its columns and key there, or move the file away",
            )


def _refuse_missing_files(declarations: dict[str, SeedDeclaration]) -> None:
    for name, declaration in declarations.items():
        if not declaration.path.is_file():
            raise InputError(
                file=shown(declaration.path),
                found="no such file",
                expected=f"the rows of the seed {name}",
                mend="run `warehouse extract`, which derives the seeds of documents, or restore it",
            )


def _accepted_values(frames: dict[str, pl.DataFrame], format_name: str) -> frozenset[str]:
    seed_name, column_name = LOOKUPS[format_name]
    return frozenset(frames[seed_name][column_name])


def _check_column(
    declaration: SeedDeclaration, frame: pl.DataFrame, column: SeedColumn, accepted: LookUp
) -> None:
    cell_format = FORMATS[column.format]
    cell = pl.col(column.name)
    is_empty = cell == ""
    is_wrong = pl.lit(False)
    expected = cell_format.expected
    if column.format in LOOKUPS:
        is_wrong = ~cell.is_in(sorted(accepted(column.format)))
    elif cell_format.pattern is not None:
        is_wrong = ~cell.str.contains(f"^(?:{cell_format.pattern})$")
    if column.allowed:
        is_wrong = is_wrong | ~cell.is_in(column.allowed)
        expected = f"one of {', '.join(column.allowed)}"
    if column.minimum is not None and column.maximum is not None:
        number = cell.cast(pl.Int64, strict=False)
        is_wrong = is_wrong | ~number.is_between(column.minimum, column.maximum)
        expected += f" from {column.minimum} to {column.maximum}"
    if column.also:
        is_wrong = is_wrong & ~cell.is_in(column.also)
        expected += f", or {', '.join(column.also)}"
    wrong = frame.filter(pl.when(is_empty).then(column.is_required).otherwise(is_wrong))
    if wrong.is_empty():
        return
    first = wrong.row(0, named=True)
    value = first[column.name]
    raise InputError(
        file=shown(declaration.path),
        line=first[LINE_COLUMN],
        column=column.name,
        found=f"`{value}`" if value else "an empty cell",
        expected=expected,
        mend="correct the cell, or change the declaration if the source does print this",
    )
