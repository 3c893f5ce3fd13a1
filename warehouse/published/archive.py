"""The last published files, kept whole beside the published one: what a rollback returns to."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from foundation.sql_text import quoted
from foundation.whole_files import file_sha256, replaced
from warehouse.errors import PublishFailed, WarehouseError
from warehouse.published.run_history import last_published_run
from warehouse.published.table_checksums import Checksums, TableChecksum, recorded_checksums

KEPT_BY_DEFAULT = 5
KEEP_VARIABLE = "WAREHOUSE_KEEP_BUILDS"
RUN_FILE = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}\.(?:duckdb|json)")


@dataclass(frozen=True)
class ArchivedBuild:
    """A published file as it was when it was kept.

    Attributes:
        run_id: its row in `meta.build_runs`.
        published_at: when it was published, UTC.
        restored_run_id: the run that a rollback published again; None of a build.
        git_commit, engine_version: of that run.
        row_count: rows of the public tables.
        size_bytes, sha256: of the file.
        tables: what each of its tables holds; empty of a file that does not say.
    """

    run_id: str
    published_at: datetime
    restored_run_id: str | None
    git_commit: str
    engine_version: str
    row_count: int
    size_bytes: int
    sha256: str
    tables: Checksums


class Archive:
    """The folder of kept builds of one published file.

    Args:
        published: the published file; `warehouse.duckdb` has `warehouse.builds` beside it.
    """

    def __init__(self, published: Path) -> None:
        self.published = published
        self.folder = published.with_suffix(".builds")

    @property
    def lock(self) -> Path:
        """Held by whoever may replace the published file."""
        return self.folder / "lock"

    def file(self, run_id: str) -> Path:
        return self.folder / f"{run_id}.duckdb"

    def _manifest(self, run_id: str) -> Path:
        return self.folder / f"{run_id}.json"

    def builds(self) -> list[ArchivedBuild]:
        """What is kept, the newest first."""
        found = [build for build in self._read_manifests() if self.file(build.run_id).is_file()]
        return sorted(found, key=lambda build: build.published_at, reverse=True)

    def find(self, run_id: str) -> ArchivedBuild:
        """The kept build of that run, or of the only one whose id begins so.

        Raises:
            WarehouseError: none is, or several are.
        """
        builds = self.builds()
        found = [build for build in builds if build.run_id.startswith(run_id)]
        found = [build for build in found if build.run_id == run_id] or found
        if len(found) != 1:
            kept = ", ".join(build.run_id for build in builds) or "none"
            told = "several kept builds begin" if found else "no kept build begins"
            raise WarehouseError(f"{told} with `{run_id}`; kept are: {kept}")
        return found[0]

    def keep_published(self) -> ArchivedBuild:
        """Keep a copy of the published file and forget the oldest kept ones.

        A copy rather than a link: what damages the published file in place spares it.

        Raises:
            OSError, duckdb.Error: it could not be read or copied.
        """
        build = archived_build(self.published)
        self.folder.mkdir(parents=True, exist_ok=True)
        with replaced(self.file(build.run_id)) as new_file:
            shutil.copyfile(self.published, new_file)
        with replaced(self._manifest(build.run_id)) as new_file:
            new_file.write_text(json.dumps(asdict(build), default=str, indent=1), "utf-8")
        self.forget_oldest()
        return build

    def settle(self) -> None:
        """Finish what a process that was killed after it published did not come to.

        Raises:
            OSError, duckdb.Error: the published file could not be read or copied.
        """
        self.forget_oldest()
        try:
            current = archived_build(self.published)
        except PublishFailed:
            # Somebody else's file in its place: there is no run to keep it under.
            return
        if all(build.sha256 != current.sha256 for build in self.builds()):
            self.keep_published()

    def forget_oldest(self) -> None:
        """Delete all but the last builds, and what a killed process left half-made."""
        if not self.folder.is_dir():
            return
        for stray in self.folder.glob(".*.new"):
            stray.unlink()
        kept = {build.run_id for build in self.builds()[: build_count()]}
        for path in self.folder.iterdir():
            if RUN_FILE.fullmatch(path.name) and path.stem not in kept:
                path.unlink()

    def _read_manifests(self) -> Iterator[ArchivedBuild]:
        for path in self.folder.glob("*.json"):
            try:
                record = json.loads(path.read_text("utf-8"))
                record["published_at"] = datetime.fromisoformat(record["published_at"])
                record["tables"] = {
                    name: TableChecksum(**table) for name, table in record["tables"].items()
                }
                yield ArchivedBuild(**record)
            except (ValueError, TypeError, KeyError) as error:
                raise WarehouseError(
                    f"{path} is damaged ({error}); delete it and the file beside it"
                ) from error


def archived_build(database: Path) -> ArchivedBuild:
    """What a published file says of itself, with its size and hash.

    Raises:
        PublishFailed: it knows of no run that published it.
        OSError, duckdb.Error: it could not be read.
    """
    with duckdb.connect() as connection:
        connection.execute(f"attach {quoted(database)} as kept (read_only)")
        run = last_published_run(connection, "kept")
        tables = recorded_checksums(connection, "kept")
    if run is None:
        raise PublishFailed(f"{database} does not say which build it is of")
    return ArchivedBuild(
        run_id=run.run_id,
        published_at=run.finished_at,
        restored_run_id=run.restored_run_id,
        git_commit=run.git_commit,
        engine_version=run.engine_version,
        row_count=run.row_count,
        size_bytes=database.stat().st_size,
        sha256=file_sha256(database),
        tables=tables,
    )


def build_count() -> int:
    """How many published files are kept: `WAREHOUSE_KEEP_BUILDS`.

    Raises:
        WarehouseError: it is no number.
    """
    text = os.environ.get(KEEP_VARIABLE, str(KEPT_BY_DEFAULT))
    if not text.isdecimal():
        raise WarehouseError(f"{KEEP_VARIABLE} is `{text}`; expected a number, 0 to keep none")
    return int(text)
