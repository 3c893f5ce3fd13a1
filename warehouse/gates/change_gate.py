"""The gate of changes: what is about to be published, held against what is.

How far it may move is declared in `expectations/change_tolerances.yml`. Rows of users' files are
left out: what a load brings and an unloading takes away was said by whoever did it.
"""

from __future__ import annotations

import getpass
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import yaml

from foundation.errors import InputError
from foundation.locations import shown
from foundation.sql_text import identifier, literal, quoted
from foundation.yaml_files import read_yaml
from warehouse.errors import ChangesRefused
from warehouse.gates.landed_batches import landed_batches
from warehouse.locations import EXPECTATIONS_FOLDER
from warehouse.published.differences import AFTER, BEFORE, TableShape, place, public_shapes
from warehouse.published.meta_tables import Row
from warehouse.published.run_history import AcceptedChange

TOLERANCES = EXPECTATIONS_FOLDER / "change_tolerances.yml"
CHANGES_SHOWN = 20
EXAMPLES_SHOWN = 3


@dataclass(frozen=True)
class Tolerance:
    """How far a table may move; all are shares of what was published.

    Attributes:
        rows_lost, rows_added: of its rows.
        keys_lost: of its keys.
        nulls_added, nulls_lost: by how much the share of nulls in a column may rise, or fall.
        yearly_total: of the sum of a column over a year, up or down.
    """

    rows_lost: float
    rows_added: float
    keys_lost: float
    nulls_added: float
    nulls_lost: float
    yearly_total: float


@dataclass(frozen=True)
class Tolerances:
    """What `change_tolerances.yml` declares.

    Attributes:
        year_columns: the first of these that a table has is the year of its totals.
        total_suffixes: ends of the names of columns that are totalled.
        default: for tables that are not named.
        tables: by `schema.table`.
    """

    year_columns: tuple[str, ...]
    total_suffixes: tuple[str, ...]
    default: Tolerance
    tables: dict[str, Tolerance]

    def of(self, table: str) -> Tolerance:
        return self.tables.get(table, self.default)


@dataclass(frozen=True)
class Change:
    """One thing beyond tolerance, or a column or table that is new.

    Attributes:
        table: `schema.table`.
        code: `change_code` of `meta.accepted_changes`.
        subject: column, or column and year; empty of the table itself.
        before, after: what it was and is.
        message: the same as a sentence.
        is_refused: whether it stops the publish; what is only new does not.
    """

    table: str
    code: str
    subject: str
    before: str
    after: str
    message: str
    is_refused: bool = True


def read_tolerances(path: Path = TOLERANCES) -> Tolerances:
    """Read the declaration.

    Raises:
        InputError: it declares something that there is not.
    """
    try:
        declared: dict[str, Any] = read_yaml(path)
        default = dict(declared["default"])
        return Tolerances(
            year_columns=tuple(declared["year_columns"]),
            total_suffixes=tuple(declared["total_suffixes"]),
            default=_tolerance(default),
            tables={
                table: _tolerance({**default, **own}) for table, own in declared["tables"].items()
            },
        )
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            file=shown(path),
            found=f"a declaration that cannot be read ({error})",
            expected="year_columns, total_suffixes, default and tables, with shares from 0 up",
            mend="correct it; its first lines say what each name means",
        ) from error


def _tolerance(shares: dict[str, Any]) -> Tolerance:
    tolerance = Tolerance(**shares)
    for name, share in shares.items():
        if isinstance(share, bool) or not isinstance(share, int | float) or share < 0:
            raise ValueError(f"{name} is {share}")
    return tolerance


def find_changes(before: Path, after: Path, tolerances: Tolerances) -> list[Change]:
    """What moved beyond tolerance from one file to the next, in the order of the tables.

    Args:
        before: the published file.
        after: the built one.
        tolerances: how far tables may move.

    Raises:
        InputError: a tolerance is declared for a table that neither has.
    """
    with duckdb.connect() as connection:
        connection.execute(f"attach {quoted(before)} as {BEFORE} (read_only)")
        connection.execute(f"attach {quoted(after)} as {AFTER} (read_only)")
        shapes = {catalog: public_shapes(connection, catalog) for catalog in (BEFORE, AFTER)}
        _refuse_unknown(tolerances, shapes[BEFORE].keys() | shapes[AFTER].keys())
        comparison = _Comparison(connection, tolerances)
        changes = []
        for table in sorted(shapes[BEFORE].keys() | shapes[AFTER].keys()):
            if not table.startswith("meta."):
                changes += comparison.of_table(
                    table, shapes[BEFORE].get(table), shapes[AFTER].get(table)
                )
        return changes


