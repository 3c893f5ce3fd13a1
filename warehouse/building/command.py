"""What `warehouse build` does around a build: nothing where nothing changed, results, notices.

Nothing here imports dbt, a data frame or an expectation until there is something to build.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from warehouse.building.inputs import current_inputs
from warehouse.building.last_build import LastBuild
from warehouse.errors import BuildLocked, exit_code_of
from warehouse.gates.freshness import overdue, source_freshness
from warehouse.locations import BuildFolder, site_folder
from warehouse.telling.log import log_event, write_events
from warehouse.telling.notices import send_notices
from warehouse.telling.progress import Reporter, open_console

if TYPE_CHECKING:
    from warehouse.building.build import BuildResult
    from warehouse.export.parquet_exports import ParquetExport

RESULT_VERSION = 1


@dataclass(frozen=True)
class BuildOptions:
    """How a build was asked for.

    Attributes:
        published: the file to publish to.
        is_if_changed: whether to build only where an input changed.
        is_full: whether to build everything, whatever changed.
        accept_reason: why changes beyond tolerance are right; None where they are not accepted.
        wait_seconds: how long to wait for another build to end.
        has_site: whether to write the site of what is published.
        has_json_result: whether the result goes to stdout as JSON, and all else to stderr.
        has_json_log: whether events go to stderr as JSON, and nothing else does.
        parquet: public tables to publish that another engine built; None to build them here.
    """

    published: Path
    is_if_changed: bool = False
    is_full: bool = False
    accept_reason: str | None = None
    wait_seconds: float = 0
    has_site: bool = False
    has_json_result: bool = False
    has_json_log: bool = False
    parquet: ParquetExport | None = None


# The machine-readable result of a build, as it comes to be known.
Facts = dict[str, Any]


def run_build(options: BuildOptions) -> None:
    """Build, if there is reason to, and tell the result to whoever asked for it.

    Raises:
        Exception: whatever the build ended in, once it has been told.
    """
    write_events(to_stderr=options.has_json_log)
    started = time.monotonic()
    console = _console(options)
    reporter = Reporter(console)
    facts: Facts = {
        "result_version": RESULT_VERSION,
        "status": "interrupted",
        "published": str(options.published),
    }
    log_event("build started", published=str(options.published))
    try:
        _build_if_needed(options, reporter, facts)
        facts.update(exit_code=0, error=None)
    except Exception as error:
        facts.update(status="failed", exit_code=exit_code_of(error), error=_error_facts(error))
        raise
    finally:
        facts.update(seconds=_seconds(reporter, started), overdue_sources=_overdue())
        _tell(options, facts)


def _build_if_needed(options: BuildOptions, reporter: Reporter, facts: Facts) -> None:
    folder = BuildFolder.default()
    if options.is_if_changed:
        last = LastBuild(folder.last)
        if reason := _reason_to_do_nothing(last, options.published):
            facts.update(status="unchanged", run_id=last.run_id, reason=reason)
            reporter.say(f"{reason} since run {last.run_id}; nothing to do")
            for line in _overdue():
                reporter.say(f"overdue   {line}")
            return
    from warehouse.building.build import BuildRequest, build
    from warehouse.building.summary import print_summary

    request = BuildRequest(
        folder,
        options.published,
        is_full=options.is_full,
        accept_reason=options.accept_reason,
        wait_seconds=options.wait_seconds,
        parquet=options.parquet,
    )
    result = build(request, reporter)
    facts.update(_result_facts(result))
    if not options.has_json_result:
        print_summary(reporter.console, result)
    if options.has_site:
        from warehouse.site.command import write_site

        written = write_site(options.published, site_folder(), reporter)
        facts.update(site=str(written.folder))


def _reason_to_do_nothing(last: LastBuild, published: Path) -> str | None:
    """Why there is nothing to build; a rollback stands until an input changes."""
    inputs = current_inputs()
    scope = last.scope(inputs, published)
    if scope.is_empty:
        return scope.reason
    if not last.is_of(inputs) or not published.exists():
        return None
    from warehouse.published.rollback import restored_run_id

    restored = restored_run_id(published)
    return f"run {restored} was restored, and no input changed" if restored else None


def _console(options: BuildOptions) -> Console:
    return open_console(is_to_stderr=options.has_json_result, is_quiet=options.has_json_log)


def _result_facts(result: BuildResult) -> Facts:
    from warehouse.building.summary import findings_by_kind

    return {
        "status": "published",
        "run_id": result.run_id,
        "scope": "full" if result.scope.is_full else "changed",
        "reason": result.scope.reason,
        "report": str(result.report),
        "counts": {
            "tables": len(result.dbt.model_runs),
            "models": result.dbt.model_count,
            "tests": result.dbt.test_count,
            "failed_tests": result.dbt.failed_test_count,
            "expectations": result.expectation_count,
        },
        "findings": findings_by_kind(result.published),
        "changes": [asdict(change) for change in result.changes],
        "kept_builds": result.archived_count,
        "not_kept": result.archive_error,
    }


def _error_facts(error: Exception) -> Facts:
    return {
        "kind": type(error).__name__,
        "message": str(error),
        "notes": list(getattr(error, "__notes__", ())),
    }


def _seconds(reporter: Reporter, started: float) -> dict[str, float]:
    phases = {name: round(seconds, 3) for name, seconds in reporter.seconds.items()}
    return {**phases, "total": round(time.monotonic() - started, 3)}


def _overdue() -> list[str]:
    """Sources that are overdue; none where the declarations are unreadable: the build says so."""
    try:
        return overdue(source_freshness())
    except (OSError, ValueError, KeyError):
        return []


def _tell(options: BuildOptions, facts: Facts) -> None:
    """Log the result, send notices of a failure, print it where JSON was asked for."""
    is_failed = facts["status"] == "failed"
    log_event("build ended", is_error=is_failed, **facts)
    # A build that meets another one has not failed: that one is building what it would.
    if is_failed and facts["exit_code"] != BuildLocked.exit_code:
        for problem in send_notices(facts):
            log_event("notice not sent", is_error=True, problem=problem)
            if not options.has_json_log:
                click.echo(f"warning: {problem}", err=True)
    if options.has_json_result:
        click.echo(json.dumps(facts, ensure_ascii=False, default=str, indent=2))
    sys.stdout.flush()
