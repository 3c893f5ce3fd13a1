"""The `warehouse` command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click
from rich.console import Console

from loaders.errors import InputError
from loaders.files.errors import LandingError, PersonalDataFound
from loaders.locations import SEEDS_FOLDER, shown, sources_folder
from warehouse.errors import INPUT_ERROR_EXIT_CODE, WarehouseError
from warehouse.locations import BuildFolder, published_file

LOG_WIDTH = 110
# The names of loaders/files/kinds/, here so that the help need not read them.
KINDS = ("kpi_actuals", "kpi_targets", "budgets", "budget_execution", "programme_metrics")
Parameters = ParamSpec("Parameters")


def _errors_in_one_line(command: Callable[Parameters, None]) -> Callable[Parameters, None]:
    @wraps(command)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (InputError, PersonalDataFound, LandingError, WarehouseError) as error:
            click.echo(f"error: {error}", err=True)
            for note in getattr(error, "__notes__", ()):
                click.echo(f"  {note}", err=True)
            exit_code = getattr(error, "exit_code", INPUT_ERROR_EXIT_CODE)
            sys.exit(exit_code)

    return run


_answer_format = click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json", "markdown")),
    default="table",
    show_default=True,
    help="How the answer is written.",
)
_answer_output = click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write the answer to.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Build, check and query the policy warehouse.

    \b
    Exit codes: 0 done, 1 failed, 2 wrong usage, 3 bad input, 4 dbt failed,
    5 an expectation is not met, 6 a build or load is running, 7 not published,
    8 a file holds personal data.
    """


@main.command()
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to publish to (default: $WAREHOUSE_FILE, else warehouse.duckdb).",
)
@_errors_in_one_line
def build(output: Path | None) -> None:
    """Check the seeds, run dbt, pass the gate and publish the file."""
    from warehouse.build import build as build_warehouse
    from warehouse.progress import Reporter
    from warehouse.summary import print_summary

    console = Console(width=None if sys.stdout.isatty() else LOG_WIDTH)
    published = output.absolute() if output else published_file()
    result = build_warehouse(BuildFolder.default(), published, Reporter(console))
    print_summary(console, result)


@main.command()
@click.option("--check", is_flag=True, help="Write nothing; fail where a seed differs.")
@_errors_in_one_line
def extract(check: bool) -> None:
    """Derive the seeds of every document from its source text."""
    from loaders.documents.extraction import (
        PARSERS,
        extract_document,
        refuse_changed,
        write_changed,
    )

    for source_document_id in PARSERS:
        files = extract_document(source_document_id, sources_folder(), SEEDS_FOLDER)
        if check:
            refuse_changed(files)
            click.echo(f"{source_document_id}: {len(files)} seeds are as the text gives them")
            continue
        changed = write_changed(files)
        click.echo(f"{source_document_id}: {len(files)} seeds, {len(changed)} changed")
        for path in changed:
            click.echo(f"  {shown(path)}")


@main.command()
@click.option("--check", is_flag=True, help="Write nothing; fail where a file differs.")
@_errors_in_one_line
def glossary(check: bool) -> None:
    """Write docs/glossary.md and the models of schema zh from the names of tables and columns."""
    from warehouse.glossary import generated_files, refuse_stale, write_changed

    files = generated_files()
    if check:
        refuse_stale(files)
        click.echo(f"{len(files)} files are as the names give them")
        return
    changed = write_changed(files)
    click.echo(f"{len(files)} files, {len(changed)} changed")
    for path in changed:
        click.echo(f"  {shown(path)}")


@main.command("check-seeds")
@_errors_in_one_line
def check_seeds() -> None:
    """Check every seed against its declaration, as a build does first."""
    from loaders.seed_checks import check_seeds as check

    click.echo(f"{len(check(SEEDS_FOLDER))} seeds are as declared")