def refuse_changes(changes: Sequence[Change]) -> None:
    """Stop where a change is beyond tolerance.

    Raises:
        ChangesRefused: one is.
    """
    refused = [change.message for change in changes if change.is_refused]
    if not refused:
        return
    lines = refused[:CHANGES_SHOWN]
    if len(refused) > len(lines):
        lines.append(f"and {len(refused) - len(lines)} more")
    raise ChangesRefused(
        "\n  ".join(
            [
                f"{len(refused)} changes since the published build are beyond tolerance:",
                *lines,
                'if they are right: warehouse build --accept "why"; '
                f"what is tolerated is declared in {shown(TOLERANCES)}",
            ]
        )
    )


def accepted_changes(
    changes: Sequence[Change], accepted_at: datetime, reason: str
) -> tuple[AcceptedChange, ...]:
    """The changes beyond tolerance, let through by whoever runs this."""
    accepted_by = f"{getpass.getuser()}@{socket.gethostname()}"
    return tuple(
        AcceptedChange(
            schema_name=change.table.partition(".")[0],
            table_name=change.table.partition(".")[2],
            change_code=change.code,
            change_subject=change.subject,
            value_before=change.before,
            value_after=change.after,
            accepted_at=accepted_at,
            accepted_by=accepted_by,
            accept_reason=reason,
        )
        for change in changes
        if change.is_refused
    )


def _refuse_unknown(tolerances: Tolerances, tables: set[str]) -> None:
    unknown = sorted(tolerances.tables.keys() - tables)
    if unknown:
        raise InputError(
            file=shown(TOLERANCES),
            found=f"`{unknown[0]}`",
            expected="a public table",
            mend="correct its name, or delete its entry if the table is gone for good",
        )


