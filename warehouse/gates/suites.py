"""What is expected of every table: what its declarations say, and what `expectations/` adds.

A seed declares its columns, formats, codes and key, a public table its columns and codes; so a
table that has no file of its own is checked as well.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from foundation.errors import InputError
from foundation.locations import shown
from loaders.seeds.declarations import SeedColumn, SeedDeclaration, seed_declarations
from loaders.seeds.formats import FORMATS
from warehouse.gates.written_checks import Expectation, read_checks
from warehouse.locations import EXPECTATIONS_FOLDER
from warehouse.naming.public_names import MODELS, declared_models

RAW = "raw"
EVERY_TABLE = "every_table.yml"
Suites = dict[str, list[Expectation]]


def incoming_suites(seeds_folder: Path, written: Path = EXPECTATIONS_FOLDER) -> Suites:
    """The expectations of every seed, by `raw.` and its name.

    Args:
        seeds_folder: folder of the seeds and their declarations.
        written: folder of what is written beside them.

    Raises:
        InputError: a file cannot be read, or is of no seed.
    """
    seeds = {
        f"{RAW}.{name}": declaration
        for name, declaration in seed_declarations(seeds_folder).items()
    }
    own = _written(written.glob(f"{RAW}/*.yml"), seeds)
    return {name: [*_of_seed(seed), *own.get(name, ())] for name, seed in sorted(seeds.items())}


def published_suites(models: Path = MODELS, written: Path = EXPECTATIONS_FOLDER) -> Suites:
    """The expectations of every public table that dbt builds, by schema and name.

    Args:
        models: folder of the models and their contracts.
        written: folder of what is written beside them.

    Raises:
        InputError: a file cannot be read, or is of no public table.
    """
    tables = {f"{schema}.{model['name']}": model for schema, _, model in declared_models(models)}
    own = _written((path for path in written.glob("*/*.yml") if path.parent.name != RAW), tables)
    of_every_table = read_checks(written / EVERY_TABLE)
    return {
        name: [
            *_of_contract(model),
            *_not_otherwise(of_every_table, model, own.get(name, [])),
            *own.get(name, ()),
        ]
        for name, model in sorted(tables.items())
    }


def _written(files: Iterable[Path], known: Collection[str]) -> Suites:
    """What files add, by schema and table."""
    suites = {}
    for path in sorted(files):
        name = f"{path.parent.name}.{path.stem}"
        if name not in known:
            raise InputError(
                file=shown(path),
                found=f"expectations of `{name}`",
                expected="the schema and name of a seed or a public table",
                mend="move or rename the file, or delete it if the table is gone for good",
            )
        suites[name] = read_checks(path)
    return suites


def _not_otherwise(
    of_every_table: list[Expectation], model: Mapping[str, Any], own: list[Expectation]
) -> Iterator[Expectation]:
    """What holds of the columns of a table and is not said otherwise of it."""
    names = {column["name"] for column in model["columns"]}
    for expectation in of_every_table:
        is_replaced = any(each.replaces(expectation) for each in own)
        if not is_replaced and expectation.arguments["column"] in names:
            yield expectation


def _of_seed(declaration: SeedDeclaration) -> Iterator[Expectation]:
    yield Expectation(
        "expect_table_columns_to_match_ordered_list",
        {"column_list": declaration.column_names},
        "A column moved, renamed or lost would put one field's text under another's name.",
    )
    for column in declaration.columns:
        yield from _of_seed_column(column)
    yield _unique(declaration.key)


def _of_seed_column(column: SeedColumn) -> Iterator[Expectation]:
    pattern = FORMATS[column.format].pattern
    if column.is_required:
        yield _required(column.name)
    if column.allowed:
        yield _one_of(column.name, [*column.allowed, *column.also])
    elif pattern is not None:
        texts = "|".join([pattern, *map(re.escape, column.also)])
        expected = FORMATS[column.format].expected
        yield Expectation(
            "expect_column_values_to_match_regex",
            {"column": column.name, "regex": f"^(?:{texts})$"},
            f"What is not {expected} was misread, or read from another cell.",
        )


def _of_contract(model: Mapping[str, Any]) -> Iterator[Expectation]:
    columns = model["columns"]
    yield Expectation(
        "expect_table_columns_to_match_set",
        {"column_set": [column["name"] for column in columns], "exact_match": True},
        "A public column lost, renamed or added unannounced breaks what reads the table.",
    )
    for column in columns:
        if {"type": "not_null"} in column.get("constraints", ()):
            yield _required(column["name"])
        for test in column.get("data_tests", ()):
            if "accepted_values" in test:
                yield _one_of(column["name"], test["accepted_values"]["arguments"]["values"])


def _required(column: str) -> Expectation:
    return Expectation(
        "expect_column_values_to_not_be_null",
        {"column": column},
        "A value that every row has was lost on its way here.",
    )


def _unique(key: tuple[str, ...]) -> Expectation:
    note = "A row read or listed twice is counted twice."
    if len(key) == 1:
        return Expectation("expect_column_values_to_be_unique", {"column": key[0]}, note)
    return Expectation("expect_compound_columns_to_be_unique", {"column_list": list(key)}, note)


def _one_of(column: str, values: list[Any]) -> Expectation:
    return Expectation(
        "expect_column_values_to_be_in_set",
        {"column": column, "value_set": values},
        "A code outside the declared list is one that no reader knows.",
    )
