"""The seeds against a second reading, made by somebody who had not seen the first.

`second_reading/` in a document's folder holds that reading as it was made. Where its columns are
those of the seed, the two are compared as they stand; how to compare the others stands below, and a
cell where they differ and the source text decides for ours, with what the text says.
docs/double_entry.md tells the story.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from foundation.errors import InputError
from foundation.locations import SEEDS_FOLDER
from loaders.documents.declarations import (
    DOCUMENTS_FOLDER,
    DeclaredSeed,
    Document,
    declared_document,
    declared_documents,
)
from loaders.documents.figures import NUMBER
from loaders.documents.second_readings import (
    Cell,
    Row,
    as_compared,
    differing_cells,
    line_of,
    rows_of,
    second_reading,
)

NUMERALS = {numeral: number for number, numeral in enumerate("〇一二三四五六七八九十")}


def _columns(*names: str) -> Callable[[Row], Cell]:
    return lambda row: tuple(as_compared(row[name]) for name in names)


def _strategy(row: Row) -> Cell:
    goal, strategy = row["goal_no"], row["strategy_no"] or "一"
    numbers = (str(NUMERALS.get(goal, goal)), str(NUMERALS.get(strategy, strategy)))
    return (
        *numbers,
        as_compared(row["goal_name_zh"]),
        as_compared(row["strategy_zh"]),
        line_of(row),
    )


def _kpi(*names: str) -> Callable[[Row], Cell]:
    def cells(row: Row) -> Cell:
        goal = str(NUMERALS.get(row["goal_no"], row["goal_no"]))
        return (goal, *(as_compared(row[name]) for name in names), line_of(row))

    return cells


def _plan(row: Row) -> Cell:
    category = row.get("plan_category_zh") or row.get("category_zh", "")
    row_no = row.get("plan_row_no") or row.get("row_no", "")
    texts = (row[name] for name in ("work_plan_name_zh", "plan_name_zh", "content_zh"))
    return (
        row_no,
        category,
        *map(as_compared, texts),
        as_compared(row["kpi_link_zh"]),
        line_of(row),
    )


KPI_TEXTS = ("kpi_no", "kpi_name_zh", "goal_name_zh")

DIGITAL_UPGRADE = "nhi_digital_upgrade_113_116"
PRECISION_MEDICINE = "precision_medicine_strategy"
VOLUME = "ey_fy107_plans"
# The digital upgrade plan numbers neither its KPIs nor its aspects in tables 4 and 5. Ours are
# counted by aspect, the second reader's through the table.
KPIS_BEFORE = {"一": 0, "二": 5, "三": 13, "四": 19}
BUDGET_LEVELS = {"total": 0, "aspect": 1, "strategy": 2, "item": 3}
# How the second reader wrote the budget paragraphs' years without a budget, and the costs that
# 肆三(四)1(1) prints without saying 經常門 or 資本門.
WRITTEN_OTHERWISE = {
    "無編列經費支應": "無",
    "無編列預算支應": "無",
    "資訊服務費(影像倉儲系統現行資訊服務持續維運)": "合計:現行資訊服務持續維運需資訊服務費",
    "資訊服務費(現行儲存空間持續維運)": "合計:現行儲存空間持續維運需資訊服務費",
    "硬體設備費(增購儲存空間)": "合計:增購儲存空間需硬體設備費",
}
TEXT_OF_YEARS = re.compile(r"^(?:\(\d\))?\d{3}(?:年?[-至]\d{3})?年[:;]?")
RISK_MAPS = {"existing": ("表9", "現有風險圖像"), "residual": ("表11", "殘餘風險圖像")}


def _our_budget(row: Row) -> Cell:
    """A cell of table 3 or 5; the place of a work item tells its level and its printed number."""
    places = row["work_item_id"].split("-") if row["work_item_id"] else []
    number = ""
    if row["source_locator"].startswith("表3") and len(places) == 1:
        number = f"{'〇一二三四'[int(places[0])]}、"
    elif len(places) == BUDGET_LEVELS["item"]:
        number = f"{places[-1]}."
    label = number + as_compared(row["item_name_zh"])
    kind = row["expenditure_type_zh"]
    return (label, str(len(places)), row["roc_year"], kind, row["printed_text"], line_of(row))


def _their_budget(row: Row) -> Cell:
    label, level = as_compared(row["row_label_zh"]), str(BUDGET_LEVELS[row["level"]])
    kind = row["expenditure_type_zh"] or "合計"
    return (label, level, row["roc_year"], kind, row["printed_text"], row["line"])


def _our_kpi_no(row: Row) -> str:
    return str(KPIS_BEFORE[row["aspect_no"]] + int(row["kpi_no"]))


def _plan_kpi(row: Row) -> Cell:
    number = _our_kpi_no(row) if "aspect_no" in row else row["kpi_no"]
    aspect = row.get("aspect_name_zh") or row["aspect_zh"]
    texts = ("kpi_name_zh", "measure_definition_zh", "baseline_text", "is_qualitative")
    return (number, aspect, *(as_compared(row[name]) for name in texts), line_of(row))


def _target(row: Row) -> Cell:
    number = _our_kpi_no(row) if "aspect_no" in row else row["kpi_no"]
    return (number, row["roc_year"], as_compared(row["target_text"]), line_of(row))


def _our_work_item_budget(row: Row) -> Cell:
    kind = "：".join(filter(None, (row["expenditure_type_zh"], row["cost_category_zh"])))
    return (
        *_columns("aspect_name_zh", "strategy_name_zh")(row),
        row["item_no"] + row["part_no"],
        *_columns("item_name_zh", "roc_year")(row),
        *(as_compared(kind), row["printed_text"], row["unit_zh"], line_of(row)),
    )


def _their_work_item_budget(row: Row) -> Cell:
    kind, printed = as_compared(row["expenditure_type_zh"]), row["printed_text"]
    return (
        *_columns("aspect_zh", "strategy_zh", "item_no", "item_name_zh", "roc_year")(row),
        *(WRITTEN_OTHERWISE.get(kind, kind), WRITTEN_OTHERWISE.get(printed, printed)),
        # The second reader wrote no unit beside 無.
        *(row["unit_zh"] or "千元", row["line"]),
    )


def _our_schedule(row: Row) -> Cell:
    """The years a text is for stand in a column; the second reader left them out of the text."""
    lines = (
        TEXT_OF_YEARS.sub("", as_compared(line)) for line in row["deliverables_zh"].split("\n")
    )
    names = ("aspect_name_zh", "strategy_no", "strategy_name_zh", "item_no", "item_name_zh")
    return (*_columns(*names, "roc_year", "is_active")(row), "".join(lines))


def _their_schedule(row: Row) -> Cell:
    strategy_no, _, strategy = as_compared(row["strategy_zh"])[1:].partition(")")
    rest = _columns("item_no", "item_name_zh", "roc_year", "is_active", "deliverable_text")(row)
    return (row["aspect_zh"], strategy_no, strategy, *rest)


def _our_telehealth(row: Row) -> Cell:
    labels = (row["service_zh"], row["counting_method_zh"], row["row_label"])
    label = "/".join(filter(None, labels))
    return (label, f"{row['fiscal_year']}年", row["printed_text"], line_of(row))


def _risk(row: Row) -> Cell:
    """Impact on the plan's goals alone: the second reader gave that column no place."""
    texts = ("risk_no", "risk_name_zh", "scenario_zh", "existing_measures_zh", "new_measures_zh")
    levels = ("likelihood", "impact", "residual_likelihood", "residual_impact")
    values = (row.get(f"{level}_level") or row[level] for level in levels)
    risk_values = (row["risk_value"], row["residual_risk_value"])
    return (*_columns(*texts)(row), *values, *risk_values, line_of(row))


