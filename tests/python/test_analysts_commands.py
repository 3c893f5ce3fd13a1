"""`warehouse sql`, `describe` and `find`, as somebody at a terminal uses them."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import select
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result
from wcwidth import wcswidth

from tests.python.conftest import BuiltProject
from warehouse.asking.answers import FORMATS, Answer
from warehouse.asking.prompt import is_complete
from warehouse.asking.sql import LOCKED_DOWN, answer
from warehouse.cli import main
from warehouse.errors import WarehouseError
from warehouse.naming.folding import folded, place_in

EVERYTHING = """
    select
        12345678901234567890.12::decimal(38, 2) as exact, 0.00000001::decimal(18, 8) as small,
        null as nothing, '' as empty, 'NULL' as word, '=1+1' as formula, '-2.5%' as percent,
        '衛生' || chr(10) || '福利|部' as 名稱, true as flag, date '2018-01-31' as day,
        'nan'::double as undefined, [1.50, null] as list, 'ab'::blob as bytes,
        1 as again, 2 as again
"""


def _everything() -> Answer:
    with duckdb.connect() as connection:
        given = answer(connection, EVERYTHING)
    assert given is not None
    return given


def _run(built: BuiltProject, *arguments: str, piped: str | None = None) -> Result:
    """The command in this process; that it starts is shown by other tests."""
    environment = {"WAREHOUSE_FILE": str(built.project.published)}
    return CliRunner().invoke(main, arguments, input=piped, env=environment)


def _asked(built: BuiltProject, *arguments: str) -> str:
    result = _run(built, *arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def _rows(built: BuiltProject, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(built.project.published), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_a_table_tells_null_from_text_and_lines_chinese_up() -> None:
    lines = FORMATS["table"](_everything()).splitlines()
    assert lines[-1] == "(1 row)"
    assert len({wcswidth(line) for line in lines[:-1]}) == 1
    cells = [cell.strip() for cell in lines[3].strip("│").split("│")]
    assert cells[:7] == [
        "12345678901234567890.12",
        "0.00000001",
        "NULL",
        "",
        '"NULL"',
        "=1+1",
        "-2.5%",
    ]
    assert [cell.strip() for cell in lines[4].strip("│").split("│")][7] == "福利|部"


def test_a_table_keeps_what_a_terminal_would_obey_from_it() -> None:
    written = FORMATS["table"](Answer((("text", "VARCHAR"),), (("\x1b[31mred\x9b2J\r",),)))
    assert "\x1b" not in written and "\x9b" not in written and "\r" not in written
    assert "[31mred" in written


def test_csv_tells_null_from_empty_and_starts_no_formula() -> None:
    written = FORMATS["csv"](_everything())
    cells = next(csv.reader(io.StringIO(written.partition("\r\n")[2], newline="")))
    assert cells[:7] == ["12345678901234567890.12", "0.00000001", "", "", "NULL", "'=1+1", "-2.5%"]
    assert cells[7] == "衛生\n福利|部"
    assert ',,"",NULL,' in written
    starts = "=+-@\t＝＋－＠"
    texts = Answer((("text", "VARCHAR"),), tuple((f"{sign}cmd",) for sign in starts))
    assert all("'" in line for line in FORMATS["csv"](texts).splitlines()[1:])


def test_json_keeps_every_digit_and_every_column() -> None:
    record = json.loads(FORMATS["json"](_everything()), parse_float=Decimal)[0]
    assert record["exact"] == Decimal("12345678901234567890.12")
    assert record["small"] == Decimal("0.00000001")
    assert (record["nothing"], record["empty"], record["word"]) == (None, "", "NULL")
    assert record["名稱"] == "衛生\n福利|部"
    assert (record["flag"], record["day"], record["undefined"]) == (True, "2018-01-31", None)
    assert record["list"] == [Decimal("1.50"), None]
    assert (record["bytes"], record["again"], record["again_1"]) == ("6162", 1, 2)


def test_markdown_is_one_line_a_row() -> None:
    lines = FORMATS["markdown"](_everything()).splitlines()
    assert len(lines) == 3
    assert "衛生<br>福利\\|部" in lines[2]
    assert lines[1].startswith("| ---: | ---: | --- |")


@pytest.mark.parametrize("form", ["csv", "json", "markdown", "table"])
def test_no_rows_are_no_error(form: str) -> None:
    assert FORMATS[form](Answer((("number", "INTEGER"),), ()))


def test_sql_writes_a_file_that_excel_and_duckdb_read(built: BuiltProject, tmp_path: Path) -> None:
    query = "select agency_id, agency_name_zh from core.dim_agencies order by agency_id"
    file = tmp_path / "agencies.csv"
    assert _asked(built, "sql", query, "--format", "csv", "--output", str(file)) == ""
    assert file.read_bytes().startswith(b"\xef\xbb\xbfagency_id,agency_name_zh\r\n")
    assert _rows(built, f"select * from read_csv('{file}')") == _rows(built, query)


def test_sql_says_where_it_cannot_write(built: BuiltProject, tmp_path: Path) -> None:
    result = _run(built, "sql", "select 1", "--output", str(tmp_path / "nowhere" / "file"))
    assert (result.exit_code, result.stderr.startswith("error: ")) == (1, True)
    assert "cannot be written: No such file or directory" in result.stderr


def test_sql_reads_a_query_that_is_piped_in(built: BuiltProject) -> None:
    piped = "select roc_year\nfrom core.dim_fiscal_years where fiscal_year = 2018;\n"
    result = _run(built, "sql", "--format", "csv", piped=piped)
    assert (result.exit_code, result.stdout.split()) == (0, ["roc_year", "107"])


@pytest.mark.parametrize("query", ["", "select 1; select 2", "/* only a remark */"])
def test_sql_answers_one_query_at_a_time(query: str, built: BuiltProject) -> None:
    result = _run(built, "sql", query)
    assert result.exit_code == 1
    assert "expected one at a time" in result.stderr


def test_no_variable_of_the_program_is_a_table() -> None:
    secret = Answer((), ())  # noqa: F841
    with (
        duckdb.connect(config=LOCKED_DOWN) as connection,
        pytest.raises(WarehouseError, match="does not exist"),
    ):
        answer(connection, "select * from secret")


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("select 1;", True),
        ("select 1 ;  ", True),
        ("select 吸菸 from t;", True),
        ("exit", True),
        ("", True),
        ("select 1", False),
        ("select 'a;", False),
        ("select ';'", False),
        ("select 1 -- ;", False),
        ("/* ;", False),
        ("select $$;", False),
    ],
)
def test_a_query_at_the_prompt_ends_at_a_semicolon_outside_quotes(text: str, ends: bool) -> None:
    assert is_complete(text) is ends


def _typed(built: BuiltProject, home: Path, *lines: str) -> str:
    """What the prompt shows on a terminal when these lines are typed."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "warehouse", "sql", "--format", "csv"],
        cwd=built.project.root,
        env={
            **os.environ,
            "WAREHOUSE_FILE": str(built.project.published),
            "XDG_STATE_HOME": str(home),
            "TERM": "xterm",
            "PAGER": "cat",
            "PROMPT_TOOLKIT_NO_CPR": "1",
        },
        stdin=follower,
        stdout=follower,
        stderr=follower,
        close_fds=True,
    )
    os.close(follower)
    shown = _read_until(leader, b"warehouse>")
    for line in lines:
        os.write(leader, line.encode() + b"\r")
        shown += _read_until(leader, b"..." if not is_complete(line) else b"warehouse>")
    os.write(leader, b"\x04")
    try:
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        os.close(leader)
    return shown.decode("utf-8", "replace")


