"""Builds that are kept, compared, returned to and checked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from foundation.errors import InputError
from foundation.whole_files import file_sha256
from loaders.documents.registry import refuse_changed_texts, registered_documents
from loaders.files.landing import Landing
from tests.python.conftest import BuiltProject
from tests.python.small_builds import FIRST_BUILD, make_built, publish_amounts
from warehouse.errors import PublishFailed, WarehouseError
from warehouse.gates.landed_batches import (
    landed_batches,
    refuse_left_out_batches,
    refuse_lost_batches,
)
from warehouse.published.archive import Archive
from warehouse.published.command import diff
from warehouse.published.compaction import copy_compacted
from warehouse.published.rollback import rollback
from warehouse.published.table_checksums import table_checksums
from warehouse.published.verification import refuse_damaged

HOUR = timedelta(hours=1)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    folder = tmp_path / "it's here"
    folder.mkdir()
    return folder / "warehouse.duckdb"


def _read(database: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query).fetchall()


def _amounts(database: Path) -> dict[str, int]:
    rows = _read(database, "select amount_id, budget_twd from budget.fct_amounts")
    return {amount_id: int(amount) for amount_id, amount in rows}


def _versions(database: Path) -> list[tuple[Any, ...]]:
    return _read(
        database,
        "select amount_id, budget_twd::int, dbt_valid_from, dbt_valid_to"
        " from snapshots.amounts_history order by 1, 3",
    )


def test_the_last_builds_are_kept_byte_by_byte_and_older_ones_go(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_KEEP_BUILDS", "2")
    archive = Archive(published)
    builds = [publish_amounts(published, {"a": number}, number=number) for number in range(4)]
    assert [build.run_id for build in archive.builds()] == [builds[3].run_id, builds[2].run_id]
    for build in archive.builds():
        assert file_sha256(archive.file(build.run_id)) == build.sha256
        assert build.tables["budget.fct_amounts"].row_count == 1
    assert builds[3].sha256 == file_sha256(published)
    assert sorted(path.suffix for path in archive.folder.iterdir()) == [
        ".duckdb",
        ".duckdb",
        ".json",
        ".json",
    ]


def test_how_many_are_kept_must_be_a_number(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_amounts(published, {"a": 1}, number=1)
    monkeypatch.setenv("WAREHOUSE_KEEP_BUILDS", "many")
    with pytest.raises(WarehouseError, match="WAREHOUSE_KEEP_BUILDS is `many`"):
        Archive(published).forget_oldest()
    monkeypatch.setenv("WAREHOUSE_KEEP_BUILDS", "0")
    Archive(published).forget_oldest()
    assert Archive(published).builds() == []


def test_a_build_that_was_killed_before_it_was_kept_is_kept_by_the_next(published: Path) -> None:
    build = publish_amounts(published, {"a": 1}, number=1)
    archive = Archive(published)
    (archive.folder / f"{build.run_id}.json").unlink()
    (archive.folder / ".half.duckdb.new").write_bytes(b"half")
    (archive.folder / "notes.txt").write_text("somebody's own", "utf-8")
    archive.settle()
    assert [kept.sha256 for kept in archive.builds()] == [file_sha256(published)]
    assert not (archive.folder / ".half.duckdb.new").exists()
    assert (archive.folder / "notes.txt").exists()


def test_a_rollback_brings_the_rows_back_and_lets_the_history_go_on(published: Path) -> None:
    first = publish_amounts(published, {"a": 1, "b": 2}, number=1)
    second = publish_amounts(published, {"a": 9, "c": 3}, number=2)
    at_first, at_second = FIRST_BUILD + HOUR, FIRST_BUILD + 2 * HOUR
    restored = rollback(published, None)
    assert _amounts(published) == {"a": 1, "b": 2}
    runs = _read(
        published,
        "select run_id, status_code, restored_run_id from meta.build_runs order by started_at",
    )
    assert runs == [
        (first.run_id, "published", None),
        (second.run_id, "published", None),
        (restored.run_id, "restored", first.run_id),
    ]
    ((at_rollback,),) = _read(published, "select max(started_at) from meta.build_runs")
    assert _versions(published) == [
        ("a", 1, at_first, at_second),
        ("a", 9, at_second, at_rollback),
        ("a", 1, at_rollback, None),
        ("b", 2, at_first, at_second),
        ("b", 2, at_rollback, None),
        ("c", 3, at_second, at_rollback),
    ]
    ids = _read(
        published, "select count(*), count(distinct dbt_scd_id) from snapshots.amounts_history"
    )
    assert ids == [(6, 6)]
    refuse_damaged(published)
    assert Archive(published).builds()[0].sha256 == file_sha256(published)

    fourth = publish_amounts(published, {"a": 1, "b": 5}, number=10_000)
    assert [run for (run, *_) in _read(published, "select run_id from meta.build_runs")] == [
        *(run for run, *_ in runs),
        fourth.run_id,
    ]
    assert ("b", 2, at_rollback, FIRST_BUILD + 10_000 * HOUR) in _versions(published)


def test_a_rollback_names_its_build_or_the_beginning_of_its_id(published: Path) -> None:
    builds = [publish_amounts(published, {"a": number}, number=number) for number in range(3)]
    rollback(published, builds[0].run_id)
    assert _amounts(published) == {"a": 0}
    rollback(published, builds[1].run_id[:-2])
    assert _amounts(published) == {"a": 1}
    with pytest.raises(WarehouseError, match="several kept builds begin with `2026`"):
        rollback(published, "2026")
    with pytest.raises(WarehouseError, match=r"no kept build begins with `1999`; kept are: 20"):
        rollback(published, "1999")
    assert _amounts(published) == {"a": 1}


def test_a_rollback_mends_a_damaged_published_file(published: Path) -> None:
    publish_amounts(published, {"a": 1}, number=1)
    second = publish_amounts(published, {"a": 2}, number=2)
    published.write_bytes(published.read_bytes()[:5000])
    with pytest.raises(PublishFailed, match="warehouse rollback"):
        refuse_damaged(published)
    rollback(published, None)
    assert _amounts(published) == {"a": 2}
    assert ("restored", second.run_id) in _read(
        published, "select status_code, restored_run_id from meta.build_runs"
    )
    published.unlink()
    rollback(published, None)
    assert _amounts(published) == {"a": 2}


def test_a_kept_build_that_was_changed_is_not_returned_to(published: Path) -> None:
    first = publish_amounts(published, {"a": 1}, number=1)
    publish_amounts(published, {"a": 2}, number=2)
    kept = Archive(published).file(first.run_id)
    kept.write_bytes(kept.read_bytes() + b"x")
    before = published.read_bytes()
    with pytest.raises(PublishFailed, match="is not as it was kept"):
        rollback(published, first.run_id)
    assert published.read_bytes() == before


def test_without_kept_builds_there_is_nothing_to_return_to(published: Path) -> None:
    with pytest.raises(WarehouseError, match="keeps no builds"):
        rollback(published, None)
    publish_amounts(published, {"a": 1}, number=1)
    with pytest.raises(WarehouseError, match="the only kept build is the one that is published"):
        rollback(published, None)


def _cut(database: Path) -> None:
    database.write_bytes(database.read_bytes()[: database.stat().st_size // 2])


def _zero_a_block(database: Path) -> None:
    content = bytearray(database.read_bytes())
    content[12_288 : 12_288 + 3 * 16_384] = bytes(3 * 16_384)
    database.write_bytes(content)


def _of_a_future_format(database: Path) -> None:
    content = bytearray(database.read_bytes())
    content[12:20] = (999).to_bytes(8, "little")
    database.write_bytes(content)


def _change(statement: str) -> Callable[[Path], None]:
    def change(database: Path) -> None:
        with duckdb.connect(str(database)) as connection:
            connection.execute(statement)

    return change


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        pytest.param(_cut, "cannot be read", id="cut-short"),
        pytest.param(_zero_a_block, "cannot be read", id="zeroed-block"),
        pytest.param(_of_a_future_format, "cannot be read", id="future-format"),
        pytest.param(lambda database: database.write_bytes(b""), "cannot be read", id="emptied"),
        pytest.param(
            _change("update budget.fct_amounts set budget_twd = 5 where amount_id = 'a'"),
            "budget.fct_amounts holds other rows",
            id="changed-value",
        ),
        pytest.param(
            _change("delete from snapshots.amounts_history"),
            "snapshots.amounts_history holds 0 rows; published were 2",
            id="lost-history",
        ),
        pytest.param(
            _change("drop view budget.large_amounts; drop table budget.fct_amounts"),
            "budget.fct_amounts is missing",
            id="dropped-table",
        ),
        pytest.param(
            _change("create table budget.mine as select 1 as a"),
            "budget.mine was not published",
            id="added-table",
        ),
        pytest.param(
            _change("alter table meta.build_runs add column mood varchar"),
            "by a newer version of this project: its meta.build_runs has mood",
            id="newer-version",
        ),
    ],
)
def test_what_is_not_as_published_is_not_built_on(
    damage: Callable[[Path], None], told: str, published: Path
) -> None:
    publish_amounts(published, {"a": 1, "b": None}, number=1)
    refuse_damaged(published)
    damage(published)
    with pytest.raises(PublishFailed, match=told):
        refuse_damaged(published)


def test_a_file_that_was_opened_for_writing_but_not_changed_is_as_published(
    published: Path,
) -> None:
    publish_amounts(published, {"a": 1}, number=1)
    _change("create table budget.mine as select 1 as a")(published)
    _change("drop table budget.mine")(published)
    refuse_damaged(published)


def test_a_checksum_is_of_rows_types_and_nulls_and_not_of_their_order() -> None:
    def checksum(query: str) -> str:
        with duckdb.connect() as connection:
            connection.execute(f"create table t as {query}")
            return table_checksums(connection, "memory")["main.t"].checksum

    rows = "select * from (values ('a', 1.5, true), ('b', null, false), ('b', null, false)) t"
    assert checksum(rows) == checksum(f"{rows} order by 1 desc")
    different = [
        rows,
        rows.replace("1.5", "1.6"),
        rows.replace("('b', null, false), ", ""),
        rows.replace("null", "0"),
        f"select col0, col1::double as col1, col2 from ({rows})",
        f"select col0 as other, col1, col2 from ({rows})",
        "select 'a' as x, '' as y",
        "select '' as x, 'a' as y",
        "select 'a' as x, null::varchar as y",
        "select 'a,b' as x, 'c' as y",
        "select 'a' as x, 'b,c' as y",
        "select 'a\",\"b' as x, 'c' as y",
    ]
    assert len({checksum(query) for query in different}) == len(different)


BYTES_OF_TWO_COPIES = """
import warehouse, sys
from pathlib import Path
from foundation.whole_files import file_sha256
from warehouse.published.compaction import copy_compacted
for built in sys.argv[1:]:
    copy_compacted(Path(built), Path(built + ".copy"))
    print(file_sha256(Path(built + ".copy")))
