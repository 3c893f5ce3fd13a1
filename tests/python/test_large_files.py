"""Large files of programme metrics: the same checks as small ones, sums that a plain computation
gives, within bounds. Every figure is invented."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest

from bench.synthetic_metrics import Extract, write_extract
from foundation.errors import InputError
from foundation.locations import PROJECT_ROOT
from loaders.files import loading
from loaders.files.errors import LandingError, PersonalDataFound
from loaders.files.landing import Landing
from loaders.files.large import partials
from loaders.files.loading import FileOutcome, load_files
from tests.python.loading_files import request

SMALL = Extract(institutions=60, months=range(6), measures=8)
MARTS = (
    "mart_programme_metrics_monthly",
    "mart_programme_metrics_yearly",
    "mart_programme_metrics_by_institution",
    "dim_institutions",
)


@pytest.fixture
def as_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is a large one."""
    monkeypatch.setattr(loading, "is_large", lambda _path, _kind: True)


def _load(folder: Path, path: Path, *, is_large: bool = True, **options: object) -> FileOutcome:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "is_large", lambda _path, _kind: is_large)
        given = request("programme_metrics", **options)
        return load_files([path], given, Landing(folder / "landing"))[0]


def _extract(path: Path, *extracts: Extract) -> Path:
    write_extract(path, *extracts)
    return path


def _landed_rows(folder: Path) -> pl.DataFrame:
    landing = Landing(folder / "landing")
    return pl.concat([landing.rows(load) for load in landing.active()])


def _texts(extract: Extract, folder: Path) -> pl.DataFrame:
    """The extract with every cell as text."""
    frame = pl.read_parquet(_extract(folder / "texts.parquet", extract))
    return frame.select(pl.all().cast(pl.String).fill_null(""))


def _with(frame: pl.DataFrame, row: int, column: str, text: str) -> pl.DataFrame:
    return frame.with_columns(
        pl.when(pl.int_range(pl.len()) == row)
        .then(pl.lit(text))
        .otherwise(pl.col(column))
        .alias(column)
    )


def _write(frame: pl.DataFrame, path: Path) -> Path:
    if path.suffix == ".parquet":
        frame.write_parquet(path)
    else:
        frame.write_csv(path)
    return path


# What is accepted and refused


def test_a_file_as_declared_lands_as_it_is(tmp_path: Path) -> None:
    path = _extract(tmp_path / "extract.parquet", SMALL)
    outcome = _load(tmp_path, path)
    landing = Landing(tmp_path / "landing")
    assert outcome.load.storage_code == "aggregates"
    assert outcome.load.landed_row_count == SMALL.row_count == 2880
    assert (landing.folder / outcome.load.parquet_file).read_bytes() == path.read_bytes()
    assert landing.verify() == [outcome.load]
    assert [each.name for each in landing.folder.glob(".staging-*")] == []


def test_an_ordinary_file_of_many_rows_lands(tmp_path: Path) -> None:
    """Enough for Polars to check it in several parts."""
    many = Extract(institutions=1_000, months=range(2), measures=60)
    outcome = _load(tmp_path, _extract(tmp_path / "many.parquet", many), is_large=False)
    assert outcome.load.landed_row_count == many.row_count == 120_000


def test_the_same_large_file_twice_changes_nothing(tmp_path: Path) -> None:
    path = _extract(tmp_path / "extract.parquet", SMALL)
    first, second = _load(tmp_path, path), _load(tmp_path, path)
    assert not first.is_known
    assert second.is_known
    assert len(Landing(tmp_path / "landing").loads()) == 1


