"""Airflow: build the policy warehouse once an hour, where an input changed.

Copy it into the DAG folder. `WAREHOUSE_PROJECT` is where the project stands, with its `.venv`; the
other `WAREHOUSE_…` variables of the worker are handed on.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

PROJECT = os.environ.get("WAREHOUSE_PROJECT", "/opt/policy-warehouse")
# The exit code of a build that meets another one; see docs/operations.md.
ANOTHER_BUILD_IS_RUNNING = 6

with DAG(
    dag_id="build_policy_warehouse",
    schedule="17 * * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    tags=["policy-warehouse"],
):
    BashOperator(
        task_id="build_if_changed",
        bash_command=".venv/bin/warehouse build --if-changed --json",
        cwd=PROJECT,
        append_env=True,
        skip_on_exit_code=ANOTHER_BUILD_IS_RUNNING,
        execution_timeout=timedelta(minutes=30),
        # A build that failed fails again until its input is mended.
        retries=0,
    )
