"""Small counts in rows of users' files, which an export withholds.

A count below the threshold shows as `<3`, one that would give it away as `*`. Figures that
documents print are public, and stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from foundation.sql_text import literal
from loaders.files.landing import ROW_KEY_PREFIX
from warehouse.errors import WarehouseError
from warehouse.export.tables import ExportTable, chosen_tables
from warehouse.export.withheld_cells import Cell, Mark, withhold_recomputable
from warehouse.naming.public_names import declared_tables

WITHHELD = "*"
# In memory, a few hundred bytes each.
MOST_CELLS = 2_000_000


@dataclass(frozen=True)
class SmallCounts:
    """What a table of counts declares, in `config.meta.small_counts`; all are column names.

    Attributes:
        value: the figure in its base unit, which is compared with the threshold.
        unit: its unit.
        counting_dimensions: what `dimension_code` of a unit that counts is.
        row_key: names the row of the file or document.
        metric: what is counted.
        breakdown: of which part; empty where all of its parts are counted.
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
    breakdown: list[str]
    is_total: str
    first_day: str
    last_day: str
    as_of: str
    emptied: list[str]
    marked: list[str]


@dataclass(frozen=True)
class JudgedElsewhere:
    """What a table of some of the counts of another declares: there their sums stand as well.

    Attributes:
        judged_in: the table whose counts decide, by full name.
        row_key: names the same row in both tables.
        emptied, marked: as in `SmallCounts`.
    """

    judged_in: str
    row_key: str
    emptied: list[str]
    marked: list[str]


@dataclass(frozen=True)
class SmallSums:
    """What a table of sums over rows of users' files declares, in `config.meta.small_sums`.

    A sum that holds a small count is withheld whole: what stays is made of counts that stay.

    Attributes:
        lowest: the smallest of the counts summed, in the unit of the row.
        unit, counting_dimensions, emptied: as in `SmallCounts`.
    """

    lowest: str
    unit: str
    counting_dimensions: list[str]
    emptied: list[str]


@dataclass(frozen=True)
class Withheld:
    """What an export withholds of a table.

    Attributes:
        marks: the temporary table of what rows show instead, `row_no, mark`.
        emptied, marked: columns that show nothing, and columns that show the mark.
        small_count: counts below the threshold.
        further_count: counts withheld so that no small one can be worked out.
        open_sum_count: sums that still give a small count away, because documents print the rest.
    """

    marks: str
    emptied: Sequence[str]
    marked: Sequence[str]
    small_count: int
    further_count: int
    open_sum_count: int

    @property
    def is_nothing(self) -> bool:
        return self.small_count + self.further_count == 0


def declared_small_counts() -> dict[str, SmallCounts | SmallSums | JudgedElsewhere]:
    """What public tables declare of their counts, by full name."""
    declared: dict[str, SmallCounts | SmallSums | JudgedElsewhere] = {}
    for schema, _, table in declared_tables():
        meta = table.get("config", {}).get("meta", {})
        if "small_counts" in meta:
            counts = meta["small_counts"]
            shape = JudgedElsewhere if "judged_in" in counts else SmallCounts
            declared[f"{schema}.{table['name']}"] = shape(**counts)
        elif "small_sums" in meta:
            declared[f"{schema}.{table['name']}"] = SmallSums(**meta["small_sums"])
    return declared


def withhold(
    connection: duckdb.DuckDBPyConnection,
    table: ExportTable,
    declared: SmallCounts | SmallSums | JudgedElsewhere,
    below: int,
) -> Withheld:
    """Decide what of a table is withheld, and write the marks into a temporary table.

    Raises:
        WarehouseError: the published table lacks a declared column, or holds too many counts in
            sums.
    """
    marks = f"temp.marks_of_{table.table.schema}_{table.table.name}"
    small_mark = f"<{below}"
    if isinstance(declared, JudgedElsewhere):
        return _judged_elsewhere(connection, table, declared, below, marks)
    try:
        if isinstance(declared, SmallSums):
            connection.execute(
                f"create temp table {marks} as {_sums_query(table, declared, below)}", [small_mark]
            )
            return Withheld(marks, declared.emptied, (), _row_count(connection, marks), 0, 0)
        connection.execute(f"create temp table counts as {_counts_query(table, declared, below)}")
    except duckdb.BinderException as error:
        raise WarehouseError(
            f"{table.full_name} was built by another version, whose small counts cannot be told; "
            "`warehouse build` makes a file that can be exported"
        ) from error
    connection.execute(
        f"create or replace temp table {marks} as "  # noqa: S608
        "select row_no, ? as mark from counts where is_small",
        [small_mark],
    )
    cells = _cells_in_sums(connection, declared)
    open_sum_count = withhold_recomputable(cells, below)
    further = [cell.row_no for cell in cells if cell.mark is Mark.WITHHELD]
    connection.execute(f"delete from {marks} where row_no in (select unnest(?))", [further])  # noqa: S608
    connection.execute(f"insert into {marks} select unnest(?), ?", [further, WITHHELD])
    connection.execute("drop table counts")
    small_count = _row_count(connection, marks) - len(further)
    return Withheld(
        marks, declared.emptied, declared.marked, small_count, len(further), open_sum_count
    )


