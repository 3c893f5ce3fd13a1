"""Every number of the digital upgrade plan is in a seed, or listed with its reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.csv_files import read_table
from foundation.locations import SEEDS_FOLDER
from loaders.documents.figures import NUMBER, read_figures
from loaders.documents.nhi_digital_upgrade_113_116 import parser
from loaders.documents.nhi_digital_upgrade_113_116.sections import TABLES, flow_by_section
from loaders.documents.registry import open_document
from loaders.seeds.declarations import seed_declaration

DOCUMENT = "nhi_digital_upgrade_113_116"
YEARS = ["113", "114", "115", "116"]

# The seed columns that hold the numbers of a table.
SEED_COLUMNS = {
    "貳三": {
        "kpis": ["kpi_name_zh", "measure_definition_zh", "baseline_text"],
        "kpi_targets": ["target_text"],
    },
    "表1": {"telehealth_table_1": ["printed_text"]},
    "表3": {"budget_table_3": ["printed_text"]},
    "表4": {"budget_table_4": ["printed_text"]},
    "表5": {"budget_table_5": ["printed_text"]},
    "表6": {"risk_likelihood_levels": ["likelihood_level", "likelihood_description_zh"]},
    "表7": {"risk_impact_levels": ["criterion_zh"]},
    "表8": {"risk_ratings": ["risk_value"], "risk_responses": ["risk_value_range"]},
    "表9": {
        "risk_map_cells": ["risk_no"],
        "risk_map_counts": ["risk_count", "risk_share_text"],
    },
    "表10": {
        "risks": [
            "risk_no",
            "scenario_zh",
            "likelihood_level",
            "impact_level",
            "risk_value",
            "residual_likelihood_level",
            "residual_impact_level",
            "residual_risk_value",
        ]
    },
    "表11": {
        "risk_map_cells": ["risk_no"],
        "risk_map_counts": ["risk_count", "risk_share_text"],
    },
    "表12": {"self_check": ["check_no", "check_zh", "remark_zh"]},
}
# Numbers of a table that are not data: its own number, the years above its columns, the levels
# along the axes of a map.
NOT_DATA = {
    "貳三": YEARS * 6,
    "表1": ["1", "2021", "2022", "2021", "2022"],
    "表3": ["3", *YEARS],
    "表4": ["4", *YEARS],
    "表5": ["5", *YEARS * 5],
    "表6": ["6"],
    "表7": ["7"],
    "表8": ["8", *["1", "2", "3"] * 2],
    "表9": ["9", *["1", "2", "3"] * 2],
    "表10": ["10"],
    "表11": ["11", *["1", "2", "3"] * 2],
    "表12": ["12"],
}
# Numbers printed once for several seed rows: the columns, and what tells the printed ones apart.
PRINTED_ONCE = {
    "表5": ("budget_table_5", "item_no", ("work_item_id",)),
    "表7": ("risk_impact_levels", "impact_level", ("impact_level",)),
    "表12": ("self_check", "item_no", ("item_no",)),
}
# On a map a comma sets two risk numbers apart.
MAP_NUMBER = r"[0-9]+"


def _rows(seed: str) -> Iterator[dict[str, str]]:
    declaration = seed_declaration(SEEDS_FOLDER, f"{DOCUMENT}__{seed}")
    yield from read_table(declaration.path, declaration.column_names).iter_rows(named=True)


def _numbers_in_seeds(table: str) -> Counter[str]:
    numbers = Counter(
        number
        for seed, columns in SEED_COLUMNS[table].items()
        for row in _rows(seed)
        if row["source_locator"].startswith(f"{table}:")
        for column in columns
        for number in re.findall(NUMBER, row[column])
    )
    if table in PRINTED_ONCE:
        seed, column, key = PRINTED_ONCE[table]
        once = {(*(row[name] for name in key), row[column]) for row in _rows(seed)}
        numbers.update(row[-1] for row in once if row[-1])
    return numbers


@pytest.mark.parametrize("table", SEED_COLUMNS)
def test_every_number_of_a_table_is_in_a_seed_or_listed(table: str, sources: Path) -> None:
    text = flow_by_section(open_document(DOCUMENT, sources).lines)[table].text
    number = MAP_NUMBER if table in ("表9", "表11") else NUMBER
    printed = Counter(re.findall(number, text))
    assert printed == _numbers_in_seeds(table) + Counter(NOT_DATA[table])


def test_every_number_of_the_schedule_is_in_its_seed(sources: Path) -> None:
    text = flow_by_section(open_document(DOCUMENT, sources).lines)["肆二"].text
    rows = list(_rows("work_item_schedule"))
    points = {(row["work_item_id"], line) for row in rows for line in _lines(row)}
    in_seed = Counter(number for _, line in points for number in re.findall(NUMBER, line))
    in_seed.update(item_no for _, item_no in {(r["work_item_id"], r["item_no"]) for r in rows})
    the_plans_period = ["113", "116"]
    above_the_columns = YEARS * 14
    assert Counter(re.findall(NUMBER, text)) == in_seed + Counter(
        the_plans_period + above_the_columns
    )


def _lines(row: dict[str, str]) -> list[str]:
    return row["deliverables_zh"].split("\n")


def test_the_list_of_work_items_numbers_its_items_alone(sources: Path) -> None:
    """Table 2 has no seed: the schedule lists the same items."""
    text = flow_by_section(open_document(DOCUMENT, sources).lines)["表2"].text
    items = {(row["work_item_id"], row["item_no"]) for row in _rows("work_item_schedule")}
    its_own_number = ["2"]
    assert Counter(re.findall(NUMBER, text)) == Counter(
        [item_no for _, item_no in items] + its_own_number
    )


def test_every_amount_of_the_budget_paragraphs_is_in_the_seed(sources: Path) -> None:
    flows = flow_by_section(open_document(DOCUMENT, sources).lines)
    printed = Counter(
        (section, amount)
        for section, flow in flows.items()
        if section.startswith("肆三")
        for amount in re.findall(rf"({NUMBER})千?元", flow.text)
    )
    once = {
        (row["work_item_id"], row["part_no"], row["quote_zh"]): (
            row["source_locator"].partition(":")[0],
            row["printed_text"],
        )
        for row in _rows("work_item_budgets")
        if row["printed_text"] != "無"
    }
    assert sum(printed.values()) > 300
    assert printed == Counter(once.values())


# Numbers in the prose that measure nothing, with what each is instead.
NOT_FIGURES = {
    rf"{NUMBER}千?元": "an amount, in the seed of the budget paragraphs",
    r"(?<!\d)[2-4]年(?:合計)?(?=約需|合計)": "the years an amount is the sum of",
    r"\d{2,4}年?[-至]\d{2,4}年": "years from and to",
    r"2020-2025": "years in a title",
    r"(?:19|20)\d\d年(?:\d+月)?(?:\d+日)?": "a date",
    r"1\d\d年度?(?:\d+月)?(?:\d+日)?": "a ROC date",
    r"(?:自83|民國97|自91)年": "a ROC year",
    r"\d+月\d+日|同年12月": "a date",
    r"2030實現|2050淨零": "the year of a policy",
    r"憲判(?:字第)?13號": "a judgment",
    r"第\d+[條號次款季]": "an article, judgment, round or quarter",
    r"核心目標3": "a goal of a list",
    r"\d+年內(?=修法|，|另)|已?逾2[08]年|近30年|30年邁進|暫時支付2年": "a time span",
    r"24小時|1小時|5分鐘": "a time span",
    r"15歲(?:至64歲)?": "an age",
    r"前5大": "a rank",
    r"COVID-19|[45]G|HL7|P4P|B2C2B|B2B|HbA1c|27001(?::2022)?": "a name",
    r"1100182012|2\.0": "a document number, or the version in a name",
    r"[(（]\d+[)）]": "a list number",
    r"(?:^|[^0-9])\d{1,2}\.(?=[^0-9])": "a list number",
    r"[表圖]\d+": "a table or figure",
}
# The forms of tables 13 and 14: what they ask, and the dates they were filled in.
NOT_FIGURES_OF_FORMS = {
    r"[1-3]-[1-3](?:-[1-3])?(?!\d)": "a question's number",
    r"1/3": "a share that a rule asks for",
    r"至少1人|預留1週": "what the form asks for",
    r"112年\d+月\d+日|113年至116年": "a date",
    r"下列3類": "a count of the list below",
    r"策略1": "a strategy of another plan",
    r"\(02\)\d{8}": "a telephone number",
    r"免填4至10欄位": "fields of the form",
    r"(?:^|[^0-9])\d{1,2}[.、]": "a list number",
    r"\([12]\)|第1款|表1[34]": "a list number, an item of a rule, a table",
}


def test_every_number_in_the_prose_is_a_figure_or_listed(sources: Path) -> None:
    flows = flow_by_section(open_document(DOCUMENT, sources).lines)
    _, figures = read_figures(parser.READING_LIST, flows)
    unaccounted = []
    for section, flow in flows.items():
        is_form = section in ("表13", "表14")
        if section in TABLES and not is_form:
            continue
        text = list(flow.text)
        for figure in figures:
            if figure.section == section:
                text[slice(*figure.span)] = "＿" * (figure.span[1] - figure.span[0])
        prose = "".join(text)
        for pattern in NOT_FIGURES_OF_FORMS if is_form else NOT_FIGURES:
            prose = re.sub(pattern, "＿", prose)
        unaccounted += [
            (section, prose[max(0, match.start() - 12) : match.end() + 12])
            for match in re.finditer(NUMBER, prose)
        ]
    assert unaccounted == []


def test_the_reading_list_names_no_quote_of_a_section_twice() -> None:
    text = parser.READING_LIST.read_text("utf-8")
    quotes = [(line.split(",")[0], line.rpartition(",")[2]) for line in text.splitlines()[1:]]
    assert len(quotes) == len(set(quotes)) > 100


def test_every_work_item_stands_in_the_three_tables_of_section_iv_and_v() -> None:
    """Table 5, the schedule and the paragraphs name the same forty items."""
    in_table_5 = {r["work_item_id"] for r in _rows("budget_table_5") if r["level_code"] == "item"}
    in_schedule = {row["work_item_id"] for row in _rows("work_item_schedule")}
    in_paragraphs = {row["work_item_id"] for row in _rows("work_item_budgets")}
    assert len(in_schedule) == 40
    assert in_table_5 == in_schedule
    without_a_paragraph = {"1-2-1"}
    assert in_schedule - in_paragraphs == without_a_paragraph


@pytest.mark.parametrize("printed", ["2,77544", "339,00"])
def test_misprints_stay_as_printed(printed: str) -> None:
    assert [r["printed_text"] for r in _rows("budget_table_5")].count(printed) == 1
