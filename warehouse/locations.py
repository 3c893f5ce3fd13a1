"""Where builds happen and where their result stands."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from foundation.locations import PROJECT_ROOT
from foundation.yaml_files import read_yaml

EXPECTATIONS_FOLDER = PROJECT_ROOT / "expectations"
PUBLIC_SCHEMAS: tuple[str, ...] = tuple(
    read_yaml(PROJECT_ROOT / "dbt_project.yml")["vars"]["public_schemas"]
)


def published_file() -> Path:
    """The published warehouse: `WAREHOUSE_FILE`, else `warehouse.duckdb` in the project."""
    return Path(os.environ.get("WAREHOUSE_FILE", PROJECT_ROOT / "warehouse.duckdb")).absolute()


@dataclass(frozen=True)
class BuildFolder:
    """The folder a build works in. Without it, the next build builds everything."""

    path: Path

    @classmethod
    def default(cls) -> BuildFolder:
        """`WAREHOUSE_BUILD_FOLDER`, else `build` in the project."""
        folder = os.environ.get("WAREHOUSE_BUILD_FOLDER", PROJECT_ROOT / "build")
        return cls(Path(folder).absolute())

    @property
    def database(self) -> Path:
        """The file dbt builds. Its path stays the same, so dbt can go on from its last parse."""
        return self.path / "building.duckdb"

    @property
    def failed_database(self) -> Path:
        """The file of the last build that failed, kept to be looked into."""
        return self.path / "failed.duckdb"

    @property
    def last(self) -> Path:
        """Folder of the last build published, to go on from."""
        return self.path / "last"

    @property
    def dbt_target(self) -> Path:
        return self.path / "dbt"

    @property
    def report(self) -> Path:
        """Folder of the expectation report."""
        return self.path / "expectations"

    @property
    def failed_runs(self) -> Path:
        """Builds that failed since the last one published, one JSON object a line."""
        return self.path / "failed_runs.jsonl"

    @property
    def lock(self) -> Path:
        return self.path / "lock"


def landing_folder() -> Path:
    """Where users' files land: `WAREHOUSE_LANDING_FOLDER`, else `landing` in the project."""
    return Path(os.environ.get("WAREHOUSE_LANDING_FOLDER", PROJECT_ROOT / "landing")).absolute()


def load_folder() -> Path | None:
    """The only folder that files may be loaded from: `WAREHOUSE_LOAD_FOLDER`; None for any."""
    folder = os.environ.get("WAREHOUSE_LOAD_FOLDER")
    return Path(folder).absolute() if folder else None


def site_folder() -> Path:
    """Where the site stands: `WAREHOUSE_SITE`, else `site` in the project."""
    return Path(os.environ.get("WAREHOUSE_SITE", PROJECT_ROOT / "site")).absolute()


def site_packages_folder() -> Path:
    """Where the site's npm packages are: `WAREHOUSE_SITE_PACKAGES`, else `.site-packages`."""
    folder = os.environ.get("WAREHOUSE_SITE_PACKAGES", PROJECT_ROOT / ".site-packages")
    return Path(folder).absolute()
