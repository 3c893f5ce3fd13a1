"""The landing folder: immutable Parquet batches, and the list of loads that says which count.

The list, `loads.ndjson`, has one line a load and is replaced whole: a batch is landed, or taken
back, at the moment the new list is swapped in, and not before.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
from filelock import ReadWriteLock, Timeout

from foundation.errors import InputError
from foundation.whole_files import file_sha256, replaced
from loaders.files.errors import LandingBusy, LandingError
from loaders.files.load_list import LIST_FILE

# What `_seed_row_key` of a landed row begins with, as the macro `landed_rows` writes it.
ROW_KEY_PREFIX = "landing__"
# The column of a landed row that tells it from the others of its kind.
KEY = "_key"
BATCH_ID = re.compile(r"[a-z][a-z0-9_]{1,80}")


@dataclass(frozen=True)
class Load:
    """One load of one file.

    Attributes:
        load_no: 1 for the first ever; of two batches with the same key, the later load counts.
        batch_id: the kind and the beginning of the file's hash.
        kind_code: the kind of file.
        title_en, title_zh: what the batch is called among the source documents.
        file_name: the file's own name, without its folder.
        format, encoding, sheet: how it was read.
        size_bytes, sha256: of the file.
        loaded_at, unloaded_at: UTC, to the second; `unloaded_at` is null while the batch counts.
        read_row_count: `landed_row_count` + `quarantined_row_count`.
        parquet_file, parquet_sha256: the batch, relative to the landing folder.
        storage_code: `facts` where its rows reach the facts, `aggregates` where it is so large that
            they stay in the batch.
        quarantine_file: the rows that could not be loaded; null where all could.
        recipe_file: the recipe it was read by; null where it was read without one.
        left_out_count: lines and cells that the recipe makes no row of.
    """

    load_no: int
    batch_id: str
    kind_code: str
    title_en: str
    title_zh: str
    file_name: str
    format: str
    encoding: str | None
    sheet: str | None
    size_bytes: int
    sha256: str
    loaded_at: str
    unloaded_at: str | None
    read_row_count: int
    landed_row_count: int
    quarantined_row_count: int
    parquet_file: str
    parquet_sha256: str
    storage_code: str
    quarantine_file: str | None
    recipe_file: str | None = None
    left_out_count: int = 0


@dataclass(frozen=True)
class NewBatch:
    """A checked file about to land: its facts, its typed rows, and its rows in quarantine.

    Attributes:
        load: its facts; number, times, files and hashes of files are filled in on landing.
        rows: what lands; of a large file, the staged Parquet file, which is moved.
        quarantined: what does not, with a `reason` a row; None where everything lands.
        recipe: the recipe it was read by, as YAML.
    """

    load: Load
    rows: pl.DataFrame | Path
    quarantined: pl.DataFrame | None
    recipe: str | None = None


class Landing:
    """The landing folder.

    Args:
        folder: made when the first batch lands.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def loads(self) -> list[Load]:
        """Every load ever, in order, those taken back included.

        Raises:
            InputError: the list is damaged, or names a file outside the folder.
        """
        path = self.folder / LIST_FILE
        if not path.exists():
            return []
        names = {each.name for each in fields(Load)}
        loads = []
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            try:
                record = json.loads(line)
                load = Load(**record) if set(record) <= names else None
            except (ValueError, TypeError):
                load = None
            if load is None or not _is_inside(load.parquet_file):
                raise InputError(
                    file=path,
                    line=number,
                    found="a line that is no load",
                    expected="what `warehouse load` wrote",
                    mend="restore the file from a copy",
                )
            loads.append(load)
        return loads

    def active(self) -> list[Load]:
        """The loads that count, in order."""
        return [load for load in self.loads() if load.unloaded_at is None]

    def rows(self, load: Load) -> pl.DataFrame:
        """The rows of a batch."""
        return pl.read_parquet(self.folder / load.parquet_file)

    def current_rows(self, kind_code: str) -> list[dict[str, Any]]:
        """The rows of a kind that count, by column: of a key the row loaded last."""
        rows = {}
        for load in self.active():
            if load.kind_code == kind_code and load.storage_code == "facts":
                for row in self.rows(load).to_dicts():
                    rows[row[KEY]] = row
        return list(rows.values())

    def verify(self) -> list[Load]:
        """The loads that count, after comparing each batch with its checksum.

        Raises:
            InputError: a batch is missing or changed.
        """
        loads = self.active()
        for load in loads:
            path = self.folder / load.parquet_file
            found = file_sha256(path) if path.is_file() else None
            if found != load.parquet_sha256:
                raise InputError(
                    file=path,
                    found="no such batch" if found is None else f"a batch with SHA-256 {found}",
                    expected=f"the batch that was landed, with SHA-256 {load.parquet_sha256}",
                    mend=f"restore it, or `warehouse unload {load.batch_id}` and load again",
                )
        return loads

    @contextmanager
    def locked(self, *, is_shared: bool) -> Iterator[None]:
        """Hold the folder: many may read it at once, one alone may change it.

        Raises:
            LandingBusy: another process holds it in a way that excludes this one.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = ReadWriteLock(self.folder / ".lock", blocking=False, is_singleton=False)
        try:
            held = lock.acquire_read() if is_shared else lock.acquire_write()
        except Timeout:
            raise LandingBusy(
                f"{self.folder} is in use by a build or another load; wait for it to end"
            ) from None
        with held:
            yield

    def land(self, batches: Sequence[NewBatch]) -> list[Load]:
        """Land all of the batches, or none. The folder must be locked.

        Raises:
            LandingError: the folder cannot be written to; what counts is as it was.
        """
        known = self.loads()
        now = _now()
        landed = []
        try:
            for number, batch in enumerate(batches, start=len(known) + 1):
                landed.append(self._write_batch(batch, number, now))
            self._write_list([*known, *landed])
        except OSError as error:
            raise LandingError(f"{self.folder} could not be written: {error.strerror}") from error
        return landed

    def unload(self, batch_id: str) -> Load:
        """Take a batch back: it no longer counts, and the list says since when.

        Raises:
            LandingError: no batch of that name counts, or the folder cannot be written to.
        """
        loads = self.loads()
        found = [load for load in loads if load.batch_id == batch_id and load.unloaded_at is None]
        if not found:
            known = ", ".join(load.batch_id for load in loads if load.unloaded_at is None)
            asked = batch_id if BATCH_ID.fullmatch(batch_id) else "of that name"
            raise LandingError(f"no batch {asked} is loaded; loaded are: {known or 'none'}")
        taken_back = replace(found[0], unloaded_at=_now())
        try:
            self._write_list([taken_back if load == found[0] else load for load in loads])
        except OSError as error:
            raise LandingError(f"{self.folder} could not be written: {error.strerror}") from error
        return taken_back

    def _write_batch(self, batch: NewBatch, load_no: int, now: str) -> Load:
        name = f"{batch.load.batch_id}_{load_no:05d}"
        parquet_file = f"{batch.load.kind_code}/{name}.parquet"
        path = self.folder / parquet_file
        path.parent.mkdir(parents=True, exist_ok=True)
        with replaced(path) as new_file:
            if isinstance(batch.rows, Path):
                os.replace(batch.rows, new_file)
            else:
                batch.rows.write_parquet(new_file, compression="zstd", statistics=True)
        quarantine_file = None
        if batch.quarantined is not None:
            quarantine_file = f"quarantine/{name}.csv"
            (self.folder / "quarantine").mkdir(exist_ok=True)
            with replaced(self.folder / quarantine_file) as new_file:
                batch.quarantined.write_csv(new_file, include_bom=True)
        recipe_file = None
        if batch.recipe is not None:
            recipe_file = f"recipes/{name}.yml"
            (self.folder / "recipes").mkdir(exist_ok=True)
            with replaced(self.folder / recipe_file) as new_file:
                new_file.write_text(batch.recipe, "utf-8")
        return replace(
            batch.load,
            load_no=load_no,
            loaded_at=now,
            parquet_file=parquet_file,
            parquet_sha256=file_sha256(path),
            quarantine_file=quarantine_file,
            recipe_file=recipe_file,
        )

    def _write_list(self, loads: Sequence[Load]) -> None:
        text = "".join(json.dumps(asdict(load), ensure_ascii=False) + "\n" for load in loads)
        with replaced(self.folder / LIST_FILE) as new_file:
            new_file.write_text(text, "utf-8")


def _is_inside(name: str) -> bool:
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
