"""Bad seeds: one clear error each, before anything is built."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from foundation.errors import InputError
from foundation.locations import SEEDS_FOLDER
from loaders.seeds.checks import check_seeds
from loaders.seeds.declarations import seed_declarations
from tests.python.conftest import Project

BUDGETS = "nhi_tiered_care_progress/nhi_tiered_care_progress__budget_series.csv"
OPENED_ITEMS = "nhi_tiered_care_progress/nhi_tiered_care_progress__opened_items.csv"
KPIS = "mohw_fy107_plan/mohw_fy107_plan__kpis.csv"
FIGURES = "published_figures/published_figures__figures.csv"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEEDS_FOLDER, tmp_path / "seeds"))


def _edit(path: Path, line: int, old: str, new: str) -> None:
    lines = path.read_text("utf-8").split("\n")
    assert old in lines[line - 1], lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    path.write_text("\n".join(lines), "utf-8")


def _refused(seeds: Path) -> InputError:
    with pytest.raises(InputError) as refusal:
        check_seeds(seeds)
    return refusal.value


def test_the_projects_own_seeds_are_as_declared() -> None:
    frames = check_seeds(SEEDS_FOLDER)
    assert set(frames) == set(seed_declarations(SEEDS_FOLDER))
    assert frames["nhi_tiered_care_progress__budget_series"].height == 81


@pytest.mark.parametrize(
    ("seed", "line", "old", "new", "column", "found", "expected"),
    [
        pytest.param(BUDGETS, 1, "printed_text,", "", "printed_text",
                     "no column printed_text", "the columns item_no", id="missing-column"),
        pytest.param(BUDGETS, 1, "printed_text,", "printed_text,remark,", "remark",
                     "the extra column remark", "the columns item_no", id="extra-column"),
        pytest.param(BUDGETS, 1, "item_no,item_name_zh", "item_name_zh,item_no", None,
                     "the columns in the order item_name_zh, item_no", "the columns item_no",
                     id="columns-in-another-order"),
        pytest.param(BUDGETS, 2, ",2.5,", ",2.5x,", "printed_text",
                     "`2.5x`", "a number as printed", id="bad-number"),
        pytest.param(OPENED_ITEMS, 2, ",250.0,", ',"2,77544",', "printed_text",
                     "`2,77544`", "a number as printed", id="bad-thousands-separator"),
        pytest.param(BUDGETS, 2, "億元", "京元", "unit_zh",
                     "`京元`", "a unit listed in", id="unknown-unit"),
        pytest.param(BUDGETS, 3, ",107,", ",106,", "item_name_zh + global_budget_sector_zh + "
                     "roc_year", "first seen in line 2", "each key once", id="duplicated-key"),
        pytest.param(BUDGETS, 2, ",106,", ",206,", "roc_year",
                     "`206`", "from 106 to 115, or 合計", id="year-out-of-range"),
        pytest.param(BUDGETS, 2, "西醫基層", "牙醫", "global_budget_sector_zh",
                     "`牙醫`", "one of 西醫基層, 醫院, 其他預算", id="value-off-the-list"),
        pytest.param(KPIS, 2, "2歲以下兒童照顧津貼涵蓋率", "", "kpi_name_zh",
                     "an empty cell", "text", id="required-cell-empty"),
        pytest.param(BUDGETS, 2, "(一)1:L42", "line 42", "source_locator",
                     "`line 42`", "a place in the source", id="bad-locator"),
        pytest.param(FIGURES, 2, "39億3,420萬元", "39億3,42萬元", "value_as_printed",
                     "`39億3,42萬元`", "such as 39億3,420萬元", id="bad-spelled-number"),
        pytest.param(FIGURES, 2, ",112,", ",104-13,", "roc_period",
                     "`104-13`", "a ROC period such as 112", id="bad-period"),
        pytest.param(FIGURES, 2, "https://", "", "source_url",
                     "`www.ly.gov.tw", "an address that begins with", id="bad-address"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named_with_its_place(
    seeds: Path,
    seed: str,
    line: int,
    old: str,
    new: str,
    column: str | None,
    found: str,
    expected: str,
) -> None:
    _edit(seeds / seed, line, old, new)
    error = _refused(seeds)
    assert error.file.name == Path(seed).name
    assert error.line == line
    assert error.column == column
    assert found in error.found
    assert expected in error.expected
    assert error.mend


def test_the_line_is_right_below_cells_with_line_ends(seeds: Path) -> None:
    path = seeds / KPIS
    last = path.read_text("utf-8").rstrip("\n").count("\n") + 1
    _edit(path, last, ",1,統計數據", ",9,統計數據")
    error = _refused(seeds)
    assert (error.line, error.column, error.found) == (last, "evaluation_system_code", "`9`")


def test_a_row_of_another_length_is_refused(seeds: Path) -> None:
    _edit(seeds / BUDGETS, 5, ",億元", "")
    error = _refused(seeds)
    assert (error.line, error.found) == (5, "8 cells")
    assert "9 cells" in error.expected


def test_an_open_quotation_mark_is_refused(seeds: Path) -> None:
    _edit(seeds / BUDGETS, 4, ",108,", ',"108,')
    error = _refused(seeds)
    assert error.line == 4
    assert "broken CSV quoting" in error.found


def test_broken_utf8_is_refused(seeds: Path) -> None:
    path = seeds / BUDGETS
    content = path.read_bytes().split(b"\n")
    content[2] = "強化".encode("big5") + content[2]
    path.write_bytes(b"\n".join(content))
    error = _refused(seeds)
    assert (error.line, error.found) == (3, "the byte 0xb1, which is not UTF-8")


def test_a_missing_seed_is_refused(seeds: Path) -> None:
    (seeds / BUDGETS).unlink()
    assert _refused(seeds).found == "no such file"


def test_a_seed_without_a_declaration_is_refused(seeds: Path) -> None:
    (seeds / "reference" / "reference__stray.csv").write_text("a\n1\n", "utf-8")
    assert _refused(seeds).found == "a seed without a declaration"


def test_the_command_says_it_in_one_line_and_loses_nothing(project: Project) -> None:
    project.published.write_bytes(b"what readers have open")
    seed = f"seeds/{BUDGETS}"
    _edit(project.root / seed, 2, "億元", "京元")
    result = project.run("build")
    assert result.returncode == 3
    assert result.stderr.startswith(
        f"error: {seed}, line 2, column unit_zh: found `京元`; expected"
    )
    assert "To mend:" in result.stderr
    assert result.stderr.count("\n") == 1
    assert project.published.read_bytes() == b"what readers have open"