ODD_CELLS = [
    ("metric_value", "1,234"),
    ("metric_value", "3.5萬"),
    ("metric_value", " 7 "),
    ("metric_value", "12.3456789"),
    ("metric_value", "1,2345"),
    ("metric_value", "１２３"),
    ("metric_value", "12.3%"),
    ("metric_value", "-1"),
    ("metric_value", "-0"),
    ("metric_value", "nan"),
    ("metric_value", "1e5"),
    ("metric_value", "9999999999999999"),
    ("metric_value", "1000000000001"),
    ("metric_value", "1000000000000"),
    ("metric_value", "－"),
    ("metric_value", ""),
    ("unit_zh", "件件"),
    ("unit_zh", " 件"),
    ("unit_zh", "%"),
    ("metric_id", "X"),
    ("metric_id", ""),
    ("metric_name_zh", "字"),
    ("dimension_zh", "—"),
    ("dimension_zh", "長" * 41),
    ("institution_id", "a b"),
    ("period_start_date", "105/1/1"),
    ("period_start_date", "105年1月1日"),
    ("period_start_date", "2016-13-01"),
    ("period_start_date", "1911-01-01"),
    ("period_end_date", "2015-12-31"),
    ("as_of_date", "105/2/29"),
    ("as_of_date", "106/2/29"),
    ("is_total", "是"),
    ("is_total", "maybe"),
]


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_small_and_large_files_accept_and_refuse_the_same(tmp_path: Path, suffix: str) -> None:
    frame = _texts(SMALL, tmp_path)
    for row, (column, text) in enumerate(ODD_CELLS):
        frame = _with(frame, 40 + row, column, text)
    frame = pl.concat([frame, frame.slice(1, 2), frame.slice(2, 1)])
    path = _write(frame, tmp_path / f"odd{suffix}")

    outcomes, rows = [], []
    for is_large in (False, True):
        folder = tmp_path / str(is_large)
        outcomes.append(_load(folder, path, is_large=is_large, is_quarantining=True))
        rows.append(_landed_rows(folder).sort("_row_no"))
    small, large = outcomes
    assert small.problems.height >= 20
    assert large.problems.rows() == small.problems.rows()
    assert large.load.landed_row_count == small.load.landed_row_count
    assert large.load.quarantined_row_count == small.load.quarantined_row_count
    assert large.load.read_row_count == frame.height
    declared = rows[1].columns
    assert rows[1].rows() == rows[0].select(declared).rows()

    quarantines = [
        (tmp_path / str(is_large) / "landing" / (outcome.load.quarantine_file or "")).read_text()
        for is_large, outcome in zip((False, True), outcomes, strict=True)
    ]
    assert quarantines[0] == quarantines[1]


@pytest.mark.parametrize(("column", "text"), ODD_CELLS)
def test_one_odd_cell_ends_the_same_way(tmp_path: Path, column: str, text: str) -> None:
    frame = _with(_texts(Extract(4, range(2), 4), tmp_path), 5, column, text)
    path = _write(frame, tmp_path / "odd.csv")
    endings = []
    for is_large in (False, True):
        folder = tmp_path / str(is_large)
        try:
            _load(folder, path, is_large=is_large)
            rows = _landed_rows(folder).sort("_row_no")
            endings.append(str(rows.select("_row_no", "metric_value", "metric_id").rows()))
        except InputError as error:
            endings.append(f"{error} {getattr(error, '__notes__', [])}")
    # Only a large file must be by month: another end or beginning is refused with its own message.
    if "calendar month" not in endings[1]:
        assert endings[0] == endings[1]
    else:
        assert column.startswith("period_")


