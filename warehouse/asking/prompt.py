"""The prompt of `warehouse sql`: queries over several lines, with history."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import click
import duckdb
from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from warehouse.asking.answers import Answer
from warehouse.asking.sql import answer
from warehouse.errors import WarehouseError

LEAVING = ("exit", "quit", r"\q")
WELCOME = "Queries end with `;`. `describe TABLE;` shows columns; `exit` or Ctrl-D ends."


def history_file() -> Path:
    """Where queries are remembered, as the XDG directories say."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "policy-warehouse" / "history"


def run_prompt(
    connection: duckdb.DuckDBPyConnection,
    written: Callable[[Answer], str],
    session: PromptSession[str] | None = None,
) -> None:
    """Answer queries until the end of input.

    Args:
        connection: to ask.
        written: how an answer is shown.
        session: where queries come from; a terminal if none is given.
    """
    click.echo(WELCOME)
    asked = session or _session()
    while True:
        try:
            text = asked.prompt("warehouse> ").strip()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if text.rstrip(";").strip().lower() in LEAVING:
            return
        if text:
            _answer_all(connection, text, written)


def is_complete(text: str) -> bool:
    """Whether a text may be run: it ends a statement, says to leave, or is empty."""
    text = text.strip()
    if not text or text.lower() in LEAVING:
        return True
    return text.endswith(";") and _ends_outside_quotes(text)


def _answer_all(
    connection: duckdb.DuckDBPyConnection, text: str, written: Callable[[Answer], str]
) -> None:
    try:
        for statement in duckdb.extract_statements(text):
            given = answer(connection, statement.query)
            if given is not None:
                _show(written(given))
    except (duckdb.Error, WarehouseError) as error:
        click.echo(f"error: {error}", err=True)
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)


def _show(text: str) -> None:
    """Rows wider or more than the terminal go through the pager, sideways where it can."""
    size = os.get_terminal_size() if os.isatty(1) else None
    lines = text.splitlines()
    if size and (len(lines) > size.lines or any(len(line) > size.columns for line in lines)):
        os.environ.setdefault("LESS", "-FRSX")
        click.echo_via_pager(text)
    else:
        click.echo(text, nl=False)


def _ends_outside_quotes(text: str) -> bool:
    """Whether the last `;` is one: a tokenizer sees it, not a quoted text or a comment."""
    tokens = duckdb.tokenize(text)
    return bool(tokens) and tokens[-1] == (len(text.encode()) - 1, duckdb.token_type.operator)


def _session() -> PromptSession[str]:
    keys = KeyBindings()

    @keys.add("enter")
    def run_or_go_on(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if is_complete(buffer.text):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return PromptSession(
        history=_history(),
        key_bindings=keys,
        multiline=True,
        prompt_continuation=lambda width, *_: "... ".rjust(width),
        enable_open_in_editor=True,
    )


def _history() -> History:
    path = history_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(path)
