"""Run many `mf` commands in one process, since starting it takes longer than answering.

Reads lists of arguments, as JSON, from standard input, and writes the exit codes into the file it
is told.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from dbt_metricflow.cli.cli_configuration import CLIConfiguration
from dbt_metricflow.cli.main import cli


def _run(arguments: list[str], configuration: CLIConfiguration) -> int:
    try:
        cli(arguments, obj=configuration, prog_name="mf")
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


if __name__ == "__main__":
    shared = CLIConfiguration()
    codes = [_run(arguments, shared) for arguments in json.load(sys.stdin)]
    Path(sys.argv[1]).write_text(json.dumps(codes), "utf-8")