@pytest.mark.parametrize(
    "values",
    [
        pl.Series([1.5, 0.1 + 0.2, 1e15, 12.3456789] * 12, dtype=pl.Float64),
        pl.Series([1.5, float("nan"), float("inf"), 2.0] * 12, dtype=pl.Float64),
        pl.Series([1.5, -2.0, 123456789012.123456, 2e12] * 12, dtype=pl.Float64),
        pl.Series([1, None, -3, 2**62] * 12, dtype=pl.Int64),
        pl.Series([Decimal("1.5"), Decimal("0.12345678")] * 24, dtype=pl.Decimal(20, 8)),
    ],
)
def test_typed_figures_end_the_same_way(tmp_path: Path, values: pl.Series) -> None:
    frame = pl.read_parquet(_extract(tmp_path / "extract.parquet", Extract(6, range(2), 4)))
    path = tmp_path / "typed.parquet"
    frame.with_columns(metric_value=values).write_parquet(path)
    ends = []
    for is_large in (False, True):
        folder = tmp_path / str(is_large)
        outcome = _load(folder, path, is_large=is_large, is_quarantining=True)
        rows = _landed_rows(folder).sort("_row_no")
        ends.append(
            (outcome.problems.rows(), rows["metric_value"].cast(pl.Decimal(24, 6)).to_list())
        )
    assert ends[0] == ends[1]


def test_chinese_headers_and_absent_columns_are_read(tmp_path: Path) -> None:
    frame = _texts(SMALL, tmp_path).drop("as_of_date", "is_total", "region_zh")
    renamed = frame.rename({"metric_id": "指標代碼", "metric_value": "數值", "unit_zh": "Unit"})
    outcome = _load(tmp_path, _write(renamed, tmp_path / "chinese.csv"))
    rows = _landed_rows(tmp_path)
    assert outcome.load.landed_row_count == SMALL.row_count
    assert rows["is_total"].to_list() == [False] * SMALL.row_count
    assert rows["region_zh"].null_count() == SMALL.row_count


def test_rows_out_of_order_are_sorted_by_month(tmp_path: Path) -> None:
    frame = pl.read_parquet(_extract(tmp_path / "extract.parquet", Extract(60, range(24), 8)))
    path = tmp_path / "shuffled.parquet"
    frame.sample(fraction=1, shuffle=True, seed=1).write_parquet(path, row_group_size=500)
    _load(tmp_path, path)
    rows = _landed_rows(tmp_path)
    assert rows["period_start_date"].is_sorted()
    assert sorted(rows.select(frame.columns).rows(), key=str) == sorted(frame.rows(), key=str)


@pytest.mark.usefixtures("as_large")
def test_rows_that_no_mart_would_hold_are_refused(tmp_path: Path) -> None:
    texts = _texts(SMALL, tmp_path)
    for column, text in (
        ("institution_id", ""),
        ("period_end_date", "2016-02-15"),
        ("period_start_date", "2016-01-02"),
    ):
        path = _write(_with(texts, 7, column, text), tmp_path / "other.parquet")
        with pytest.raises(InputError, match=r"line 8.*one institution and one calendar month"):
            _load(tmp_path, path)
    assert Landing(tmp_path / "landing").loads() == []


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("dimension_zh", "A123456789"),
        ("institution_name_zh", "電話0912345678"),
        ("metric_name_zh", "王小明 75/3/2生"),
        ("dimension_zh", "000012345678"),
    ],
)
@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_personal_data_refuses_the_whole_file(
    tmp_path: Path, column: str, text: str, suffix: str
) -> None:
    path = _write(_with(_texts(SMALL, tmp_path), 99, column, text), tmp_path / f"with{suffix}")
    with pytest.raises(PersonalDataFound) as found:
        _load(tmp_path, path)
    assert text not in str(found.value)
    assert f"row {100 if suffix == '.parquet' else 101}, column" in str(found.value)
    kept = [each for each in (tmp_path / "landing").rglob("*") if each.is_file()]
    assert [each.name for each in kept] == [".lock"]


