"""`warehouse mcp`, asked by the client of the official SDK over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from tests.python.conftest import BuiltProject, Project
from warehouse.asking.answers import Answer
from warehouse.asking.assistants import Limits, _bounded, server
from warehouse.asking.citation import Build

SECONDS = 5
BUILD = Build("20180101T000000Z-abc", datetime(2018, 1, 1), datetime(2018, 1, 1), "abc", "2.0.0")


async def _with_server(
    built: BuiltProject, ask: Callable[[Client], Awaitable[None]], *options: str
) -> None:
    started = StdioServerParameters(
        command=sys.executable,
        args=["-m", "warehouse", "mcp", "--seconds", str(SECONDS), "--rows", "50", *options],
        cwd=built.project.root,
        env={**os.environ, "WAREHOUSE_FILE": str(built.project.published)},
    )
    async with Client(started) as client:
        await ask(client)


async def _answer(client: Client, tool: str, **arguments: Any) -> Any:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content[0]
    return json.loads(result.content[0].text, parse_float=Decimal)


async def _refusal(client: Client, tool: str, **arguments: Any) -> str:
    result = await client.call_tool(tool, arguments)
    assert result.is_error, result.content[0].text[:200]
    text: str = result.content[0].text
    assert "Traceback" not in text
    return text


def test_an_assistant_finds_describes_asks_and_cites(built: BuiltProject) -> None:
    async def ask(client: Client) -> None:
        assert client.instructions is not None
        assert "How to cite" in client.instructions
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools] == ["list_tables", "describe_table", "search", "query"]
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
        guide = await client.read_resource("warehouse://guide")
        assert guide.contents[0].text == client.instructions

        tables = {table["table"]: table for table in await _answer(client, "list_tables")}
        assert tables["core.dim_agencies"]["table_zh"] == "zh.機關"
        described = await _answer(client, "describe_table", table="預算執行")
        assert described["row_count"] == 19
        found = await _answer(client, "search", text="吸煙率", limit=1)
        assert found["found"] >= 6
        assert found["hits"][0]["name"] == "18歲以上人口吸菸率"
        kpi = await _answer(client, "query", sql=found["hits"][0]["query"])
        assert kpi["row_count"] == 1
        series = await _answer(
            client,
            "query",
            sql="select roc_year, budget_twd from nhi.mart_tiered_care_budget_years"
            " order by roc_year",
            max_rows=3,
        )
        assert series["rows"][0] == [106, Decimal("2280000000.00")]
        assert (series["row_count"], series["is_cut"]) == (3, True)
        assert series["columns"][1] == {"name": "budget_twd", "type": "DECIMAL(18,2)"}
        assert series["cite_as"].startswith("policy-warehouse contributors")

    asyncio.run(_with_server(built, ask))


REFUSED = {
    "delete from core.dim_kpis": "no SELECT",
    "create table core.mine as select 1": "no SELECT",
    "attach 'other.duckdb'": "no SELECT",
    "install httpfs": "no SELECT",
    "load httpfs": "no SELECT",
    "copy core.dim_kpis to 'stolen.csv'": "no SELECT",
    "set memory_limit = '8GB'": "no SELECT",
    "pragma version": "no SELECT",
    "select 1; drop table core.dim_kpis": "found 2 queries",
    "select 1;;select 2": "found 2 queries",
    "": "found 0 queries",
    "select * from read_csv('/etc/hosts')": "disabled by configuration",
    "select * from read_text('/etc/hostname')": "disabled by configuration",
    "select * from 'https://example.org/data.parquet'": "disabled by configuration",
    "select * from glob('/*')": "disabled by configuration",
    "selec 1": "Parser Error",
    "select no_such_column from core.dim_kpis": "Binder Error",
    "select repeat('x', 1000000)": "one row is longer",
}


def test_an_assistant_is_refused_all_but_one_bounded_select(built: BuiltProject) -> None:
    before = built.project.published.read_bytes()

    async def ask(client: Client) -> None:
        for sql, why in REFUSED.items():
            assert why in await _refusal(client, "query", sql=sql), sql
        assert "less than or equal to 50" in await _refusal(
            client, "query", sql="select 1", max_rows=51
        )
        assert "nearest: budget.fct_budgets" in await _refusal(
            client, "describe_table", table="budget.fct_budget"
        )
        assert (await _answer(client, "query", sql="select 1 as one"))["rows"] == [[1]]

    asyncio.run(_with_server(built, ask))
    assert built.project.published.read_bytes() == before


def test_a_query_that_takes_too_long_is_ended(built: BuiltProject) -> None:
    async def ask(client: Client) -> None:
        begun = time.monotonic()
        endless = "select count(*) from range(1000000000000) as a, range(1000000) as b"
        assert "took longer than 5 seconds" in await _refusal(client, "query", sql=endless)
        assert time.monotonic() - begun < 20 * SECONDS
        assert (await _answer(client, "query", sql="select 2"))["rows"] == [[2]]

    asyncio.run(_with_server(built, ask))


def test_a_query_that_takes_too_much_memory_is_ended(built: BuiltProject) -> None:
    async def ask() -> None:
        limits = Limits(seconds=120, memory="48MB")
        async with Client(server(built.project.published, limits)) as client:
            large = "select list(number) from range(20000000) as numbers(number)"
            assert "Out of Memory" in await _refusal(client, "query", sql=large)

    asyncio.run(ask())


def test_an_answer_is_cut_where_it_grows_too_long() -> None:
    rows = tuple((number, "x" * 1000) for number in range(200))
    given = Answer((("number", "INTEGER"), ("text", "VARCHAR")), rows)
    cut = json.loads(_bounded(given, 1000, Limits().characters, BUILD))
    assert cut["is_cut"]
    assert 90 < cut["row_count"] < 100
    whole = json.loads(_bounded(Answer(given.columns, rows[:10]), 10, 100_000, BUILD))
    assert (whole["row_count"], whole["is_cut"], whole["cite_as"]) == (10, False, BUILD.citation_en)


def test_the_server_ends_when_the_assistant_hangs_up(built: BuiltProject) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "warehouse", "mcp"],
        cwd=built.project.root,
        env={**os.environ, "WAREHOUSE_FILE": str(built.project.published)},
        input="",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_without_a_published_file_there_is_one_clear_error(project: Project) -> None:
    result = project.run("mcp")
    assert result.returncode == 1
    assert "`warehouse build` makes it" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("missing", ["mcp", "mcp_types", "pydantic"])
def test_without_its_extra_there_is_one_clear_error(missing: str, project: Project) -> None:
    (project.root / "sitecustomize.py").write_text(
        f"import sys\nsys.modules[{missing!r}] = None\n", "utf-8"
    )
    result = project.run("mcp")
    assert result.returncode == 1
    assert result.stderr.startswith(f"error: `{missing}")
    assert "the extra `assistants` has it" in result.stderr
    assert len(result.stderr.splitlines()) == 1