@main.command()
@click.argument("database", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_errors_in_one_line
def gate(database: Path) -> None:
    """Check every expectation over the seeds and over a built DATABASE."""
    from warehouse.gate import CheckDatabase, CheckSeeds, GateProcess

    report = BuildFolder.default().report
    with GateProcess(report) as process:
        process.submit(CheckSeeds(SEEDS_FOLDER))
        process.submit(CheckDatabase(database.absolute()))
        for outcome in (process.outcome(), process.outcome()):
            click.echo(f"{outcome.checkpoint}: {outcome.expectation_count} expectations met")
    click.echo(f"report: {shown(report / 'index.html')}")


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "kind", required=True, type=click.Choice(KINDS), help="What the files are.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--quarantine", is_flag=True, help="Set bad rows aside and load the others.")
@_errors_in_one_line
def load(files: tuple[Path, ...], kind: str, dry_run: bool, quarantine: bool) -> None:
    """Check FILES against their declaration and land them, all or none."""
    from warehouse.files import load as load_files

    load_files(files, kind, is_dry_run=dry_run, is_quarantining=quarantine)


@main.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--output", type=click.Path(path_type=Path), help="Default: KIND.xlsx.")
@_errors_in_one_line
def template(kind: str, output: Path | None) -> None:
    """Write a spreadsheet to fill in: headers, notes, drop-down lists."""
    from warehouse.files import template as write_template

    write_template(kind, output)


@main.command()
@_errors_in_one_line
def loads() -> None:
    """List every load, those taken back included."""
    from warehouse.files import list_loads

    list_loads()


@main.command()
@click.argument("batch")
@_errors_in_one_line
def unload(batch: str) -> None:
    """Take a loaded BATCH back."""
    from warehouse.files import unload as unload_batch

    unload_batch(batch)


@main.command()
@click.argument("query", required=False)
@_answer_format
@_answer_output
@_errors_in_one_line
def sql(query: str | None, form: str, output: Path | None) -> None:
    """Run one QUERY over the published file, read-only; without one, ask for queries.

    Queries that are piped in are read as one QUERY: warehouse sql < query.sql
    """
    from warehouse.answers import FORMATS, deliver
    from warehouse.sql import open_published, query_published

    if query is None and sys.stdin.isatty() and output is None:
        from warehouse.prompt import run_prompt

        with open_published(published_file()) as connection:
            run_prompt(connection, FORMATS[form])
        return
    answer = query_published(published_file(), query or sys.stdin.read())
    deliver(FORMATS[form](answer), form, output)


@main.command()
@click.argument("table", required=False)
@_answer_format
@_answer_output
@_errors_in_one_line
def describe(table: str | None, form: str, output: Path | None) -> None:
    """Show the grain, columns and first rows of a TABLE, or list all tables.

    TABLE is a name with its schema or without, English or Chinese.
    """
    from warehouse import catalogue
    from warehouse.answers import FORMATS, deliver
    from warehouse.sql import open_published

    with open_published(published_file()) as connection:
        if table is None:
            text = FORMATS[form](catalogue.list_of_tables(connection))
        else:
            text = catalogue.WRITTEN[form](catalogue.describe(connection, table))
    deliver(text, form, output)


@main.command()
@click.argument("text")
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1), help="Hits to show."
)
@_answer_format
@_answer_output
@_errors_in_one_line
def find(text: str, limit: int, form: str, output: Path | None) -> None:
    """Search tables, columns, KPIs, plans, budgets, metrics and findings for TEXT.

    Full and half width, and variants such as 台 and 臺, count as the same.
    """
    from warehouse import finding
    from warehouse.answers import FORMATS, deliver
    from warehouse.sql import open_published

    with open_published(published_file()) as connection:
        hits, found = finding.find(connection, text, limit)
    is_text = form == "table"
    written = finding.as_text(hits, found) if is_text else FORMATS[form](finding.as_answer(hits))
    deliver(written, form, output)


@main.command()
@click.option(
    "--seconds", default=10.0, show_default=True, type=click.FloatRange(0.1), help="A query's time."
)
@click.option(
    "--rows", default=1000, show_default=True, type=click.IntRange(1), help="An answer's rows."
)
@_errors_in_one_line
def mcp(seconds: float, rows: int) -> None:
    """Serve the published file to an assistant over standard input and output.

    The Model Context Protocol; read-only, each query bounded in time, memory and size.
    """
    try:
        from warehouse.assistants import Limits, serve
    except ModuleNotFoundError as error:
        if error.name is None or not error.name.startswith(("mcp", "pydantic")):
            raise
        raise WarehouseError(
            f"`{error.name}` is not installed; the extra `assistants` has it: "
            "`make setup`, or pip install --editable '.[assistants]'"
        ) from error
    serve(published_file(), Limits(rows=rows, seconds=seconds))
