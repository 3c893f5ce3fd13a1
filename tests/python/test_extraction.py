"""Seeds are what the parsers derive from the registered texts, byte for byte."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import polars as pl
import pytest

from foundation.csv_files import read_table
from foundation.derived_files import refuse_stale, write_changed
from foundation.errors import InputError
from foundation.locations import PROJECT_ROOT, SEEDS_FOLDER
from loaders.documents.declarations import document_ids
from loaders.documents.extraction import extract_document
from loaders.documents.figures import NUMBER, read_figures
from loaders.documents.flow import FlowText
from loaders.documents.mohw_fy107_plan import parser as mohw
from loaders.documents.nhi_tiered_care_progress import parser as nhi
from loaders.documents.nhi_tiered_care_progress.sections import flow_by_section
from loaders.documents.registry import open_document, registered_documents, unify_ideographs
from loaders.seeds.declarations import seed_declarations

SOURCE = {"source": "the source text", "command": "warehouse extract"}
LOCATOR = re.compile(r"[^:]+:L(\d+)")


@pytest.mark.parametrize("source_document_id", document_ids())
def test_parsers_run_again_give_the_same_bytes(source_document_id: str, sources: Path) -> None:
    files = extract_document(source_document_id, sources, SEEDS_FOLDER)
    assert files
    refuse_stale(files, **SOURCE)


def test_extraction_mends_a_seed_that_was_edited(sources: Path, tmp_path: Path) -> None:
    seeds = Path(shutil.copytree(SEEDS_FOLDER, tmp_path / "seeds"))
    files = extract_document("nhi_tiered_care_progress", sources, seeds)
    edited = seeds / "nhi_tiered_care_progress/nhi_tiered_care_progress__budget_series.csv"
    edited.write_text(edited.read_text("utf-8").replace(",58.665,", ",58.6,"), "utf-8")
    with pytest.raises(InputError) as refusal:
        refuse_stale(files, **SOURCE)
    assert refusal.value.line == 22
    assert write_changed(files) == [edited]
    assert write_changed(files) == []


def test_another_text_than_the_registered_is_refused(sources: Path, tmp_path: Path) -> None:
    name = registered_documents()["nhi_tiered_care_progress"]["file_name"]
    altered = (sources / name).read_bytes().replace("9,448家".encode(), "9,449家".encode())
    (tmp_path / name).write_bytes(altered)
    with pytest.raises(InputError) as refusal:
        extract_document("nhi_tiered_care_progress", tmp_path, SEEDS_FOLDER)
    assert "SHA-256" in refusal.value.found
    assert "分級醫療六大策略辦理進度成效" in refusal.value.expected


def test_a_missing_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        extract_document("mohw_fy107_plan", tmp_path, SEEDS_FOLDER)
    assert refusal.value.found == "no such file"
    assert "WAREHOUSE_SOURCES" in refusal.value.mend


def test_a_text_of_another_layout_is_refused(
    sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_document: object) -> dict[str, pl.DataFrame]:
        raise ValueError("no table here")

    monkeypatch.setattr(mohw, "extract", broken)
    with pytest.raises(InputError, match="no table here"):
        extract_document("mohw_fy107_plan", sources, SEEDS_FOLDER)


def test_only_look_alike_ideographs_are_unified() -> None:
    assert unify_ideographs("\uf918實（１２％）") == "落實（１２％）"


# The column whose beginning stands on the line a row's locator names, first found first taken.
LOCATED_COLUMNS = (
    "printed_text",
    "plan_name_zh",
    "kpi_name_zh",
    "target_text",
    "strategy_zh",
    "evaluation_system_zh",
    "deliverables_zh",
    "likelihood_description_zh",
    "criterion_zh",
    "response_zh",
    "risk_count",
    "risk_name_zh",
    "risk_value",
    "risk_no",
    "check_zh",
    "measure_zh",
    "note_zh",
    "basis_zh",
    "sub_item_zh",
    "measure_text_zh",
    "goal_name_zh",
    "item_name_zh",
    "strategy_name_zh",
)


def _begins_on(line: str, cell: str) -> bool:
    """Whether a cell, wrapped or whole, begins on a line."""
    printed = FlowText.join([(1, re.sub(r"註 (?=\d)", "註", line))]).text
    first_line = FlowText.join([(1, cell.split("\n")[0])]).text
    return first_line in printed or any(
        first_line.startswith(printed[start:]) for start in range(len(printed))
    )


def _checked_texts(source_document_id: str) -> dict[str, str]:
    """What each row of a document's self-check asks, by its place."""
    declaration = seed_declarations(SEEDS_FOLDER).get(f"{source_document_id}__self_check")
    if declaration is None:
        return {}
    rows = read_table(declaration.path, declaration.column_names).iter_rows(named=True)
    return {row["source_locator"]: row["check_zh"] for row in rows}


