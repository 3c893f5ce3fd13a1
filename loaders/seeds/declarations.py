"""What each seed's YAML declares of its CSV file: columns, formats and key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from foundation.yaml_files import read_yaml


@dataclass(frozen=True)
class SeedColumn:
    """A declared column.

    Attributes:
        name: the column's name.
        format: how a cell must look, a name from `loaders.seeds.formats`.
        is_required: whether every row has a value.
        also: texts accepted beside the format, such as the label of a total.
        minimum, maximum: bounds of a number or year, both included.
        allowed: the closed list a cell is taken from; empty where there is none.
    """

    name: str
    format: str
    is_required: bool
    also: tuple[str, ...]
    minimum: int | None
    maximum: int | None
    allowed: tuple[str, ...]


@dataclass(frozen=True)
class SeedDeclaration:
    """A declared seed: its CSV file, its columns in order, and the columns that tell rows apart."""

    name: str
    path: Path
    columns: tuple[SeedColumn, ...]
    key: tuple[str, ...]

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]


@cache
def seed_declarations(seeds_folder: Path) -> dict[str, SeedDeclaration]:
    """Every declared seed by name, from the `_*__seeds.yml` files below `seeds_folder`."""
    declarations: dict[str, SeedDeclaration] = {}
    for declared_in in sorted(seeds_folder.glob("*/_*__seeds.yml")):
        for seed in read_yaml(declared_in)["seeds"]:
            declarations[seed["name"]] = SeedDeclaration(
                name=seed["name"],
                path=declared_in.with_name(f"{seed['name']}.csv"),
                columns=tuple(_column(column) for column in seed["columns"]),
                key=tuple(seed["config"]["meta"]["key"]),
            )
    return declarations


def seed_declaration(seeds_folder: Path, name: str) -> SeedDeclaration:
    """The declaration of one seed."""
    return seed_declarations(seeds_folder)[name]


def _column(declared: Mapping[str, Any]) -> SeedColumn:
    meta = declared["config"]["meta"]
    return SeedColumn(
        name=declared["name"],
        format=meta["format"],
        is_required=meta.get("required", True),
        also=tuple(meta.get("also", ())),
        minimum=meta.get("minimum"),
        maximum=meta.get("maximum"),
        allowed=tuple(meta.get("allowed", ())),
    )
