"""What `warehouse load` tells of actuals that no target can be judged by."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from loaders.files.raw_table import ROW
from warehouse.asking.unjudged import unjudged

BASE_UNITS = {
    "例": "例",
    "每10萬人口": "每10萬人口",
    "項": "項",
    "件": "件",
    "萬件": "件",
    "%": "比率",
}
TARGETS = [
    ("rate", 107, "每10萬人口", "37例", None, "cell"),
    ("parts", 114, "項", "持續建置專題式資料至少2項", None, "cell"),
    ("parts", 114, "項", "評估及推廣使用至少1項具體開放應用項目", None, "cell"),
    ("size", 107, "萬件", "3萬件", None, "cell"),
    ("composite", 107, "%", "92%", None, "cell"),
    ("composite", 107, "%", "95%", "服務滿意度", "measure"),
]


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A published file with targets alone."""
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create schema performance; create table performance.fct_kpi_targets (kpi_id text,"
            " roc_year int, resolved_unit_zh text, component_text text, subject_zh text,"
            " target_place_code text, resolved_target_value int default 1)"
        )
        connection.executemany(
            "insert into performance.fct_kpi_targets values (?, ?, ?, ?, ?, ?, 1)", TARGETS
        )
    return path


def _told(published: Path, *row: object) -> list[str]:
    names = ("kpi_id", "roc_year", "unit_zh", "subject_zh", "comparability_code")
    values = dict(zip(names, row, strict=True))
    schema = {ROW: pl.Int64, "subject_zh": pl.String}
    frame = pl.DataFrame([{ROW: 2, **values}], schema_overrides=schema)
    return list(unjudged(frame, BASE_UNITS, published))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("rate", 107, "例", None, "exact"), "the target counts in `每10萬人口`, not in `例`"),
        (("parts", 114, "項", None, "exact"), "the subject must say of which of `持續建置"),
        (("parts", 114, "項", "至少", "exact"), "`至少` does not stand in exactly one of"),
        (("composite", 107, "%", "件數", "exact"), "`件數` does not stand in exactly one of `92%`"),
    ],
    ids=["another unit", "no part", "both parts", "no such part"],
)
def test_an_actual_that_judges_nothing_is_told(
    published: Path, row: tuple[object, ...], told: str
) -> None:
    (reason,) = _told(published, *row)
    assert reason.startswith(f"row 2 will give no verdict on {row[0]}: {told}")


@pytest.mark.parametrize(
    "row",
    [
        ("rate", 107, "每10萬人口", None, "exact"),
        ("parts", 114, "項", "推廣使用", "exact"),
        ("size", 107, "件", None, "exact"),
        ("composite", 107, "%", None, "exact"),
        ("composite", 107, "%", "服務滿意度", "exact"),
        ("rate", 107, "例", None, "similar"),
        ("rate", 108, "例", None, "exact"),
        ("unknown", 107, "例", None, "exact"),
    ],
    ids=str,
)
def test_an_actual_of_a_part_and_unit_is_told_nothing_of(
    published: Path, row: tuple[object, ...]
) -> None:
    assert _told(published, *row) == []


def test_before_anything_is_published_nothing_is_told(tmp_path: Path) -> None:
    assert _told(tmp_path / "none.duckdb", "rate", 107, "例", None, "exact") == []
