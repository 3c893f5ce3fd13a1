"""Real files, which stay where they are: each loads by its recipe, and its rows and their sum are
those that are counted on the file itself in another way."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

import pytest
import xlrd
from openpyxl import load_workbook

from foundation.errors import InputError
from foundation.locations import sources_folder
from loaders.files.recipes.declaration import find_recipe
from tests.python.loading_files import landed, load

RECIPES = Path(__file__).parent / "recipes"
Totals = tuple[int, Decimal]
FIGURES = ("metric_value", "budget_value")
MOST_DECIMALS = Decimal("0.000001")
# Files that cannot load, and the reason in one sentence.
CANNOT = {
    "city_103_nature.csv": "Its row labels are in a private font that no program reads.",
    "readr_cat_list.csv": "It lists names of agencies and holds no figure.",
    "scotland_list.xlsx": "It lists names of indicators and hospitals and holds no dated figure.",
}  # fmt: skip


@pytest.fixture(scope="session")
def real_files() -> Path:
    """Folder of the real files; without it the test skips."""
    folder = sources_folder().parent / "real_files"
    if not folder.is_dir():
        pytest.skip(f"no real files at {folder}")
    return folder


def _number(text: str) -> Decimal | None:
    plain = text.replace(",", "").replace("%", "").strip()
    return Decimal(plain) if re.fullmatch(r"-?\d+(?:\.\d+)?", plain) else None


def _sum(texts: Iterable[str]) -> Totals:
    numbers = [number for text in texts if (number := _number(text)) is not None]
    return len(numbers), sum((n.quantize(MOST_DECIMALS) for n in numbers), Decimal(0))


def _rows(path: Path, encoding: str = "utf-8-sig", separator: str = ",") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=separator))


def _wide(first_column: int, **options: str) -> Callable[[Path], Totals]:
    """Every number right of the columns that name the row."""

    def total(path: Path) -> Totals:
        rows = _rows(path, **options)
        return _sum(text for row in rows[1:] for text in row[first_column:])

    return total


def _one(column: str, **options: str) -> Callable[[Path], Totals]:
    """Every number of one column."""

    def total(path: Path) -> Totals:
        rows = _rows(path, **options)
        place = rows[0].index(column)
        return _sum(row[place] for row in rows[1:])

    return total


def _functions(path: Path) -> Totals:
    """The sums of all cities and counties that the workbook prints itself: current and capital."""
    sheet = xlrd.open_workbook(path).sheet_by_index(0)
    labels = [str(sheet.cell_value(row, 0)) for row in range(sheet.nrows)]
    current, capital = labels.index("(經常門)"), labels.index("(資本門)")
    printed = sum(
        (Decimal(str(sheet.cell_value(row + 1, 1))) for row in (current, capital)), Decimal(0)
    )
    counties = [
        label
        for label in labels[current + 1 : capital]
        if not label.replace(" ", "").endswith("計")
    ]
    sections = [
        column for column in range(2, sheet.ncols) if sheet.cell_value(5, column) not in ("", "項")
    ]
    return 2 * len(counties) * len(sections), printed.quantize(MOST_DECIMALS)


def _statistics(path: Path) -> Totals:
    series = json.loads(path.read_text("utf-8"))["data"]["dataSets"][0]["series"]
    return _sum(
        str(observation[0])
        for each in series.values()
        for observation in each["observations"].values()
    )


def _emissions(path: Path) -> Totals:
    return _sum(
        text for row in _rows(path, separator="\t") if row[0] == "合計" for text in row[1:3]
    )


def _japan(path: Path) -> Totals:
    """The last column is a formula: the sum of all but thermal and nuclear power."""
    sheet = load_workbook(path).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, min_col=2, max_col=9, values_only=True))
    texts = [str(value) for row in rows for value in row if value is not None]
    for row in rows:
        renewable = [Decimal(str(row[place] or 0)) for place in (0, 3, 4, 5, 6, 7)]
        texts.append(str(sum(renewable, Decimal(0))))
    return _sum(texts)


def _philadelphia(path: Path) -> Totals:
    """Cells beside a department's name, whatever block they stand in."""
    sheet = load_workbook(path, data_only=True).worksheets[0]
    texts = []
    classes: dict[int, int] = {}
    for row in sheet.iter_rows(values_only=True):
        if "Department" in row:
            department = 0
            classes = {}
            for place, value in enumerate(row):
                if value == "Department":
                    department = place
                elif isinstance(value, str) and value.startswith(("Class", "Total")):
                    classes[place] = department
            continue
        for place, department in classes.items():
            name, value = row[department], row[place]
            if name and not str(name).startswith("Total") and isinstance(value, int | float):
                texts.append(format(Decimal(f"{value:.15g}"), "f"))
    return _sum(texts)