def _our_check(row: Row) -> Cell:
    check = f"({row['check_no']})" if row["check_no"] else ""
    answers = (row["lead_agency_answer_zh"], row["supervising_agency_answer_zh"])
    return (
        row["item_no"],
        *(as_compared(row["item_name_zh"]), check + as_compared(row["check_zh"])),
        *(*answers, as_compared(row["remark_zh"]), line_of(row)),
    )


def _their_check(row: Row) -> Cell:
    answers = (
        "".join(word for word, end in (("是", "yes"), ("否", "no")) if row[f"{who}_{end}"])
        for who in ("agency", "ministry")
    )
    texts = _columns("item_no", "item_zh", "sub_item_zh")(row)
    return (*texts, *answers, as_compared(row["remark_zh"]), row["line"])


@cache
def _chapters() -> dict[str, str]:
    """Chapter of the Executive Yuan's volume by agency."""
    agencies = rows_of(SEEDS_FOLDER / "reference" / "reference__agencies.csv")
    return {row["agency_id"]: row["chapter_no"] for row in agencies}


def _of_chapter(*names: str, merged_away: dict[str, str] | None = None) -> Callable[[Row], Cell]:
    """A row of the volume; the second reader left merged cells empty below their first row."""

    def cells(row: Row) -> Cell:
        merged = merged_away or {}
        texts = ("" if row.get(merged.get(name, "")) == "true" else row[name] for name in names)
        return (*_chapter(row), *map(as_compared, texts))

    return cells


