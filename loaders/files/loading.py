"""`warehouse load`: from files to landed batches, all of them or none."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from foundation.errors import InputError
from foundation.whole_files import file_sha256
from loaders.files.checks import KEY, CheckedTable, check_table
from loaders.files.code_lists import CodeList
from loaders.files.declarations import Kind
from loaders.files.errors import LandingError, PersonalDataFound
from loaders.files.landing import Landing, Load, NewBatch
from loaders.files.large.checking import CheckedFile, check_large_file
from loaders.files.large.engine import engine, memory_limit
from loaders.files.large.partials import move_partials, partials_folder, prepare_partials
from loaders.files.large.source import is_large, source
from loaders.files.personal_data import find_personal_data, kind_in_text
from loaders.files.raw_table import ROW, RawTable
from loaders.files.readers import check_path, largest_size, read_file
from loaders.files.readers.text_files import refuse_long_lines

TakenKeys = Callable[[Kind], Set[str]]
_HASH_DIGITS = 12


@dataclass(frozen=True)
class Request:
    """What is asked of a load.

    Attributes:
        kind: what the files are.
        lists: the closed lists by name.
        taken_keys: gives the keys that published documents already have figures for.
        inside: the only folder files may come from; None for any.
        is_quarantining: whether bad rows are set aside instead of refusing the file.
        is_dry_run: whether nothing is written.
    """

    kind: Kind
    lists: Mapping[str, CodeList]
    taken_keys: TakenKeys
    inside: Path | None = None
    is_quarantining: bool = False
    is_dry_run: bool = False


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file, or would.

    Attributes:
        file: as messages show it.
        load: its load; that of the earlier load where the file is loaded already.
        is_known: whether the same file is loaded already, so that nothing changed.
        superseded: how many rows of earlier batches no longer count, by batch.
        problems: what is wrong with rows that do not land.
        landed: the rows that land; none of a file that is large or loaded already.
    """

    file: str
    load: Load
    is_known: bool
    superseded: Mapping[str, int]
    problems: pl.DataFrame
    landed: pl.DataFrame


@dataclass(frozen=True)
class _Prepared:
    file: str
    load: Load
    checked: CheckedTable | CheckedFile | None


def load_files(paths: Sequence[Path], request: Request, landing: Landing) -> list[FileOutcome]:
    """Check files and land them, all or none.

    Args:
        paths: the files, as the user named them.
        request: what is asked.
        landing: where batches land.

    Raises:
        InputError: the first thing found wrong; nothing was landed.
        PersonalDataFound: a file may identify a person; nothing was kept.
        LandingError: the landing folder is in use, or cannot be written to.
    """
    is_first = not landing.folder.exists()
    with ExitStack() as stack:
        stack.enter_context(
            nullcontext() if request.is_dry_run and is_first else landing.locked(is_shared=False)
        )
        landing.verify()
        known = {load.batch_id: load for load in landing.active()}
        parent = landing.folder if landing.folder.exists() else None
        staging = Path(stack.enter_context(TemporaryDirectory(prefix=".staging-", dir=parent)))
        prepared = [_guarded(path, request, known, staging) for path in paths]
        _refuse_same_key_twice(prepared, request.kind)
        superseded = _superseded(landing, request.kind)
        batches = [_batch(each.load, each.checked) for each in prepared if each.checked]
        if request.is_dry_run:
            loads = {batch.load.batch_id: batch.load for batch in batches}
        else:
            loads = {load.batch_id: load for load in landing.land(batches)} if batches else {}
            _keep_partials(prepared, loads, landing)
    return [_outcome(each, loads, superseded) for each in prepared]


def prepare(path: Path, request: Request) -> tuple[RawTable, CheckedTable]:
    """Read and check one file without landing it.

    Raises:
        InputError, PersonalDataFound: as `load_files`.
    """
    table = _read(path)
    taken = request.taken_keys(request.kind)
    return table, check_table(table, request.kind, request.lists, taken)