def _goals(path: Path) -> Totals:
    return _one("Goal", separator=";")(path)


FILES: dict[str, tuple[str, Callable[[Path], Totals]]] = {
    "bdmd_201404.csv": ("bdmd_201404", _wide(3)),
    "city_103_functions.xls": ("city_103_functions", _functions),
    "city_birth_2020.csv": ("city_birth_2020", _wide(1)),
    "deathrate.csv": ("deathrate", _wide(1)),
    "hospital_bed_102.csv": ("hospital_bed_102", _wide(2, encoding="cp950")),
    "japan_power.xlsx": ("japan_power", _japan),
    "leeds_roadshows.csv": ("leeds_roadshows", _wide(1)),
    "medical_personnel.csv": ("medical_personnel", _wide(1)),
    "medical_resources.csv": ("medical_resources", _wide(1)),
    "nstatdb_A018703010.json": ("nstatdb_A018703010", _statistics),
    "obesity.csv": ("obesity", _wide(1)),
    "owid_uk_health.csv": ("owid_uk_health", _wide(2)),
    "perfkpi_goals.csv": ("perfkpi_goals", _goals),
    "phila_fy16.csv": ("phila_fy16_csv", _one("Total")),
    "phila_fy16.xlsx": ("phila_fy16_xlsx", _philadelphia),
    "population_density.csv": ("population_density", _wide(2)),
    "renewable_taipei.csv": ("renewable_taipei", _wide(2)),
    "scotland_indicators.csv": ("scotland_indicators", _wide(4)),
    "tainan_city_budget.csv": ("tainan_city_budget", _wide(1)),
    "taipei_visitors.csv": ("taipei_visitors", _wide(1)),
    "taipower_ghg.csv": ("taipower_ghg", _emissions),
    "tw2018ap.csv": ("central_budget", _one("amount")),
    "tw2025ap.csv": ("central_budget", _one("amount")),
}


def test_every_real_file_has_a_recipe_or_a_reason(real_files: Path) -> None:
    assert {path.name for path in real_files.iterdir()} - {"ORIGINS.csv"} == {*FILES, *CANNOT}


@pytest.mark.parametrize("name", FILES)
def test_a_real_file_loads_whole(name: str, real_files: Path, tmp_path: Path) -> None:
    recipe, total = FILES[name]
    named = str(RECIPES / f"{recipe}.yml")
    found = find_recipe(recipe if recipe == "central_budget" else named)
    outcome = load(tmp_path, real_files / name, kind=found.kind.name, recipe=found)[0]
    assert outcome.problems.is_empty()
    figures = [next(row[each] for each in FIGURES if each in row) for row in landed(tmp_path)]
    values = [Decimal(str(figure)) for figure in figures]
    assert (len(values), sum(values, Decimal(0))) == total(real_files / name)


@pytest.mark.parametrize("name", CANNOT)
def test_what_cannot_load_is_refused_in_one_line(
    name: str, real_files: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as refused:
        load(tmp_path, real_files / name, kind="programme_metrics")
    assert "\n" not in str(refused.value)
    assert landed(tmp_path) == []