def _judged_elsewhere(
    connection: duckdb.DuckDBPyConnection,
    table: ExportTable,
    declared: JudgedElsewhere,
    below: int,
    marks: str,
) -> Withheld:
    """The marks that the same rows have where their sums stand beside them."""
    [judge] = chosen_tables(connection, [declared.judged_in])
    judged = withhold(connection, judge, declared_small_counts()[declared.judged_in], below)
    connection.execute(
        f"create or replace temp table {marks} as "  # noqa: S608
        f"select whole.rowid as row_no, marks.mark from {table.source} as whole "
        f"inner join {judge.source} as judged using ({declared.row_key}) "
        f"inner join {judged.marks} as marks on judged.rowid = marks.row_no"
    )
    further_query = f"select count(*) from {marks} where mark = ?"  # noqa: S608
    [(further_count,)] = connection.execute(further_query, [WITHHELD]).fetchall()
    return Withheld(
        marks,
        declared.emptied,
        declared.marked,
        _row_count(connection, marks) - further_count,
        further_count,
        judged.open_sum_count,
    )


def _row_count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    [(count,)] = connection.execute(f"select count(*) from {table}").fetchall()  # noqa: S608
    return int(count)


def _sums_query(table: ExportTable, declared: SmallSums, below: int) -> str:
    return f"""
        select whole.rowid as row_no, ? as mark
        from {table.source} as whole
        inner join raw.reference__units as units on whole.{declared.unit} = units.unit_zh
        where units.dimension_code in ({_quoted(declared.counting_dimensions)})
            and whole.{declared.lowest} * cast(units.multiplier as decimal(18, 8)) < {below}
    """  # noqa: S608


def _quoted(codes: Sequence[str]) -> str:
    return ", ".join(map(literal, codes))


def _counts_query(table: ExportTable, declared: SmallCounts, below: int) -> str:
    is_landed = f"starts_with({declared.row_key}, {literal(ROW_KEY_PREFIX)})"
    return f"""
        select
            rowid as row_no,
            {declared.metric} as metric,
            [{", ".join(declared.breakdown)}] as breakdown,
            {declared.first_day} as first_day,
            {declared.last_day} as last_day,
            {declared.as_of} as as_of,
            {declared.is_total} as is_total,
            {declared.value} as value,
            {is_landed} as is_landed,
            {is_landed} and {declared.value} > 0 and {declared.value} < {below} as is_small
        from {table.source}
        where {declared.value} is not null
            and {declared.unit} in (
                select unit_zh
                from raw.reference__units
                where dimension_code in ({_quoted(declared.counting_dimensions)})
            )
    """  # noqa: S608


def _cells_in_sums(connection: duckdb.DuckDBPyConnection, declared: SmallCounts) -> list[Cell]:
    """The counts of metrics that have a small count in a sum; the others need no closer look.

    A sum has a total, or a row without breakdown, or a period at least twice as long as another.
    """
    is_broken_down = " or ".join(
        f"count(breakdown[{place}]) between 1 and count(*) - 1"
        for place in range(1, len(declared.breakdown) + 1)
    )
    query = f"""
        with metrics as (
            select metric
            from counts
            group by metric, first_day, last_day, as_of
            having bool_or(is_small) and (count(distinct is_total) > 1 or {is_broken_down})
            union
            select metric
            from counts
            group by metric, breakdown, is_total
            having
                bool_or(is_small)
                and max(last_day - first_day) + 1 >= 2 * (min(last_day - first_day) + 1)
        )
        select row_no, metric, breakdown, * exclude (row_no, metric, breakdown)
        from counts
        where metric in (select metric from metrics)
        order by row_no
    """  # noqa: S608
    cells = [
        Cell(row_no, metric, tuple(breakdown), *facts)
        for row_no, metric, breakdown, *facts in connection.execute(query).fetchmany(MOST_CELLS + 1)
    ]
    if len(cells) > MOST_CELLS:
        raise WarehouseError(
            f"more than {MOST_CELLS} counts stand in sums with small ones, too many to tell which "
            "others give them away; export other tables, or use --no-suppression"
        )
    return cells