def _guarded(path: Path, request: Request, known: Mapping[str, Load], staging: Path) -> _Prepared:
    """Prepare a file; whatever is wrong with it, no message may hold personal data."""
    try:
        return _prepare(path, request, known, staging)
    except InputError as error:
        if kind_in_text(str(error)):
            raise PersonalDataFound(_shown(path), "a cell", "personal data") from None
        raise


def _prepare(path: Path, request: Request, known: Mapping[str, Load], staging: Path) -> _Prepared:
    shown_as = _shown(path)
    size = check_path(path, shown_as, request.inside)
    has_large_form = is_large(path, request.kind)
    if not has_large_form:
        _refuse_size(path, shown_as, size)
    sha256 = file_sha256(path)
    batch_id = f"{request.kind.name}_{sha256[:_HASH_DIGITS]}"
    if batch_id in known:
        return _Prepared(shown_as, known[batch_id], None)
    checked: CheckedTable | CheckedFile
    if has_large_form:
        checked = _check_large(path, shown_as, request, staging / batch_id)
        encoding, sheet = None if checked.format == "parquet" else "utf-8", None
    else:
        table, checked = prepare(path, request)
        encoding, sheet = table.encoding, table.sheet
    if checked.problems.height and not (request.is_quarantining or request.is_dry_run):
        raise checked.first_error()
    if checked.landed_row_count == 0 and not request.is_dry_run:
        error = checked.first_error()
        error.add_note("no row can be loaded, so that nothing is put in quarantine either")
        raise error
    load = Load(
        load_no=0,
        batch_id=batch_id,
        kind_code=request.kind.name,
        title_en=f"File of a user: {request.kind.title_en}",
        title_zh=f"使用者檔案：{request.kind.title_zh}",
        file_name=unicodedata.normalize("NFC", path.name),
        format=checked.format,
        encoding=encoding,
        sheet=sheet,
        size_bytes=size,
        sha256=sha256,
        loaded_at="",
        unloaded_at=None,
        read_row_count=checked.read_row_count,
        landed_row_count=checked.landed_row_count,
        quarantined_row_count=checked.bad_row_count,
        parquet_file="",
        parquet_sha256="",
        storage_code="aggregates" if has_large_form else "facts",
        quarantine_file=None,
    )
    return _Prepared(shown_as, load, checked)


def _check_large(path: Path, shown_as: str, request: Request, staging: Path) -> CheckedFile:
    """Check a large file; what an engine says of a damaged one may quote it: its kind is enough."""
    staging.mkdir()
    try:
        with (
            engine(staging / "spill") as connection,
            source(connection, path, shown_as, staging) as opened,
        ):
            return check_large_file(opened, path, request.kind, request.lists, staging)
    except duckdb.OutOfMemoryException:
        raise LandingError(
            f"{shown_as}: more memory is needed than {memory_limit()}; give WAREHOUSE_MEMORY more"
        ) from None
    except duckdb.Error as error:
        raise InputError(
            file=shown_as,
            found=f"a damaged file ({type(error).__name__})",
            expected="a whole file of the format that its name's ending tells",
            mend="open it in the program that made it, save it again, and load that",
        ) from None


def _keep_partials(
    prepared: Sequence[_Prepared], loads: Mapping[str, Load], landing: Landing
) -> None:
    """Keep the aggregates that the check of large files made, and make those of small ones."""
    for each in prepared:
        if isinstance(each.checked, CheckedFile):
            sha256 = loads[each.load.batch_id].parquet_sha256
            move_partials(each.checked.partials, partials_folder(landing, sha256))
    prepare_partials(landing)


def _read(path: Path) -> RawTable:
    shown_as = _shown(path)
    table = read_file(path, shown_as)
    finding = find_personal_data(table, path.name)
    if finding:
        raise PersonalDataFound(shown_as, finding.place, finding.what)
    return table


