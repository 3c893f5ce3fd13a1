"""The last build that was published, kept to go on from where only some inputs changed.

It is used only where it is beyond doubt: the kept file has the checksum that was recorded, and the
published file is still the one it became. In every other case everything is built.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from warehouse.building.inputs import Inputs, current_inputs, sha256_if_there
from warehouse.building.scope import Scope, is_same_to_unit_tests, scope_of
from warehouse.gates.checked_suites import CheckedSuite, suites_from_json

FORMAT = 1


@dataclass(frozen=True)
class _Record:
    """What is known of the last build."""

    run_id: str
    inputs: Inputs
    built_sha256: str
    published_sha256: str
    suites: tuple[CheckedSuite, ...]


class LastBuild:
    """The last build of a build folder.

    Args:
        folder: where it is kept: the built file, and the record of it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._database = folder / "built.duckdb"
        self._record_file = folder / "record.json"
        self._record = self._read()

    @property
    def run_id(self) -> str | None:
        """The run that built it; None where nothing usable is kept."""
        return self._record.run_id if self._record else None

    @property
    def suites(self) -> tuple[CheckedSuite, ...]:
        """The expectation suites it met."""
        return self._record.suites if self._record else ()

    def is_of(self, inputs: Inputs) -> bool:
        """Whether it was built from these inputs, whatever is published now."""
        return self._record is not None and self._record.inputs == inputs

    def scope(self, inputs: Inputs, published: Path) -> Scope:
        """What a build of `inputs` has to build."""
        if self._record is None:
            return Scope("no build is kept to go on from", is_full=True)
        if self._record.published_sha256 != sha256_if_there(published):
            reason = f"{published.name} is not the file of the last build"
            scope = Scope(reason, is_full=True)
        else:
            scope = scope_of(self._record.inputs, inputs)
        if is_same_to_unit_tests(self._record.inputs, inputs):
            return replace(scope, has_unit_tests=False)
        return scope

    def copy_to(self, database: Path) -> bool:
        """Copy the built file to go on from it; False where it is not what was recorded."""
        if self._record is None or not self._database.exists():
            return False
        shutil.copyfile(self._database, database)
        return sha256_if_there(database) == self._record.built_sha256

    def keep(
        self,
        database: Path,
        published: Path,
        run_id: str,
        inputs: Inputs,
        suites: tuple[CheckedSuite, ...],
    ) -> bool:
        """Keep the built file that was just published.

        Returns:
            False where the inputs changed while they were built, or the disk refuses: the next
            build then builds everything.
        """
        self.forget()
        if current_inputs() != inputs:
            return False
        try:
            self._write(database, published, run_id, inputs, suites)
        except OSError:
            # What was published stands; only the next build takes longer.
            self.forget()
            return False
        return True

    def forget(self) -> None:
        """Keep nothing."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _write(
        self,
        database: Path,
        published: Path,
        run_id: str,
        inputs: Inputs,
        suites: tuple[CheckedSuite, ...],
    ) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        os.replace(database, self._database)
        record = _Record(
            run_id=run_id,
            inputs=inputs,
            built_sha256=sha256_if_there(self._database) or "",
            published_sha256=sha256_if_there(published) or "",
            suites=suites,
        )
        new_file = self._record_file.with_suffix(".new")
        new_file.write_text(
            json.dumps({"format": FORMAT, **asdict(record)}, ensure_ascii=False), "utf-8"
        )
        os.replace(new_file, self._record_file)

    def _read(self) -> _Record | None:
        try:
            content: dict[str, Any] = json.loads(self._record_file.read_text("utf-8"))
            if content.pop("format") != FORMAT:
                return None
            return _Record(**{**content, "suites": suites_from_json(content["suites"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None
