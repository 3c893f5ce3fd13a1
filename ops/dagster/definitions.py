"""Dagster: the published warehouse as an asset, built once an hour where an input changed.

`WAREHOUSE_PROJECT` is where the project stands, with its `.venv`; the other `WAREHOUSE_…` variables
are handed on. Load it with `dagster dev -f ops/dagster/definitions.py`.
"""

import json
import os
import subprocess
from pathlib import Path

import dagster as dg

PROJECT = Path(os.environ.get("WAREHOUSE_PROJECT", "/opt/policy-warehouse"))


@dg.asset(description="warehouse.duckdb, built from what changed and swapped in at once.")
def policy_warehouse(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """Run `warehouse build --if-changed` and hand on what it says."""
    built = subprocess.run(
        [PROJECT / ".venv/bin/warehouse", "build", "--if-changed", "--json"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    context.log.info(built.stderr)
    result = json.loads(built.stdout) if built.stdout else {}
    if built.returncode:
        error = result.get("error") or {}
        raise dg.Failure(
            description=error.get("message", built.stderr),
            metadata={"exit_code": built.returncode, "kind": error.get("kind", "unknown")},
            allow_retries=False,
        )
    return dg.MaterializeResult(
        metadata={
            "status": result["status"],
            "run_id": result["run_id"] or "",
            "seconds": result["seconds"]["total"],
            "file": dg.MetadataValue.path(result["published"]),
        }
    )


build_if_changed = dg.define_asset_job("build_if_changed", selection=[policy_warehouse])

defs = dg.Definitions(
    assets=[policy_warehouse],
    jobs=[build_if_changed],
    schedules=[dg.ScheduleDefinition(job=build_if_changed, cron_schedule="17 * * * *")],
)