def _chapter(row: Row) -> Cell:
    """The chapter of a row of the volume; the first one is nobody's plan."""
    chapter = row.get("chapter_no") or _chapters().get(row.get("agency_id", ""))
    return (chapter,) if chapter else ()


def _past_actual(row: Row) -> Cell:
    """Ours keeps what stands in brackets after a value; pages are the value's, theirs the KPI's."""
    value = re.sub(r"\(.*\)$", "", as_compared(row["actual_text"]))
    return (*_of_chapter("goal_no", "kpi_no", "roc_year")(row), value)


def _abridged(text_name: str, *names: str) -> Callable[[Row], Cell]:
    """A row whose long text the second reader gave by its beginning, end and length."""

    def cells(row: Row) -> Cell:
        text = row[text_name]
        return (
            *_of_chapter(*names)(row),
            as_compared(text[:10]),
            as_compared(text[-10:]),
            str(len(text)),
        )

    return cells


def _with_line(*names: str) -> Callable[[Row], Cell]:
    return lambda row: (*_columns(*names)(row), line_of(row))


def _note_of_the_plan(row: Row) -> Cell:
    """Ours have the line of the check that a remark of table 12 is on, theirs the remark's own."""
    line = "" if row["source_locator"].startswith("表12") else line_of(row)
    return (as_compared(row["note_zh"]), line)


def _our_measure(row: Row) -> Cell:
    names = ("section_no", "measure_no", "measure_zh", "lead_agency_zh", "strategy_no")
    return _with_line(*names)(row)


def _their_measure(row: Row) -> Cell:
    """The section stands before the number, a word that the names share after the strategy."""
    section_no, _, measure_no = row["measure_no"].strip("(").partition(")")
    strategy_no = row["strategy_no_inferred"].partition(" ")[0]
    names = _columns("measure_zh", "lead_agency_zh")(row)
    return (section_no, measure_no, *names, strategy_no, line_of(row))


_sub_item = _with_line("strategy_no", "measure_no", "sub_item_no", "sub_item_zh")
_measure_text = _with_line("strategy_no", "measure_no", "measure_text_zh")