"""


def _shuffled(source: Path, target: Path, threads: int) -> None:
    """The same tables and rows, made in another order."""
    with duckdb.connect(str(target), config={"threads": threads}) as connection:
        connection.execute(f"attach '{source}' as source (read_only)")
        tables = connection.execute(
            "select schema_name, table_name, sql, comment from duckdb_tables()"
            " where database_name = 'source' order by hash(table_name)"
        ).fetchall()
        for schema, table, create_table, comment in tables:
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(create_table)
            connection.execute(
                f"insert into {schema}.{table} from source.{schema}.{table} order by random()"
            )
            if comment:
                text = comment.replace("'", "''")
                connection.execute(f"comment on table {schema}.{table} is '{text}'")


def test_equal_rows_give_equal_bytes_whatever_their_order(
    built: BuiltProject, tmp_path: Path
) -> None:
    files = [tmp_path / "first.duckdb", tmp_path / "second.duckdb"]
    for file, threads in zip(files, (1, 4), strict=True):
        _shuffled(built.project.published, file, threads)
    result = subprocess.run(
        [sys.executable, "-c", BYTES_OF_TWO_COPIES, *map(str, files)],
        env={**os.environ, "PYTHONPATH": str(built.project.root)},
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = result.stdout.split()
    assert first == second


@pytest.mark.parametrize(("row_count", "block_bytes"), [(499_999, 16_384), (500_000, 262_144)])
def test_a_large_table_is_published_in_large_blocks(
    tmp_path: Path, row_count: int, block_bytes: int
) -> None:
    copies = []
    for order in ("asc", "desc"):
        built, copy = tmp_path / f"{order}.duckdb", tmp_path / f"{order}_copy.duckdb"
        with duckdb.connect(str(built)) as connection:
            connection.execute(
                "create table amounts as select cast(range % 1000 as decimal(38, 6)) as amount_twd "
                f"from range({row_count}) order by range {order}"
            )
        copy_compacted(built, copy)
        copies.append(copy)
    assert _read(copies[0], "select block_size from pragma_database_size()") == [(block_bytes,)]
    assert file_sha256(copies[0]) == file_sha256(copies[1])


def test_constraints_comments_and_views_are_copied(tmp_path: Path) -> None:
    built = make_built(tmp_path / "built.duckdb", {"b": 2, "a": 1})
    copy = tmp_path / "copy.duckdb"
    assert copy_compacted(built, copy)[("budget", "fct_amounts")] == 2
    for query in (
        "select schema_name, table_name, sql, comment from duckdb_tables() order by all",
        "select schema_name, view_name, sql, comment from duckdb_views()"
        " where not internal order by all",
        "select schema_name, table_name, column_name, comment from duckdb_columns()"
        " where not internal order by all",
    ):
        assert _read(copy, query) == _read(built, query)
    assert _read(copy, "select amount_id from budget.fct_amounts") == [("a",), ("b",)]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("create sequence budget.numbers", "sequence budget.numbers"),
        ("create macro budget.twice(a) as a * 2", "macro budget.twice"),
        ("create type budget.mood as enum ('good')", "type budget.mood"),
        ("create index by_year on budget.fct_amounts (fiscal_year)", "index budget.by_year"),
    ],
)
def test_what_would_not_be_copied_is_not_published(
    statement: str, told: str, tmp_path: Path
) -> None:
    built = make_built(tmp_path / "built.duckdb", {"a": 1})
    _change(statement)(built)
    with pytest.raises(PublishFailed, match=told):
        copy_compacted(built, tmp_path / "copy.duckdb")


def _differences(
    published: Path, before: str, after: str, capsys: pytest.CaptureFixture[str], **options: Any
) -> dict[str, Any]:
    asked = {"table": None, "samples": 5, **options}
    diff(published, before, after, is_json=True, **asked)
    content: dict[str, Any] = json.loads(capsys.readouterr().out)
    return {table["table"]: table for table in content["tables"]}


def test_a_diff_tells_rows_and_values_by_key(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = publish_amounts(published, {"a": 1, "b": 2, "c": None, "d": 4}, number=1)
    publish_amounts(published, {"a": 1, "b": 3, "c": 5, "e": 6}, number=2)
    table = _differences(published, first.run_id, "published", capsys)["budget.fct_amounts"]
    assert (table["added"], table["removed"], table["changed"]) == (1, 1, 2)
    assert table["key"] == ["amount_id"]
    assert table["changed_columns"] == {"budget_twd": 2}
    samples = {sample["key"]["amount_id"]: sample for sample in table["samples"]}
    assert samples["b"] == {
        "key": {"amount_id": "b"},
        "is": "changed",
        "before": {"budget_twd": "2.00"},
        "after": {"budget_twd": "3.00"},
    }
    assert samples["c"]["before"] == {"budget_twd": None}
    assert (samples["d"]["is"], samples["e"]["is"]) == ("removed", "added")

    diff(published, first.run_id, "published", table=None, samples=5, is_json=False)
    shown = capsys.readouterr().out
    assert "budget.fct_amounts: 1 rows added, 1 removed, 2 changed by amount_id" in shown
    assert "~ amount_id=b: budget_twd: 2.00 -> 3.00" in shown


def test_a_diff_of_equal_builds_tells_nothing_but_their_runs_where_asked(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = publish_amounts(published, {"a": 1}, number=1)
    second = publish_amounts(published, {"a": 1}, number=2)
    runs = _differences(published, first.run_id, second.run_id, capsys, table="meta.build_runs")
    assert set(runs) == {"meta.build_runs"}
    diff(published, first.run_id, "published", table=None, samples=5, is_json=False)
    assert capsys.readouterr().out == "no public table differs\n"
    with pytest.raises(WarehouseError, match=r"neither build has a table `budget\.none`"):
        diff(published, "published", first.run_id, table="budget.none", samples=5, is_json=False)


def test_a_diff_tells_columns_types_and_rows_without_a_key(
    tmp_path: Path, published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = make_built(tmp_path / "before.duckdb", {"a": 1, "b": 2})
    after = Path(shutil.copy(before, tmp_path / "after.duckdb"))
    _change(
        "create or replace table budget.fct_amounts as select amount_id, fiscal_year::bigint as"
        " fiscal_year, 'x' as note from budget.fct_amounts;"
        "update meta.data_dictionary set is_key = false;"
        "insert into budget.fct_amounts from budget.fct_amounts where amount_id = 'a'"
    )(after)
    found = _differences(published, str(before), str(after), capsys)
    table = found["budget.fct_amounts"]
    assert table["columns_added"] == ["note"]
    assert table["columns_removed"] == ["budget_twd"]
    assert table["types_changed"] == {"fiscal_year": ["INTEGER", "BIGINT"]}
    assert (table["added"], table["removed"], table["changed"]) == (1, 0, 0)


def test_the_commands_tell_kept_builds_and_what_was_verified(built: BuiltProject) -> None:
    listed = built.project.run("builds", "--json")
    (build,) = json.loads(listed.stdout)
    assert build["is_published"] is True
    assert build["sha256"] == file_sha256(built.project.published)
    assert f"* {build['run_id']}" in built.project.run("builds").stdout
    whole = built.project.run("verify")
    assert whole.returncode == 0, whole.stderr
    assert f"run {build['run_id']}" in whole.stdout
    assert json.loads(built.project.run("verify", "--json").stdout)["problems"] == []


def test_verify_tells_a_changed_value_and_a_lost_column_of_the_interface(
    built: BuiltProject, tmp_path: Path
) -> None:
    copy = Path(shutil.copy(built.project.published, tmp_path / "copy.duckdb"))
    _change(
        "create or replace table core.dim_agencies as"
        " select * exclude (chapter_no) from core.dim_agencies"
    )(copy)
    result = built.project.run("verify", str(copy))
    assert result.returncode == 7
    assert "core.dim_agencies holds other rows or columns than were published" in result.stderr
    assert "core.dim_agencies lacks chapter_no" in result.stderr
    _cut(copy)
    result = built.project.run("verify", str(copy))
    assert (result.returncode, "cannot be read" in result.stderr) == (7, True)


def test_a_landing_folder_that_lost_a_published_batch_is_noticed(tmp_path: Path) -> None:
    published = make_built(tmp_path / "published.duckdb", {"a": 1})
    landing = Landing(tmp_path / "landing")
    refuse_lost_batches(published, landing)
    _change(
        "create schema core;"
        "create table core.dim_source_documents as"
        " select unnest(['doc', 'budgets_1a']) as source_document_id,"
        " unnest([false, true]) as is_loaded_by_user"
    )(published)
    with pytest.raises(InputError, match="no load budgets_1a"):
        refuse_lost_batches(published, landing)
    refuse_lost_batches(tmp_path / "nothing.duckdb", landing)
    built = make_built(tmp_path / "built.duckdb", {"a": 1})
    with pytest.raises(InputError, match="no batch budgets_1a"):
        refuse_left_out_batches(published, built, landing)
    refuse_left_out_batches(published, published, landing)
    refuse_left_out_batches(tmp_path / "nothing.duckdb", built, landing)


@pytest.mark.parametrize(
    ("flag", "batches"),
    [
        pytest.param(", source_document_id = 'budgets_1a' as is_loaded_by_user", {"budgets_1a"}),
        pytest.param("", {"budgets_1a", "doc"}, id="published before there was a flag"),
    ],
)
def test_a_batch_is_told_by_its_flag_whoever_publishes(flag: str, batches: set[str]) -> None:
    with duckdb.connect() as connection:
        connection.execute("create schema core")
        connection.execute(
            "create table core.dim_source_documents as"
            f" select unnest(['doc', 'budgets_1a']) as source_document_id, '使用者' as publisher_zh"
            f"{flag}"
        )
        assert landed_batches(connection, "memory") == batches


def test_a_source_text_that_changed_is_noticed(tmp_path: Path) -> None:
    assert refuse_changed_texts(tmp_path) == 0
    name = registered_documents()["mohw_fy107_plan"]["file_name"]
    (tmp_path / name).write_text("another edition", "utf-8")
    with pytest.raises(InputError, match=r"SHA-256 .* registered for 衛生福利部107年度施政計畫"):
        refuse_changed_texts(tmp_path)


def test_the_registered_source_texts_are_as_registered(sources: Path) -> None:
    assert refuse_changed_texts(sources) > 0