# The text of the Executive Yuan's document has no lines: its locators are page labels, which
# test_ey_fy107_plans.py checks.
@pytest.mark.parametrize("source_document_id", sorted({*document_ids()} - {"ey_fy107_plans"}))
def test_every_cell_stands_at_its_locator(source_document_id: str, sources: Path) -> None:
    """The figure or the beginning of the text of each row is on the line its locator names."""
    lines = open_document(source_document_id, sources).lines
    checked_texts = _checked_texts(source_document_id)
    checked = 0
    for name, declaration in seed_declarations(SEEDS_FOLDER).items():
        if not name.startswith(f"{source_document_id}__"):
            continue
        for row in read_table(declaration.path, declaration.column_names).iter_rows(named=True):
            located = LOCATOR.fullmatch(row["source_locator"])
            assert located is not None, row
            line = lines[int(located.group(1)) - 1]
            if "sub_item_count" in row:
                cell = f"({'一二三四'[int(row['measure_no']) - 1]})"
            elif name == "nhi_tiered_care_progress__strategies":
                cell = f"({'一二三四五六'[int(row['strategy_no']) - 1]}){row['strategy_name_zh']}"
            elif row.get("is_active") == "false":
                cell = "▆"
            elif name.endswith("__notes") and row["source_locator"] in checked_texts:
                # The last cell of a row whose first is the check that it remarks on.
                cell = checked_texts[row["source_locator"]]
            else:
                cell = next(row[column] for column in LOCATED_COLUMNS if column in row)
            assert cell and _begins_on(line, cell), row
            checked += 1
    assert checked > 0


# Numbers in the prose that measure nothing, with what each is instead.
NOT_FIGURES = {
    r"\d{3}[-~至]\d{3}年": "years from and to",
    r"\d{2,4}年(?:度|底)?": "a year",
    r"\d+(?:[至-]\d+)?月(?:份)?": "a month",
    r"\d+日": "a day",
    r"第\d+[條屆季級]": "an article, term, quarter or rank",
    r"COVID-19": "a name",
    r"[^0-9]2\.0": "the version in a name",
    r"第1071260293": "a document number",
    r"註\d": "a footnote mark",
    r"62020[BC]": "a fee-schedule code",
    r"近3年": "a time span",
    r"出院7日內": "a time span",
    r"5年內": "a time span",
    r"最近6個月、1年、3年": "time spans",
    r"24小時": "a time span",
    r"半徑4公里": "a search radius",
    r"[67]5?歲以[上下]": "an age",
    r"6大策略": "the six strategies of the title",
    r"推估1年": "a time span",
    r"，1年(?:增加|挹注)": "a time span",
    r"以上3項": "a count of the paragraphs above",
    r"點值1點": "the point a value is given for",
    r"以1點": "the point a value is given for",
    r"(?:^|[^0-9(（])\(?\d{1,2}[.)](?=[^0-9])": "a list number",
}


def _without_tables(section: str, text: str) -> str:
    """The section's text without its tables, which the seeds hold cell by cell."""
    if section == "(一)1":
        return ""
    if section == "(一)3":
        return text[: text.index("收載年度預算數")]
    if section == "(一)4":
        start, end = text.index("106年107年"), text.index("註1.107年計畫")
        return text[:start] + text[end:]
    return text


def test_every_number_in_the_tiered_care_prose_is_accounted_for(sources: Path) -> None:
    flows = flow_by_section(open_document("nhi_tiered_care_progress", sources).lines)
    _, figures = read_figures(nhi.READING_LIST, flows)
    unaccounted = []
    for section, flow in flows.items():
        text = list(flow.text)
        for figure in figures:
            if figure.section == section:
                text[slice(*figure.span)] = "＿" * (figure.span[1] - figure.span[0])
        prose = _without_tables(section, "".join(text))
        for pattern in NOT_FIGURES:
            prose = re.sub(pattern, "＿", prose)
        unaccounted += [
            (section, prose[max(0, match.start() - 12) : match.end() + 12])
            for match in re.finditer(NUMBER, prose)
        ]
    assert unaccounted == []


def test_every_measured_quantity_of_the_ministrys_plan_is_found(sources: Path) -> None:
    flows = mohw.flow_by_part(open_document("mohw_fy107_plan", sources).lines)
    frame, figures = read_figures(mohw.READING_LIST, flows)
    assert frame.height == len(figures) == 22
    assert {figure.section for figure in figures} == {"貳", "參"}


def test_the_reading_lists_name_no_quote_twice() -> None:
    for folder in ("mohw_fy107_plan", "nhi_tiered_care_progress"):
        text = (PROJECT_ROOT / "loaders/documents" / folder / "figures.csv").read_text("utf-8")
        quotes = [line.rpartition(",")[2] for line in text.splitlines()[1:]]
        assert len(quotes) == len(set(quotes))
