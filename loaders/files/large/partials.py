"""Partial aggregates of a landed batch: what the marts merge instead of reading its rows.

They are derived data: a folder beside the batches, named by the hash of the batch and the version
of the queries below. Whatever is missing is computed again, so that the folder may be deleted.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from filelock import FileLock

from loaders.files.landing import Landing, Load
from loaders.files.large.engine import engine
from loaders.files.large.summing import ROWS, DuckDBSumming, SummingEngine

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
    from {batch}
    where
        institution_id is not null
        and day(period_start_date) = 1
        and period_end_date = last_day(period_start_date)
"""
_LATEST_ROWS = f"""
    select * from (
        select
            *,
            row_number() over (partition by {_KEY} order by as_of_date desc) as row_no
        from {ROWS}
    ) as ranked
    where row_no = 1
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
_INSTITUTIONS = f"""
    select
        institution_id, institution_name_zh, institution_level_zh, region_zh,
        max(month_start_date) as last_month_start_date
    from {ROWS}
    group by all
"""
# A group that holds more figures than months has several of one month.
_WITH_MORE_FIGURES = "select 1 from {groups} where figure_count > bit_count(month_bits) limit 1"
# So may two groups that differ in their unit alone.
_WITH_SEVERAL_UNITS = """
    select 1
    from (select distinct metric_id, dimension_zh, unit_zh, is_total from {groups}) as cells
    group by metric_id, dimension_zh
    having count(*) > 1
    limit 1
"""
_WITH_A_MONTH_IN_SEVERAL_UNITS = """
    select 1 from {groups}
    group by institution_id, metric_id, dimension_zh, fiscal_year
    having sum(bit_count(month_bits)) > bit_count(bit_or(month_bits))
    limit 1
"""


def partials_folder(landing: Landing, parquet_sha256: str) -> Path:
    """Where the partial aggregates of a batch stand."""
    return landing.folder / FOLDER / f"{parquet_sha256}_{VERSION}"


@contextmanager
def _duckdb(landing: Landing) -> Iterator[SummingEngine]:
    with engine(landing.folder / ".spill") as connection:
        yield DuckDBSumming(connection)


def prepare_partials(
    landing: Landing,
    opened: Callable[[], AbstractContextManager[SummingEngine]] | None = None,
) -> int:
    """Compute what is missing for the batches that count, and drop what no batch needs.

    Waits where another build does so: each would otherwise take away what the other has begun.

    Args:
        landing: where the batches are.
        opened: gives the engine that sums, if there is anything to sum; DuckDB unless given.

    Returns:
        How many batches were aggregated anew.
    """
    loads = [load for load in landing.active() if load.kind_code == KIND]
    if not loads and not (landing.folder / FOLDER).is_dir():
        return 0
    with FileLock(landing.folder / ".partials.lock"):
        _drop_others(landing, loads)
        wanted = {load: partials_folder(landing, load.parquet_sha256) for load in loads}
        missing = {load: folder for load, folder in wanted.items() if not folder.is_dir()}
        if missing:
            with opened() if opened else _duckdb(landing) as summing:
                for load, folder in missing.items():
                    write_partials(summing, landing.folder / load.parquet_file, folder)
    return len(missing)


def write_partials(summing: SummingEngine, batch: Path, folder: Path) -> bool:
    """Aggregate a batch into a folder, which appears when it is whole.

    Args:
        summing: the engine that sums.
        batch: the landed Parquet file.
        folder: where the aggregates go.

    Returns:
        Whether a month of some institution, metric and breakdown stands in several rows: as of
        several days, or with a key that is repeated.
    """
    new_folder = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new_folder, ignore_errors=True)
    new_folder.mkdir(parents=True)
    summing.read_rows(_ROWS.format(batch=summing.parquet(batch)))
    total = f"cast(sum({summing.addend}) as decimal(38, 6))"
    by_institution = _INSTITUTION_YEARS.format(total=total, rows="{rows}")
    institution_years = new_folder / INSTITUTION_YEARS
    rows = ROWS
    summing.write_years(by_institution, rows, institution_years)
    twice = _has_a_month_twice(summing, institution_years)
    if twice:
        rows = f"({_LATEST_ROWS})"
        summing.write_years(by_institution, rows, institution_years)
    by_metric = _METRIC_MONTHS.format(total=total, rows="{rows}")
    summing.write_years(by_metric, rows, new_folder / METRIC_MONTHS)
    summing.write(_INSTITUTIONS, new_folder / INSTITUTIONS)
    move_partials(new_folder, folder)
    return twice


def move_partials(made: Path, folder: Path) -> None:
    """Put a folder of partial aggregates in its place."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(made, folder)


def _has_a_month_twice(summing: SummingEngine, institution_years: Path) -> bool:
    def has(query: str) -> bool:
        return bool(summing.fetch(query.format(groups=summing.parquet(institution_years))))

    return has(_WITH_MORE_FIGURES) or (
        has(_WITH_SEVERAL_UNITS) and has(_WITH_A_MONTH_IN_SEVERAL_UNITS)
    )


def _drop_others(landing: Landing, loads: Sequence[Load]) -> None:
    wanted = {partials_folder(landing, load.parquet_sha256) for load in loads}
    parent = landing.folder / FOLDER
    for folder in parent.iterdir() if parent.is_dir() else ():
        if folder not in wanted:
            shutil.rmtree(folder)