def test_names_beside_old_dates_are_personal_data(tmp_path: Path) -> None:
    texts = _texts(SMALL, tmp_path)
    frame = _with(_with(texts, 9, "institution_name_zh", "王大明"), 9, "as_of_date", "75/3/2")
    with pytest.raises(PersonalDataFound, match="row 10, column"):
        _load(tmp_path, _write(frame, tmp_path / "names.parquet"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.csv", "metric_id,metric_name_zh\nvisits_of_all,件數,too many\n"),
        ("broken.csv", b"metric_id,metric_name_zh\nvisits_of_all,\xff\xfe\n"),
        ("long.csv", "metric_id,metric_name_zh\nvisits_of_all," + "x" * 2_000_000 + "\n"),
        ("header.csv", "metric_id,metric_name_zh\n"),
        ("unknown.csv", "metric_id,metric_nam\nvisits_of_all,件數\n"),
        ("empty.csv", ""),
        ("cut.parquet", b"PAR1 and then nothing of use"),
    ],
)
def test_damaged_large_files_are_refused_in_one_message(
    tmp_path: Path, name: str, content: str | bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError) as refused:
        _load(tmp_path, path)
    assert "expected" in str(refused.value)
    assert len(str(refused.value)) < 700
    assert Landing(tmp_path / "landing").loads() == []


def test_a_truncated_parquet_file_is_refused(tmp_path: Path) -> None:
    path = _extract(tmp_path / "extract.parquet", SMALL)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(InputError, match="damaged file"):
        _load(tmp_path, path)


def test_wrong_rows_are_judged_part_by_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = _texts(SMALL, tmp_path).with_columns(metric_value=pl.lit("many"))
    path = _write(frame, tmp_path / "wrong.csv")
    monkeypatch.setattr("loaders.files.large.checking._JUDGED_AT_ONCE", 1000)
    with pytest.raises(InputError, match="line 2, column 數值") as refused:
        _load(tmp_path, path)
    assert "2880 of 2880 rows" in refused.value.__notes__[0]


def test_a_large_file_goes_alone(tmp_path: Path) -> None:
    first = _extract(tmp_path / "first.parquet", SMALL)
    second = _extract(tmp_path / "second.parquet", Extract(60, range(6, 7), 8))
    with (
        pytest.MonkeyPatch.context() as patch,
        pytest.raises(InputError, match="one after another"),
    ):
        patch.setattr(loading, "is_large", lambda _path, _kind: True)
        landing = Landing(tmp_path / "landing")
        load_files([first, second], request("programme_metrics"), landing)


def test_a_dry_run_of_a_large_file_writes_nothing(tmp_path: Path) -> None:
    path = _extract(tmp_path / "extract.parquet", SMALL)
    outcome = _load(tmp_path, path, is_dry_run=True)
    assert outcome.load.landed_row_count == SMALL.row_count
    assert not (tmp_path / "landing").exists()


def test_which_files_are_large(tmp_path: Path) -> None:
    from loaders.files.declarations import kinds
    from loaders.files.large.source import is_large

    small = _extract(tmp_path / "small.parquet", SMALL)
    large = _extract(tmp_path / "large.parquet", Extract(500, range(12), 40))
    assert not is_large(small, kinds()["programme_metrics"])
    assert is_large(large, kinds()["programme_metrics"])
    assert not is_large(large, kinds()["budgets"])


# Bounds


def test_memory_is_bounded_by_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _extract(tmp_path / "extract.parquet", Extract(200, range(24), 20))
    monkeypatch.setenv("WAREHOUSE_MEMORY", "1MB")
    with pytest.raises(LandingError, match="WAREHOUSE_MEMORY"):
        _load(tmp_path, path)
    monkeypatch.setenv("WAREHOUSE_MEMORY", "100MB")
    assert _load(tmp_path, path).load.landed_row_count == 96_000


@pytest.mark.long
def test_a_million_rows_need_little_memory(tmp_path: Path) -> None:
    path = _extract(tmp_path / "extract.parquet", Extract(209))
    program = (
        "import resource, sys\n"
        "from warehouse.loading import load\n"
        "from pathlib import Path\n"
        "load([Path(sys.argv[1])], 'programme_metrics', is_dry_run=False, is_quarantining=False)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    environment = {
        "WAREHOUSE_LANDING_FOLDER": str(tmp_path / "landing"),
        "WAREHOUSE_MEMORY": "300MB",
    }
    result = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        cwd=PROJECT_ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(result.stdout.split()[-1]) < 900_000


