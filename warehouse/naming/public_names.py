"""English and Chinese names of everything public, from the descriptions of tables and columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foundation.descriptions import description_parts
from foundation.errors import InputError
from foundation.locations import PROJECT_ROOT, shown
from foundation.yaml_files import read_yaml
from warehouse.locations import PUBLIC_SCHEMAS

MODELS = PROJECT_ROOT / "models"
LONGEST_NAME = 14
# What DuckDB takes without quotes, and every engine with them.
_NAME = re.compile(rf"[\u4e00-\u9fff][\u4e00-\u9fffA-Z0-9]{{0,{LONGEST_NAME - 1}}}")
_DOC_BLOCK = re.compile(r"{% docs (\w+) %}\n(.*?)\n?{% enddocs %}", re.DOTALL)


@dataclass(frozen=True)
class Term:
    """What a table or column is called and means.

    Attributes:
        name: English name, as in the database.
        meaning_en: what it means.
        name_zh: Chinese name, as in the views of `zh`.
        meaning_zh: what the Chinese name leaves open; empty where it leaves nothing.
    """

    name: str
    meaning_en: str
    name_zh: str
    meaning_zh: str


@dataclass(frozen=True)
class PublicTable:
    """A table of the public interface with its columns in order."""

    schema: str
    term: Term
    columns: tuple[Term, ...]

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.term.name}"


def public_tables(models: Path = MODELS) -> list[PublicTable]:
    """Every public table, as the YAML beside the models and `columns.md` name it.

    Args:
        models: folder of the models.

    Raises:
        InputError: a table or column has no Chinese name, too long a one, or another's.
    """
    columns_file = models / "columns.md"
    described = _descriptions(columns_file)
    tables = []
    for schema, path, declared in declared_tables(models):
        columns = []
        for column in declared.get("columns", ()):
            line, text = described.get(column["name"], (None, ""))
            columns.append(_term(column["name"], text, columns_file, line))
        table = _term(declared["name"], declared["description"], path, None)
        tables.append(PublicTable(schema, table, tuple(columns)))
    _refuse_shared_names([table.term for table in tables], models)
    _refuse_shared_names([column for table in tables for column in table.columns], columns_file)
    return tables


def _descriptions(columns_file: Path) -> dict[str, tuple[int, str]]:
    """Line and text of each doc block, by its name."""
    text = columns_file.read_text("utf-8")
    return {
        block[1]: (text.count("\n", 0, block.start()) + 1, block[2])
        for block in _DOC_BLOCK.finditer(text)
    }


def declared_tables(models: Path = MODELS) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Schema, file and declaration of every public table, as its YAML has it."""
    for schema, path, content in _declarations(models):
        yield from ((schema, path, model) for model in content.get("models", ()))
        for source in content.get("sources", ()):
            yield from ((schema, path, table) for table in source["tables"])


def declared_models(models: Path = MODELS) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Schema, file and declaration of every public table that dbt builds."""
    for schema, path, content in _declarations(models):
        yield from ((schema, path, model) for model in content.get("models", ()))


def _declarations(models: Path) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    for schema in PUBLIC_SCHEMAS:
        for folder in (models / "marts" / schema, models / schema):
            for path in sorted(folder.glob("*.yml")):
                yield schema, path, read_yaml(path)


def _term(name: str, description: str, file: Path, line: int | None) -> Term:
    english, name_zh, meaning_zh = description_parts(description)
    if not _NAME.fullmatch(name_zh):
        called = f"called `{name_zh}` in Chinese" if name_zh else "without a Chinese name"
        raise InputError(
            file=shown(file),
            line=line,
            found=f"`{name}` {called}",
            expected="a second line that begins with a Chinese name of at most "
            f"{LONGEST_NAME} characters and says in full-width brackets what else there is to say",
            mend=f"describe `{name}` there, English first, then run `warehouse glossary`",
        )
    return Term(name, english, name_zh, meaning_zh)


def _refuse_shared_names(terms: list[Term], place: Path) -> None:
    known: dict[str, str] = {}
    for term in terms:
        other = known.setdefault(term.name_zh, term.name)
        if other != term.name:
            raise InputError(
                file=shown(place),
                found=f"the Chinese name `{term.name_zh}` of `{other}` and of `{term.name}`",
                expected="a Chinese name that means one thing",
                mend="give one of them another name, then run `warehouse glossary`",
            )
