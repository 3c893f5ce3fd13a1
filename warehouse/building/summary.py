"""What `warehouse build` leaves on the screen."""

from __future__ import annotations

from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from foundation.descriptions import description_parts
from foundation.locations import PROJECT_ROOT, shown
from warehouse.building.build import BuildResult
from warehouse.gates.freshness import overdue, source_freshness
from warehouse.locations import PUBLIC_SCHEMAS

_TABLES = """
    select schema_name || '.' || table_name, column_count, comment
    from duckdb_tables()
    where database_name = current_database() and list_contains(?, schema_name)
    order by list_position(?, schema_name), table_name
"""
_FINDINGS = "select kind_code, count(*) from audit.rpt_source_findings group by all order by all"
_COMPARISONS = """
    select sum(compared_count), sum(agreed_count), sum(rounding_count), sum(disagreed_count)
    from audit.rpt_check_coverage
"""
_EXAMPLE = "select roc_year, budget_twd from nhi.mart_tiered_care_budget_years"


def print_summary(console: Console, result: BuildResult) -> None:
    """Print rows by mart, checks run, findings, where the file is and how to query it."""
    with duckdb.connect(str(result.published), read_only=True) as connection:
        console.print(_rows_by_table(connection))
        compared, agreed, rounding, disagreed = connection.execute(_COMPARISONS).fetchall()[0]
    findings = findings_by_kind(result.published).items()
    lines = [
        *_change_lines(result),
        f"checks    {result.dbt.test_count} dbt tests and {result.expectation_count} expectations "
        "passed",
        f"audit     {compared} figures compared: {agreed} agree, {rounding} differ by rounding, "
        f"{disagreed} disagree",
        "findings  " + ", ".join(f"{kind} {count}" for kind, count in findings),
        f"file      {shown(result.published)}",
        _kept_line(result),
        f"report    {shown(result.report)}",
        f'query     {_command()} sql "{_EXAMPLE}"',
    ]
    lines += [f"overdue   {line}" for line in overdue(source_freshness())]
    console.print("\n".join(lines), highlight=False, soft_wrap=True, markup=False)


def findings_by_kind(published: Path) -> dict[str, int]:
    """How many findings of each kind the published file holds."""
    with duckdb.connect(str(published), read_only=True) as connection:
        return dict(connection.execute(_FINDINGS).fetchall())


def _change_lines(result: BuildResult) -> list[str]:
    return [
        f"{'accepted' if change.is_refused else 'new':10}{change.message}"
        for change in result.changes
    ]


def _kept_line(result: BuildResult) -> str:
    if result.archive_error:
        return f"kept      not this build: {result.archive_error}"
    return f"kept      {result.archived_count} builds, for `warehouse rollback`"


def _command() -> Path:
    return shown(PROJECT_ROOT) / ".venv" / "bin" / "warehouse"


def _rows_by_table(connection: duckdb.DuckDBPyConnection) -> Table:
    table = Table("table", "rows", "columns", "資料表", box=None, pad_edge=False)
    table.columns[1].justify = table.columns[2].justify = "right"
    schemas = list(PUBLIC_SCHEMAS)
    for name, column_count, comment in connection.execute(_TABLES, [schemas, schemas]).fetchall():
        chinese_name = description_parts(comment or "").name_zh
        table.add_row(name, f"{len(connection.table(name)):,}", str(column_count), chinese_name)
    return table
