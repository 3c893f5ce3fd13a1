"""What other tools make, put beside the pages: dbt's lineage, expectations, documentation."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from foundation.locations import PROJECT_ROOT
from warehouse.errors import WarehouseError
from warehouse.site.rendering import Build


def write_lineage(published: Path, page: Path) -> None:
    """Let dbt describe the project over the published file, as one page of its own.

    Raises:
        WarehouseError: dbt could not.
    """
    with TemporaryDirectory() as target:
        # Compiling would run the models that read loaded files, which the published file is not.
        for command in (["parse"], ["docs", "generate", "--static", "--no-compile"]):
            _run_dbt(command, published, target)
        shutil.copyfile(Path(target) / "static_index.html", page)


def _run_dbt(command: list[str], published: Path, target: str) -> None:
    result = subprocess.run(  # noqa: S603
        [
            str(Path(sys.executable).with_name("dbt")),
            *command,
            *("--no-use-colors", "--target", "published"),
            *("--project-dir", str(PROJECT_ROOT), "--profiles-dir", str(PROJECT_ROOT)),
        ],
        env={
            **os.environ,
            "WAREHOUSE_FILE": str(published),
            "DBT_TARGET_PATH": target,
            "DBT_LOG_PATH": target,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        name = " ".join(["dbt", *command[:2]])
        raise WarehouseError(f"`{name}` failed:\n{result.stdout.strip()}")


def write_documentation(folder: Path) -> bool:
    """Let MkDocs write the documentation, its pages leading back to those of the site.

    Returns:
        Whether MkDocs is installed; without it, nothing is written.

    Raises:
        WarehouseError: MkDocs could not.
    """
    if find_spec("mkdocs") is None or find_spec("material") is None:
        return False
    result = subprocess.run(  # noqa: S603
        [
            *(sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"),
            *("--config-file", str(PROJECT_ROOT / "mkdocs.yml"), "--site-dir", str(folder)),
        ],
        cwd=PROJECT_ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "WAREHOUSE_DOCS_SITE": "../index.html"},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise WarehouseError(f"`mkdocs build` failed:\n{result.stderr.strip()}")
    return True


def copy_expectation_report(report: Path, build: Build, page: Path) -> bool:
    """Put the expectation report beside the pages, if it is the one of this build.

    A later build that failed, or one published elsewhere, leaves another report in its place.

    Returns:
        Whether it is of this build.
    """
    if not report.is_file():
        return False
    written = datetime.fromtimestamp(report.stat().st_mtime, UTC).replace(tzinfo=None)
    if not build.row["started_at"] <= written <= build.finished_at + timedelta(seconds=1):
        return False
    shutil.copyfile(report, page)
    return True
