"""Builds that are cut short, one after the other, and what is looked at after each."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from foundation.whole_files import file_sha256
from tests.python.conftest import Project, clean_environment
from warehouse.published.archive import Archive
from warehouse.published.verification import verify

FAULTS = Path(__file__).parent
# What may stand beside the project's own files when a build has ended, well or badly.
EXPECTED = {
    "warehouse.duckdb",
    "warehouse.builds",
    "build",
    "build/dbt",
    "build/expectations",
    "build/failed.duckdb",
    "build/failed_runs.jsonl",
    "build/last",
    "build/logs",
    "build/lock",
    "landing",
    "landing/.lock",
    "warehouse.builds/lock",
    ".user.yml",
    "logs",
}


@dataclass
class Published:
    """What is published: the bytes, and the history that must not get lost."""

    sha256: str
    runs: set[str]
    versions: set[tuple[Any, ...]]


@dataclass
class Campaign:
    """A project, the server that builds it, and the count of what happened.

    Attributes:
        project: what is built.
        preload: a library for LD_PRELOAD, or None.
        tries: faults by kind.
        lost: a line for each promise that was broken.
        is_real: whether the gate of expectations runs, in its own process.
    """

    project: Project
    preload: Path | None = None
    tries: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    is_real: bool = False

    def __post_init__(self) -> None:
        self._own = {path.name for path in self.project.root.iterdir()}

    def __enter__(self) -> Campaign:
        environment = {**clean_environment(), "PYTHONPATH": str(self.project.root)}
        if self.preload:
            environment["LD_PRELOAD"] = str(self.preload)
        self.log = self.project.root.parent / f"{self.project.root.name}.log"
        self._server = subprocess.Popen(
            [sys.executable, str(FAULTS / "build_server.py")],
            cwd=self.project.root,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._server.stdout is not None
        assert self._server.stdout.readline() == "ready\n"
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server.stdin is not None
        self._server.stdin.close()
        self._server.wait()

    def lost_of(self, kind: str) -> int:
        """How many promises faults of a kind broke."""
        return sum(line.startswith(kind) for line in self.lost)

    def build(self, **request: object) -> dict[str, Any]:
        """One build; see build_server.py."""
        asked = {"log": str(self.log), "environment": {}, "is_real": self.is_real, **request}
        assert self._server.stdin is not None and self._server.stdout is not None
        self._server.stdin.write(json.dumps(asked) + "\n")
        self._server.stdin.flush()
        answer: dict[str, Any] = json.loads(self._server.stdout.readline())
        return answer

    def good_build(self) -> dict[str, Any]:
        """A build that nothing disturbs."""
        answer = self.build()
        assert answer["exit_code"] == 0, self.log.read_text("utf-8")
        return answer

    def published(self) -> Published:
        """What stands published now, after every table was held against its checksum."""
        found = verify(self.project.published)
        damage = [problem for problem in found.problems if "published" in problem]
        assert damage == []
        with duckdb.connect(str(self.project.published), read_only=True) as connection:
            runs = connection.execute("select run_id from meta.build_runs").fetchall()
            tables = connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'snapshots'"
            ).fetchall()
            versions = {
                (table, *row)
                for (table,) in tables
                for row in connection.execute(
                    f"select dbt_scd_id, dbt_valid_from from snapshots.{table}"
                ).fetchall()
            }
        return Published(file_sha256(self.project.published), {run for (run,) in runs}, versions)

    def fault(self, kind: str, *, recover: bool = True, **request: object) -> None:
        """Cut a build short, then look: published file, next build, history, strays."""
        before = self.published()
        self.tries[kind] += 1
        answer = self.build(**request)
        what = f"{kind} {request}"
        print(f"{sum(self.tries.values())}: {what}: exit code {answer['exit_code']}", flush=True)
        if answer["exit_code"] in (98, 99):
            self.lost.append(f"{what}: ended in a traceback: {self.log.read_text('utf-8')[-600:]}")
        self._look(what, before, answer["exit_code"])
        if recover:
            self.recover(what)

    def recover(self, what: str) -> None:
        """The next build succeeds without help, goes on with the history, leaves no strays."""
        before = self.published()
        answer = self.build()
        if answer["exit_code"] != 0:
            self.lost.append(f"{what}: the next build failed: {self.log.read_text('utf-8')[-600:]}")
            return
        after = self.published()
        if not before.runs < after.runs or not before.versions <= after.versions:
            self.lost.append(f"{what}: the next build lost history")
        if strays := self.strays():
            self.lost.append(f"{what}: left behind {strays}")

    def strays(self) -> list[str]:
        """Files beside the project's own that no build in order leaves."""
        root = self.project.root
        kept = Archive(self.project.published).builds()
        kept_files = {
            f"warehouse.builds/{build.run_id}.{kind}"
            for build in kept
            for kind in ("duckdb", "json")
        }
        found = {
            path.relative_to(root).as_posix()
            for folder in (root, root / "build", root / "warehouse.builds", root / "landing")
            if folder.is_dir()
            for path in folder.iterdir()
        }
        return sorted(found - EXPECTED - kept_files - self._own)

    def _look(self, what: str, before: Published, exit_code: int) -> None:
        try:
            after = self.published()
        except Exception as error:
            self.lost.append(f"{what}: the published file is not whole: {error}")
            shutil.copy(self.project.published, self.project.root.parent / "damaged.duckdb")
            return
        if after.sha256 == before.sha256:
            if exit_code == 0:
                self.lost.append(f"{what}: said to be published, and is not")
        elif not before.runs < after.runs or not before.versions <= after.versions:
            self.lost.append(f"{what}: published without the history")
