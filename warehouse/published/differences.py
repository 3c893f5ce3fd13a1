"""Two files with the same tables: which rows and values differ, by key."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import duckdb

from foundation.sql_text import identifier
from warehouse.locations import PUBLIC_SCHEMAS
from warehouse.published.meta_tables import read_meta
from warehouse.published.run_history import HISTORY_TABLES
from warehouse.published.table_checksums import TABLE_CHECKSUMS

BEFORE, AFTER = "before", "after"
Sample = dict[str, Any]


@dataclass(frozen=True)
class TableShape:
    """A public table as one of the files has it.

    Attributes:
        types: type of each column, in order.
        key: columns that identify a row; none where the file does not say.
    """

    types: dict[str, str]
    key: tuple[str, ...]


@dataclass(frozen=True)
class TableDifference:
    """How a table differs between two files.

    Attributes:
        table: `schema.table`.
        key: columns by which rows were matched; none where whole rows were.
        rows_before, rows_after: rows in each; None where the table is not there.
        added, removed: rows (by key) that only the later, only the earlier file has.
        changed: rows of the same key with other values.
        changed_columns: of those, how many have another value in each column.
        columns_added, columns_removed, types_changed: how the columns differ.
        samples: some of the rows, each with its key and the values before and after.
    """

    table: str
    key: tuple[str, ...]
    rows_before: int | None
    rows_after: int | None
    added: int
    removed: int
    changed: int
    changed_columns: dict[str, int]
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    types_changed: dict[str, tuple[str, str]]
    samples: tuple[Sample, ...]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def public_shapes(connection: duckdb.DuckDBPyConnection, catalog: str) -> dict[str, TableShape]:
    """The public tables of an attached file, by `schema.table`."""
    keys: dict[str, list[str]] = {}
    columns = ("schema_name", "table_name", "column_name", "is_key")
    for schema, table, column, is_key in read_meta(connection, catalog, "data_dictionary", columns):
        if is_key:
            keys.setdefault(f"{schema}.{table}", []).append(column)
    found = connection.execute(
        """
        select schema_name || '.' || table_name, column_name, data_type
        from duckdb_columns()
        where database_name = $catalog and list_contains($schemas, schema_name)
            and (schema_name, table_name) in (
                select (schema_name, table_name) from duckdb_tables()
                where database_name = $catalog
            )
        order by schema_name, table_name, column_index
        """,
        {"catalog": catalog, "schemas": list(PUBLIC_SCHEMAS)},
    ).fetchall()
    types: dict[str, dict[str, str]] = {}
    for table, column, data_type in found:
        types.setdefault(table, {})[column] = data_type
    return {
        table: TableShape(each, tuple(name for name in each if name in keys.get(table, ())))
        for table, each in types.items()
        if table != f"meta.{TABLE_CHECKSUMS.name}"
    }


def compare_tables(
    connection: duckdb.DuckDBPyConnection, sample_count: int, only: str | None = None
) -> list[TableDifference]:
    """Compare the public tables of the files attached as `before` and `after`.

    Args:
        connection: where both are attached.
        sample_count: how many differing rows to show of each table.
        only: the one table to compare, `schema.table`; None for all but the history in `meta`,
            which differs between any two builds.

    Returns:
        The tables that differ, by name.
    """
    before, after = (public_shapes(connection, catalog) for catalog in (BEFORE, AFTER))
    differences = []
    history = {f"meta.{table.name}" for table in HISTORY_TABLES}
    for table in sorted(before.keys() | after.keys()):
        if table == only or (only is None and table not in history):
            difference = _compare(
                connection, table, before.get(table), after.get(table), sample_count
            )
            if difference is not None:
                differences.append(difference)
    return differences


def _compare(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    before: TableShape | None,
    after: TableShape | None,
    sample_count: int,
) -> TableDifference | None:
    rows_before = _row_count(connection, BEFORE, table) if before else None
    rows_after = _row_count(connection, AFTER, table) if after else None
    if before is None or after is None:
        return TableDifference(
            table,
            (),
            rows_before,
            rows_after,
            rows_after or 0,
            rows_before or 0,
            0,
            {},
            (),
            (),
            {},
            (),
        )
    shared = [name for name in before.types if name in after.types]
    key = tuple(name for name in after.key or before.key if name in shared)
    if not key or not all(
        _is_unique(connection, catalog, table, key) for catalog in (BEFORE, AFTER)
    ):
        key = tuple(shared)
    values = [name for name in shared if name not in key]
    added, removed, changed, changed_columns = _counts(connection, table, key, values)
    difference = TableDifference(
        table=table,
        key=key if values else (),
        rows_before=rows_before,
        rows_after=rows_after,
        added=added,
        removed=removed,
        changed=changed,
        changed_columns={name: count for name, count in changed_columns.items() if count},
        columns_added=tuple(name for name in after.types if name not in before.types),
        columns_removed=tuple(name for name in before.types if name not in after.types),
        types_changed={
            name: (before.types[name], after.types[name])
            for name in shared
            if before.types[name] != after.types[name]
        },
        samples=_samples(connection, table, key, values, sample_count),
    )
    is_equal = not (
        difference.added
        or difference.removed
        or difference.changed
        or difference.columns_added
        or difference.columns_removed
        or difference.types_changed
    )
    return None if is_equal else difference


def place(catalog: str, table: str) -> str:
    """`schema.table` of an attached file, as it stands in SQL."""
    return ".".join(map(identifier, (catalog, *table.split(".", 1))))


def _row_count(connection: duckdb.DuckDBPyConnection, catalog: str, table: str) -> int:
    return len(connection.table(place(catalog, table)))


def _is_unique(
    connection: duckdb.DuckDBPyConnection, catalog: str, table: str, key: tuple[str, ...]
) -> bool:
    names = ", ".join(map(identifier, key))
    found = connection.execute(
        f"select 1 from {place(catalog, table)} group by {names} having count(*) > 1 limit 1"  # noqa: S608
    ).fetchone()
    return found is None


def _matched(table: str, key: tuple[str, ...]) -> str:
    """Rows of both files side by side; a row that stands several times is numbered."""
    names = ", ".join(map(identifier, key))
    numbered = (
        f"select *, row_number() over (partition by {names}) as _occurrence, true as _is_there"
    )
    on = " and ".join(f"b.{name} is not distinct from a.{name}" for name in map(identifier, key))
    return (
        f"({numbered} from {place(BEFORE, table)}) as b "
        f"full join ({numbered} from {place(AFTER, table)}) as a "
        f"on {on} and b._occurrence = a._occurrence"
    )


def _differs(name: str) -> str:
    """Whether a value differs; across types, whether its text does."""
    column = identifier(name)
    return f"(cast(b.{column} as varchar) is distinct from cast(a.{column} as varchar))"


def _counts(
    connection: duckdb.DuckDBPyConnection, table: str, key: tuple[str, ...], values: list[str]
) -> tuple[int, int, int, dict[str, int]]:
    both = "b._is_there and a._is_there"
    any_differs = " or ".join(map(_differs, values)) or "false"
    by_column = ", ".join(f"count(*) filter ({both} and {_differs(name)})" for name in values)
    counts = connection.execute(
        f"""
        select
            count(*) filter (b._is_there is null),
            count(*) filter (a._is_there is null),
            count(*) filter ({both} and ({any_differs}))
            {", " + by_column if by_column else ""}
        from {_matched(table, key)}
        """  # noqa: S608
    ).fetchall()[0]
    added, removed, changed, *changed_values = counts
    return added, removed, changed, dict(zip(values, changed_values, strict=True))


def _samples(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    key: tuple[str, ...],
    values: list[str],
    sample_count: int,
) -> tuple[Sample, ...]:
    names = [*key, *values]
    columns = ", ".join(f"{side}.{identifier(name)}" for side in ("b", "a") for name in names)
    any_differs = " or ".join(map(_differs, values)) or "false"
    order = ", ".join(f"coalesce(b.{name}, a.{name})" for name in map(identifier, key))
    rows = connection.execute(
        f"""
        select b._is_there, a._is_there, {columns}
        from {_matched(table, key)}
        where b._is_there is null or a._is_there is null or {any_differs}
        order by {order}
        limit {sample_count}
        """  # noqa: S608
    ).fetchall()
    return tuple(_sample(row, key, values) for row in rows)


def _sample(row: tuple[Any, ...], key: tuple[str, ...], values: list[str]) -> Sample:
    is_before, is_after, *cells = row
    names = [*key, *values]
    before = dict(zip(names, cells[: len(names)], strict=True)) if is_before else None
    after = dict(zip(names, cells[len(names) :], strict=True)) if is_after else None
    there = after or before or {}
    sample: Sample = {"key": {name: there[name] for name in key}}
    if before is None or after is None:
        sample["is"] = "added" if before is None else "removed"
        sample["row"] = {name: there[name] for name in values}
        return sample
    sample["is"] = "changed"
    sample["before"] = {name: before[name] for name in values if before[name] != after[name]}
    sample["after"] = {name: after[name] for name in sample["before"]}
    return sample
