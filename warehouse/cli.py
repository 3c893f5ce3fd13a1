"""The `warehouse` command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Literal, ParamSpec

import click

from foundation.errors import InputError
from foundation.locations import SEEDS_FOLDER, shown
from loaders.files.declarations import kind_names
from loaders.files.errors import LandingError, PersonalDataFound
from warehouse.errors import EXIT_CODES, SourcesOverdue, WarehouseError, exit_code_of
from warehouse.locations import BuildFolder, published_file

KINDS = kind_names()
# Below 3 there are 1 and 2; a count that must be 1 would be no secret.
SMALLEST_THRESHOLD = 3
FORMATS = ("parquet", "csv", "xlsx", "json", "ods")
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
            sys.exit(exit_code_of(error))

    return run


def _exit_codes() -> str:
    lines = (f"  {code:>2}  {meaning}" for code, meaning in EXIT_CODES.items())
    return "\n".join(["\b", "Exit codes:", *lines])


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


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=_exit_codes())
def main() -> None:
    """Build, check and query the policy warehouse."""


@main.command()
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to publish to (default: $WAREHOUSE_FILE, else warehouse.duckdb).",
)
@click.option("--if-changed", "is_if_changed", is_flag=True, help="Do nothing if no input changed.")
@click.option("--full", "is_full", is_flag=True, help="Build everything, whatever changed.")
@click.option("--accept", metavar="REASON", help="Publish changes beyond tolerance, and why.")
@click.option(
    "--wait", default=0.0, metavar="SECONDS", help="How long to wait for another build to end."
)
@click.option("--site", "has_site", is_flag=True, help="Write the site of the new build, too.")
@click.option("--json", "has_json_result", is_flag=True, help="Print the result as JSON.")
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    envvar="WAREHOUSE_LOG_FORMAT",
    default="text",
    show_default=True,
    help="json: one event a line on stderr ($WAREHOUSE_LOG_FORMAT).",
)
@_errors_in_one_line
def build(
    output: Path | None,
    is_if_changed: bool,
    is_full: bool,
    accept: str | None,
    wait: float,
    has_site: bool,
    has_json_result: bool,
    log_format: str,
) -> None:
    """Check the seeds, run dbt, pass the gate and publish the file.

    What changed since the last build and what depends on it is built; all of it where the last
    build is not there to go on from, or where more than data and SQL changed.
    """
    from warehouse.building.command import BuildOptions, run_build

    if is_if_changed and is_full:
        raise click.UsageError("--if-changed and --full exclude each other")
    if accept is not None and not accept.strip():
        raise click.UsageError("--accept needs a reason")
    run_build(
        BuildOptions(
            published=output.absolute() if output else published_file(),
            is_if_changed=is_if_changed,
            is_full=is_full,
            accept_reason=accept,
            wait_seconds=wait,
            has_site=has_site,
            has_json_result=has_json_result,
            has_json_log=log_format == "json",
        )
    )


@main.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Folder to write (default: $WAREHOUSE_SITE, else site).",
)
@click.option("--no-lineage", is_flag=True, help="Leave out the lineage page, which dbt writes.")
@click.option(
    "--no-documentation", is_flag=True, help="Leave out the documentation, which MkDocs writes."
)
@_errors_in_one_line
def site(output: Path | None, no_lineage: bool, no_documentation: bool) -> None:
    """Write the published file as a site of static pages."""
    from warehouse.site.command import run_site

    run_site(
        published_file(),
        output,
        with_lineage=not no_lineage,
        with_documentation=not no_documentation,
    )


@main.command()
@click.option(
    "--from-parquet",
    "source",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder that `warehouse spark` wrote.",
)
@click.option("--accept", metavar="REASON", help="Publish changes beyond tolerance, and why.")
@_errors_in_one_line
def publish(source: Path, accept: str | None) -> None:
    """Publish public tables that another engine built, through the same gate as a build."""
    from warehouse.building.command import BuildOptions, run_build
    from warehouse.export.parquet_exports import ParquetExport

    if accept is not None and not accept.strip():
        raise click.UsageError("--accept needs a reason")
    run_build(
        BuildOptions(
            published=published_file(),
            accept_reason=accept,
            parquet=ParquetExport.read(source.absolute()),
        )
    )


@main.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Folder to write; an earlier export there is replaced (default: exports/spark).",
)
@_errors_in_one_line
def spark(output: Path | None) -> None:
    """Build and test everything on Apache Spark, and write the public tables as Parquet."""
    from warehouse.spark.command import spark as build_on_spark

    build_on_spark(output)


@main.command()
@click.option("--json", "is_json", is_flag=True, help="Print JSON.")
@_errors_in_one_line
def builds(is_json: bool) -> None:
    """List the kept builds, which `rollback` returns to."""
    from warehouse.published.command import list_builds

    list_builds(published_file(), is_json=is_json)


@main.command()
@click.argument("run", required=False)
@click.option("--wait", default=0.0, metavar="SECONDS", help="How long to wait for a build to end.")
@_errors_in_one_line
def rollback(run: str | None, wait: float) -> None:
    """Publish the kept build of RUN again (default: the one before)."""
    from warehouse.published.command import rollback as roll_back

    roll_back(published_file(), run, wait_seconds=wait)


@main.command()
@click.argument("before")
@click.argument("after", default="published")
@click.option("--table", metavar="SCHEMA.TABLE", help="Compare this table alone.")
@click.option("--samples", default=5, show_default=True, help="Rows to show of each table.")
@click.option("--json", "is_json", is_flag=True, help="Print JSON.")
@_errors_in_one_line
def diff(before: str, after: str, table: str | None, samples: int, is_json: bool) -> None:
    """Show the rows and values that differ from BEFORE to AFTER, by table and key.

    Each is a run of `builds` or how its id begins, `published`, or the path of a file.
    """
    from warehouse.published.command import diff as print_diff

    print_diff(published_file(), before, after, table=table, samples=samples, is_json=is_json)


@main.command()
@click.argument("before")
@click.argument("after", default="published")
@click.option(
    "--language",
    type=click.Choice(("zh", "en")),
    help="Write it in one language; without it in both, Chinese first.",
)
@_answer_output
@_errors_in_one_line
def changes(before: str, after: str, language: str | None, output: Path | None) -> None:
    """Write in words what was added, revised, corrected and removed from BEFORE to AFTER.

    Each is a run of `builds` or how its id begins, `published`, or the path of a file.
    """
    from warehouse.asking.answers import deliver
    from warehouse.asking.changelog import LANGUAGES, changelog

    languages = (language,) if language else LANGUAGES
    deliver(changelog(published_file(), before, after, languages), "markdown", output)


@main.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "is_json", is_flag=True, help="Print JSON.")
@_errors_in_one_line
def verify(file: Path | None, is_json: bool) -> None:
    """Check that the published file, or FILE, is what was published."""
    from warehouse.published.command import verify as verify_published

    verify_published(published_file(), file, is_json=is_json)


@main.command()
@click.option("--json", "has_json_result", is_flag=True, help="Print JSON.")
@click.option("--strict", "is_strict", is_flag=True, help="Fail where a source is overdue.")
@_errors_in_one_line
def freshness(has_json_result: bool, is_strict: bool) -> None:
    """Tell how new each source is, and how new it should be."""
    from warehouse.gates.freshness import overdue, print_freshness, source_freshness

    sources = source_freshness()
    print_freshness(sources, as_json=has_json_result)
    if is_strict and (lines := overdue(sources)):
        raise SourcesOverdue("\n  ".join([f"{len(lines)} sources are overdue:", *lines]))


@main.command()
@click.argument("documents", nargs=-1, metavar="[ID]...")
@click.option("--check", is_flag=True, help="Write nothing; fail where a seed differs.")
@_errors_in_one_line
def extract(documents: tuple[str, ...], check: bool) -> None:
    """Derive the seeds of every document, or of these, from its source text."""
    from warehouse.documents import extract as extract_documents

    extract_documents(documents, is_checking=check)


@main.group()
def document() -> None:
    """What follows from the folders of documents, and new ones."""


@document.command()
@click.option("--check", is_flag=True, help="Write nothing; fail where a file differs.")
@_errors_in_one_line
def sync(check: bool) -> None:
    """Write seed YAML, staging, unions and audit lists as the documents declare them."""
    from warehouse.documents import sync as sync_documents

    sync_documents(is_checking=check)


@document.command()
@click.argument("source_document_id", metavar="ID")
@_errors_in_one_line
def new(source_document_id: str) -> None:
    """Write the folder of a new document, with comments that say what to fill in."""
    from warehouse.documents import new as new_document

    new_document(source_document_id)


@document.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--layout", "layout_name", required=True, help="How it prints its tables.")
@click.option("--id", "source_document_id", required=True, help="The name of its folder.")
@click.option(
    "--agency",
    "agencies",
    multiple=True,
    metavar="NAME=ID",
    help="The id of an agency that no document names yet.",
)
@click.option(
    "--also",
    "other_file",
    type=click.Path(path_type=Path),
    help="The same document in another format, as its second reading.",
)
@_errors_in_one_line
def read(
    file: Path,
    layout_name: str,
    source_document_id: str,
    agencies: tuple[str, ...],
    other_file: Path | None,
) -> None:
    """Read a document by its layout: its folder, seeds, drafts and a reading report."""
    from warehouse.documents import read as read_document

    read_document(file, layout_name, source_document_id, agencies, other_file)


@main.command()
@click.option("--check", is_flag=True, help="Write nothing; fail where a file differs.")
@_errors_in_one_line
def glossary(check: bool) -> None:
    """Write docs/glossary.md and the descriptions of columns from the names of both."""
    from warehouse.naming.glossary import generated_files, refuse_stale, write_changed

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
    from loaders.seeds.checks import check_seeds as check

    click.echo(f"{len(check(SEEDS_FOLDER))} seeds are as declared")


@main.command()
@click.argument("database", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_errors_in_one_line
def gate(database: Path) -> None:
    """Check every expectation over the seeds and over a built DATABASE."""
    from warehouse.gates.gate import CheckDatabase, CheckSeeds, GateProcess

    report = BuildFolder.default().report
    with GateProcess(report) as process:
        process.submit(CheckSeeds(SEEDS_FOLDER))
        process.submit(CheckDatabase(database.absolute()))
        for outcome in (process.outcome(), process.outcome()):
            click.echo(f"{outcome.checkpoint}: {outcome.expectation_count} expectations met")
    click.echo(f"report: {shown(report / 'index.html')}")


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "kind", type=click.Choice(KINDS), help="What the files are.")
@click.option("--recipe", help="How they are laid out: a file, or a name of `warehouse recipes`.")
@click.option("--set", "answers", multiple=True, help="NAME=TEXT: what each row has.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--quarantine", is_flag=True, help="Set bad rows aside and load the others.")
@_errors_in_one_line
def load(
    files: tuple[Path, ...],
    kind: str | None,
    recipe: str | None,
    answers: tuple[str, ...],
    dry_run: bool,
    quarantine: bool,
) -> None:
    """Check FILES against their declaration and land them, all or none."""
    from warehouse.loading import load as load_files

    if (kind is None) == (recipe is None):
        raise click.UsageError("give --as KIND, or --recipe, which says the kind")
    load_files(
        files,
        kind,
        recipe_name=recipe,
        answers=_answers(answers),
        is_dry_run=dry_run,
        is_quarantining=quarantine,
    )


def _answers(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [each.partition("=") for each in given]
    if any(not name or not sign for name, sign, _ in pairs):
        raise click.UsageError("--set takes NAME=TEXT, such as --set unit_zh=千元")
    return {name: text for name, _, text in pairs}


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "kind", required=True, type=click.Choice(KINDS), help="What the file is.")
@click.option("--output", type=click.Path(path_type=Path), help="Default: NAME.recipe.yml.")
@_errors_in_one_line
def recipe(file: Path, kind: str, output: Path | None) -> None:
    """Draft the recipe of FILE: how it is laid out, and what would land of it."""
    from warehouse.recipes import draft

    draft(file, kind, output)


@main.command()
@_errors_in_one_line
def recipes() -> None:
    """List the recipes of published files that come with the project."""
    from warehouse.recipes import list_recipes

    list_recipes()


@main.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--output", type=click.Path(path_type=Path), help="Default: KIND.xlsx.")
@_errors_in_one_line
def template(kind: str, output: Path | None) -> None:
    """Write a spreadsheet to fill in: headers, notes, drop-down lists."""
    from warehouse.loading import template as write_template

    write_template(kind, output)


@main.command()
@_errors_in_one_line
def loads() -> None:
    """List every load, those taken back included."""
    from warehouse.loading import list_loads

    list_loads()


@main.command()
@click.argument("batch")
@_errors_in_one_line
def unload(batch: str) -> None:
    """Take a loaded BATCH back."""
    from warehouse.loading import unload as unload_batch

    unload_batch(batch)


@main.command()
@click.argument("tables", nargs=-1)
@click.option(
    "--format", "format_name", required=True, type=click.Choice(FORMATS), help="Of the files."
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Folder to write; an earlier export there is replaced (default: exports/FORMAT).",
)
@click.option(
    "--headers",
    type=click.Choice(["en", "zh"]),
    help="Names of the columns (default: zh for xlsx and ods, en for the others).",
)
@click.option(
    "--suppress-below",
    type=click.IntRange(min=SMALLEST_THRESHOLD),
    default=SMALLEST_THRESHOLD,
    show_default=True,
    help="Withhold counts below this from rows of users' files.",
)
@click.option("--no-suppression", is_flag=True, help="Withhold no counts.")
@_errors_in_one_line
def export(
    tables: tuple[str, ...],
    format_name: str,
    output: Path | None,
    headers: Literal["en", "zh"] | None,
    suppress_below: int,
    no_suppression: bool,
) -> None:
    """Write TABLES, or all that are public, as files with a manifest.

    A table is named as core.dim_kpis, dim_kpis or 關鍵績效指標; a schema, such as core, is all of
    its tables.
    """
    from warehouse.export.command import export as export_tables

    below = None if no_suppression else suppress_below
    export_tables(tables, format_name, output, headers, below)


@main.command()
@click.argument("query", required=False)
@_answer_format
@_answer_output
@_errors_in_one_line
def sql(query: str | None, form: str, output: Path | None) -> None:
    """Run one QUERY over the published file, read-only; without one, ask for queries.

    Queries that are piped in are read as one QUERY: warehouse sql < query.sql
    """
    from warehouse.asking.answers import FORMATS, deliver
    from warehouse.asking.sql import open_published, query_published

    if query is None and sys.stdin.isatty() and output is None:
        from warehouse.asking.prompt import run_prompt

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
    from warehouse.asking import catalogue
    from warehouse.asking.answers import FORMATS, deliver
    from warehouse.asking.sql import open_published

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
    from warehouse.asking import search as finding
    from warehouse.asking.answers import FORMATS, deliver
    from warehouse.asking.sql import open_published

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
        from warehouse.asking.assistants import Limits, serve
    except ModuleNotFoundError as error:
        if error.name is None or not error.name.startswith(("mcp", "pydantic")):
            raise
        raise WarehouseError(
            f"`{error.name}` is not installed; the extra `assistants` has it: "
            "`make setup`, or pip install --editable '.[assistants]'"
        ) from error
    serve(published_file(), Limits(rows=rows, seconds=seconds))
