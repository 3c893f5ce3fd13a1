"""Small counts in rows of users' files, which an export withholds.

A count below the threshold shows as `<3`, one that would give it away as `*`. Figures that
documents print are public, and stay.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from loaders.files.landing import ROW_KEY_PREFIX
from warehouse.errors import WarehouseError
from warehouse.export.tables import ExportTable, quoted_name
from warehouse.export.withheld_cells import Cell, Mark, withhold_recomputable
from warehouse.public_names import declared_tables

WITHHELD = "*"
# Below 3 there are 1 and 2; a count that must be 1 would be no secret.
SMALLEST_THRESHOLD = 3


@dataclass(frozen=True)
class SmallCounts:
    """What a table declares of its counts, in `config.meta.small_counts`: columns, or SQL of them.

    Attributes:
        value: the figure in its base unit, which is compared with the threshold.
        unit: its unit.
        counting_dimensions: what `dimension_code` of a unit that counts is.
        row_key: names the row of the file or document.
        metric: what is counted.
        breakdown: of which part.
        is_total: whether a row is the sum of the parts beside it.
        first_day, last_day, as_of: the period, and the day up to which the figure counts.
        emptied: numbers that give the figure away.
        marked: texts that give it away; they say `<3` or `*` instead.
    """

    value: str
    unit: str
    counting_dimensions: list[str]
    row_key: str
    metric: str
    breakdown: str
    is_total: str
    first_day: str
    last_day: str
    as_of: str
    emptied: list[str]
    marked: list[str]


@dataclass(frozen=True)
class Withheld:
    """What an export withholds of a table.

    Attributes:
        marks: the temporary table of what rows show instead, `row_no, mark`.
        declared: what the table declares.
        small_count: counts below the threshold.
        further_count: counts withheld so that no small one can be worked out.
        open_sum_count: sums that still give a small count away, because documents print the rest.
    """

    marks: str
    declared: SmallCounts
    small_count: int
    further_count: int
    open_sum_count: int


def declared_small_counts() -> dict[str, SmallCounts]:
    """What public tables declare of their counts, by full name."""
    declared = {}
    for schema, _, table in declared_tables():
        small_counts = table.get("config", {}).get("meta", {}).get("small_counts")
        if small_counts:
            declared[f"{schema}.{table['name']}"] = SmallCounts(**small_counts)
    return declared


def withhold(
    connection: duckdb.DuckDBPyConnection, table: ExportTable, declared: SmallCounts, below: int
) -> Withheld:
    """Decide what of a table is withheld, and write the marks into a temporary table.

    Raises:
        WarehouseError: the published table lacks a declared column.
    """
    marks = f"temp.marks_of_{table.schema}_{table.name}"
    try:
        connection.execute(f"create temp table counts as {_counts_query(table, declared, below)}")
    except duckdb.BinderException as error:
        raise WarehouseError(
            f"{table.full_name} was built by another version, whose small counts cannot be told; "
            "`warehouse build` makes a file that can be exported"
        ) from error
    connection.execute(
        f"create temp table {marks} as select row_no, ? as mark from counts where is_small",  # noqa: S608
        [f"<{below}"],
    )
    cells = [Cell(*facts) for facts in connection.execute(_CELLS_IN_SUMS).fetchall()]
    open_sum_count = withhold_recomputable(cells, below)
    withheld = [cell.row_no for cell in cells if cell.mark is Mark.WITHHELD]
    connection.execute(f"delete from {marks} where row_no in (select unnest(?))", [withheld])  # noqa: S608
    connection.execute(f"insert into {marks} select unnest(?), ?", [withheld, WITHHELD])
    [(marked_count,)] = connection.execute(f"select count(*) from {marks}").fetchall()  # noqa: S608
    connection.execute("drop table counts")
    return Withheld(marks, declared, marked_count - len(withheld), len(withheld), open_sum_count)


def _counts_query(table: ExportTable, declared: SmallCounts, below: int) -> str:
    dimensions = ", ".join(f"'{code}'" for code in declared.counting_dimensions)
    is_landed = f"starts_with({declared.row_key}, '{ROW_KEY_PREFIX}')"
    return f"""
        select
            rowid as row_no,
            {declared.metric} as metric,
            {declared.breakdown} as breakdown,
            {declared.first_day} as first_day,
            {declared.last_day} as last_day,
            {declared.as_of} as as_of,
            {declared.is_total} as is_total,
            {declared.value} as value,
            {is_landed} as is_landed,
            {is_landed} and {declared.value} > 0 and {declared.value} < {below} as is_small
        from {quoted_name(table.schema)}.{quoted_name(table.name)}
        where {declared.value} is not null
            and {declared.unit} in (
                select unit_zh from raw.reference__units where dimension_code in ({dimensions})
            )
    """  # noqa: S608


# Only metrics that have a sum with a small count in it need a closer look.
_CELLS_IN_SUMS = """
    with metrics as (
        select metric
        from counts
        group by metric, first_day, last_day, as_of
        having
            bool_or(is_small)
            and bool_or(is_total or breakdown is null)
            and bool_or(not is_total and breakdown is not null)
        union
        select metric
        from counts
        group by metric, breakdown, is_total
        having bool_or(is_small) and count(distinct last_day - first_day) > 1
    )
    select counts.*
    from counts
    where metric in (select metric from metrics)
    order by row_no
"""