def _read_until(leader: int, wanted: bytes, seconds: float = 20) -> bytes:
    read = b""
    end = time.monotonic() + seconds
    while wanted not in read or select.select([leader], [], [], 0.3)[0]:
        assert time.monotonic() < end, read.decode("utf-8", "replace")
        if select.select([leader], [], [], 0.3)[0]:
            read += os.read(leader, 65536)
    return read


def test_the_prompt_answers_over_several_lines_and_remembers(
    built: BuiltProject, tmp_path: Path
) -> None:
    shown = _typed(
        built,
        tmp_path,
        "select agency_name_zh",
        "from core.dim_agencies where agency_id = 'mohw';",
        "select no_such_column from core.dim_agencies;",
        "select 6 * 7 as product;",
    )
    assert "衛生福利部" in shown
    assert "error: Binder Error" in shown
    assert "product\r\n42" in shown.replace("\r\r\n", "\r\n")
    history = (tmp_path / "policy-warehouse/history").read_text("utf-8")
    assert "+select agency_name_zh\n+from core.dim_agencies" in history
    assert (tmp_path / "policy-warehouse/history").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "name",
    [
        "budget.mart_budget_execution",
        "mart_budget_execution",
        "預算執行",
        "zh.預算執行",
        'BUDGET."mart_budget_execution"',
    ],
)
def test_describe_knows_a_table_by_all_its_names(name: str, built: BuiltProject) -> None:
    described = json.loads(_asked(built, "describe", name, "--format", "json"))
    assert described["table"] == "budget.mart_budget_execution"
    assert described["view_zh"] == "zh.預算執行"
    assert described["key"] == ["programme_code", "roc_year"]
    assert described["row_count"] == 19
    rates = {column["column"]: column for column in described["columns"]}["execution_rate"]
    assert (rates["type"], rates["name_zh"]) == ("DECIMAL(18,8)", "預算執行率")
    assert len(described["sample_rows"]) == 3


