"""Run the SQL dbt compiled straight in DuckDB: what the build costs without dbt and without gate.

Usage: compiled_sql.py TARGET_FOLDER DATABASE

TARGET_FOLDER holds `manifest.json` and `run_results.json` of a `dbt build` into a file of the same
name as DATABASE. Models become tables or views, tests are counted; seeds are copied from their CSV
files.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import duckdb


def main(target: Path, database: Path) -> None:
    """Build `database` from what `target` holds."""
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    results = json.loads((target / "run_results.json").read_text("utf-8"))["results"]
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as connection:
        for result in results:
            node = manifest["nodes"].get(result["unique_id"])
            if node is not None:
                _run(connection, node, result)


def _run(
    connection: duckdb.DuckDBPyConnection, node: dict[str, Any], result: dict[str, Any]
) -> None:
    name = f'"{node["schema"]}"."{node["name"]}"'
    match node["resource_type"]:
        case "seed":
            path = Path(node["root_path"]) / node["original_file_path"]
            connection.execute(f'create schema if not exists "{node["schema"]}"')
            connection.execute(
                f"create table {name} as from read_csv('{path}', all_varchar = true, header = true)"
            )
        case "model":
            connection.execute(f'create schema if not exists "{node["schema"]}"')
            materialized = node["config"]["materialized"]
            connection.execute(f"create {materialized} {name} as {result['compiled_code']}")
        case "test":
            failing = connection.execute(
                f"select count(*) from ({result['compiled_code']})"
            ).fetchone()
            if failing != (0,):
                raise SystemExit(f"{node['name']} fails: {failing}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