# Partial aggregates


def test_partials_are_made_again_where_they_are_missing(tmp_path: Path) -> None:
    path = _extract(tmp_path / "extract.parquet", SMALL)
    outcome = _load(tmp_path, path)
    landing = Landing(tmp_path / "landing")
    folder = partials.partials_folder(landing, outcome.load.parquet_sha256)
    before = {each.name: pl.read_parquet(each / "*.parquet") for each in folder.iterdir()}
    assert set(before) == {"institution_years", "metric_months", "institutions"}
    assert partials.prepare_partials(landing) == 0
    shutil.rmtree(folder)
    (folder.parent / "of_no_batch_v0").mkdir()
    assert partials.prepare_partials(landing) == 1
    assert [each.name for each in folder.parent.iterdir()] == [folder.name]
    for name, frame in before.items():
        again = pl.read_parquet(folder / name / "*.parquet")
        assert sorted(map(str, again.rows())) == sorted(map(str, frame.rows()))


# The marts


def _marts(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """The marts of a landing folder, built by dbt with nothing else."""
    partials.prepare_partials(Landing(folder / "landing"))
    database = folder / "marts.duckdb"
    database.unlink(missing_ok=True)
    result = subprocess.run(
        [
            *(Path(sys.executable).parent / "dbt", "build", "--quiet", "--profiles-dir", "."),
            *("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"),
            *("--select", *(f"+{mart}" for mart in MARTS), "--target-path", str(folder / "target")),
        ],
        cwd=PROJECT_ROOT,
        env={
            **os.environ,
            "WAREHOUSE_BUILD_FILE": str(database),
            "WAREHOUSE_LANDING_FOLDER": str(folder / "landing"),
            "DBT_LOG_PATH": str(folder / "logs"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    with duckdb.connect(str(database), read_only=True) as connection:
        return {
            mart: connection.execute(f"select * from nhi.{mart} order by all").fetchall()
            for mart in MARTS
        }


def _plainly(files: Sequence[Path]) -> dict[str, list[tuple[object, ...]]]:
    """The same from the files in their order, computed by Polars without any parts."""
    rows = pl.concat(
        pl.read_parquet(path).with_columns(pl.all().exclude(pl.Categorical), load_no=pl.lit(number))
        for number, path in enumerate(files)
    ).with_columns(
        pl.col(pl.Categorical).cast(pl.String),
        as_of=pl.coalesce("as_of_date", "period_end_date"),
        fiscal_year=pl.col("period_start_date").dt.year(),
        month=pl.col("period_start_date"),
    )
    key = ["institution_id", "metric_id", "dimension_zh", "month"]
    current = rows.sort("as_of", "load_no").unique(key, keep="last").filter(~pl.col("is_total"))
    value = pl.col("metric_value").cast(pl.Decimal(38, 6))
    figures = (value.sum(), value.min().alias("lowest"), value.max().alias("highest"))
    cell = ["metric_id", "metric_name_zh", "dimension_zh", "unit_zh"]
    place = ["institution_level_zh", "region_zh"]
    year = [(pl.col("fiscal_year") - 1911).alias("roc_year"), "fiscal_year"]
    monthly = current.group_by(*cell, *place, "month", "fiscal_year").agg(
        pl.len().alias("count"), *figures
    )
    yearly = current.group_by(*cell, *place, "fiscal_year").agg(
        pl.col("month").n_unique().alias("months"), pl.len().alias("count"), *figures
    )
    by_institution = current.group_by(
        "institution_id", "metric_id", "dimension_zh", "unit_zh", "fiscal_year"
    ).agg(pl.len().alias("months"), *figures)
    sums = ("metric_value", "lowest", "highest")
    return {
        MARTS[0]: _sorted(monthly.select(*cell, *place, "month", *year, "count", *sums)),
        MARTS[1]: _sorted(yearly.select(*cell, *place, *year, "months", "count", *sums)),
        MARTS[2]: _sorted(
            by_institution.select(
                "institution_id", "metric_id", "dimension_zh", "unit_zh", *year, "months", *sums
            )
        ),
    }


def _sorted(frame: pl.DataFrame) -> list[tuple[object, ...]]:
    return frame.sort(pl.all()).rows()


def _assert_as_plain(folder: Path, files: Sequence[Path]) -> None:
    marts, plain = _marts(folder), _plainly(files)
    for mart, rows in plain.items():
        assert marts[mart] == rows, mart
    assert marts["mart_programme_metrics_by_institution"] or not files


FIRST = Extract(institutions=60, months=range(14), measures=8)
CORRECTED = Extract(institutions=60, months=range(13, 15), measures=8, every=3, corrected_by=1000)


def test_marts_are_what_a_plain_computation_gives(tmp_path: Path) -> None:
    """A large file, a correction of some figures with a new month, and a small correction."""
    first = _extract(tmp_path / "first.parquet", FIRST)
    second = _extract(tmp_path / "second.parquet", CORRECTED)
    third = _extract(
        tmp_path / "third.parquet",
        Extract(institutions=20, months=range(3, 4), measures=8, every=5, corrected_by=7),
    )
    _load(tmp_path, first)
    _load(tmp_path, second)
    _load(tmp_path, third, is_large=False)
    _assert_as_plain(tmp_path, [first, second, third])


@pytest.mark.long
def test_increments_give_what_a_full_build_gives(tmp_path: Path) -> None:
    """Load, supersede and unload: after each step the marts are those of the files that count."""
    files = [
        _extract(tmp_path / "0.parquet", FIRST),
        _extract(tmp_path / "1.parquet", CORRECTED),
        _extract(tmp_path / "2.parquet", Extract(60, range(13, 14), 8, every=2, corrected_by=5)),
        _extract(tmp_path / "3.parquet", Extract(60, range(15, 16), 8)),
    ]
    late = pl.read_parquet(files[0]).head(100).with_columns(as_of_date=pl.lit(date(2016, 3, 31)))
    late.with_columns(metric_value=pl.lit(1, pl.Int64)).write_parquet(tmp_path / "4.parquet")
    files.append(tmp_path / "4.parquet")
    counted: list[Path] = []
    batches = {}
    for path in files:
        batches[path] = _load(tmp_path, path, is_large=path != files[2]).load.batch_id
        counted.append(path)
        _assert_as_plain(tmp_path, counted)
    for path in (files[1], files[4], files[0]):
        landing = Landing(tmp_path / "landing")
        landing.unload(batches[path])
        counted.remove(path)
        _assert_as_plain(tmp_path, counted)


@pytest.mark.long
def test_a_million_rows_give_the_sums_of_a_plain_computation(tmp_path: Path) -> None:
    path = _extract(tmp_path / "extract.parquet", Extract(209))
    result = subprocess.run(
        [sys.executable, "-m", "warehouse", "load", str(path), "--as", "programme_metrics"],
        cwd=PROJECT_ROOT,
        env={**os.environ, "WAREHOUSE_LANDING_FOLDER": str(tmp_path / "landing")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "1003200 rows read = 1003200 landed" in result.stdout
    _assert_as_plain(tmp_path, [path])


def test_the_list_says_how_rows_are_kept(tmp_path: Path) -> None:
    _load(tmp_path, _extract(tmp_path / "large.parquet", SMALL))
    _load(
        tmp_path, _extract(tmp_path / "small.parquet", Extract(2, range(6, 7), 2)), is_large=False
    )
    lines = (tmp_path / "landing" / "loads.ndjson").read_text("utf-8").splitlines()
    assert [json.loads(line)["storage_code"] for line in lines] == ["aggregates", "facts"]
