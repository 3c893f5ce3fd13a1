"""The gate of changes: what may move from one published build to the next, and what may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from foundation.errors import InputError
from tests.python.small_builds import Amounts, make_built, publish_amounts
from warehouse.errors import ChangesRefused
from warehouse.gates.change_gate import (
    Change,
    Tolerance,
    Tolerances,
    accepted_changes,
    find_changes,
    read_tolerances,
    refuse_changes,
)

NOTHING_MAY_MOVE = Tolerance(0, 0, 0, 0, 0, 0)
STRICT = Tolerances(("fiscal_year",), ("_twd",), NOTHING_MAY_MOVE, {})
TEN: Amounts = {f"a{number}": 100 for number in range(10)}


def _changes(
    tmp_path: Path, before: Amounts, after: Amounts, tolerances: Tolerances, statement: str = ""
) -> list[Change]:
    files = [
        make_built(tmp_path / f"{name}.duckdb", amounts)
        for name, amounts in (("before", before), ("after", after))
    ]
    if statement:
        with duckdb.connect(str(files[1])) as connection:
            connection.execute(statement)
    return find_changes(files[0], files[1], tolerances)


def _with(**shares: float) -> Tolerances:
    return replace(STRICT, default=replace(NOTHING_MAY_MOVE, **shares))


def _codes(changes: list[Change]) -> dict[str, str]:
    return {change.code: change.message for change in changes}


def test_equal_builds_pass_where_nothing_may_move(tmp_path: Path) -> None:
    assert _changes(tmp_path, TEN, TEN, STRICT) == []
    assert _changes(tmp_path, {}, {}, STRICT) == []


def test_lost_rows_are_lost_keys_and_a_lower_total(tmp_path: Path) -> None:
    after = {name: amount for name, amount in TEN.items() if name != "a3"}
    found = _codes(_changes(tmp_path, TEN, after, STRICT))
    assert found == {
        "rows": "budget.fct_amounts: 9 rows, 10 before (-10.0%)",
        "keys": "budget.fct_amounts: 1 of 10 keys are gone, such as a3",
        "total": "budget.fct_amounts.budget_twd of fiscal_year 2025: 900.00 in all, 1000.00 before",
    }
    within = _with(rows_lost=0.1, keys_lost=0.1, yearly_total=0.1)
    assert _changes(tmp_path, TEN, after, within) == []
    beyond = _with(rows_lost=0.09, keys_lost=0.09, yearly_total=0.09)
    assert len(_changes(tmp_path, TEN, after, beyond)) == 3


def test_added_rows_are_told_apart_from_lost_ones(tmp_path: Path) -> None:
    after = {**TEN, "a10": 0}
    assert list(_codes(_changes(tmp_path, TEN, after, _with(rows_lost=1)))) == ["rows"]
    assert _changes(tmp_path, TEN, after, _with(rows_added=0.1)) == []
    assert _changes(tmp_path, {}, TEN, STRICT) == []


def test_a_key_replaced_by_another_is_found_though_the_count_stays(tmp_path: Path) -> None:
    after = {**{name: 100 for name in TEN if name != "a3"}, "b3": 100}
    assert list(_codes(_changes(tmp_path, TEN, after, STRICT))) == ["keys"]


def test_nulls_that_come_or_go_are_found(tmp_path: Path) -> None:
    with_null = {**TEN, "a3": None}
    gone = _changes(tmp_path, TEN, with_null, _with(yearly_total=1))
    assert _codes(gone) == {"nulls": "budget.fct_amounts.budget_twd: 10.00% null, 0.00% before"}
    come = _changes(tmp_path, with_null, TEN, _with(yearly_total=1))
    assert [change.code for change in come] == ["nulls"]
    assert _changes(tmp_path, TEN, with_null, _with(yearly_total=1, nulls_added=0.1001)) == []
    assert _changes(tmp_path, with_null, TEN, _with(yearly_total=1, nulls_lost=0.1001)) == []


def test_a_total_that_moves_either_way_is_found(tmp_path: Path) -> None:
    for amount in (110, 90):
        after = {**TEN, "a3": amount}
        assert list(_codes(_changes(tmp_path, TEN, after, _with(yearly_total=0.009)))) == ["total"]
        assert _changes(tmp_path, TEN, after, _with(yearly_total=0.01)) == []


@pytest.mark.parametrize(
    ("statement", "code", "told"),
    [
        ("alter table budget.fct_amounts drop budget_twd", "column", "budget_twd, a public column"),
        (
            "alter table budget.fct_amounts alter fiscal_year type bigint",
            "type",
            "fiscal_year is BIGINT, INTEGER before",
        ),
        ("drop view budget.large_amounts; drop table budget.fct_amounts", "table", "is gone"),
        (
            "update meta.data_dictionary set is_key = column_name = 'fiscal_year'",
            "key",
            "the key is fiscal_year, amount_id before",
        ),
    ],
)
def test_a_public_table_of_another_shape_stops_the_publish(
    statement: str, code: str, told: str, tmp_path: Path
) -> None:
    everything = _with(
        rows_lost=9, rows_added=9, keys_lost=9, nulls_added=9, nulls_lost=9, yearly_total=9
    )
    (change,) = _changes(tmp_path, TEN, TEN, everything, statement)
    assert (change.code, change.is_refused) == (code, True)
    assert told in change.message


def test_a_new_column_or_table_is_told_and_stops_nothing(tmp_path: Path) -> None:
    statement = (
        "alter table budget.fct_amounts add column note varchar;"
        "create table budget.fct_more as select 1 as a"
    )
    changes = _changes(tmp_path, TEN, TEN, STRICT, statement)
    assert [change.message for change in changes] == [
        "budget.fct_amounts.note (VARCHAR) is new",
        "budget.fct_more is new",
    ]
    refuse_changes(changes)
    assert accepted_changes(changes, datetime(2026, 1, 1), "why") == ()


def test_rows_of_users_files_move_freely(tmp_path: Path) -> None:
    """A document's row of the same table does not."""
    files = []
    for name, batches in (("before", ["loaded_1"]), ("after", [])):
        file = make_built(tmp_path / f"{name}.duckdb", TEN)
        files.append(file)
        with duckdb.connect(str(file)) as connection:
            connection.execute("create schema core")
            connection.execute(
                "create table core.dim_source_documents as"
                " select unnest(?::varchar[]) as source_document_id, true as is_loaded_by_user",
                [batches],
            )
            connection.execute(
                "alter table budget.fct_amounts add column source_document_id varchar default 'doc'"
            )
            for batch in batches:
                connection.execute(
                    "insert into budget.fct_amounts values ('mine', 2025, 1e9, ?)", [batch]
                )
    assert find_changes(files[0], files[1], STRICT) == []
    with duckdb.connect(str(files[1])) as connection:
        connection.execute("delete from budget.fct_amounts where amount_id = 'a3'")
    assert {change.code for change in find_changes(files[0], files[1], STRICT)} == {
        "rows",
        "keys",
        "total",
    }


