"""The `warehouse` command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click
from rich.console import Console

from loaders.errors import InputError
from loaders.files.errors import LandingError, PersonalDataFound
from loaders.locations import SEEDS_FOLDER, shown, sources_folder
from warehouse.errors import INPUT_ERROR_EXIT_CODE, WarehouseError
from warehouse.locations import (
    BuildFolder,
    published_file,
    site_folder,
    site_packages_folder,
)

if TYPE_CHECKING:
    from warehouse.progress import Reporter

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
@click.option("--site", "with_site", is_flag=True, help="Write the site of the new build, too.")
@_errors_in_one_line
def build(output: Path | None, with_site: bool) -> None:
    """Check the seeds, run dbt, pass the gate and publish the file."""
    from warehouse.build import build as build_warehouse
    from warehouse.progress import Reporter
    from warehouse.summary import print_summary

    console = Console(width=None if sys.stdout.isatty() else LOG_WIDTH)
    published = output.absolute() if output else published_file()
    reporter = Reporter(console)
    result = build_warehouse(BuildFolder.default(), published, reporter)
    print_summary(console, result)
    if with_site:
        _write_site(published, site_folder(), reporter, with_lineage=True)


@main.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Folder to write (default: $WAREHOUSE_SITE, else site).",
)
@click.option("--no-lineage", is_flag=True, help="Leave out the lineage page, which dbt writes.")
@_errors_in_one_line
def site(output: Path | None, no_lineage: bool) -> None:
    """Write the published file as a site of static pages."""
    from warehouse.progress import Reporter

    console = Console(width=None if sys.stdout.isatty() else LOG_WIDTH)
    folder = output.absolute() if output else site_folder()
    _write_site(published_file(), folder, Reporter(console), with_lineage=not no_lineage)


def _write_site(published: Path, folder: Path, reporter: Reporter, *, with_lineage: bool) -> None:
    from warehouse.site.building import SiteInputs, build_site

    report = BuildFolder.default().report / "index.html"
    inputs = SiteInputs(published, site_packages_folder(), report, with_lineage)
    written = build_site(inputs, folder, reporter)
    click.echo(f"{written.page_count} pages: {shown(written.folder / 'index.html')}")


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
@click.argument("query")
@_errors_in_one_line
def sql(query: str) -> None:
    """Run one QUERY over the published file, read-only."""
    from warehouse.sql import query_table

    click.echo(query_table(published_file(), query), nl=False)
