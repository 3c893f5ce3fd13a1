"""Reads a published file without pause until it is told to stop; prints what it saw as JSON.

Started by path: FILE, STOP (a file that ends it once it is there), `duckdb` or `sqlalchemy`.
Each turn opens the file anew and reads the run, the recorded checksums and whole tables.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

RUN = "select max(run_id) from meta.build_runs where status_code != 'failed'"
RECORDED = "select schema_name, table_name, table_row_count from meta.table_checksums"
MARKS = "select min(mark), max(mark), count(*) from budget.fct_marked"


def with_duckdb(file: str) -> tuple[Callable[[str], list[tuple[object, ...]]], Callable[[], None]]:
    import duckdb

    connection = duckdb.connect(file, read_only=True)
    return lambda query: connection.execute(query).fetchall(), connection.close


def with_sqlalchemy(
    file: str,
) -> tuple[Callable[[str], list[tuple[object, ...]]], Callable[[], None]]:
    from sqlalchemy import NullPool, create_engine, text

    engine = create_engine(
        f"duckdb:///{file}", connect_args={"read_only": True}, poolclass=NullPool
    )
    connection = engine.connect()

    def close() -> None:
        connection.close()
        engine.dispose()

    return lambda query: [tuple(row) for row in connection.execute(text(query))], close


def read_once(file: str, client: str) -> str:
    """One look at the file: everything in it has to be of one build."""
    ask, close = (with_duckdb if client == "duckdb" else with_sqlalchemy)(file)
    try:
        ((run,),) = ask(RUN)
        for schema, table, row_count in ask(RECORDED):
            ((found,),) = ask(f'select count(*) from {schema}."{table}"')
            if found != row_count:
                raise AssertionError(f"{schema}.{table}: {found} rows, recorded {row_count}")
        ((first, last, _),) = ask(MARKS)
        ((again,),) = ask(RUN)
        if not first == last == run == again:
            raise AssertionError(f"rows of {first} and {last} in the file of {run}, then {again}")
        return str(run)
    finally:
        close()


def main() -> None:
    file, stop, client = sys.argv[1:]
    runs: dict[str, int] = {}
    errors: list[str] = []
    while not Path(stop).exists():
        try:
            run = read_once(file, client)
            runs[run] = runs.get(run, 0) + 1
        except Exception:
            errors.append(traceback.format_exc(limit=3))
    print(json.dumps({"runs": runs, "errors": errors}))


if __name__ == "__main__":
    main()