def test_describe_shows_grain_columns_and_sample_rows(built: BuiltProject) -> None:
    shown = _asked(built, "describe", "nhi.mart_tiered_care_budget_series")
    assert shown.startswith("nhi.mart_tiered_care_budget_series  zh.分級醫療歷年預算\n")
    assert "one row an item and year" in shown
    assert "one row for each budget_item_id, roc_year" in shown
    assert "row 3" in shown
    page = _asked(built, "describe", "分級醫療歷年預算", "--format", "markdown")
    assert "| budget_twd | DECIMAL(18,2) | 預算數 |" in page


def test_describe_alone_lists_every_table(built: BuiltProject) -> None:
    listed = json.loads(_asked(built, "describe", "--format", "json"))
    known = _rows(
        built,
        "select distinct schema_name || '.' || table_name from meta.data_dictionary order by 1",
    )
    shown = sorted(row["table"] for row in listed if not row["table"].startswith("snapshots."))
    assert shown == [name for (name,) in known]
    views = [row["table_zh"] for row in listed if row["table_zh"]]
    assert len(views) > 30
    for view in views:
        assert _rows(built, f"select count(*) from {view}")


def test_describe_names_the_nearest_table(built: BuiltProject) -> None:
    result = _run(built, "describe", "fct_budget")
    assert result.exit_code == 1
    assert "there is no table `fct_budget`; nearest: fct_budgets" in result.stderr
    chinese = _run(built, "describe", "預算執型")
    assert "nearest: 預算執行" in chinese.stderr


def _hits(built: BuiltProject, text: str, *options: str) -> list[dict[str, Any]]:
    found = _asked(built, "find", text, "--format", "json", *options)
    hits: list[dict[str, Any]] = json.loads(found)
    return hits


def test_find_names_the_kpi_first_and_gives_queries_that_run(built: BuiltProject) -> None:
    hits = _hits(built, "吸菸率")
    assert hits[0]["name"] == "18歲以上人口吸菸率"
    assert hits[0]["table"] == "core.dim_kpis"
    assert hits[0]["source_locator"] == "10-5"
    assert {hit["table"] for hit in hits} >= {"audit.rpt_published_figures", "core.dim_plans"}
    for hit in hits:
        assert _rows(built, hit["query"])


@pytest.mark.parametrize(
    ("asked", "same"),
    [
        ("吸煙率", "吸菸率"),
        ("１８歲以上", "18歲以上"),
        ("台灣", "臺灣"),
        ("吸 菸 率", "吸菸率"),
        ("KPI", "ｋｐｉ"),
    ],
)
def test_find_takes_no_notice_of_width_variants_and_spaces(
    asked: str, same: str, built: BuiltProject
) -> None:
    hits = _hits(built, asked)
    assert hits
    assert hits == _hits(built, same)


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("execution_rate", "budget.mart_budget_execution"),
        ("預算執行率", "budget.mart_budget_execution"),
        ("雲端系統查詢", "nhi.fct_programme_metric_printings"),
        ("開放表別", "budget.fct_budget_printings"),
        ("開放表別", "budget.fct_opened_item_execution"),
        ("中央健康保險署", "core.dim_agencies"),
        ("30.3%", "audit.rpt_source_findings"),
        ("永續發展", "core.dim_policy_goals"),
    ],
)
def test_find_looks_into_everything_named(text: str, table: str, built: BuiltProject) -> None:
    assert table in {hit["table"] for hit in _hits(built, text, "--limit", "500")}


def test_every_thing_that_find_can_name_is_shown_by_its_query(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    from warehouse.asking.search import _named_things

    things = list(_named_things(warehouse))
    assert len({thing.kind for thing in things}) == 21
    for thing in things[::23]:
        assert warehouse.execute(thing.query).fetchone() is not None or thing.kind.startswith(
            ("table", "column")
        ), thing


def test_find_names_what_is_nearest_where_nothing_fits(built: BuiltProject) -> None:
    result = _run(built, "find", "吸菸比率")
    assert result.exit_code == 1
    assert "nearest: 18歲以上吸菸率" in result.stderr
    assert "found no text" in _run(built, "find", " ").stderr


def test_an_excerpt_is_as_printed() -> None:
    text = "一、台灣ＡＢ 吸\n菸率"
    assert folded(text) == "一、台灣ab吸煙率"
    place = place_in(text, folded("ab吸煙率"))
    assert place is not None
    assert text[slice(*place)] == "ＡＢ 吸\n菸率"
    assert place_in(text, "肺癌") is None