def _shown(path: Path) -> str:
    """The file as the user named it, unless its name may itself identify a person."""
    text = str(path)
    is_plain = text.isprintable() and not kind_in_text(text)
    return text if is_plain else f"a file ending in {path.suffix or 'nothing'}"


def _refuse_size(path: Path, shown_as: str, size: int) -> None:
    limit = largest_size(path)
    if size == 0:
        raise InputError(
            file=shown_as,
            found="an empty file",
            expected="a header and rows",
            mend="fill in the template",
        )
    if size > limit:
        if path.suffix.lower() not in (".xlsx", ".ods", ".parquet"):
            refuse_long_lines(path, shown_as)
        raise InputError(
            file=shown_as,
            found=f"{size} bytes",
            expected=f"at most {limit} bytes",
            mend="split the file, or save it as Parquet",
        )


def _refuse_same_key_twice(prepared: Sequence[_Prepared], kind: Kind) -> None:
    """Of two files in one command, neither is the later one."""
    first_seen: dict[str, _Prepared] = {}
    new = [each for each in prepared if each.checked]
    for each in new:
        if isinstance(each.checked, CheckedFile) and len(new) > 1:
            raise InputError(
                file=each.file,
                found="a large file among others",
                expected="a large file by itself, for its keys are not compared with other files'",
                mend="load the files one after another",
            )
    for each in new:
        if not isinstance(each.checked, CheckedTable):
            continue
        for key, row_no in each.checked.good.select(KEY, ROW).iter_rows():
            other = first_seen.setdefault(key, each)
            if other is not each:
                raise InputError(
                    file=each.checked.file,
                    line=row_no,
                    column=" + ".join(kind.column(name).header_zh for name in kind.key),
                    found=f"a key that {other.file} has as well",
                    expected="each key once in all the files of one load",
                    mend="load the older file first, then the one that corrects it",
                )


def _superseded(landing: Landing, kind: Kind) -> Mapping[str, str]:
    """The batch whose row counts, by key, before this load."""
    owners: dict[str, str] = {}
    for load in landing.active():
        if load.kind_code == kind.name and load.storage_code == "facts":
            owners |= dict.fromkeys(landing.rows(load)[KEY], load.batch_id)
    return owners


def _batch(load: Load, checked: CheckedTable | CheckedFile) -> NewBatch:
    if isinstance(checked, CheckedFile):
        return NewBatch(load, checked.rows, _quarantined(checked))
    place = (load.sheet or load.kind_code).replace(":", "_")
    place = "_".join(place.split())
    rows = checked.good.with_columns(
        pl.format("{}:L{}", pl.lit(place), pl.col(ROW)).alias("_source_locator")
    )
    return NewBatch(load, rows, _quarantined(checked))


def _quarantined(checked: CheckedTable | CheckedFile) -> pl.DataFrame | None:
    if checked.problems.is_empty():
        return None
    reasons = (
        checked.problems.select(
            ROW,
            reason=pl.format(
                "{}: found {}; expected {}. To mend: {}.", "column", "found", "expected", "mend"
            ),
        )
        .group_by(ROW, maintain_order=True)
        .agg(pl.col("reason").str.join(" "))
    )
    return reasons.join(checked.raw, on=ROW, how="inner").rename({ROW: "row"}).sort("row")


def _outcome(
    prepared: _Prepared, loads: Mapping[str, Load], owners: Mapping[str, str]
) -> FileOutcome:
    checked = prepared.checked
    if checked is None:
        empty = pl.DataFrame(schema={ROW: pl.Int64})
        return FileOutcome(prepared.file, prepared.load, True, {}, empty, empty)
    landed = checked.good if isinstance(checked, CheckedTable) else pl.DataFrame()
    keys = landed[KEY] if KEY in landed.columns else ()
    superseded = Counter(owners[key] for key in keys if key in owners)
    load = loads[prepared.load.batch_id]
    return FileOutcome(checked.file, load, False, dict(superseded), checked.problems, landed)
