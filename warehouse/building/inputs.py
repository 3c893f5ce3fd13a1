"""What a build is a function of: files, landed batches and versions, each as a hash.

A build with nothing to do needs no more than this, so neither dbt nor data frames are imported.
"""

from __future__ import annotations

import hashlib
import platform
import re
from importlib.metadata import version
from pathlib import Path

from foundation.locations import PROJECT_ROOT
from foundation.whole_files import file_sha256
from loaders.files.load_list import LIST_FILE, counted_loads
from warehouse.locations import landing_folder

LANDING = "landing"
INPUTS = (
    "dbt_project.yml",
    "expectations",
    "foundation",
    "loaders/files",
    "loaders/seeds",
    "macros",
    "models",
    "profiles.yml",
    "seeds",
    "snapshots",
    "tests/data",
    "tests/generic",
    "tests/macros",
    "warehouse/__init__.py",
    "warehouse/building",
    "warehouse/gates",
    "warehouse/locations.py",
    "warehouse/published",
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
# What is said of tables and columns has a name of its own: no row depends on it.
DESCRIPTIONS = "descriptions"
_DESCRIBED = re.compile(r"models/.+\.(md|yml)")
_DESCRIPTION = re.compile(
    r"^(?P<indent> *)description:.*\n(?:(?:(?P=indent) .*)?\n)*", re.MULTILINE
)
_WRITTEN_BY_PYTHON = "__pycache__"

Inputs = dict[str, str]


def current_inputs() -> Inputs:
    """Hash of every input, by its name: `seeds/…/x.csv`, `landing/…`, `version/duckdb`."""
    return {
        **_hashed_files(),
        **_landed_batches(landing_folder()),
        **{f"version/{name}": version(name) for name in DISTRIBUTIONS},
        "version/python": platform.python_version(),
    }


def _hashed_files() -> Inputs:
    """Hash of every file, and one of all descriptions, which the hashes of files leave out."""
    hashes = {}
    descriptions = hashlib.sha256()
    for name in _project_files():
        if not _DESCRIBED.fullmatch(name):
            hashes[name] = file_sha256(PROJECT_ROOT / name)
            continue
        rest, said = without_descriptions(name, (PROJECT_ROOT / name).read_text("utf-8"))
        hashes[name] = hashlib.sha256(rest.encode()).hexdigest()
        descriptions.update(f"{name}\n{said}".encode())
    return {**hashes, DESCRIPTIONS: descriptions.hexdigest()}


def without_descriptions(name: str, text: str) -> tuple[str, str]:
    """A declaration without its descriptions, and they; Markdown is nothing but descriptions."""
    if name.endswith(".md"):
        return "", text
    said = [match.group() for match in _DESCRIPTION.finditer(text)]
    return _DESCRIPTION.sub("", text), "".join(said)


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
    loads = folder / LIST_FILE
    if not loads.exists():
        return {}
    files = [str(load.get("parquet_file")) for load in counted_loads(folder)]
    return {
        f"{LANDING}/{LIST_FILE}": file_sha256(loads),
        **{f"{LANDING}/{name}": sha256_if_there(folder / name) or "missing" for name in files},
    }