# The cells of a row by document and table; both files bear the table's name.
TABLES = {
    "nhi_tiered_care_progress/opened_items": (
        _columns("as_of_roc_month", "row_label", "column_label", "printed_text"),
        _columns("as_of", "row_label", "column_label", "printed_text"),
    ),
    "mohw_fy107_plan/strategies": (_strategy, _strategy),
    "mohw_fy107_plan/kpis": (
        _kpi(
            *KPI_TEXTS,
            "evaluation_system_code",
            "evaluation_method_zh",
            "measure_definition_zh",
            "target_text",
            "plan_link_zh",
        ),
        _kpi(
            *KPI_TEXTS, "evaluation_system", "evaluation_method", "measure", "target", "plan_link"
        ),
    ),
    "mohw_fy107_plan/evaluation_systems": (
        _columns("evaluation_system_code", "evaluation_system_zh"),
        _columns("code", "meaning_zh"),
    ),
    "mohw_fy107_plan/plans": (_plan, _plan),
    f"{VOLUME}/kpis": (
        _of_chapter(
            *("goal_no", "goal_name_zh", "kpi_no", "kpi_name_zh", "evaluation_system_code"),
            *("evaluation_method_zh", "measure_definition_zh", "target_text", "plan_link_zh"),
            "source_locator",
            merged_away={"goal_no": "is_goal_merged", "goal_name_zh": "is_goal_merged"},
        ),
        _of_chapter(
            *("goal_no", "goal_name", "kpi_no", "kpi_name", "system_code", "method", "measure"),
            *("target", "plan_link", "page"),
        ),
    ),
    f"{VOLUME}/plans": (
        _of_chapter(
            *("plan_row_no", "work_plan_name_zh", "plan_name_zh", "plan_category_zh"),
            *("kpi_link_zh", "source_locator"),
            merged_away={"work_plan_name_zh": "is_work_plan_merged"},
        ),
        _of_chapter("row_no", "work_plan", "plan_name", "category", "kpi_link", "page"),
    ),
    f"{VOLUME}/evaluation_systems": (
        _of_chapter("evaluation_system_code", "evaluation_system_zh", "source_locator"),
        _of_chapter("code", "meaning", "page"),
    ),
    f"{VOLUME}/past_actuals": (
        _past_actual,
        _past_actual,
    ),
    f"{VOLUME}/policy_directions": (
        _abridged("direction_zh", "section_no", "section_name_zh", "item_no", "source_locator"),
        _columns(
            *("section_no", "section_name", "item_no", "page"),
            *("direction_start", "direction_end", "length"),
        ),
    ),
    f"{VOLUME}/strategies": (
        _abridged(
            *("strategy_zh", "goal_no", "goal_name_zh", "strategy_no", "source_locator"),
        ),
        _of_chapter(
            *("goal_no", "goal_name", "strategy_no", "page"),
            *("strategy_start", "strategy_end", "length"),
        ),
    ),
    f"{DIGITAL_UPGRADE}/budget_table_3": (_our_budget, _their_budget),
    f"{DIGITAL_UPGRADE}/budget_table_4": (
        _with_line("item_name_zh", "roc_year", "expenditure_type_zh", "printed_text"),
        _with_line("row_label_zh", "roc_year", "expenditure_type_zh", "printed_text"),
    ),
    f"{DIGITAL_UPGRADE}/budget_table_5": (_our_budget, _their_budget),
    f"{DIGITAL_UPGRADE}/kpis": (_plan_kpi, _plan_kpi),
    f"{DIGITAL_UPGRADE}/kpi_targets": (_target, _target),
    f"{DIGITAL_UPGRADE}/work_item_budgets": (_our_work_item_budget, _their_work_item_budget),
    f"{DIGITAL_UPGRADE}/work_item_schedule": (_our_schedule, _their_schedule),
    f"{DIGITAL_UPGRADE}/telehealth_table_1": (
        _our_telehealth,
        _with_line("row_label", "column_label", "printed_text"),
    ),
    f"{DIGITAL_UPGRADE}/risks": (_risk, _risk),
    f"{DIGITAL_UPGRADE}/self_check": (_our_check, _their_check),
    f"{DIGITAL_UPGRADE}/legal_bases": (
        _with_line("basis_no", "basis_zh"),
        lambda row: (row["basis_no"].strip("()"), *_with_line("basis_zh")(row)),
    ),
    f"{DIGITAL_UPGRADE}/notes": (_note_of_the_plan, _note_of_the_plan),
    f"{VOLUME}/notes": (
        _columns("note_zh", "source_locator"),
        _columns("note_zh", "source_locator"),
    ),
    "nhi_tiered_care_progress/notes": (_with_line("note_zh"), _with_line("note_zh")),
    "nhi_tiered_care_progress/strategies": (
        _with_line("strategy_no", "strategy_name_zh"),
        _with_line("strategy_no", "strategy_name_zh"),
    ),
    "nhi_tiered_care_progress/measures": (_our_measure, _their_measure),
    f"{PRECISION_MEDICINE}/sub_item_texts": (_sub_item, _sub_item),
    f"{PRECISION_MEDICINE}/measure_texts": (_measure_text, _measure_text),
}