class _Comparison:
    """Compares the files attached as `before` and `after`, table by table."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, tolerances: Tolerances) -> None:
        self._connection = connection
        self._tolerances = tolerances
        self._batches = sorted(
            landed_batches(connection, BEFORE) | landed_batches(connection, AFTER)
        )

    def of_table(
        self, table: str, before: TableShape | None, after: TableShape | None
    ) -> list[Change]:
        if after is None:
            return [Change(table, "table", "", "there", "gone", f"{table} is gone")]
        if before is None:
            return [Change(table, "table", "", "", "new", f"{table} is new", is_refused=False)]
        tolerance = self._tolerances.of(table)
        changes = _shape_changes(table, before, after)
        changes += self._row_changes(table, before, after, tolerance)
        changes += self._key_changes(table, before, after, tolerance)
        changes += self._null_changes(table, before, after, tolerance)
        changes += self._total_changes(table, before, after, tolerance)
        return changes

    def _rows(self, catalog: str, table: str, shape: TableShape) -> str:
        """The rows of a table that come from documents."""
        rows = f"select * from {place(catalog, table)}"  # noqa: S608
        batches = ", ".join(map(literal, self._batches)) or "''"
        of_batch = [
            f"({name} is null or {name} not in ({batches}))"
            for name in ("source_document_id", "seed_name")
            if name in shape.types
        ]
        return f"({rows} where {' and '.join(of_batch)})" if of_batch else f"({rows})"

    def _row_changes(
        self, table: str, before: TableShape, after: TableShape, tolerance: Tolerance
    ) -> list[Change]:
        was, now = (
            self._one(f"select count(*) from {self._rows(catalog, table, shape)}")[0]  # noqa: S608
            for catalog, shape in ((BEFORE, before), (AFTER, after))
        )
        lost, added = max(was - now, 0), max(now - was, 0)
        if lost > tolerance.rows_lost * was or (was and added > tolerance.rows_added * was):
            message = f"{table}: {now} rows, {was} before ({(now - was) / was:+.1%})"
            return [Change(table, "rows", "", str(was), str(now), message)]
        return []

    def _key_changes(
        self, table: str, before: TableShape, after: TableShape, tolerance: Tolerance
    ) -> list[Change]:
        key = before.key
        if not key or not set(key) <= after.types.keys():
            return []
        names = ", ".join(map(identifier, key))
        on = " and ".join(
            f"b.{name} is not distinct from a.{name}" for name in map(identifier, key)
        )
        was = self._one(f"select count(*) from {self._rows(BEFORE, table, before)}")[0]  # noqa: S608
        lost = self._connection.execute(
            f"""
            select {names} from {self._rows(BEFORE, table, before)} as b
            where not exists (
                select 1 from {self._rows(AFTER, table, after)} as a where {on}
            )
            order by all
            """  # noqa: S608
        ).fetchall()
        if len(lost) <= tolerance.keys_lost * was:
            return []
        examples = "; ".join("/".join(map(str, row)) for row in lost[:EXAMPLES_SHOWN])
        message = f"{table}: {len(lost)} of {was} keys are gone, such as {examples}"
        return [Change(table, "keys", "", str(was), f"{len(lost)} gone: {examples}", message)]

    def _null_changes(
        self, table: str, before: TableShape, after: TableShape, tolerance: Tolerance
    ) -> list[Change]:
        names = [name for name in before.types if name in after.types]
        shares = ", ".join(f"1 - count({identifier(name)}) / count(*)" for name in names)
        was, now = (
            self._one(f"select {shares} from {self._rows(catalog, table, shape)}")  # noqa: S608
            for catalog, shape in ((BEFORE, before), (AFTER, after))
        )
        changes = []
        for name, share_before, share_after in zip(names, was, now, strict=True):
            if share_before is None or share_after is None:
                continue
            rise = share_after - share_before
            if rise > tolerance.nulls_added or -rise > tolerance.nulls_lost:
                texts = f"{share_before:.2%}", f"{share_after:.2%}"
                message = f"{table}.{name}: {texts[1]} null, {texts[0]} before"
                changes.append(Change(table, "nulls", name, *texts, message))
        return changes

    def _total_changes(
        self, table: str, before: TableShape, after: TableShape, tolerance: Tolerance
    ) -> list[Change]:
        shared = [name for name in before.types if name in after.types]
        year = next((name for name in self._tolerances.year_columns if name in shared), None)
        totalled = [name for name in shared if name.endswith(self._tolerances.total_suffixes)]
        if year is None or not totalled:
            return []
        sums = ", ".join(f"sum({identifier(name)})" for name in totalled)
        was, now = (
            {
                found[0]: found[1:]
                for found in self._connection.execute(
                    f"select {identifier(year)}, {sums} from {self._rows(catalog, table, shape)}"  # noqa: S608
                    " group by 1 order by 1"
                ).fetchall()
            }
            for catalog, shape in ((BEFORE, before), (AFTER, after))
        )
        changes = []
        for each_year in was:
            after_of_year = now.get(each_year, [None] * len(totalled))
            for name, sum_before, sum_after in zip(
                totalled, was[each_year], after_of_year, strict=True
            ):
                if sum_before is None:
                    continue
                moved = abs(float(sum_after or 0) - float(sum_before))
                if moved > tolerance.yearly_total * abs(float(sum_before)):
                    total = "nothing" if sum_after is None else str(sum_after)
                    message = (
                        f"{table}.{name} of {year} {each_year}: {total} in all, {sum_before} before"
                    )
                    subject = f"{name} {year} {each_year}"
                    changes.append(Change(table, "total", subject, str(sum_before), total, message))
        return changes

    def _one(self, query: str) -> Row:
        return self._connection.execute(query).fetchall()[0]


def _shape_changes(table: str, before: TableShape, after: TableShape) -> list[Change]:
    changes = []
    for name, kind in before.types.items():
        now = after.types.get(name)
        if now is None:
            message = f"{table}.{name}, a public column, is gone"
            changes.append(Change(table, "column", name, kind, "gone", message))
        elif now != kind:
            message = f"{table}.{name} is {now}, {kind} before"
            changes.append(Change(table, "type", name, kind, now, message))
    for name, kind in after.types.items():
        if name not in before.types:
            message = f"{table}.{name} ({kind}) is new"
            changes.append(Change(table, "column", name, "", kind, message, is_refused=False))
    if before.key and after.key != before.key:
        was, now = ", ".join(before.key), ", ".join(after.key)
        message = f"{table}: the key is {now or 'none'}, {was} before"
        changes.append(Change(table, "key", "", was, now, message))
    return changes
