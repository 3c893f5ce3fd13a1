"""Recipes: what they say, what they may not hide, and that large files follow them too."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from foundation.errors import InputError
from loaders.files import loading
from loaders.files.declarations import kinds
from loaders.files.errors import PersonalDataFound
from loaders.files.landing import Landing
from loaders.files.loading import FileOutcome, load_files, read_cells
from loaders.files.recipes.declaration import (
    Recipe,
    find_recipe,
    recipe_of,
    shipped_recipes,
    with_answers,
)
from loaders.files.recipes.drafting import drafted
from tests.python.conftest import Project
from tests.python.loading_files import (
    Rows,
    landed,
    lists,
    load,
    request,
    write_csv,
    write_ods,
    write_parquet,
    write_xlsx,
)

IDENTITY = "A123456789"
BEDS: Rows = (
    ("醫院病床", "", "", "", ""),
    ("單位：床", "", "", "", ""),
    ("縣市", "112年", "112年占比", "113年", "113年占比"),
    ("北區", "", "", "", ""),
    ("甲市", "1,000", "40%", "1,100", "41%"),
    ("乙市", "..", "..", "300", "9%"),
    ("合計", "1,000", "40%", "1,400", "50%"),
    ("資料來源：虛構", "", "", "", ""),
)
RECIPE: dict[str, Any] = {
    "kind": "programme_metrics",
    "header": 3,
    "skip": {"foot": 1},
    "blanks": [".."],
    "sections": ["^(?P<region>.區)$"],
    "long": {
        "matching": "年",
        "pattern": r"^(?P<year>\d+)年(?P<what>.*)$",
        "value": "metric_value",
    },
    "lookup": [
        {
            "by": "what",
            "values": {
                "": {"metric_id": "hospital_beds", "metric_name_zh": "病床數", "unit_zh": "床"},
                "占比": {"metric_id": "bed_share_x", "metric_name_zh": "占比", "unit_zh": "%"},
            },
        }
    ],
    "make": {
        "dimension_zh": "{region}{縣市}",
        "period_start_date": "{year}",
        "period_end_date": "{year}",
    },
    "totals": {"column": "縣市"},
}


def _recipe(**changes: Any) -> Recipe:
    return recipe_of({**RECIPE, **changes}, "a recipe")


def _write_tsv(path: Path, table: Rows) -> Path:
    return write_csv(path, table, separator="\t")


def _write_utf16(path: Path, table: Rows) -> Path:
    return write_csv(path, table, encoding="utf-16")


WRITERS = [
    ("a.csv", write_csv),
    ("a.tsv", _write_tsv),
    ("b.csv", _write_utf16),
    ("a.xlsx", write_xlsx),
    ("a.ods", write_ods),
]


@pytest.mark.parametrize(("name", "write"), WRITERS)
def test_a_wide_table_with_titles_becomes_rows(
    name: str, write: Callable[[Path, Rows], Path], tmp_path: Path
) -> None:
    path = write(tmp_path / name, BEDS)
    outcome = load(tmp_path, path, kind="programme_metrics", recipe=_recipe())[0]
    rows = {
        (row["dimension_zh"], row["metric_id"], str(row["period_end_date"])): row
        for row in landed(tmp_path)
    }
    assert len(rows) == 10
    first = rows["北區甲市", "hospital_beds", "2023-12-31"]
    assert (first["metric_value"], first["unit_zh"], first["is_total"]) == (1000, "床", False)
    assert str(first["_source_locator"]).endswith(":L5:C2")
    assert rows["北區合計", "bed_share_x", "2024-12-31"]["is_total"] is True
    assert rows["北區乙市", "hospital_beds", "2024-12-31"]["metric_value"] == 300
    left_out = {each.reason: each.count for each in outcome.left_out}
    assert left_out == {
        "above the header": 2,
        "a heading, which holds for the rows below it": 1,
        "skipped at the foot": 1,
        "no figure": 2,
    }
    assert outcome.load.left_out_count == 6


def test_the_recipe_is_kept_with_its_batch_and_tells_batches_apart(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", BEDS)
    first = load(tmp_path, path, kind="programme_metrics", recipe=_recipe())[0]
    again = load(tmp_path, path, kind="programme_metrics", recipe=_recipe())[0]
    other = load(
        tmp_path, path, kind="programme_metrics", recipe=_recipe(filter=[
            {"column": "縣市", "leave_out": "合計", "because": "a total"}
        ])
    )[0]  # fmt: skip
    assert (first.is_known, again.is_known, other.is_known) == (False, True, False)
    kept = tmp_path / "landing" / str(first.load.recipe_file)
    assert find_recipe(str(kept)).declared == _recipe().declared


@pytest.mark.parametrize(
    ("place", "recipe"),
    [
        pytest.param((0, 1), {}, id="title"),
        pytest.param((7, 1), {}, id="foot"),
        pytest.param((4, 4), {"drop": ["113年占比"]}, id="dropped-column"),
        pytest.param((6, 0), {"skip": {"foot": 2}}, id="skipped-line"),
        pytest.param((4, 1), {"filter": [{"column": "縣市", "keep": "乙"}]}, id="filtered"),
    ],
)
@pytest.mark.parametrize("is_large", [False, True])
def test_personal_data_refuses_the_file_whatever_the_recipe_leaves_out(
    place: tuple[int, int],
    recipe: Mapping[str, Any],
    is_large: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loading, "is_large", lambda _path, _kind: is_large)
    table = [list(row) for row in BEDS]
    table[place[0]][place[1]] = IDENTITY
    path = write_csv(tmp_path / "a.csv", table)
    with pytest.raises(PersonalDataFound):
        load(tmp_path, path, kind="programme_metrics", recipe=_recipe(**recipe))
    for file in (tmp_path / "landing").rglob("*"):
        assert not file.is_file() or IDENTITY.encode() not in file.read_bytes()


def test_personal_data_on_another_sheet_refuses_the_workbook(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = write_xlsx(tmp_path / "a.xlsx", BEDS)
    workbook = load_workbook(path)
    workbook.create_sheet("other").append(["x", IDENTITY])
    workbook.save(path)
    recipe = _recipe(read={"sheet": workbook.sheetnames[0]})
    with pytest.raises(PersonalDataFound):
        load(tmp_path, path, kind="programme_metrics", recipe=recipe)


def test_a_recipe_itself_may_hold_no_personal_data() -> None:
    with pytest.raises(InputError, match="personal data") as refused:
        _recipe(blanks=[IDENTITY + " "])
    assert IDENTITY not in str(refused.value)


MONTHS: Rows = (
    ("醫院件數", "", "", ""),
    ("機構", "11301", "11302", "備註"),
    *((f"H{number:04d}", str(number), f"{number},000", "a" * 5000) for number in range(1, 400)),
    ("H0400", "", "7", ""),
)
MONTHLY = {
    "kind": "programme_metrics",
    "header": 2,
    "long": {"matching": r"^\d{5}$", "header": "month", "value": "metric_value"},
    "rename": {"機構": "institution_id"},
    "make": {"period_start_date": "{month}", "period_end_date": "{month}"},
    "constants": {"metric_id": "visits_count", "metric_name_zh": "件數", "unit_zh": "件"},
    "drop": ["備註"],
}


def _loaded(folder: Path, path: Path, *, is_large: bool) -> FileOutcome:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "is_large", lambda _path, _kind: is_large)
        asked = request("programme_metrics", recipe=recipe_of(MONTHLY, "a recipe"))
        return load_files([path], asked, Landing(folder / "landing"))[0]


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_a_large_file_lands_by_a_recipe_what_a_small_one_lands(name: str, tmp_path: Path) -> None:
    if name == "a.csv":
        rows = [row for row in MONTHS if len(row[0]) != 5 or row[0] == "H0400"]
        rows[2:2] = [(*row[:3], "說明" * 20) for row in MONTHS[2:-1]]
        path = write_csv(tmp_path / name, rows)
    else:
        path = write_parquet(tmp_path / name, MONTHS[1:])
    results = {}
    for is_large in (False, True):
        folder = tmp_path / str(is_large)
        outcome = _loaded(folder, path, is_large=is_large)
        rows_landed = pl.DataFrame(landed(folder), infer_schema_length=None)
        results[is_large] = (
            outcome.load.landed_row_count,
            rows_landed["metric_value"].sum(),
            sorted(rows_landed["_row_no"]),
            {each.reason: each.count for each in outcome.left_out},
        )
    assert results[True] == results[False]
    assert results[True][:2] == (799, Decimal(sum(range(1, 400)) * 1001 + 7))


def test_a_bad_cell_is_placed_by_line_and_column_of_the_file(tmp_path: Path) -> None:
    table = [list(row) for row in BEDS]
    table[4][3] = "1,1000"
    path = write_csv(tmp_path / "a.csv", table)
    outcome = load(
        tmp_path, path, kind="programme_metrics", recipe=_recipe(), is_quarantining=True
    )[0]
    assert outcome.problems["place"].to_list() == ["5:C4"]
    quarantined = tmp_path / "landing" / str(outcome.load.quarantine_file)
    with quarantined.open(encoding="utf-8-sig") as file:
        assert [row["row"] for row in csv.DictReader(file)] == ["5:C4"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "nonsense"}, "the kind `nonsense`"),
        ({"renames": {}}, "`renames` in `recipe`"),
        ({"header": "first"}, "`header` that is no number"),
        ({"skip": {"foot": -1}}, "a whole number"),
        ({"sections": ["^x$"]}, "a named group"),
        ({"filter": [{"column": "x"}]}, "`keep` or `leave_out`"),
        ({"filter": [{"column": "x", "keep": "("}]}, "a regular expression"),
        ({"dates": "year"}, "one of `day_first`"),
        ({"scale": {"metric_value": "much"}}, "a number such as 1000"),
        ({"scale": {"_row_no": 1000}}, "a column of figures"),
        ({"make": {"_row_no": "1"}}, "names that do not begin with _"),
        ({"long": {"value": "x"}}, "`columns` or `matching`"),
        ({"read": {"encoding": "klingon"}}, "`encoding: klingon`"),
    ],
)
def test_a_recipe_that_says_nonsense_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        _recipe(**changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rename": {"床數": "x"}}, "no column `床數`"),
        ({"drop": ["備註"]}, "no column `備註`"),
        ({"header": 99}, "no line 99"),
        ({"make": {**RECIPE["make"], "dimension_zh": "{鄉鎮}"}}, "`鄉鎮` in `make: dimension_zh`"),
        ({"ask": {"as_of_date": "As of which day?"}}, "As of which day"),
        ({"totals": {"column": "鄉鎮"}}, "`鄉鎮` in `totals`"),
    ],
)
def test_a_recipe_that_does_not_fit_says_where(
    changes: dict[str, Any], message: str, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "a.csv", BEDS)
    with pytest.raises(InputError, match=message):
        load(tmp_path, path, kind="programme_metrics", recipe=_recipe(**changes))


def test_what_nothing_names_is_not_left_out_silently(tmp_path: Path) -> None:
    table = [(*row, "註" if number == 2 else "x") for number, row in enumerate(BEDS)]
    path = write_csv(tmp_path / "a.csv", table)
    with pytest.raises(InputError, match="not declared: `註`"):
        load(tmp_path, path, kind="programme_metrics", recipe=_recipe(skip={"foot": 1}))


def test_a_scale_multiplies_plain_figures_and_lets_no_other_pass(tmp_path: Path) -> None:
    recipe = recipe_of({"kind": "budgets", "scale": {"budget_value": 1000}}, "a recipe")
    header = ("表別", "項次", "項目", "年度", "預算數", "單位")
    rows = [
        ("user_x", "1", "甲", "113", "1,250.5", "元"),
        ("user_x", "2", "乙", "113", "3萬", "元"),
    ]
    path = write_csv(tmp_path / "a.csv", [header, *rows])
    outcome = load(tmp_path, path, kind="budgets", recipe=recipe, is_quarantining=True)[0]
    assert [row["budget_value"] for row in landed(tmp_path)] == [Decimal(1250500)]
    assert outcome.problems["found"].to_list() == ["`3萬 × 1000`"]


@pytest.mark.parametrize("name", shipped_recipes())
def test_a_shipped_recipe_is_as_recipes_must_be(name: str) -> None:
    recipe = find_recipe(name)
    assert recipe.name == name
    assert recipe.title_en and recipe.title_zh and recipe.description_en


def test_answers_are_constants_that_are_kept(tmp_path: Path) -> None:
    recipe = with_answers(_recipe(ask={"as_of_date": "when?"}), {"as_of_date": "114/1/31"})
    path = write_csv(tmp_path / "a.csv", BEDS)
    outcome = load(tmp_path, path, kind="programme_metrics", recipe=recipe)[0]
    assert {str(row["as_of_date"]) for row in landed(tmp_path)} == {"2025-01-31"}
    kept = (tmp_path / "landing" / str(outcome.load.recipe_file)).read_text("utf-8")
    assert "114/1/31" in kept


def test_a_draft_of_a_wide_table_says_why_and_asks_what_it_cannot_know(tmp_path: Path) -> None:
    table = [
        ("各縣市病床數", "", ""),
        ("單位：床", "", ""),
        ("縣市", "112年", "113年"),
        ("甲市", "10", "20"),
        ("資料來源：虛構", "", ""),
    ]
    path = write_csv(tmp_path / "beds.csv", table)
    draft = drafted(read_cells(path, None), path, kinds()["programme_metrics"], lists())
    assert draft.questions == []
    assert any("line 3" in reason for reason in draft.reasons)
    recipe = recipe_of(draft.declared, "a draft")
    load(tmp_path, path, kind="programme_metrics", recipe=recipe)
    found = [(row["dimension_zh"], row["metric_value"], row["unit_zh"]) for row in landed(tmp_path)]
    assert found == [("甲市", Decimal(10), "床"), ("甲市", Decimal(20), "床")]
    bare = write_csv(tmp_path / "bare.csv", [("縣市", "數量"), ("甲市", "10")])
    asked = drafted(read_cells(bare, None), bare, kinds()["programme_metrics"], lists())
    assert any(question.startswith("unit_zh") for question in asked.questions)


def test_the_command_line_drafts_lists_and_loads(project: Project) -> None:
    path = write_csv(project.root / "a.csv", [
        ("衛福部預算", "", "", "", ""),
        ("表別", "項次", "項目", "年度", "預算數(千元)"),
        ("user_x", "1", "甲", "113", "100"),
        ("user_x", "2", "合計", "113", "100"),
    ])  # fmt: skip
    drafting = project.run("recipe", str(path), "--as", "budgets")
    assert drafting.returncode == 0, drafting.stderr
    assert "1 of 1 rows would land" in drafting.stdout
    assert "left out, a total" in drafting.stdout
    assert project.run("recipe", str(path), "--as", "budgets").returncode == 3
    loading_it = project.run("load", str(path), "--recipe", "a.recipe.yml")
    assert "1 rows read = 1 landed + 0 in quarantine" in loading_it.stdout
    both = project.run("load", str(path), "--recipe", "a.recipe.yml", "--as", "budgets")
    assert both.returncode == 2
    listed = project.run("recipes").stdout
    assert all(name in listed for name in shipped_recipes())
