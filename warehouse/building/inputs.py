"""What a build is a function of: files, landed batches and versions, each as a hash.

A build with nothing to do needs no more than this, so neither dbt nor data frames are imported.
"""

from __future__ import annotations

import json
import platform
from importlib.metadata import version
from pathlib import Path

from foundation.locations import PROJECT_ROOT
from foundation.whole_files import file_sha256
from warehouse.locations import landing_folder

LANDING = "landing"
INPUTS = (
    "dbt_project.yml",
    "expectations",
    "foundation",
    "loaders",
    "macros",
    "models",
    "profiles.yml",
    "seeds",
    "snapshots",
    "tests/data",
    "tests/generic",
    "tests/macros",
    "warehouse",
)
DISTRIBUTIONS = (
    "dbt-adapters",
    "dbt-common",
    "dbt-core",
    "dbt-duckdb",
    "duckdb",
    "great-expectations",
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
)
_WRITTEN_BY_PYTHON = "__pycache__"

Inputs = dict[str, str]


def current_inputs() -> Inputs:
    """Hash of every input, by its name: `seeds/…/x.csv`, `landing/…`, `version/duckdb`."""
    return {
        **{name: file_sha256(PROJECT_ROOT / name) for name in _project_files()},
        **_landed_batches(landing_folder()),
        **{f"version/{name}": version(name) for name in DISTRIBUTIONS},
        "version/python": platform.python_version(),
    }


def sha256_if_there(path: Path) -> str | None:
    """SHA-256 of a file, as 64 hexadecimal digits; None where there is no such file."""
    try:
        return file_sha256(path)
    except FileNotFoundError:
        return None


def _project_files() -> list[str]:
    names = []
    for name in INPUTS:
        path = PROJECT_ROOT / name
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            is_input = file.is_file() and not file.name.startswith(".")
            if is_input and _WRITTEN_BY_PYTHON not in file.parts:
                names.append(file.relative_to(PROJECT_ROOT).as_posix())
    return names


def _landed_batches(folder: Path) -> Inputs:
    """The list of loads and the batches that count, as they are now."""
    loads = folder / "loads.ndjson"
    if not loads.exists():
        return {}
    batches = {f"{LANDING}/{loads.name}": file_sha256(loads)}
    for line in loads.read_text("utf-8").splitlines():
        try:
            load = json.loads(line)
            name, is_counted = str(load["parquet_file"]), load["unloaded_at"] is None
        except (ValueError, TypeError, KeyError):
            # A damaged list is refused by the build, which says where; here it has a hash.
            continue
        if is_counted:
            batches[f"{LANDING}/{name}"] = sha256_if_there(folder / name) or "missing"
    return batches
