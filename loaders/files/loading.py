"""`warehouse load`: from files to landed batches, all of them or none."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from foundation.errors import InputError
from foundation.whole_files import file_sha256
from loaders.files.checks import CheckedTable, check_table
from loaders.files.code_lists import CodeList
from loaders.files.declarations import Kind
from loaders.files.errors import LandingError, PersonalDataFound
from loaders.files.landing import KEY, Landing, Load, NewBatch
from loaders.files.large.by_recipe import source_by_recipe
from loaders.files.large.checking import CheckedFile, check_large_file
from loaders.files.large.engine import engine, memory_limit
from loaders.files.large.partials import move_partials, partials_folder, prepare_partials
from loaders.files.large.source import is_large, source
from loaders.files.personal_data import find_personal_data, kind_in_text
from loaders.files.raw_table import ROW, Grid, RawTable, line_of, place_of, table_of, whole_table
from loaders.files.readers import check_path, largest_size, read_file, sheet_names
from loaders.files.readers.options import ReadOptions
from loaders.files.readers.text_files import refuse_long_lines
from loaders.files.recipes.applying import LeftOut, table_by_recipe
from loaders.files.recipes.declaration import Recipe

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
        recipe: how the files are laid out; None for files as the template has them.
    """

    kind: Kind
    lists: Mapping[str, CodeList]
    taken_keys: TakenKeys
    inside: Path | None = None
    is_quarantining: bool = False
    is_dry_run: bool = False
    recipe: Recipe | None = None


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file, or would.

    Attributes:
        file: as messages show it.
        load: its load; that of the earlier load where the file is loaded already.
        is_known: whether the same file is loaded already, so that nothing changed.
        superseded: how many rows of earlier batches no longer count, by batch.
        problems: what is wrong with rows that do not land; `place` says where each stands.
        left_out: what the recipe makes no row of.
        notes: what else is told of the file.
        landed: the rows that land; none of a file that is large or loaded already.
    """

    file: str
    load: Load
    is_known: bool
    superseded: Mapping[str, int]
    problems: pl.DataFrame
    left_out: Sequence[LeftOut] = ()
    notes: Sequence[str] = ()
    landed: pl.DataFrame = field(default_factory=pl.DataFrame)


@dataclass(frozen=True)
class _Prepared:
    file: str
    load: Load
    checked: CheckedTable | CheckedFile | None
    recipe: Recipe | None = None
    left_out: Sequence[LeftOut] = ()
    notes: Sequence[str] = ()


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
        batches = [_batch(each, each.checked) for each in prepared if each.checked]
        if request.is_dry_run:
            loads = {batch.load.batch_id: batch.load for batch in batches}
        else:
            loads = {load.batch_id: load for load in landing.land(batches)} if batches else {}
            _keep_partials(prepared, loads, landing)
    return [_outcome(each, loads, superseded) for each in prepared]


def prepare(path: Path, request: Request) -> tuple[RawTable, CheckedTable, Sequence[LeftOut]]:
    """Read and check one file without landing it.

    Raises:
        InputError, PersonalDataFound: as `load_files`.
    """
    table, left_out = _read(path, request.recipe)
    taken = request.taken_keys(request.kind)
    return table, check_table(table, request.kind, request.lists, taken), left_out


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
    batch_id = f"{request.kind.name}_{_identity(sha256, request.recipe)[:_HASH_DIGITS]}"
    if batch_id in known:
        return _Prepared(shown_as, known[batch_id], None)
    checked: CheckedTable | CheckedFile
    notes: Sequence[str] = ()
    if has_large_form:
        checked, left_out = _check_large(path, shown_as, request, staging / batch_id)
        encoding, sheet = None if checked.format == "parquet" else "utf-8", None
    else:
        table, checked, left_out = prepare(path, request)
        encoding, sheet, notes = table.encoding, table.sheet, table.notes
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
        recipe_file=None,
        left_out_count=sum(each.count for each in left_out),
    )
    return _Prepared(shown_as, load, checked, request.recipe, left_out, notes)


def _identity(sha256: str, recipe: Recipe | None) -> str:
    """What tells batches apart: a file, or a file read by a recipe."""
    if recipe is None:
        return sha256
    return hashlib.sha256(f"{sha256}\n{recipe.text}".encode()).hexdigest()


def _check_large(
    path: Path, shown_as: str, request: Request, staging: Path
) -> tuple[CheckedFile, Sequence[LeftOut]]:
    """Check a large file; what an engine says of a damaged one may quote it: its kind is enough."""
    staging.mkdir()
    try:
        with ExitStack() as stack:
            connection = stack.enter_context(engine(staging / "spill"))
            if request.recipe is None:
                opened = stack.enter_context(source(connection, path, shown_as, staging))
                left_out: Sequence[LeftOut] = ()
            else:
                opened, left_out = stack.enter_context(
                    source_by_recipe(connection, path, shown_as, staging, request.recipe)
                )
            checked = check_large_file(opened, path, request.kind, request.lists, staging)
            return checked, left_out
    except duckdb.OutOfMemoryException:
        raise LandingError(
            f"{shown_as}: more memory is needed than {memory_limit()}; give WAREHOUSE_MEMORY more"
        ) from None
    except pl.exceptions.PolarsError as error:
        raise _misfit(shown_as, error) from None
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


def read_table(
    path: Path, recipe: Recipe | None
) -> tuple[Grid | RawTable, RawTable, Sequence[LeftOut]]:
    """A file's cells, and the table they are, or that a recipe makes of them.

    Raises:
        InputError, PersonalDataFound: as `load_files`.
    """
    options = recipe.read if recipe else ReadOptions()
    shown_as = _shown(path)
    source = read_file(path, shown_as, options)
    _refuse_personal_data(source, path, shown_as, recipe)
    if recipe is not None:
        try:
            return source, *table_by_recipe(source, recipe)
        except pl.exceptions.PolarsError as error:
            raise _misfit(shown_as, error) from None
    return source, source if isinstance(source, RawTable) else table_of(source), ()


def _misfit(shown_as: str, error: pl.exceptions.PolarsError) -> InputError:
    """A layout that a recipe does not fit; what Polars says of it may quote the file."""
    return InputError(
        file=shown_as,
        found=f"a layout that the recipe does not fit ({type(error).__name__})",
        expected="columns of different names, as the recipe makes them",
        mend="draft a recipe for this file, and compare",
    )


def read_cells(path: Path, inside: Path | None) -> Grid | RawTable:
    """A file's cells, for somebody who is to say what they are.

    Args:
        path: the file.
        inside: the only folder it may come from; None for any.

    Raises:
        InputError, PersonalDataFound: as `load_files`.
    """
    shown_as = _shown(path)
    _refuse_size(path, shown_as, check_path(path, shown_as, inside))
    try:
        source = read_file(path, shown_as, ReadOptions())
    except InputError as error:
        source = _first_sheet(path, shown_as, error)
    _refuse_personal_data(source, path, shown_as, None)
    return source


def _first_sheet(path: Path, shown_as: str, error: InputError) -> Grid | RawTable:
    """Of several sheets the first, whose name the draft then says."""
    sheets = sheet_names(path, shown_as)
    if len(sheets) < 2:
        raise error
    return read_file(path, shown_as, ReadOptions(sheet=sheets[0], has_recipe=True))


def _read(path: Path, recipe: Recipe | None) -> tuple[RawTable, Sequence[LeftOut]]:
    _, table, left_out = read_table(path, recipe)
    return table, left_out


def _refuse_personal_data(
    source: Grid | RawTable, path: Path, shown_as: str, recipe: Recipe | None
) -> None:
    """Look at every cell of the file, whatever a recipe makes of it."""
    if isinstance(source, RawTable):
        tables = [source]
    else:
        lines = recipe.header.lines if recipe else ()
        tables = [whole_table(source, lines), *map(whole_table, source.beside)]
    for table in tables:
        finding = find_personal_data(table, path.name)
        if finding:
            raise PersonalDataFound(shown_as, finding.place, finding.what)


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
        if path.suffix.lower() not in (".xls", ".xlsx", ".ods", ".parquet"):
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
                    line=line_of(row_no, each.checked.rows_a_line),
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


def _batch(prepared: _Prepared, checked: CheckedTable | CheckedFile) -> NewBatch:
    load = prepared.load
    recipe = prepared.recipe.text if prepared.recipe else None
    if isinstance(checked, CheckedFile):
        return NewBatch(load, checked.rows, _quarantined(checked), recipe)
    place = (load.sheet or load.kind_code).replace(":", "_")
    place = "_".join(place.split())
    rows = checked.good.with_columns(
        pl.format("{}:L{}", pl.lit(place), place_of(checked.rows_a_line)).alias("_source_locator")
    )
    return NewBatch(load, rows, _quarantined(checked), recipe)


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
    rows = reasons.join(checked.raw, on=ROW, how="inner").sort(ROW)
    return rows.select(row=place_of(checked.rows_a_line)).hstack(rows.drop(ROW))


def _outcome(
    prepared: _Prepared, loads: Mapping[str, Load], owners: Mapping[str, str]
) -> FileOutcome:
    checked = prepared.checked
    if checked is None:
        empty = pl.DataFrame(schema={ROW: pl.Int64, "place": pl.String})
        return FileOutcome(prepared.file, prepared.load, True, {}, empty)
    problems = checked.problems.with_columns(place_of(checked.rows_a_line).alias("place"))
    landed = checked.good if isinstance(checked, CheckedTable) else pl.DataFrame()
    keys = landed[KEY] if KEY in landed.columns else ()
    superseded = Counter(owners[key] for key in keys if key in owners)
    load = loads[prepared.load.batch_id]
    return FileOutcome(
        checked.file,
        load,
        False,
        dict(superseded),
        problems,
        prepared.left_out,
        prepared.notes,
        landed,
    )
