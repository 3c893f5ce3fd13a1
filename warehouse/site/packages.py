"""The JavaScript of the pages: pinned npm packages, bundled into plain scripts.

Plain scripts, not modules: a browser loads no module from disk.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

from filelock import FileLock

from warehouse.errors import WarehouseError

SCRIPTS = ("charts", "search", "sql", "tables")
# What the SQL page loads beside its script, by the name it has there.
ENGINE_FILES = {
    "duckdb.wasm": "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm",
    "duckdb.worker.js": "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js",
    "parquet.wasm": "parquet-wasm/esm/parquet_wasm_bg.wasm",
}
_DECLARATIONS = ("package.json", "package-lock.json")
_TABLE_STYLE = "datatables.net-dt/css/dataTables.dataTables.min.css"


class SitePackagesMissing(WarehouseError):
    """The npm packages could not be installed or bundled."""


def install_packages(folder: Path) -> Path:
    """Install the pinned packages, unless they are there as pinned.

    Args:
        folder: where; it may be shared by several sites and is safe against two at once.

    Returns:
        The `node_modules` folder.

    Raises:
        SitePackagesMissing: there is no npm, or it could not install.
    """
    source = files(__package__) / "javascript"
    pinned = {name: (source / name).read_bytes() for name in _DECLARATIONS}
    modules, receipt = folder / "node_modules", folder / "installed.json"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "lock"):
        if receipt.exists() and receipt.read_bytes() == pinned["package-lock.json"]:
            return modules
        receipt.unlink(missing_ok=True)
        for name, content in pinned.items():
            (folder / name).write_bytes(content)
        npm = shutil.which("npm")
        if npm is None:
            raise SitePackagesMissing(
                "npm is not installed; the site needs it once, for its charts and tables: "
                "install Node.js 18 or newer, then run this again"
            )
        _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
        receipt.write_bytes(pinned["package-lock.json"])
    return modules


def write_assets(modules: Path, assets: Path) -> None:
    """Bundle the scripts and put them, the style of tables and the SQL engine into `assets`.

    Raises:
        SitePackagesMissing: a script could not be bundled.
    """
    with as_file(files(__package__) / "javascript" / "src") as sources:
        entries = [str(sources / f"{name}.js") for name in SCRIPTS]
        _run(
            [
                str(modules / ".bin" / "esbuild"),
                *entries,
                "--bundle",
                "--minify",
                "--format=iife",
                "--target=es2022",
                "--charset=utf8",
                "--legal-comments=linked",
                "--log-level=error",
                "--define:import.meta.url=location.href",
                f"--outdir={assets}",
            ],
            modules,
        )
    for name, path in {**ENGINE_FILES, "tables.css": _TABLE_STYLE}.items():
        shutil.copyfile(modules / path, assets / name)


def _run(command: Sequence[str], folder: Path) -> None:
    result = subprocess.run(  # noqa: S603
        command,
        cwd=folder,
        env={**os.environ, "NODE_PATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        name = " ".join([Path(command[0]).name, *command[1:2]])
        raise SitePackagesMissing(f"`{name}` failed in {folder}: {result.stderr.strip()}")