# Second readings that tests of their own compare: figures in prose, and scales of six seeds in one.
COMPARED_BELOW = {"prose_figures", "content_figures", "risk_scales", "work_items"}

# Rows of our reading and of the other where they differ and the text decides for ours.
SETTLED: dict[str, tuple[list[Cell], list[Cell]]] = {
    f"{DIGITAL_UPGRADE}/notes": (
        [
            # The number of a paragraph is no part of what it says.
            (
                "前列經費將逐年提出先期作業計畫,並經預算編列程序核定後辦理。又本計畫內容每年之"
                "執行重點與項目,亦悉依所核定先期作業計畫辦理。",
                "6509",
            ),
            ("經費來源..每年依循公務預算編列程序辦理。", "6460"),
        ],
        [
            ("(一)經費來源..每年依循公務預算編列程序辦理。", "6460"),
            # A part of the strategy's name, which the schedule has.
            ("(原:個人健康紀錄)", "3079"),
            (
                "2.前列經費將逐年提出先期作業計畫,並經預算編列程序核定後辦理。又本計畫內容每年之"
                "執行重點與項目,亦悉依所核定先期作業計畫辦理。",
                "6509",
            ),
        ],
    ),
    f"{VOLUME}/notes": (
        [],
        [
            # Formulas of the target, not notes on it.
            ("【目標值=年度完成上述八大項資訊內容更新或增修之資訊項數÷8】", "31-5"),
            (
                "【目標值=本會協調業者設置基地臺之站點數÷電信業者提出於公有建物或土地需協調設置"
                "基地臺之站點數×100%】",
                "31-6",
            ),
        ],
    ),
    "nhi_tiered_care_progress/measures": (
        [("一", "15", "門診減量政策", "健保署", "", "682")],
        # The two names have no word in common.
        [("一", "15", "門診減量政策", "健保署", "3", "682")],
    ),
    f"{VOLUME}/plans": (
        [
            # 推展 stands between both columns: 推動, 策劃 end the work plans above and below.
            ("11", "18", "文化交流業務推展", "全球布局策略計畫", "社會發展", "", "11-11"),
            # The content reads 掌握議題及法規調和等趨勢, without the name's third line in it.
            ("31", "4", "", "強化通訊傳播國際交流合作提升國際接軌", "其它", "", "31-9"),
        ],
        [
            ("11", "18", "文化交流業務", "全球布局策略推展計畫", "社會發展", "", "11-11"),
            ("31", "4", "", "強化通訊傳播國際交流合作", "其它", "", "31-9"),
        ],
    ),
}


def _second_file(document: str, name: str) -> Path:
    return DOCUMENTS_FOLDER / document / "second_reading" / f"{name}.csv"


def _both_readings(document: str, table: str) -> tuple[list[Row], list[Row]]:
    ours = rows_of(SEEDS_FOLDER / document / f"{document}__{table}.csv")
    declared = declared_document(document)
    seed = next(seed for seed in declared.seeds if seed.table == table)
    return ours, rows_of(second_reading(declared, seed))


def _difference(ours: Iterable[Cell], theirs: Iterable[Cell]) -> tuple[list[Cell], list[Cell]]:
    first, second = Counter(ours), Counter(theirs)
    return sorted((first - second).elements()), sorted((second - first).elements())


def _declared_tables() -> Iterator[tuple[Document, DeclaredSeed]]:
    for document in declared_documents().values():
        for seed in document.seeds:
            yield document, seed


def _has_comparison_of_its_own(document: Document, seed: DeclaredSeed) -> bool:
    return (
        f"{document.source_document_id}/{seed.table}" in TABLES
        or seed.second_reading in COMPARED_BELOW
    )


