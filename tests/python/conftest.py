"""Fixtures shared by the tests: source texts, copies of the project, one real build."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock
from rich.console import Console

from foundation.locations import PROJECT_ROOT, sources_folder
from tests.python.site_browser import Chromium, launched
from warehouse.locations import BuildFolder, site_packages_folder
from warehouse.site.building import SiteInputs, build_site
from warehouse.site.packages import SitePackagesMissing, install_packages
from warehouse.spark.session import find_java
from warehouse.telling.progress import Reporter

# Public tables that have no row until a user loads figures of institutions.
OF_INSTITUTIONS = frozenset(
    {
        "nhi.dim_institutions",
        "nhi.mart_programme_metrics_by_institution",
        "nhi.mart_programme_metrics_monthly",
        "nhi.mart_programme_metrics_yearly",
    }
)

# What npm says where there is no network.
UNREACHABLE = ("EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ENETUNREACH", "ENOTFOUND", "ETIMEDOUT")

RunWarehouse = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def sources() -> Path:
    """Folder of the source texts; without it the test skips, and CI has it."""
    folder = sources_folder()
    if not folder.is_dir():
        pytest.skip(f"no source texts at {folder}; set WAREHOUSE_SOURCES to run this test")
    return folder


@dataclass(frozen=True)
class Project:
    """A copy of the project in a folder of its own."""

    root: Path

    @property
    def published(self) -> Path:
        return self.root / "warehouse.duckdb"

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `warehouse` on this copy."""
        return subprocess.run(
            [sys.executable, "-m", "warehouse", *arguments],
            cwd=self.root,
            env={**clean_environment(), "PYTHONPATH": str(self.root), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace the one place where `old` stands in a file of the copy."""
        path = self.root / file
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{old} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), "utf-8")


def clean_environment() -> dict[str, str]:
    """The environment without settings of the warehouse."""
    return {name: value for name, value in os.environ.items() if not name.startswith("WAREHOUSE_")}


def copy_project(root: Path) -> Project:
    """Copy what git tracks, or would track, as it is now."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        source = PROJECT_ROOT / name
        if source.is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, root / name)
    return Project(root)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A fresh copy of the project."""
    return copy_project(tmp_path / "project")


@dataclass(frozen=True)
class BuiltProject:
    """A copy of the project with a published warehouse, and what the build printed."""

    project: Project
    output: str


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> BuiltProject:
    """One build for every test of every worker that reads its result. Treat it as read-only."""
    session = tmp_path_factory.getbasetemp()
    folder = (session if worker_id == "master" else session.parent) / "built"
    with FileLock(folder.with_suffix(".lock")):
        if not folder.exists():
            folder.mkdir()
            result = copy_project(folder / "project").run("build")
            (folder / "output").write_text(result.stdout + result.stderr, "utf-8")
    output = (folder / "output").read_text("utf-8")
    project = Project(folder / "project")
    assert project.published.exists(), output
    return BuiltProject(project, output)


@pytest.fixture
def built_copy(built: BuiltProject, tmp_path: Path) -> Project:
    """A copy of the built project, to change and build again."""
    return Project(Path(shutil.copytree(built.project.root, tmp_path / "project")))


@pytest.fixture
def warehouse(built: BuiltProject) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the published warehouse."""
    with duckdb.connect(str(built.project.published), read_only=True) as connection:
        yield connection


def silent_reporter() -> Reporter:
    """A reporter whose lines nobody sees."""
    return Reporter(Console(file=StringIO()))


def skip_without_spark(*packages: str) -> None:
    """Skip, visibly, where Java or one of the packages is missing."""
    if find_java() is None:
        pytest.skip("no Java on this machine; Spark needs Java 17 or newer")
    for package in packages:
        if find_spec(package) is None:
            pytest.skip(f"{package} is not installed; `make test-spark` installs it")


@pytest.fixture(scope="session")
def site_packages() -> Path:
    """Where the npm packages of the site are; without npm or its index the test skips."""
    folder = site_packages_folder()
    if shutil.which("npm") is None and not (folder / "node_modules").is_dir():
        pytest.skip("npm is not installed; the site needs it for its charts and tables")
    try:
        install_packages(folder)
    except SitePackagesMissing as error:
        if any(code in str(error) for code in UNREACHABLE):
            pytest.skip(f"no index of npm packages can be reached: {error}")
        raise
    return folder


@pytest.fixture(scope="session")
def site(
    built: BuiltProject, site_packages: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The site of the published warehouse without lineage and docs. Treat it as read-only."""
    report = BuildFolder(built.project.root / "build").report / "index.html"
    inputs = SiteInputs(
        built.project.published,
        site_packages,
        report,
        with_lineage=False,
        with_documentation=False,
    )
    return build_site(inputs, tmp_path_factory.mktemp("pages") / "site", silent_reporter()).folder


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """The machine's Chromium, running; without it the test skips.

    It ends with the module: while Playwright is open its event loop runs in the tests' thread,
    and no test that starts a loop of its own could follow there.
    """
    found = filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    executable = next(found, None)
    if executable is None:
        pytest.skip("no Chromium on this machine; install the package `chromium` to run this test")
    with launched(Path(executable)) as running:
        yield running
