"""What follows from the declarations of documents and of the seeds we author, as files.

Seed YAML, the registry, like-for-like staging, unions of what documents share, and the lists that
the audit reads. Nothing of it is written by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from foundation.csv_files import LINE_COLUMN, read_table, table_bytes
from foundation.errors import InputError
from foundation.locations import PROJECT_ROOT, SEEDS_FOLDER, shown
from foundation.yaml_files import read_yaml
from loaders.documents.declarations import (
    DeclaredColumn,
    DeclaredSeed,
    Document,
    Kinds,
    Union,
    authored_seeds,
    declared_documents,
)
from loaders.documents.second_readings import second_reading

MODELS = PROJECT_ROOT / "models"
LISTS = PROJECT_ROOT / "macros" / "declared_seeds.sql"
REGISTRY = "source_documents"
FRESHNESS = "source_freshness"
TABLES_OF_RECORD = "tables_of_record"
PRECEDENCE = "document_precedence"
REFERENCE = "reference"
GENERATED = "Written by `warehouse document sync`"
SOURCE = "loaders/documents/*/document.yml and loaders/seeds/authored/"
_SQL_HEADER = f"{{#- {GENERATED}: what it says is declared in loaders/documents/. -#}}\n"
_GRAIN = ("    config:", "      meta: {grain: [_seed_row_key]}")
_YAML_HEADER = f"# {GENERATED}: what it says is declared in loaders/.\n"
_LONGEST_LINE = 100
_FACT_KEY = re.compile(r"_(?:\w+_)?seed_row_key")
_DESCRIBED = re.compile(r"{% docs (\w+) %}")
_TYPES = {"integer": "int", "roc_year": "int", "boolean": "boolean", "date": "date"}


def derived_files() -> dict[Path, bytes]:
    """Every derived file by its path.

    Raises:
        InputError: a declaration is not as it should be, or a second reading is missing.
    """
    kinds = Kinds.read()
    documents = declared_documents()
    authored = authored_seeds()
    for document in documents.values():
        for seed in document.seeds:
            second_reading(document, seed)
    seeds = [seed for document in documents.values() for seed in document.seeds]
    _refuse_undescribed([*seeds, *authored], documents)
    files = {
        **_seed_yaml([*seeds, *authored]),
        **_reference_seeds(documents, authored),
        **_staging(documents),
        **_unions(kinds, seeds),
        LISTS: _lists(seeds, authored),
    }
    return {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}


def unwanted_files(files: Mapping[Path, bytes]) -> list[Path]:
    """Derived files that no declaration gives any more."""
    folders = (MODELS / "staging", MODELS / "intermediate", SEEDS_FOLDER)
    derived = (
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".sql", ".yml") and _is_generated(path)
    )
    return [path for path in derived if path not in files]


def _is_generated(path: Path) -> bool:
    with path.open(encoding="utf-8") as file:
        return GENERATED in file.readline()


def _refuse_undescribed(seeds: Iterable[DeclaredSeed], documents: Mapping[str, Document]) -> None:
    columns_file = MODELS / "columns.md"
    described = set(_DESCRIBED.findall(columns_file.read_text("utf-8")))
    for seed in seeds:
        for column in seed.column_names:
            if column not in described:
                document = documents.get(seed.group)
                raise InputError(
                    file=shown(document.declared_in)
                    if document
                    else f"loaders/seeds/authored/{seed.group}.yml",
                    column=f"seeds.{seed.table}.columns.{column}",
                    found="a column without a description",
                    expected=f"a name that {shown(columns_file)} describes",
                    mend="take the name of a column that means the same, or describe it there",
                )


def _seed_yaml(seeds: Iterable[DeclaredSeed]) -> dict[Path, str]:
    """What dbt and the checks of seeds read of each seed, a file a group."""
    texts: dict[Path, str] = {}
    for seed in seeds:
        path = SEEDS_FOLDER / seed.group / f"_{seed.group}__seeds.yml"
        opening = texts.get(path, f"{_YAML_HEADER}seeds:\n")
        texts[path] = opening + "".join(f"{line}\n" for line in _seed_lines(seed))
    return texts


def _seed_lines(seed: DeclaredSeed) -> Iterator[str]:
    yield f"  - name: {seed.name}"
    yield from _description_lines(seed.description_en, seed.description_zh)
    yield "    config:"
    yield f"      meta: {_flow({'key': list(seed.key)})}"
    yield "      column_types:"
    yield from (f"        {name}: string" for name in seed.column_names)
    yield "    columns:"
    for column in seed.columns:
        meta = {"format": column.format, **column.limits}
        if not column.is_required:
            meta["required"] = False
        yield f"      - name: {column.name}"
        yield "        data_type: string"
        yield f"        description: \"{{{{ doc('{column.name}') }}}}\""
        yield f"        config: {_flow({'meta': meta})}"


def _with_grain(english: str) -> str:
    """A description of rows of seeds that says what one row is, if it does not yet."""
    return english if "one row" in english else f"{english.removesuffix('.')}, one row a seed row."


def _description_lines(english: str, chinese: str) -> Iterator[str]:
    yield "    description: |-"
    yield f"      {english}"
    yield f"      {chinese}"


def _flow(value: Any) -> str:
    """A value as YAML on one line."""
    return yaml.safe_dump(
        value, allow_unicode=True, default_flow_style=True, width=2**20, sort_keys=False
    ).strip()


def _reference_seeds(
    documents: Mapping[str, Document], authored: Iterable[DeclaredSeed]
) -> dict[Path, bytes]:
    """The registry, and every authored seed that documents add rows to."""
    files = {}
    for seed in authored:
        path = SEEDS_FOLDER / seed.group / f"{seed.name}.csv"
        if (seed.group, seed.table) == (REFERENCE, REGISTRY):
            rows = [_registry_row(document) for document in documents.values()]
            files[path] = _csv(rows, seed)
        elif (seed.group, seed.table) == (REFERENCE, FRESHNESS):
            rows = [_freshness_row(document) for document in documents.values()]
            kept = [row for row in _rows(path, seed) if row["source_kind_code"] != "document"]
            files[path] = _csv([*rows, *kept], seed)
        elif (seed.group, seed.table) == (REFERENCE, TABLES_OF_RECORD):
            rows = [row for document in documents.values() for row in _record_rows(document)]
            files[path] = _csv(rows, seed)
        elif (seed.group, seed.table) == (REFERENCE, PRECEDENCE):
            rows = [row for document in documents.values() for row in _precedence_rows(document)]
            files[path] = _csv(rows, seed)
        elif added := [document for document in documents.values() if _addition(document, seed)]:
            files[path] = _csv(_merged(path, seed, added), seed)
    return files


def _registry_row(document: Document) -> dict[str, str]:
    return {"source_document_id": document.source_document_id, **document.registered}


def _freshness_row(document: Document) -> dict[str, str]:
    return {
        "source_kind_code": "document",
        "source_code": document.source_document_id,
        **document.freshness,
    }


def _record_rows(document: Document) -> Iterator[dict[str, str]]:
    for table_code, stage_code in document.tables_of_record.items():
        yield {
            "source_document_id": document.source_document_id,
            "table_code": table_code,
            "budget_stage_code": stage_code,
        }


def _precedence_rows(document: Document) -> Iterator[dict[str, str]]:
    if document.precedence is not None:
        yield {
            "source_document_id": document.source_document_id,
            "precedence_no": str(document.precedence),
        }


def _addition(document: Document, seed: DeclaredSeed) -> Path | None:
    """The rows that a document adds to an authored seed: `reference/agencies.csv` in its folder."""
    path = document.folder / seed.group / f"{seed.table}.csv"
    return path if path.is_file() else None


def _merged(
    path: Path, seed: DeclaredSeed, documents: Iterable[Document]
) -> list[Mapping[str, str]]:
    """The rows of a seed with those of these documents, which replace the ones they had in it."""
    merged = {_key(row, seed): row for row in _rows(path, seed)}
    for document in documents:
        for key in [key for key in merged if _belongs_to(document.source_document_id, key)]:
            del merged[key]
    for document in documents:
        addition = _addition(document, seed)
        if addition is None:
            continue
        for row in _rows(addition, seed):
            known = merged.setdefault(_key(row, seed), row)
            if {**known, LINE_COLUMN: ""} != {**row, LINE_COLUMN: ""}:
                raise InputError(
                    file=shown(addition),
                    line=int(row[LINE_COLUMN]),
                    found=f"{', '.join(_key(row, seed))} declared otherwise than in {seed.name}",
                    expected="each key declared once, or alike",
                    mend="leave the row out, or correct one of the two",
                )
    return list(merged.values())


def _belongs_to(source_document_id: str, key: Iterable[str]) -> bool:
    starts = (f"{source_document_id}/", f"{source_document_id}__")
    return any(part == source_document_id or part.startswith(starts) for part in key)


def _key(row: Mapping[str, str], seed: DeclaredSeed) -> tuple[str, ...]:
    return tuple(row[name] for name in seed.key)


def _rows(path: Path, seed: DeclaredSeed) -> list[dict[str, str]]:
    return read_table(path, seed.column_names).to_dicts()


def _csv(rows: Iterable[Mapping[str, str]], seed: DeclaredSeed) -> bytes:
    names = seed.column_names
    texts = [[row[name] for name in names] for row in rows]
    return table_bytes(pl.DataFrame(texts, dict.fromkeys(names, pl.String), orient="row"))


def _staging(documents: Mapping[str, Document]) -> dict[Path, str]:
    """Staging of every seed of a document that no model written by hand stages."""
    files = {}
    for document in documents.values():
        folder = MODELS / "staging" / document.source_document_id
        described = [f"{_YAML_HEADER}models:\n"]
        for seed in document.seeds:
            lines = [
                f"  - name: stg_{seed.name}",
                *_description_lines(
                    _with_grain(
                        f"{seed.description_en.removesuffix('.')}, typed and with units read."
                    ),
                    seed.description_zh,
                ),
                *_GRAIN,
            ]
            described.append("".join(f"{line}\n" for line in lines))
            path = folder / f"stg_{seed.name}.sql"
            if not path.exists() or _is_generated(path):
                files[path] = _SQL_HEADER + _staging_model(document.source_document_id, seed)
        files[folder / f"_{document.source_document_id}__models.yml"] = "".join(described)
    return files


def _staging_model(source_document_id: str, seed: DeclaredSeed) -> str:
    if seed.staging is not None:
        arguments = [f"'{source_document_id}'", f"'{seed.table}'"]
        arguments += [f"{name}={_argument(name, value)}" for name, value in seed.settings.items()]
        return f"{{{{ {seed.staging}({', '.join(arguments)}) }}}}\n"
    columns = [
        f"'{source_document_id}' as source_document_id",
        f"'{seed.table}' as table_code",
    ]
    for column in seed.columns:
        columns += _staged(column)
    columns.append(_named(f"{{{{ seed_row_key('{seed.name}') }}}}", "_seed_row_key"))
    selected = ",\n".join(f"        {column}" for column in columns)
    imported = f"{seed.table} as (\n\n    select * from {{{{ ref('{seed.name}') }}}}\n\n)"
    final = f"final as (\n\n    select\n{selected}\n    from {seed.table}\n\n)"
    return f"with\n\n{imported},\n\n{final}\n\nselect * from final\n"


def _argument(name: str, value: Any) -> str:
    """A setting as an argument in Jinja; the agency is an expression in SQL."""
    return f"\"'{value}'\"" if name == "agency_id" else str(value)


def _staged(column: DeclaredColumn) -> Iterator[str]:
    """How like-for-like staging selects a column: typed by its format, and nothing else."""
    name = column.name
    data_type = column.staged or _TYPES.get(column.format, "string")
    if column.format == "chinese_numeral":
        yield _named(f"{{{{ chinese_numeral('{name}') }}}}", name)
    elif data_type == "string":
        yield name
    elif also := column.limits.get("also"):
        words = ", ".join(f"'{word}'" for word in also)
        yield f"case when {name} not in ({words}) then cast({name} as {data_type}) end as {name}"
    else:
        yield f"cast({name} as {data_type}) as {name}"
        if name == "roc_year":
            yield "{{ roc_to_fiscal_year('roc_year') }} as fiscal_year"
    if (name, column.format) == ("printed_text", "printed_number"):
        yield "{{ printed_number('printed_text') }} as printed_value"


def _named(expression: str, name: str) -> str:
    """An expression with its name, on two lines where one would be too long."""
    line = f"        {expression} as {name},"
    return f"{expression}{' ' if len(line) <= _LONGEST_LINE else chr(10) + ' ' * 12}as {name}"


def _unions(kinds: Kinds, seeds: Iterable[DeclaredSeed]) -> dict[Path, str]:
    """The models that unite staged seeds, in the room that the second part of their name says."""
    fed: dict[str, list[tuple[str, tuple[str, ...]]]] = {name: [] for name in kinds.unions}
    for seed in seeds:
        for name, lacks in seed.feeds.items():
            fed[name].append((f"stg_{seed.name}", lacks))
    files: dict[Path, str] = {}
    for name, union in kinds.unions.items():
        fed[name] += [
            (f"int_landing__{kind}_current", tuple(lacks)) for kind, lacks in union.landed.items()
        ]
        room = name.removeprefix("int_").partition("__")[0]
        folder = MODELS / "intermediate" / room
        files[folder / f"{name}.sql"] = _SQL_HEADER + _union_model(union, fed[name])
        described = folder / f"_{room}__unions.yml"
        lines = [
            f"  - name: {name}",
            *_description_lines(_with_grain(union.description_en), union.description_zh),
            *_GRAIN,
            "    data_tests:",
            "      - unique_grain",
        ]
        opening = files.get(described, f"{_YAML_HEADER}models:\n")
        files[described] = opening + "".join(f"{line}\n" for line in lines)
    return files


def _union_model(union: Union, fed: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    columns = "".join(f"        '{name}': '{kind}',\n" for name, kind in union.columns.items())
    parts = ""
    for model, lacks in fed:
        lacking = f", 'lacks': {list(lacks)}" if lacks else ""
        parts += f"        {{'from': ref('{model}'){lacking}}},\n"
    return f"{{{{ union_of(\n    {{\n{columns}    }},\n    [\n{parts}    ],\n) }}}}\n"


def _lists(documents_seeds: Iterable[DeclaredSeed], authored: Iterable[DeclaredSeed]) -> str:
    """The macros that name what the audit follows, checks for misprints and finds in facts."""
    seeds = sorted(documents_seeds, key=lambda seed: seed.name)
    followed = sorted(
        [seed.name for seed in seeds] + [seed.name for seed in authored if seed.group != REFERENCE]
    )
    values = {seed.name: list(seed.printed_values) for seed in seeds if seed.printed_values}
    texts = {
        seed.name: [seed.printed_texts.subject, dict(seed.printed_texts.cells)]
        for seed in seeds
        if seed.printed_texts
    }
    macros = (
        ("followed_seeds", "Seeds whose rows are followed into the facts.", followed),
        ("printed_value_seeds", "Seeds that print figures, and the columns that name one.", values),
        ("printed_text_seeds", "Seeds whose texts print figures: a row's name, its cells.", texts),
        ("fact_row_keys", "Columns of public tables that name seed rows.", _fact_row_keys()),
    )
    parts = [
        f"{{#- {comment} -#}}\n{{% macro {name}() -%}}\n{{{{ return({_jinja(value)}) }}}}\n"
        "{%- endmacro %}\n"
        for name, comment, value in macros
    ]
    return _SQL_HEADER + "\n\n" + "\n\n".join(parts)


def _jinja(value: list[Any] | dict[str, Any]) -> str:
    """A list or mapping as Jinja writes it, an entry a line."""
    entries = (
        [repr(entry) for entry in value]
        if isinstance(value, list)
        else [f"{key!r}: {entry!r}" for key, entry in value.items()]
    )
    opening, closing = ("[", "]") if isinstance(value, list) else ("{", "}")
    return opening + "\n" + "".join(f"    {entry},\n" for entry in entries) + closing


def _fact_row_keys() -> list[tuple[str, str]]:
    """The columns of marts and audit reports that hold keys of seed rows, by model."""
    keys = []
    for folder in ("marts", "audit"):
        for path in sorted((MODELS / folder).rglob("*.yml")):
            for model in read_yaml(path).get("models", ()):
                keys += [
                    (model["name"], column["name"])
                    for column in model.get("columns", ())
                    if _FACT_KEY.fullmatch(column["name"]) and not model["name"].startswith("int_")
                ]
    return sorted(keys)