@pytest.mark.parametrize(
    ("document", "seed"),
    [
        pytest.param(document, seed, id=seed.name)
        for document, seed in _declared_tables()
        if not _has_comparison_of_its_own(document, seed)
    ],
)
def test_both_readings_agree_in_the_columns_that_both_have(
    document: Document, seed: DeclaredSeed
) -> None:
    """Every seed of every document that no comparison of its own is written for."""
    seed_file = SEEDS_FOLDER / document.source_document_id / f"{seed.name}.csv"
    assert differing_cells(document, seed, seed_file) == ([], [])


def test_two_readings_that_differ_are_found(tmp_path: Path) -> None:
    """In a copy of a document whose second reader read another figure, and named another column."""
    document = declared_document(PRECISION_MEDICINE)
    seed = next(seed for seed in document.seeds if seed.table == "strategy_sub_items")
    seed_file = SEEDS_FOLDER / PRECISION_MEDICINE / f"{seed.name}.csv"
    copy = replace(document, folder=tmp_path)
    with pytest.raises(InputError, match="no second reading"):
        differing_cells(copy, seed, seed_file)
    reading = tmp_path / "second_reading" / f"{seed.second_reading}.csv"
    reading.parent.mkdir()
    theirs = seed_file.read_text("utf-8").splitlines()
    reading.write_text("\n".join(theirs) + "\n", "utf-8")
    assert differing_cells(copy, seed, seed_file) == ([], [])
    theirs[1] = theirs[1].replace(theirs[1].split(",")[2], "99", 1)
    reading.write_text("\n".join(theirs) + "\n", "utf-8")
    ours_alone, theirs_alone = differing_cells(copy, seed, seed_file)
    assert len(ours_alone) == len(theirs_alone) == 1
    reading.write_text("\n".join(["strategy_no,items", "1,3"]) + "\n", "utf-8")
    with pytest.raises(InputError, match="the columns strategy_no, items"):
        differing_cells(copy, seed, seed_file)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_both_readings_of_a_table_agree_cell_for_cell(name: str) -> None:
    document, _, table = name.partition("/")
    our_cells, their_cells = TABLES[name]
    ours, theirs = _both_readings(document, table)
    assert ours
    assert theirs
    difference = _difference(map(our_cells, ours), map(their_cells, theirs))
    assert difference == SETTLED.get(name, ([], []))


def test_both_readings_find_the_schedule_on_the_same_lines() -> None:
    """Where the years stand alone on a line, ours is that line and theirs the next with text."""
    ours, theirs = _both_readings(DIGITAL_UPGRADE, "work_item_schedule")
    their_line = {_their_schedule(row): int(row["line"]) for row in theirs}
    below = 0
    for row in ours:
        line = int(line_of(row))
        first_line = row["deliverables_zh"].partition("\n")[0]
        if first_line and not TEXT_OF_YEARS.sub("", as_compared(first_line)):
            assert line < their_line[_our_schedule(row)] <= line + 7
            below += 1
        else:
            assert line == their_line[_our_schedule(row)]
    assert below == 30


def test_both_readings_find_the_same_texts_of_each_work_item() -> None:
    """Theirs has a row a text; a text without a heading before the result is a method to them."""
    ours, theirs = _both_readings(DIGITAL_UPGRADE, "work_items")
    texts = {
        "background": "background_zh",
        "method": "method_zh",
        "expected_result": "expected_result_zh",
    }
    our_texts = {
        (row["work_item_id"], name): as_compared(row[name])
        for row in ours
        for name in texts.values()
        if row[name]
    }
    their_texts = {
        (_work_item_id(row["item_no"]), texts[row["field_code"]]): as_compared(row["text_zh"])
        for row in theirs
    }
    unheaded = {("4-1-4", "method_zh"), ("4-1-5", "method_zh")}
    for item, name in unheaded:
        their_texts[item, "background_zh"] = their_texts.pop((item, name))
    assert our_texts == their_texts
    assert len(our_texts) == len(theirs) == 96
    names = {(row["work_item_id"], as_compared(row["item_name_zh"])) for row in ours}
    assert names == {
        (_work_item_id(row["item_no"]), as_compared(row["item_name_zh"])) for row in theirs
    }


