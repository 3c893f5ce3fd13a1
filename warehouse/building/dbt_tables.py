"""The tables of a build, as dbt makes them: all, or what changed and what depends on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb

from loaders.files.landing import Landing
from loaders.files.large.partials import prepare_partials
from warehouse.building.dbt_build import DbtOutcome, run_dbt_build
from warehouse.building.inputs import Inputs, current_inputs
from warehouse.building.last_build import LastBuild
from warehouse.building.run import Run, make_everything, make_part, tell_scope
from warehouse.building.scope import Scope
from warehouse.gates.checked_suites import with_earlier
from warehouse.gates.expectation_report import write_report
from warehouse.gates.landed_batches import refuse_lost_batches
from warehouse.locations import BuildFolder
from warehouse.published.database_files import remove_database
from warehouse.telling.progress import Reporter

ASKED_FOR = Scope("asked for", is_full=True)

_Relations = set[tuple[str, str, str]]


class DbtTables:
    """The tables that dbt makes from the seeds and from users' files.

    Args:
        folder: where they are made.
        published: the file they are for.
        landing: users' files.
        is_full: whether all are made, whatever changed.
    """

    engine_version = f"duckdb {duckdb.__version__}"

    def __init__(
        self, folder: BuildFolder, published: Path, landing: Landing, *, is_full: bool
    ) -> None:
        self._folder = folder
        self._published = published
        self._landing = landing
        self._is_full = is_full

    def prepare(self, history: Path) -> None:
        """Check users' files, against what is published too, and sum the large ones.

        The build holds its locks by then, so that the last build is the last one.

        Raises:
            InputError: a landed batch is lost, or not as it landed.
        """
        self._last = LastBuild(self._folder.last)
        self._landing.verify()
        refuse_lost_batches(history, self._landing)
        prepare_partials(self._landing)

    def make(self, run: Run, history: Path, reporter: Reporter) -> Scope:
        """Make the tables and pass them through the gate; return what was made in the end."""
        self._inputs: Inputs = current_inputs()
        scope = ASKED_FOR if self._is_full else self._last.scope(self._inputs, self._published)
        tell_scope(scope, reporter)
        if not scope.is_full and (reason := self._make_part(run, scope, reporter)):
            run.start_again()
            scope = replace(scope, reason=reason, is_full=True)
            tell_scope(scope, reporter)
        if scope.is_full:
            make_everything(
                run,
                history,
                "building with dbt",
                lambda step: run_dbt_build(self._folder, run.started_at, scope, step),
                reporter,
            )
        return scope

    def refuse_losses(self, history: Path) -> None:
        """What is lost was refused before it was built."""

    def keep(self, run: Run, scope: Scope) -> None:
        """Keep what was published, for the next build to go on from."""
        suites = with_earlier(run.suites, () if scope.is_full else self._last.suites)
        self._last.keep(self._folder.database, self._published, run.run_id, self._inputs, suites)

    def _make_part(self, run: Run, scope: Scope, reporter: Reporter) -> str | None:
        """Go on from the last build; give the reason where that is not enough."""
        remove_database(self._folder.database)
        if not self._last.copy_to(self._folder.database):
            return "the last build is not as it was recorded"
        if scope.is_empty:
            write_report(self._last.suites, self._folder.report / "index.html")
            return None
        return make_part(
            run,
            scope,
            self._last.suites,
            lambda: build_part(run, scope, reporter) if scope.selectors else None,
            reporter,
        )


def build_part(run: Run, scope: Scope, reporter: Reporter) -> str | None:
    """Have dbt build a part; give the reason where it comes to other tables than there were."""
    before = _relations(run.folder.database)
    with reporter.step("building with dbt") as step:
        run.dbt = run_dbt_build(run.folder, run.started_at, scope, step)
    return _other_tables(scope, run.dbt, before ^ _relations(run.folder.database))


def _other_tables(scope: Scope, dbt: DbtOutcome, moved: _Relations) -> str | None:
    if unbuilt := scope.nodes - dbt.node_names:
        return f"{min(unbuilt)} is not built any more"
    if moved:
        schema, name, _ = min(moved)
        return f"{schema}.{name} is another table than before, or gone"
    return None


def _relations(database: Path) -> _Relations:
    with duckdb.connect(str(database), read_only=True) as connection:
        return set(
            connection.execute(
                "select table_schema, table_name, table_type from information_schema.tables"
            ).fetchall()
        )
