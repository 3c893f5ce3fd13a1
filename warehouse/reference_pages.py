"""The reference pages of the documentation, written from the project when the site is made."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import click

from foundation.locations import PROJECT_ROOT
from foundation.yaml_files import read_yaml
from warehouse.cli import main
from warehouse.naming.public_names import PublicTable, Term, declared_tables, public_tables

SEMANTIC = PROJECT_ROOT / "models" / "semantic"
HELP_WIDTH = 90


def reference_pages() -> dict[str, str]:
    """Markdown of every reference page, by its path in the documentation."""
    return {
        "reference/commands.md": _commands_page(),
        "reference/tables.md": _tables_page(),
        "reference/metrics.md": _metrics_page(),
    }


def _commands_page() -> str:
    sections = ["# Commands", _help(main, "warehouse")]
    for name, command in sorted(main.commands.items()):
        sections += [f"## warehouse {name}", _help(command, f"warehouse {name}")]
    return "\n\n".join(sections) + "\n"


def _help(command: click.Command, called: str) -> str:
    context = click.Context(command, info_name=called, terminal_width=HELP_WIDTH)
    return f"```text\n{command.get_help(context)}\n```"


def _tables_page() -> str:
    declared = {
        f"{schema}.{declaration['name']}": declaration
        for schema, _, declaration in declared_tables()
    }
    sections = [
        "# Tables and columns",
        "The public interface, table by table. Schema `zh` has the same tables under the "
        "Chinese names; the [glossary](../glossary.md) explains every name once.",
    ]
    for table in public_tables():
        sections += _table_section(table, declared[table.full_name])
    return "\n\n".join(sections) + "\n"


def _table_section(table: PublicTable, declaration: dict[str, Any]) -> Iterator[str]:
    types = {column["name"]: column["data_type"] for column in declaration["columns"]}
    grain = declaration.get("config", {}).get("meta", {}).get("grain", ())
    yield f"## {table.full_name} {table.term.name_zh}"
    yield _said(table.term.meaning_en)
    yield _said(_chinese(table.term))
    if grain:
        yield f"Grain: {', '.join(f'`{column}`' for column in grain)}."
    rows = [
        f"| `{column.name}` | {types[column.name]} | {column.name_zh} "
        f"| {_cell(column.meaning_en)} | {_cell(column.meaning_zh)} |"
        for column in table.columns
    ]
    yield "\n".join(["| column | type | 欄位 | meaning | 說明 |", "|---|---|---|---|---|", *rows])


def _metrics_page() -> str:
    sections = [
        "# Metrics",
        "What `mf query` can be asked for, from `models/semantic/`; "
        "[how to ask](../semantic_layer.md).",
    ]
    for path in sorted(SEMANTIC.glob("*.yml")):
        metrics = _declared(path).get("metrics", ())
        rows = [
            f"| `{metric['name']}` | {metric['type']} | {_both(metric['description'])} |"
            for metric in metrics
        ]
        if rows:
            sections += [
                f"## {path.stem.replace('_', ' ').capitalize()}",
                "\n".join(["| metric | type | meaning |", "|---|---|---|", *rows]),
            ]
    queries = _declared(SEMANTIC / "saved_queries.yml")["saved_queries"]
    rows = [f"| `{query['name']}` | {_both(query['description'])} |" for query in queries]
    sections += ["## Saved queries", "\n".join(["| query | question |", "|---|---|", *rows])]
    return "\n\n".join(sections) + "\n"


def _declared(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = read_yaml(path)
    return content


def _chinese(term: Term) -> str:
    return f"{term.name_zh}（{term.meaning_zh}）" if term.meaning_zh else term.name_zh


def _both(description: str) -> str:
    return "<br>".join(_cell(line) for line in description.strip().splitlines())


def _cell(text: str) -> str:
    return _said(text).replace("|", "\\|")


def _said(text: str) -> str:
    """Text whose `<` is one, outside code, where Markdown takes it as it is."""
    parts = text.split("`")
    return "`".join(
        part if number % 2 else escape(part, quote=False) for number, part in enumerate(parts)
    )
