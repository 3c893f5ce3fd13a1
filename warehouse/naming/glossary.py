"""What is written from the names of everything public: the glossary, and what each column is."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined

from foundation.errors import InputError
from foundation.locations import PROJECT_ROOT, SEEDS_FOLDER, shown
from warehouse.locations import PUBLIC_SCHEMAS
from warehouse.naming.public_names import PublicTable, Term, declared_tables, public_tables

GLOSSARY = PROJECT_ROOT / "docs" / "glossary.md"

# A column, with its type, that no description follows.
_UNDESCRIBED = re.compile(
    r"""^(?P<item>\ {6}|\ {10})-\ name:\ (?P<name>\w+)\n
    (?:(?P=item)\ \ data_type:.*\n)?
    (?!(?:(?P=item)\ \ .*\n)*?(?P=item)\ \ (?:description|data_type):)""",
    re.MULTILINE | re.VERBOSE,
)
# What the end of a name says of a column (STYLE.md); the first that fits counts.
_KINDS = (
    (
        "Provenance",
        "出處",
        r"^_|^source_|_locator$|_row_key$|^seed_name$|^quote_zh$|^file_name$|^sha256$|^git_commit$",
    ),
    ("Codes", "代碼", r"_code$|_operator$"),
    ("Yes or no", "是否", r"^(is|has)_"),
    ("Identifiers", "識別碼", r"_id$"),
    ("Printed numbers of rows and headings", "編號", r"_no$"),
    ("Years and dates", "年度與日期", r"_(year|date|at)$"),
    ("Money and points", "金額與點數", r"_(twd|points)$"),
    ("Rates", "比率", r"_rate$|^rate_gap$"),
    ("Numbers", "數值", r"_(value|count|level|seconds|persons)$"),
    ("Names and texts", "名稱與文字", r""),
)


def generated_files() -> dict[Path, bytes]:
    """The glossary page and the YAML of the public tables, by path.

    Raises:
        InputError: something public has no Chinese name of its own.
    """
    declared = {path for _, path, _ in declared_tables()}
    return {
        GLOSSARY: _glossary_page(public_tables()).encode(),
        **{path: with_descriptions(path.read_text("utf-8")).encode() for path in sorted(declared)},
    }


def with_descriptions(declaration: str) -> str:
    """The YAML of public tables, each column naming its doc block as its description."""
    line = r"""\g<item>  description: "{{ doc('\g<name>') }}"\n"""
    return _UNDESCRIBED.sub(rf"\g<0>{line}", declaration)


def refuse_stale(files: dict[Path, bytes]) -> None:
    """Raise InputError on the first generated file that is not what the names give."""
    for path, content in files.items():
        if not path.exists() or path.read_bytes() != content:
            raise InputError(
                file=shown(path),
                found="another text than the names give" if path.exists() else "no file",
                expected="what `models/columns.md` and the YAML of the public tables give",
                mend="run `warehouse glossary` and commit what it writes",
            )


def write_changed(files: dict[Path, bytes]) -> list[Path]:
    """Write the files that differ; return their paths."""
    changed = [
        path for path, content in files.items() if not path.exists() or path.read_bytes() != content
    ]
    for path in changed:
        path.write_bytes(files[path])
    return changed


def _glossary_page(tables: list[PublicTable]) -> str:
    environment = Environment(
        loader=PackageLoader(__package__),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  a page of Markdown, not of HTML
    )
    environment.filters["cell"] = lambda text: text.replace("|", "\\|")
    units = pl.read_csv(SEEDS_FOLDER / "reference" / "reference__units.csv", infer_schema=False)
    return environment.get_template("glossary.md.jinja").render(
        schemas=PUBLIC_SCHEMAS,
        tables=tables,
        kinds=_columns_by_kind(tables),
        units=units.filter(pl.col("unit_zh") != pl.col("base_unit_zh")).to_dicts(),
    )


def _columns_by_kind(tables: list[PublicTable]) -> list[tuple[str, str, list[Term]]]:
    columns = {column.name: column for table in tables for column in table.columns}
    by_kind: dict[str, list[Term]] = {kind: [] for kind, _, _ in _KINDS}
    for name in sorted(columns):
        kind = next(kind for kind, _, pattern in _KINDS if re.search(pattern, name))
        by_kind[kind].append(columns[name])
    return [(kind, kind_zh, by_kind[kind]) for kind, kind_zh, _ in _KINDS]
