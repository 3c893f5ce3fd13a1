"""The published file for assistants, over the Model Context Protocol.

Each call opens the file anew, so an assistant sees a new build as soon as it is published.
"""

# No postponed annotations: the server reads those of its tools, and one names a local limit.
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from threading import Event, Timer
from typing import Annotated, Any

import duckdb
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from warehouse.asking import catalogue
from warehouse.asking import search as finding
from warehouse.asking.answers import Answer, json_text
from warehouse.asking.citation import Build, published_build
from warehouse.asking.sql import answer, one_statement, open_published
from warehouse.errors import WarehouseError

_GUIDE = files(__package__) / "templates" / "assistants_guide.md"
_READS_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


@dataclass(frozen=True)
class Limits:
    """What one call may take.

    Attributes:
        rows: most rows of an answer.
        seconds: longest time of a query.
        memory: most memory of the engine.
        characters: longest answer.
    """

    rows: int = 1000
    seconds: float = 10.0
    memory: str = "512MB"
    characters: int = 100_000


def serve(published: Path, limits: Limits) -> None:
    """Answer one assistant over standard input and output, until it hangs up.

    Raises:
        WarehouseError: nothing is published yet, or the file is damaged.
    """
    open_published(published).close()
    server(published, limits).run("stdio")


def server(published: Path, limits: Limits) -> MCPServer[Any]:
    """A server with the tools and resources, over no transport yet."""
    asked = partial(_asked, published, limits)
    made: MCPServer[Any] = MCPServer(
        "policy-warehouse",
        version=version("policy-warehouse"),
        instructions=_guide(),
        log_level="WARNING",
    )

    @made.tool(annotations=_READS_ONLY, structured_output=False)
    def list_tables() -> str:
        """List every table with its Chinese name, number of rows and meaning."""
        with asked() as connection:
            return json_text(catalogue.list_of_tables(connection).records(), indent=None)

    @made.tool(annotations=_READS_ONLY, structured_output=False)
    def describe_table(
        table: Annotated[str, Field(description="Name with or without schema, or Chinese name")],
    ) -> str:
        """Describe a table: key, columns with types and meaning in both languages, sample rows."""
        with asked() as connection:
            return catalogue.as_json(catalogue.describe(connection, table))

    @made.tool(annotations=_READS_ONLY, structured_output=False)
    def search(
        text: Annotated[str, Field(description="Words, best in Chinese, such as 吸菸率")],
        limit: Annotated[int, Field(ge=1, le=100, description="Most hits to give")] = 20,
    ) -> str:
        """Search tables, columns, KPIs, plans, budgets, metrics and findings.

        Every hit has a query that shows it.
        """
        with asked() as connection:
            hits, found = finding.find(connection, text, limit)
        return json_text({"found": found, "hits": finding.as_answer(hits).records()}, indent=None)

    @made.tool(annotations=_READS_ONLY, structured_output=False)
    def query(
        sql: Annotated[str, Field(description="One SELECT in DuckDB's SQL")],
        max_rows: Annotated[int, Field(ge=1, le=limits.rows, description="Most rows to give")] = (
            min(100, limits.rows)
        ),
    ) -> str:
        """Run one SELECT over the warehouse, read-only.

        The answer says how to cite the build it is from and whether rows were left out.
        """
        with asked() as connection:
            if one_statement(sql).type is not duckdb.StatementType.SELECT:
                raise WarehouseError("found a statement that is no SELECT; only those are answered")
            build = published_build(connection)
            with _clock(connection, limits.seconds):
                given = answer(connection, sql, most_rows=max_rows + 1)
        if given is None:
            raise WarehouseError("the query gives no rows; only queries that read are answered")
        return _bounded(given, max_rows, limits.characters, build)

    made.resource(
        "warehouse://guide",
        name="guide",
        title="How to read and cite the warehouse",
        mime_type="text/markdown",
    )(_guide)
    return made


@contextmanager
def _asked(published: Path, limits: Limits) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with little memory and no disk.

    Raises:
        ToolError: what was asked cannot be answered, and why.
    """
    settings = {"memory_limit": limits.memory, "temp_directory": ""}
    try:
        with open_published(published, settings) as connection:
            yield connection
    except (WarehouseError, duckdb.Error) as error:
        raise ToolError(str(error)) from error


@contextmanager
def _clock(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """End what a connection does when its time is up.

    Raises:
        WarehouseError: it was.
    """
    is_late = Event()

    def end() -> None:
        is_late.set()
        connection.interrupt()

    clock = Timer(seconds, end)
    clock.start()
    try:
        yield
    except WarehouseError as error:
        if not is_late.is_set():
            raise
        message = f"the query took longer than {seconds:g} seconds; ask for less"
        raise WarehouseError(message) from error
    finally:
        clock.cancel()


def _bounded(given: Answer, max_rows: int, characters: int, build: Build) -> str:
    """An answer as JSON, cut at the limits, which says so where it is cut."""
    kept: list[tuple[Any, ...]] = []
    length = 0
    for row in given.rows[:max_rows]:
        length += len(json_text(row, indent=None))
        if length > characters:
            break
        kept.append(row)
    if given.rows and not kept:
        raise ToolError(f"one row is longer than {characters} characters; ask for fewer columns")
    return json_text(
        {
            "cite_as": build.citation_en,
            "columns": [{"name": name, "type": kind} for name, kind in given.columns],
            "rows": kept,
            "row_count": len(kept),
            "is_cut": len(kept) < len(given.rows),
        },
        indent=None,
    )


def _guide() -> str:
    """How the figures are to be read and cited."""
    return _GUIDE.read_text("utf-8")
