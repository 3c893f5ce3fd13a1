"""`warehouse load`, `loads`, `unload` and `template`, as the command line shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from pathlib import Path

import click
import duckdb
import polars as pl

from foundation.errors import InputError
from foundation.keys import key_of
from foundation.locations import SEEDS_FOLDER
from loaders.files.code_lists import code_lists
from loaders.files.declarations import Kind, kinds
from loaders.files.landing import ROW_KEY_PREFIX, Landing
from loaders.files.loading import FileOutcome, Request, load_files
from loaders.files.recipes.applying import LeftOut
from loaders.files.recipes.declaration import find_recipe, with_answers
from loaders.files.templates import write_template
from warehouse.asking.sql import LOCKED_DOWN
from warehouse.asking.unjudged import unjudged
from warehouse.locations import landing_folder, load_folder, published_file

PROBLEMS_SHOWN = 20


def load(
    paths: Sequence[Path],
    kind_name: str | None,
    *,
    recipe_name: str | None,
    answers: Mapping[str, str],
    is_dry_run: bool,
    is_quarantining: bool,
) -> None:
    """Load files and tell what became of each.

    Args:
        paths: the files.
        kind_name: what they are; None where a recipe says so.
        recipe_name: the recipe's file or name.
        answers: constants that are given beside the recipe, by column.
        is_dry_run: whether nothing is written.
        is_quarantining: whether bad rows are set aside.

    Raises:
        InputError: a file cannot be loaded, or in a dry run could not be.
        PersonalDataFound: a file may identify a person.
        LandingError: the landing folder is in use or cannot be written to.
    """
    recipe = with_answers(find_recipe(recipe_name), answers) if recipe_name else None
    request = Request(
        kind=recipe.kind if recipe else kinds()[kind_name or ""],
        lists=code_lists(SEEDS_FOLDER, Landing(landing_folder())),
        taken_keys=published_keys,
        inside=load_folder(),
        is_quarantining=is_quarantining,
        is_dry_run=is_dry_run,
        recipe=recipe,
    )
    outcomes = load_files(paths, request, Landing(landing_folder()))
    refused = [
        outcome
        for outcome in outcomes
        if outcome.problems.height and (not is_quarantining or not outcome.load.landed_row_count)
    ]
    for outcome in outcomes:
        if outcome.is_known:
            load = outcome.load
            loaded = f"loaded already as {load.batch_id} ({load.loaded_at})"
            click.echo(f"{outcome.file}: {loaded}; unchanged")
        elif refused:
            _print_refused(outcome)
        else:
            _print_landed(outcome, "would land" if is_dry_run else "landed")
            _print_unjudged(outcome, request)
        print_left_out(outcome.left_out)
        for note in outcome.notes:
            click.echo(f"  {note}")
        print_problems(outcome.problems)
    if refused:
        count = refused[0].load.quarantined_row_count
        raise InputError(
            file=refused[0].file,
            found=f"{count} rows that cannot be loaded",
            expected="rows as declared",
            mend="mend the rows listed above, or load the others with --quarantine",
        )
    if any(not outcome.is_known for outcome in outcomes) and not is_dry_run:
        click.echo("`warehouse build` brings what was loaded into the marts")


def list_loads() -> None:
    """Print every load, those taken back included."""
    loads = Landing(landing_folder()).loads()
    if not loads:
        click.echo("nothing is loaded")
        return
    for each in loads:
        state = f"taken back {each.unloaded_at}" if each.unloaded_at else "loaded"
        counts = _counts(each.read_row_count, each.landed_row_count, each.quarantined_row_count)
        click.echo(
            f"{each.batch_id}  {each.loaded_at}  {state}\n"
            f"  {each.file_name}{f' [{each.sheet}]' if each.sheet else ''}, {each.format}"
            f"{f', {each.encoding}' if each.encoding else ''}: {counts}\n"
            f"  sha256 {each.sha256}"
        )


def unload(batch_id: str) -> None:
    """Take a batch back.

    Raises:
        LandingError: no such batch is loaded, or the landing folder is in use.
    """
    landing = Landing(landing_folder())
    with landing.locked(is_shared=False):
        taken_back = landing.unload(batch_id)
    click.echo(
        f"{batch_id} is taken back: its {taken_back.landed_row_count} rows no longer count, and "
        "rows they superseded count again; `warehouse build` brings this into the marts"
    )


def template(kind_name: str, output: Path | None) -> None:
    """Write the template of a kind, where no file stands yet.

    Raises:
        InputError: a file of that name exists.
    """
    path = output or Path(f"{kind_name}.xlsx")
    if path.exists():
        raise InputError(
            file=path,
            found="a file that exists",
            expected="a name that is free",
            mend="name another with --output, or move it away",
        )
    try:
        write_template(
            kinds()[kind_name], code_lists(SEEDS_FOLDER, Landing(landing_folder())), path
        )
    except OSError as error:
        raise InputError(
            file=path,
            found=f"a place that cannot be written to ({error.strerror})",
            expected="a folder that exists",
            mend="name another place with --output",
        ) from None
    click.echo(f"{path}: fill in its first sheet, then `warehouse load {path} --as {kind_name}`")


def published_keys(kind: Kind) -> Set[str]:
    """Keys that the published warehouse has from documents, written as a file's keys are.

    Where nothing is published yet there are none; the build still refuses a key that stands twice.
    """
    published = published_file()
    if kind.document_keys is None or not published.exists():
        return frozenset()
    columns = ", ".join(kind.document_keys.columns)
    query = (
        f"select distinct {columns} from {kind.document_keys.table} "  # noqa: S608
        f"where not starts_with(_seed_row_key, '{ROW_KEY_PREFIX}')"
    )
    try:
        with duckdb.connect(str(published), read_only=True, config=LOCKED_DOWN) as connection:
            rows = connection.execute(query).fetchall()
    except duckdb.Error:
        return frozenset()
    return frozenset(map(key_of, rows))


def _print_refused(outcome: FileOutcome) -> None:
    load = outcome.load
    bad = f"{load.quarantined_row_count} of them cannot be loaded"
    click.echo(f"{outcome.file}: would not land: {load.read_row_count} rows read, {bad}")


def _print_landed(outcome: FileOutcome, happens: str) -> None:
    load = outcome.load
    counts = _counts(load.read_row_count, load.landed_row_count, load.quarantined_row_count)
    click.echo(f"{outcome.file}: {happens} as {load.batch_id}: {counts}")
    for batch_id, count in outcome.superseded.items():
        click.echo(f"  {count} rows supersede rows of {batch_id}")
    if load.quarantine_file:
        click.echo(f"  in quarantine, with reasons: {landing_folder() / load.quarantine_file}")


def _print_unjudged(outcome: FileOutcome, request: Request) -> None:
    if request.kind.name != "kpi_actuals":
        return
    units = request.lists["units"].entries.values()
    base_units = {unit.value: unit.attributes["base_unit_zh"] for unit in units}
    for reason in unjudged(outcome.landed, base_units, published_file()):
        click.echo(f"  {reason}")


def print_left_out(left_out: Sequence[LeftOut]) -> None:
    """Print what a recipe makes no row of, by reason."""
    for each in left_out:
        click.echo(f"  left out, {each.reason}: {each.count}, such as {each.examples[0]}")


def print_problems(problems: pl.DataFrame) -> None:
    """Print the first problems of a file's rows."""
    for problem in problems.head(PROBLEMS_SHOWN).iter_rows(named=True):
        click.echo(
            f"  row {problem['place']}, column {problem['column']}: found {problem['found']}; "
            f"expected {problem['expected']}. To mend: {problem['mend']}."
        )
    if problems.height > PROBLEMS_SHOWN:
        click.echo(f"  and {problems.height - PROBLEMS_SHOWN} more")


def _counts(read: int, landed: int, quarantined: int) -> str:
    return f"{read} rows read = {landed} landed + {quarantined} in quarantine"
