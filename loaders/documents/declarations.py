"""What is declared of each document, once: `document.yml` in its folder, and the kinds it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from foundation.errors import InputError
from foundation.locations import shown
from foundation.yaml_files import read_yaml
from loaders.seeds.formats import FORMATS

DOCUMENTS_FOLDER = Path(__file__).parent
AUTHORED_SEEDS_FOLDER = DOCUMENTS_FOLDER.parent / "seeds" / "authored"
KINDS_FILE = DOCUMENTS_FOLDER / "kinds.yml"
DECLARATION = "document.yml"

_IDENTIFIER = re.compile(FORMATS["identifier"].pattern or "")
_REGISTERED = ("title_zh", "title_en", "publisher_zh", "edition", "file_name", "sha256")
_REGISTERED_IF_PRINTED = ("published_date", "first_roc_year", "last_roc_year")
_FRESHNESS = ("expected_interval_days", "reason_en", "reason_zh")
_OF_RECORD = ("tables_of_record", "precedence")
# `pages` tells people where each chapter begins.
_DOCUMENT_KEYS = (
    *("document", "freshness", "agency_id", "layout", "sections", "pages", "seeds"),
    *_OF_RECORD,
)
_COLUMN_KEYS = ("format", "also", "minimum", "maximum", "allowed", "staged")
_SEED_KEYS = (
    *("kind", "description_en", "description_zh", "columns", "key", "feeds"),
    *("printed_values", "printed_texts", "second_reading"),
)


@dataclass(frozen=True)
class DeclaredColumn:
    """A column of a seed: its name, the format of its cells, and the bounds of that format.

    Attributes:
        staged: the type that like-for-like staging gives it, where not the one of its format.
    """

    name: str
    format: str
    is_required: bool
    limits: Mapping[str, Any]
    staged: str | None = None


@dataclass(frozen=True)
class PrintedTexts:
    """Cells that print figures and lists in running text: what names a row, and the cells."""

    subject: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class DeclaredSeed:
    """A seed: its columns and key, how it is staged, and what it feeds.

    Attributes:
        group: the document, or the folder of seeds that we author.
        table: its name without the group.
        kind: the kind it is of; None for one that is like no other.
        staging: the macro that stages every seed of its kind.
        settings: what the macro is told besides, by name.
        feeds: the unions that its staged rows stand in, each with the columns it lacks there.
        printed_values: the staged columns that name a printed figure; none where it prints none.
        second_reading: name of the file that holds its second reading.
    """

    group: str
    table: str
    description_en: str
    description_zh: str
    columns: tuple[DeclaredColumn, ...]
    key: tuple[str, ...]
    kind: str | None = None
    staging: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    feeds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    printed_values: tuple[str, ...] = ()
    printed_texts: PrintedTexts | None = None
    second_reading: str = ""

    @property
    def name(self) -> str:
        return f"{self.group}__{self.table}"

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]


@dataclass(frozen=True)
class Document:
    """A document: its entry in the registry, how often it comes anew, and its seeds.

    Attributes:
        registered: the columns of its row in the registry, by name.
        layout: how its text is read where its folder has no parser.
        sections: where a section of its text begins, by the section's name in locators.
        tables_of_record: the tables its budgets are counted from, with the stage they are at.
        precedence: its rank where two documents print one figure; 1 comes first.
    """

    source_document_id: str
    folder: Path
    registered: Mapping[str, str]
    freshness: Mapping[str, str]
    agency_id: str | None
    layout: str
    sections: Mapping[str, str]
    tables_of_record: Mapping[str, str]
    precedence: int | None
    seeds: tuple[DeclaredSeed, ...]

    @property
    def declared_in(self) -> Path:
        return self.folder / DECLARATION


@dataclass(frozen=True)
class Union:
    """A model that unites staged seeds of all documents: its description, columns and types.

    Beside them it holds `landed` kinds of users' file, each with the columns it lacks.
    """

    name: str
    description_en: str
    description_zh: str
    columns: Mapping[str, str]
    landed: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Kinds:
    """What documents have in common: the declarations of kinds of seed by name, and the unions."""

    seeds: Mapping[str, Mapping[str, Any]]
    unions: Mapping[str, Union]

    @staticmethod
    def read() -> Kinds:
        declared = read_yaml(KINDS_FILE)
        unions = {name: Union(name, **union) for name, union in declared["unions"].items()}
        return Kinds(declared["kinds"], unions)


def document_ids(folder: Path = DOCUMENTS_FOLDER) -> list[str]:
    """The documents that have a declaration, in alphabetical order."""
    return sorted(path.parent.name for path in folder.glob(f"*/{DECLARATION}"))


def declared_documents(folder: Path = DOCUMENTS_FOLDER) -> dict[str, Document]:
    """Every document by id.

    Raises:
        InputError: a declaration is not as it should be.
    """
    kinds = Kinds.read()
    return {
        source_document_id: read_document(folder / source_document_id, kinds)
        for source_document_id in document_ids(folder)
    }


def declared_document(source_document_id: str) -> Document:
    """One document.

    Raises:
        InputError: it has no declaration, or one that is not as it should be.
    """
    return read_document(DOCUMENTS_FOLDER / source_document_id, Kinds.read())


def read_document(folder: Path, kinds: Kinds) -> Document:
    """What a document's folder declares.

    Raises:
        InputError: the declaration is not as it should be.
    """
    reading = _Reading(folder / DECLARATION)
    declared = reading.mapping(reading.content(), "the file", _DOCUMENT_KEYS)
    if not _IDENTIFIER.fullmatch(folder.name):
        raise reading.refusal(None, f"the folder {folder.name}", "a name such as `mohw_fy107_plan`")
    entry = reading.mapping(
        declared.get("document"), "document", (*_REGISTERED, *_REGISTERED_IF_PRINTED)
    )
    registered = {
        name: reading.text(entry, "document", name, is_required=name in _REGISTERED)
        for name in (*_REGISTERED, *_REGISTERED_IF_PRINTED)
    }
    freshness = reading.mapping(declared.get("freshness"), "freshness", _FRESHNESS)
    agency_id = declared.get("agency_id")
    seeds = reading.mapping(declared.get("seeds"), "seeds")
    return Document(
        source_document_id=folder.name,
        folder=folder,
        registered=registered,
        freshness={
            name: reading.text(freshness, "freshness", name, is_required=name != _FRESHNESS[0])
            for name in _FRESHNESS
        },
        agency_id=agency_id,
        layout=str(declared.get("layout", "prose")),
        sections=reading.mapping(declared.get("sections", {}), "sections"),
        tables_of_record=reading.mapping(declared.get("tables_of_record", {}), "tables_of_record"),
        precedence=declared.get("precedence"),
        seeds=tuple(
            _document_seed(reading, kinds, registered, agency_id, table, seed)
            for table, seed in seeds.items()
        ),
    )


def authored_seeds() -> list[DeclaredSeed]:
    """The seeds that we author, by the file of `loaders/seeds/authored/` that declares them.

    Raises:
        InputError: a declaration is not as it should be.
    """
    seeds = []
    for path in sorted(AUTHORED_SEEDS_FOLDER.glob("*.yml")):
        reading = _Reading(path)
        declared = reading.mapping(reading.content(), "the file", ("seeds",))
        for table, seed in reading.mapping(declared.get("seeds"), "seeds").items():
            seeds.append(_seed(reading, path.stem, table, reading.mapping(seed, table, _SEED_KEYS)))
    return seeds


def _document_seed(
    reading: _Reading,
    kinds: Kinds,
    registered: Mapping[str, str],
    agency_id: str | None,
    table: str,
    declared: Any,
) -> DeclaredSeed:
    """A seed of a document: what its kind gives, and what the document says otherwise."""
    place = f"seeds.{table}"
    kind_name = declared.get("kind") if isinstance(declared, dict) else None
    kind: Mapping[str, Any] = {}
    if kind_name is not None:
        if kind_name not in kinds.seeds:
            raise reading.refusal(
                f"{place}.kind", f"`{kind_name}`", f"one of {', '.join(kinds.seeds)}"
            )
        kind = kinds.seeds[kind_name]
    setting_names = tuple(kind.get("settings", ()))
    own = reading.mapping(declared, place, (*_SEED_KEYS, *setting_names))
    given = {key: value for key, value in kind.items() if key not in ("settings", "staging")}
    columns = {**given.get("columns", {}), **own.get("columns", {})}
    key = own.get("key", given.get("key", ()))
    if kind and agency_id is not None:
        columns = {name: column for name, column in columns.items() if name != "agency_id"}
        key = [name for name in key if name != "agency_id"]
    merged = {**given, **own, "columns": columns, "key": key}
    for name in ("description_en", "description_zh"):
        if name in given and name not in own:
            merged[name] = given[name].format(**registered)
    seed = _seed(reading, reading.path.parent.name, table, merged)
    for union in seed.feeds:
        if union not in kinds.unions:
            raise reading.refusal(
                f"{place}.feeds", f"`{union}`", f"one of {', '.join(kinds.unions)}"
            )
    settings = {name: reading.value(own, place, name) for name in setting_names}
    if agency_id is not None and "agency_id" in kind.get("columns", {}):
        settings["agency_id"] = agency_id
    return replace(seed, kind=kind_name, staging=kind.get("staging"), settings=settings)


def _seed(reading: _Reading, group: str, table: str, declared: Mapping[str, Any]) -> DeclaredSeed:
    place = f"seeds.{table}"
    columns = reading.mapping(declared.get("columns"), f"{place}.columns")
    key = tuple(reading.value(declared, place, "key"))
    if unknown := [name for name in key if name not in columns]:
        raise reading.refusal(
            f"{place}.key", f"`{', '.join(unknown)}`", f"columns of {table}: {', '.join(columns)}"
        )
    texts = declared.get("printed_texts")
    return DeclaredSeed(
        group=group,
        table=table,
        description_en=reading.text(declared, place, "description_en"),
        description_zh=reading.text(declared, place, "description_zh"),
        columns=tuple(
            _column(reading, f"{place}.columns.{name}", name, column)
            for name, column in columns.items()
        ),
        key=key,
        feeds={
            union: tuple((fed or {}).get("lacks", ()))
            for union, fed in (declared.get("feeds") or {}).items()
        },
        printed_values=tuple(declared.get("printed_values", ())),
        printed_texts=PrintedTexts(texts["subject"], texts["cells"]) if texts else None,
        second_reading=str(declared.get("second_reading", table)),
    )


def _column(reading: _Reading, place: str, name: str, declared: Any) -> DeclaredColumn:
    column = {"format": declared} if isinstance(declared, str) else declared
    column = dict(reading.mapping(column, place, _COLUMN_KEYS))
    format_name = reading.text(column, place, "format")
    column.pop("format")
    if format_name.removesuffix("?") not in FORMATS:
        raise reading.refusal(place, f"`{format_name}`", f"one of {', '.join(FORMATS)}")
    return DeclaredColumn(
        name=name,
        format=format_name.removesuffix("?"),
        is_required=not format_name.endswith("?"),
        staged=column.pop("staged", None),
        limits=column,
    )


@dataclass(frozen=True)
class _Reading:
    """A declaration being read: gives its values, or says where one is not as it should be."""

    path: Path

    def content(self) -> Any:
        try:
            return read_yaml(self.path)
        except FileNotFoundError:
            raise InputError(
                file=shown(self.path),
                found="no such file",
                expected="the declaration of a document",
                mend=f"run `warehouse document new {self.path.parent.name}`",
            ) from None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            raise InputError(
                file=shown(self.path),
                line=mark.line + 1 if mark else None,
                found=f"no YAML ({getattr(error, 'problem', None) or error})",
                expected="keys and values, each on a line of its own",
                mend="put a value that holds `: ` or `#` in quotation marks",
            ) from None

    def mapping(
        self, value: Any, place: str, keys: tuple[str, ...] | None = None
    ) -> dict[str, Any]:
        """A mapping, of these keys alone where they are given."""
        if not isinstance(value, dict):
            raise self.refusal(
                place, "nothing" if value is None else f"`{value}`", "keys and values"
            )
        if keys is not None and (unknown := [key for key in value if key not in keys]):
            raise self.refusal(place, f"the key `{unknown[0]}`", f"keys among {', '.join(keys)}")
        return value

    def value(self, declared: Mapping[str, Any], place: str, name: str) -> Any:
        """A value that must be there."""
        if declared.get(name) in (None, "", [], ()):
            raise self.refusal(f"{place}.{name}", "nothing", "a value")
        return declared[name]

    def text(
        self, declared: Mapping[str, Any], place: str, name: str, *, is_required: bool = True
    ) -> str:
        """A value as text; the empty text where it is not declared and need not be."""
        if is_required:
            return str(self.value(declared, place, name))
        value = declared.get(name)
        return "" if value is None else str(value)

    def refusal(self, place: str | None, found: str, expected: str) -> InputError:
        return InputError(
            file=shown(self.path),
            column=place,
            found=found,
            expected=expected,
            mend="correct it; `warehouse document new` writes one that says what to fill in",
        )
