"""Partial aggregates of a landed batch: what the marts merge instead of reading its rows.

They are derived data: a folder beside the batches, named by the hash of the batch and the version
of the queries below. Whatever is missing is computed again, so that the folder may be deleted.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb

from loaders.files.landing import Landing, Load
from loaders.files.large.engine import engine
from loaders.sql_text import quoted

# Another version for every change of what the queries give.
VERSION = "v2"
FOLDER = "partials"
KIND = "programme_metrics"
INSTITUTION_YEARS = "institution_years"
METRIC_MONTHS = "metric_months"
INSTITUTIONS = "institutions"

# The figure of an institution, metric, breakdown and month: the one as of the latest day counts.
_KEY = "institution_id, metric_id, dimension_zh, month_start_date"
_ROWS = """
    select
        institution_id, institution_name_zh, institution_level_zh, region_zh,
        metric_id, metric_name_zh, dimension_zh, unit_zh, is_total,
        period_start_date as month_start_date,
        coalesce(as_of_date, period_end_date) as as_of_date,
        metric_value
    from read_parquet({path})
    where
        institution_id is not null
        and day(period_start_date) = 1
        and period_end_date = last_day(period_start_date)
"""
_LATEST_ROWS = f"""
    select * from rows
    qualify row_number() over (partition by {_KEY} order by as_of_date desc) = 1
"""
# Months as bits, so that merging sees which of them stand in several batches.
_INSTITUTION_YEARS = """
    select
        institution_id, metric_id, dimension_zh, unit_zh, is_total,
        cast(year(month_start_date) as integer) as fiscal_year,
        count(*) as figure_count,
        bit_or(cast(1 as integer) << cast(month(month_start_date) - 1 as integer)) as month_bits,
        {total} as metric_value_sum,
        cast(min(metric_value) as decimal(24, 6)) as lowest_value,
        cast(max(metric_value) as decimal(24, 6)) as highest_value
    from {rows}
    group by all
"""
_METRIC_MONTHS = """
    select
        metric_id, metric_name_zh, dimension_zh, unit_zh, is_total,
        institution_level_zh, region_zh, month_start_date,
        count(*) as figure_count,
        {total} as metric_value_sum,
        cast(min(metric_value) as decimal(24, 6)) as lowest_value,
        cast(max(metric_value) as decimal(24, 6)) as highest_value
    from {rows}
    group by all
"""
_INSTITUTIONS = """
    select
        institution_id, institution_name_zh, institution_level_zh, region_zh,
        max(month_start_date) as last_month_start_date
    from rows
    group by all
"""
# A group that holds more figures than months has several of one month. So may two groups that
# differ in their unit alone.
_SOME_MONTH_TWICE = """
    select
        exists (select 1 from {groups} where figure_count > bit_count(month_bits))
        or exists (
            select 1 from (select distinct metric_id, dimension_zh, unit_zh, is_total from {groups})
            group by metric_id, dimension_zh
            having count(*) > 1
        )
        and exists (
            select 1 from {groups}
            group by institution_id, metric_id, dimension_zh, fiscal_year
            having sum(bit_count(month_bits)) > bit_count(bit_or(month_bits))
        )
"""


def partials_folder(landing: Landing, parquet_sha256: str) -> Path:
    """Where the partial aggregates of a batch stand."""
    return landing.folder / FOLDER / f"{parquet_sha256}_{VERSION}"


def prepare_partials(landing: Landing) -> int:
    """Compute what is missing for the batches that count, and drop what no batch needs.

    Returns:
        How many batches were aggregated anew.
    """
    loads = [load for load in landing.active() if load.kind_code == KIND]
    _drop_others(landing, loads)
    missing = [load for load in loads if not partials_folder(landing, load.parquet_sha256).is_dir()]
    if missing:
        with engine(landing.folder / ".spill") as connection:
            for load in missing:
                write_partials(
                    connection,
                    landing.folder / load.parquet_file,
                    partials_folder(landing, load.parquet_sha256),
                )
    return len(missing)


def write_partials(connection: duckdb.DuckDBPyConnection, batch: Path, folder: Path) -> bool:
    """Aggregate a batch into a folder, which appears when it is whole.

    Args:
        connection: an engine.
        batch: the landed Parquet file.
        folder: where the aggregates go.

    Returns:
        Whether a month of some institution, metric and breakdown stands in several rows: as of
        several days, or with a key that is repeated.
    """
    new_folder = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new_folder, ignore_errors=True)
    new_folder.mkdir(parents=True)
    connection.execute(f"create or replace temp view rows as {_ROWS.format(path=quoted(batch))}")
    years = _years(connection)
    value_type = connection.execute("describe rows").fetchall()[-1][1]
    # Sums of whole numbers are exact, and faster, before they become decimals.
    addend = "metric_value" if "INT" in value_type else "cast(metric_value as decimal(24, 6))"
    total = f"cast(sum({addend}) as decimal(38, 6))"
    by_institution = _INSTITUTION_YEARS.format(total=total, rows="{rows}")
    by_year = new_folder / INSTITUTION_YEARS
    _copy_by_year(connection, by_institution, "rows", years, by_year)
    rows = "rows"
    groups = f"read_parquet({quoted(by_year / '*.parquet')})"
    twice = connection.execute(_SOME_MONTH_TWICE.format(groups=groups)).fetchall()[0][0]
    if twice:
        rows = f"({_LATEST_ROWS})"
        _copy_by_year(connection, by_institution, rows, years, by_year)
    by_metric = _METRIC_MONTHS.format(total=total, rows="{rows}")
    _copy_by_year(connection, by_metric, rows, years, new_folder / METRIC_MONTHS)
    (new_folder / INSTITUTIONS).mkdir()
    _copy(connection, _INSTITUTIONS, new_folder / INSTITUTIONS / "all.parquet")
    move_partials(new_folder, folder)
    return bool(twice)


def move_partials(made: Path, folder: Path) -> None:
    """Put a folder of partial aggregates in its place."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(made, folder)


def _years(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """The years of the rows; of a batch without such rows any one, so that its files exist."""
    years = connection.execute(
        "select distinct cast(year(month_start_date) as integer) as fiscal_year "
        "from (select distinct month_start_date from rows) order by fiscal_year"
    ).fetchall()
    return [year for (year,) in years] or [1]


def _copy_by_year(
    connection: duckdb.DuckDBPyConnection, query: str, rows: str, years: Sequence[int], folder: Path
) -> None:
    """Write a file a year: the rows are in order of months, and a year's groups fit into memory."""
    folder.mkdir(exist_ok=True)
    for year in years:
        days = f"date '{year:04}-01-01' and date '{year:04}-12-31'"
        of_year = f"(from {rows} where month_start_date between {days})"
        _copy(connection, query.format(rows=of_year), folder / f"{year:04}.parquet")


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    connection.execute(f"copy ({query}) to {quoted(path)} (format parquet, compression lz4_raw)")


def _drop_others(landing: Landing, loads: Sequence[Load]) -> None:
    wanted = {partials_folder(landing, load.parquet_sha256) for load in loads}
    parent = landing.folder / FOLDER
    for folder in parent.iterdir() if parent.is_dir() else ():
        if folder not in wanted:
            shutil.rmtree(folder)