def _work_item_id(printed: str) -> str:
    """`(二)1(4)` as `2-1-4`."""
    aspect, strategy, item = re.fullmatch(r"\((.)\)(\d)\((\d)\)", printed).groups()  # type: ignore[union-attr]
    return f"{NUMERALS[aspect]}-{strategy}-{item}"


def _our_risk_scales() -> list[Cell]:
    """Six seeds of tables 6 to 9 and 11, in the one form of the second reading."""

    def rows(seed: str) -> list[Row]:
        return rows_of(SEEDS_FOLDER / DIGITAL_UPGRADE / f"{DIGITAL_UPGRADE}__{seed}.csv")

    likelihoods, impacts = rows("risk_likelihood_levels"), rows("risk_impact_levels")
    likelihood = {row["likelihood_level"]: row["likelihood_name_zh"] for row in likelihoods}
    impact = {row["impact_level"]: row["impact_name_zh"] for row in impacts}
    cells: list[Cell] = [("表6", *_with_line(*list(row)[:3])(row)) for row in likelihoods]
    for row in impacts:
        name = f"{row['impact_name_zh']}/{row['impact_dimension_zh']}"
        cells.append(
            ("表7", row["impact_level"], name, as_compared(row["criterion_zh"]), line_of(row))
        )
    for row in rows("risk_responses"):
        texts = (row["risk_rating_zh"], as_compared(row["response_zh"]))
        cells.append(("表8", f"R={row['risk_value_range']}", *texts, line_of(row)))
    for row in rows("risk_ratings"):
        high, wide = row["impact_level"], row["likelihood_level"]
        name = f"{impact[high]}({high})×{likelihood[wide]}({wide})"
        rating = f"R={row['risk_value']}{row['risk_rating_zh']}"
        cells.append(("表8矩陣", f"I={high},L={wide}", name, rating, line_of(row)))
    risks: dict[Cell, list[str]] = defaultdict(list)
    for row in rows("risk_map_cells"):
        place = f"I={row['impact_level']},L={row['likelihood_level']}"
        risks[row["map_code"], place, line_of(row)].append(row["risk_no"])
    for (map_code, place, line), numbers in risks.items():
        table, name = RISK_MAPS[map_code]
        cells.append((table, place, name, ",".join(numbers), line))
    for row in rows("risk_map_counts"):
        table, _ = RISK_MAPS[row["map_code"]]
        share = as_compared(row["risk_share_text"])
        count = f"{row['risk_count']}項"
        cells.append((table, row["risk_rating_zh"], count, share, line_of(row)))
    return cells


def test_both_readings_of_the_risk_scales_agree_cell_for_cell() -> None:
    theirs = rows_of(_second_file(DIGITAL_UPGRADE, "risk_scales"))
    their_cells = map(_with_line("table", "level", "name_zh", "description_zh"), theirs)
    assert len(theirs) == 44
    assert _difference(_our_risk_scales(), their_cells) == ([], [])


# (line, figure, unit) that one reading has and the other has not, settled in the source text.
PROSE_SETTLED: dict[str, tuple[list[Cell], list[Cell]]] = {
    # `1點1元` is the value of one point: ours says so in the unit.
    "nhi_tiered_care_progress": (
        [("505", "1", "元/點"), ("613", "1", "元/點"), ("629", "1", "元/點")],
        [("505", "1", "元"), ("613", "1", "元"), ("629", "1", "元")],
    ),
    # The first reading keeps 低於 in the quote, and counts the two thresholds as figures.
    "mohw_fy107_plan": (
        [
            ("131", "80", "小時"),
            ("132", "80", "小時"),
            ("133", "80", "小時"),
            ("281", "20", "%"),
            ("700", "3", "%"),
        ],
        [("131", "低於80", "小時"), ("132", "低於80", "小時"), ("133", "低於80", "小時")],
    ),
}


