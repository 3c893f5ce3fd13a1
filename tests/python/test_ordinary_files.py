"""Small files with one difficulty each: every one ends as the list that comes with them says."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from foundation.errors import InputError
from foundation.locations import sources_folder
from loaders.files.declarations import kinds
from loaders.files.loading import read_cells
from loaders.files.recipes.declaration import Recipe, recipe_of
from loaders.files.recipes.drafting import drafted
from tests.python.loading_files import landed, lists, load

FIGURES = ("metric_value", "budget_value", "actual_value", "target_text")
YEAR_113 = ("2024-01-01", "2024-12-31")


@dataclass(frozen=True)
class End:
    """How a file ends.

    Attributes:
        kind: what it is loaded as.
        figures: what lands, without noughts at the end.
        units: of what lands.
        first, last: the period of the first row.
        refusal: what the message says without a recipe; None where the file loads.
        recipe: what a recipe must say; `drafted` where the draft says it all.
        note: what is told of a file that loads.
    """

    kind: str = "programme_metrics"
    figures: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    period: tuple[str, str] | None = None
    refusal: str | None = None
    recipe: dict[str, Any] | str | None = None
    members: tuple[str, ...] = field(default=())


def _metric(figure: str, unit: str = "件", period: tuple[str, str] = YEAR_113) -> End:
    return End(figures=(figure,), units=(unit,), period=period)


def _budget(*figures: str, unit: str = "千元", **more: Any) -> End:
    return End("budgets", figures, (unit,) * len(figures), **more)


def _actual(figure: str, **more: Any) -> End:
    return End("kpi_actuals", (figure,), ("%",), **more)


DRAFTED: dict[str, Any] = {"recipe": "drafted", "refusal": "warehouse recipe"}
ENDS = {
    "budget_history.csv": _budget("1000"),
    "budget_negative.csv": _budget("-6837248"),
    "budget_with_subtotals.csv": _budget("100", "200", **DRAFTED),
    "d_7digit_roc.csv": _metric("5"),
    "d_8digit.csv": _metric("5"),
    "d_dots.csv": _metric("5"),
    "d_excel_time.csv": _metric("5"),
    "d_full_zh.csv": _metric("5"),
    "d_quarter.csv": _metric("5", period=("2024-01-01", "2024-03-31")),
    "d_roc_ym_zh.csv": _metric("5", period=("2024-01-01", "2024-01-31")),
    "d_rocmonth.csv": _metric("5", period=("2024-01-01", "2024-01-31")),
    "d_slash_us.csv": End(
        figures=("5",),
        units=("件",),
        period=YEAR_113,
        refusal="which stands first, the day or the month",
        recipe={"dates": "month_first"},
    ),
    "e_big5.csv": _metric("5"),
    "e_big5_hkscs.csv": End(
        figures=("5",),
        units=("件",),
        refusal=r"the character U\+E33A .*under `characters`",
        recipe={"characters": {"U+E33A": "墘"}},
        members=("塭墘里",),
    ),
    "e_big5_pua.csv": End(
        figures=("5",),
        units=("件",),
        refusal=r"the character U\+E000 .*under `characters`",
        recipe={"characters": {"U+E000": "峯"}},
        members=("峯里",),
    ),
    "e_utf16.csv": _metric("5"),
    "execution_new_programme.csv": End(
        "budget_execution", refusal="a new programme: load it first"
    ),
    "h_dup_header.csv": _budget(refusal="as columns 5 and 6"),
    "h_extra_note_column.csv": _budget("100", **DRAFTED),
    "h_unit_in_header.csv": _budget("100", **DRAFTED),
    "kpi_actual_new_kpi.csv": _actual("", refusal="a new KPI: load it first"),
    "kpi_target_by_name_fy108.csv": End("kpi_targets", refusal="write which one"),
    "kpi_target_new_kpi.csv": End("kpi_targets", refusal="a new KPI: load it first"),
    "kpi_wide_years.csv": End("kpi_actuals", ("84.2", "85", "86"), ("%",) * 3, **DRAFTED),
    "metric_history.csv": _metric("142.2", "每10萬人口", ("2000-01-01", "2000-12-31")),
    "metric_kw.csv": _metric("184135", "瓩"),
    "metric_negative.csv": _metric("-7907", "人", ("2020-01-01", "2020-12-31")),
    "metric_of_document_other_unit.csv": End(refusal="unit"),
    "metric_permille.csv": _metric("7.01", "‰", ("2020-01-01", "2020-12-31")),
    "metric_two_names_two_units.csv": End(refusal="name|unit"),
    "n_7dec.csv": _metric("4.748742", "%"),
    "n_NA.csv": End(refusal="does it mean that there is no figure", recipe="drafted"),
    "n_dotdot.csv": End(refusal="does it mean that there is no figure", recipe="drafted"),
    "n_footnote.csv": _metric("1234"),
    "n_fullwidth_space.csv": _metric("1234"),
    "n_nbsp.csv": _metric("1234"),
    "n_paren_negative.csv": _metric("-1234"),
    "n_pct_in_pct.csv": _metric("12.3", "%"),
    "n_r_revised.csv": _metric("1234"),
    "n_sci.csv": _metric("1234000"),
    "n_space_thousands.csv": _metric("1234"),
    "n_star.csv": End(refusal="an empty cell.*a recipe leaves the row out", recipe="drafted"),
    "n_trailing_wan.csv": _metric("35000", "人"),
    "n_unicode_minus.csv": _metric("-5"),
    "n_unit_fw_percent.csv": _metric("12.3", "%"),
    "n_unit_percent_word.csv": _metric("12.3", "%"),
    "n_unit_qianyuan_variant.csv": _budget("100"),
    "n_unit_variant_taibi.csv": _budget("100"),
    "one_unreadable_village_name.csv": End(refusal=r"line 3.*the character U\+E000"),
    "s_semicolon.csv": _metric("5"),
    "t_footer_after_blank.csv": End(figures=("5",), units=("件",), **DRAFTED),
    "t_footer_note.csv": End(figures=("5",), units=("件",), **DRAFTED),
    "t_footer_quar.csv": End(figures=("5",), units=("件",), **DRAFTED),
    "t_title_rows.csv": End(figures=("5",), units=("件",), **DRAFTED),
    "unit_advice_thousandfold.csv": _budget(refusal="found `萬`.*write a unit of the list"),
    "x_computed_percent.xlsx": _actual("84.210526"),
    "x_date_serial.xlsx": _actual("84.2"),
    "x_excel_read_roc_as_2007.xlsx": _actual("", refusal="read the ROC year 107 as 2007"),
    "x_float.xlsx": _actual("0.3"),
    "x_formula.xlsx": _actual("", refusal="a formula at D2 whose value is not stored"),
    "x_long_float_from_excel.xlsx": _actual("4.748742"),
    "x_percent_format.xlsx": _actual("84.2"),
    "x_second_sheet_note.xlsx": _actual("84.2", **DRAFTED),
    "x_styled_empty_range.xlsx": _actual("84.2"),
    "x_title_merged.xlsx": _actual("84.2", **DRAFTED),
    "x_title_plain.xlsx": _actual("84.2", **DRAFTED),
    "y_113niandu.csv": _budget("100"),
    "y_float.csv": _budget("100"),
    "y_nian_bie_header.csv": _budget("100"),
    "y_range.csv": _budget("100", refusal="which year is the figure's", recipe={"ranges": "first"}),
}


@pytest.fixture(scope="session")
def cases() -> Path:
    """Folder of the small files; without it the test skips."""
    folder = sources_folder().parent / "cases"
    if not folder.is_dir():
        pytest.skip(f"no small files at {folder}")
    return folder


def _recipe(path: Path, end: End) -> Recipe:
    if end.recipe == "drafted":
        draft = drafted(read_cells(path, None), path, kinds()[end.kind], lists())
        assert draft.questions == []
        declared = draft.declared
    else:
        assert isinstance(end.recipe, dict)
        declared = {"kind": end.kind, **end.recipe}
    return recipe_of(declared, "a recipe")


def _assert_landed(folder: Path, end: End) -> None:
    rows = landed(folder)
    figures = [next(str(row[name]) for name in FIGURES if name in row) for row in rows]
    plain = [each.rstrip("0").rstrip(".") if "." in each else each for each in figures]
    assert plain == list(end.figures)
    assert [row["unit_zh"] for row in rows] == list(end.units)
    if end.period:
        days = tuple(str(rows[0][name]) for name in ("period_start_date", "period_end_date"))
        assert days == end.period
    if end.members:
        assert [row["dimension_zh"] for row in rows] == list(end.members)


def test_every_small_file_has_an_end(cases: Path) -> None:
    assert {path.name for path in cases.iterdir()} - {"README.md"} == set(ENDS)


@pytest.mark.parametrize("name", ENDS)
def test_a_small_file_ends_as_it_should(name: str, cases: Path, tmp_path: Path) -> None:
    end, path = ENDS[name], cases / name
    if end.refusal is None:
        load(tmp_path, path, kind=end.kind)
        _assert_landed(tmp_path, end)
        return
    with pytest.raises(InputError, match=end.refusal) as refused:
        load(tmp_path, path, kind=end.kind)
    assert "delete" not in refused.value.mend
    assert "correct the figure" not in refused.value.mend
    if end.recipe is None:
        return
    recipe = _recipe(path, end)
    if end.figures:
        outcome = load(tmp_path, path, kind=end.kind, recipe=recipe)[0]
        assert outcome.problems.is_empty()
        _assert_landed(tmp_path, end)
    else:
        with pytest.raises(InputError, match=r"1 left out \(no figure\)"):
            load(tmp_path, path, kind=end.kind, recipe=recipe)


def test_one_unreadable_name_costs_its_row_only(cases: Path, tmp_path: Path) -> None:
    path = cases / "one_unreadable_village_name.csv"
    outcome = load(tmp_path, path, kind="programme_metrics", is_quarantining=True)[0]
    assert [str(row["metric_value"]) for row in landed(tmp_path)] == ["5.000000"]
    assert outcome.problems["found"].to_list() == [
        "the character U+E000 of no common font in `\ue000里`"
    ]


def test_aliases_of_units_have_their_scale_and_unknown_ones_no_suggestion(
    cases: Path, tmp_path: Path
) -> None:
    path = cases / "unit_advice_thousandfold.csv"
    outcome = load(tmp_path, path, kind="budgets", is_quarantining=True)[0]
    units = {row["item_no"]: row["unit_zh"] for row in landed(tmp_path)}
    assert units == {"1": "千元", "2": "千元", "3": "億元", "4": "千元", "5": "元", "8": "十億元"}
    assert outcome.problems["found"].to_list() == ["`萬`", "`百萬`"]
    assert not outcome.problems["mend"].str.contains("nearest match").any()