def test_a_refusal_says_what_changed_and_how_to_accept_it(tmp_path: Path) -> None:
    changes = _changes(tmp_path, TEN, {**TEN, "a3": 200}, STRICT)
    with pytest.raises(ChangesRefused) as refused:
        refuse_changes(changes)
    assert refused.value.exit_code == 9
    assert "1 changes since the published build are beyond tolerance" in str(refused.value)
    assert "1100.00 in all, 1000.00 before" in str(refused.value)
    assert 'warehouse build --accept "why"' in str(refused.value)


def test_what_was_accepted_stays_in_meta(tmp_path: Path) -> None:
    changes = _changes(tmp_path, TEN, {**TEN, "a3": 200}, STRICT)
    published = tmp_path / "warehouse.duckdb"
    at = datetime(2026, 1, 1)
    accepted = accepted_changes(changes, at, "the ministry's new edition")
    first = publish_amounts(published, {"a": 1}, number=1, accepted=accepted)
    publish_amounts(published, {"a": 1}, number=2)
    with duckdb.connect(str(published), read_only=True) as connection:
        rows = connection.execute(
            "select run_id, table_name, change_code, change_subject, value_before, value_after,"
            " accepted_at, accept_reason, accepted_by like '%@%' from meta.accepted_changes"
        ).fetchall()
    assert rows == [
        (
            first.run_id,
            "fct_amounts",
            "total",
            "budget_twd fiscal_year 2025",
            "1000.00",
            "1100.00",
            at,
            "the ministry's new edition",
            True,
        )
    ]


def test_a_table_has_its_own_tolerances(tmp_path: Path) -> None:
    own = {"budget.fct_amounts": replace(NOTHING_MAY_MOVE, yearly_total=0.5)}
    assert _changes(tmp_path, TEN, {**TEN, "a3": 200}, replace(STRICT, tables=own)) == []
    with pytest.raises(InputError, match=r"`budget\.fct_none`"):
        _changes(tmp_path, TEN, TEN, replace(STRICT, tables={"budget.fct_none": NOTHING_MAY_MOVE}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "year_columns: [a]",
        "{year_columns: [a], total_suffixes: [_twd], default: {rows_lost: 0}, tables: {}}",
        "{year_columns: [a], total_suffixes: [_twd], default: {rows_lost: -1, rows_added: 0,"
        " keys_lost: 0, nulls_added: 0, nulls_lost: 0, yearly_total: 0}, tables: {}}",
        "{year_columns: [a], total_suffixes: [_twd], default: {rows_lost: yes, rows_added: 0,"
        " keys_lost: 0, nulls_added: 0, nulls_lost: 0, yearly_total: 0}, tables: {}}",
        "default: [",
    ],
)
def test_a_declaration_that_says_too_little_or_nonsense_is_refused(
    text: str, tmp_path: Path
) -> None:
    path = tmp_path / "change_tolerances.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        read_tolerances(path)


def test_the_declared_tolerances_are_shares() -> None:
    declared = read_tolerances()
    assert 0 < declared.default.rows_lost < 0.1
    assert declared.tables["audit.rpt_source_findings"].keys_lost > declared.default.keys_lost
    assert declared.of("core.dim_kpis") == declared.default