@pytest.mark.parametrize(
    ("document", "second_file"),
    [
        ("nhi_tiered_care_progress", "prose_figures"),
        ("mohw_fy107_plan", "content_figures"),
    ],
)
def test_both_readings_find_the_same_figures_in_the_prose(document: str, second_file: str) -> None:
    ours = rows_of(SEEDS_FOLDER / document / f"{document}__programme_metrics.csv")
    theirs = rows_of(_second_file(document, second_file))
    difference = _difference(
        ((line_of(row), row["printed_text"], as_compared(row["unit_zh"])) for row in ours),
        ((row["line"], row["printed_value"], as_compared(row["unit_zh"])) for row in theirs),
    )
    assert difference == PROSE_SETTLED[document]


# Words about a figure that the second reader kept with it, and ours keep in the quote.
ABOUT = re.compile("超過|近|約佔|約為|約|高達|僅|至少達|以上|餘")
# (line, figure with its unit) of the digital upgrade plan, settled in the source text.
UPGRADE_SETTLED: tuple[list[Cell], list[Cell]] = (
    [
        ("1921", "5家"),  # the least clinics of a group: a rule of the programme, kept
        ("1933", "600萬人"),  # the unit of 會員 completed
        ("1941", "50%"),  # the threshold of the share that follows: kept
        ("2001", "3.06億人次"),  # 億使用人次: the verb left out of the unit
        ("2499", "53萬人"),  # the unit of 民眾 completed
        ("2604", "6個"),  # 6大檔: the measure word left out
        ("6106", "80%"),  # theirs has the sign twice
    ],
    [
        ("1933", "600萬"),
        ("1999", "突破千萬"),  # no digits: the reading list takes printed digits alone
        ("2001", "3.06億使用人次"),
        ("2499", "53萬"),
        ("2604", "6大檔"),
        ("4286", "25人次"),  # in the schedule's text, and a figure at line 6416
        ("4286", "2項"),  # in the schedule's text, and a figure at line 6416
        ("6106", "80%%"),
        ("7240", "1項"),  # ours in the counts of table 9
        ("7240", "2項"),  # ours in the counts of table 9
        ("7487", "0項"),  # ours in the counts of table 11
        ("7487", "3項"),  # ours in the counts of table 11
    ],
)


def _figures_of_the_upgrade_plan() -> tuple[list[Row], list[Row]]:
    ours = rows_of(SEEDS_FOLDER / DIGITAL_UPGRADE / f"{DIGITAL_UPGRADE}__programme_metrics.csv")
    return ours, rows_of(_second_file(DIGITAL_UPGRADE, "prose_figures"))


def test_both_readings_find_the_same_figures_in_the_upgrade_plan() -> None:
    ours, theirs = _figures_of_the_upgrade_plan()
    difference = _difference(
        ((line_of(row), row["printed_text"] + as_compared(row["unit_zh"])) for row in ours),
        (
            (r["line"], ABOUT.sub("", as_compared(r["printed_value"] + r["unit_zh"])))
            for r in theirs
        ),
    )
    assert difference == UPGRADE_SETTLED


# 「自 2019 年起建置，至今已有」: the second reader gave the year it began; a stock is of the day it
# was counted, which is not printed, so ours is the year of writing, inferred.
STOCKS_TO_DATE = {"參一(二)2:L2036"}


def test_both_readings_date_the_figures_of_the_upgrade_plan_to_the_same_year() -> None:
    """Where the second reader found no year, ours says that it is inferred."""
    ours, theirs = _figures_of_the_upgrade_plan()
    periods: dict[Cell, list[str]] = defaultdict(list)
    for row in theirs:
        if digits := re.search(NUMBER, row["printed_value"]):
            periods[row["line"], digits.group()].append(as_compared(row["period"]))
    compared = 0
    for row in ours:
        if not (found := periods[line_of(row), row["printed_text"]]):
            continue
        years = [
            int(year) + (1911 if len(year) == 3 else 0)
            for year in re.findall(r"(?<!\d)\d{3,4}(?=年|-\d{3})", found.pop(0))
        ]
        # An open period has no end: the year is that of its beginning.
        ours_last = (row["period_end_date"] or row["period_start_date"])[:4]
        if years and row["source_locator"] not in STOCKS_TO_DATE:
            assert ours_last == str(max(years))
        else:
            assert row["is_period_inferred"] == "true"
        compared += 1
    assert compared == len(ours) - 2
