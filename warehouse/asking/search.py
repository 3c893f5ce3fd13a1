"""Search of the published file: tables, columns, and what the documents name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import duckdb

from foundation.sql_text import literal
from warehouse.asking.answers import Answer, shown_value
from warehouse.asking.catalogue import columns_of, listed_tables
from warehouse.errors import WarehouseError
from warehouse.locations import PUBLIC_SCHEMAS
from warehouse.naming.folding import folded, place_in

CHARACTERS_BESIDE_A_HIT = 18


@dataclass(frozen=True)
class SearchedTable:
    """Where one kind of thing is named.

    Attributes:
        kind: what its rows are, English and Chinese.
        table: the public table.
        key: columns that name one thing; several rows may share them.
        name: column of its name.
        texts: further columns to search.
        locator: column of its place in the document, if it has one.
    """

    kind: str
    table: str
    key: tuple[str, ...]
    name: str
    texts: tuple[str, ...] = ()
    locator: str | None = "source_locator"


# In the order in which equally good hits are shown.
SEARCHED = (
    SearchedTable(
        "KPI 關鍵績效指標",
        "core.dim_kpis",
        ("kpi_id",),
        "kpi_name_zh",
        ("goal_name_zh", "measure_definition_zh"),
    ),
    SearchedTable(
        "metric 計畫指標",
        "nhi.fct_programme_metric_printings",
        ("metric_id",),
        "metric_name_zh",
        ("metric_id", "axis_zh", "member_zh", "quote_zh"),
    ),
    SearchedTable(
        "budget item 預算項目",
        "budget.fct_budget_printings",
        ("table_code", "budget_item_id"),
        "item_name_zh",
        ("aspect_name_zh", "strategy_name_zh", "cost_category_zh"),
    ),
    SearchedTable(
        "execution 預算執行",
        "budget.fct_budget_execution_states",
        ("programme_code", "item_name_zh"),
        "item_name_zh",
        ("programme_code",),
    ),
    SearchedTable(
        "plan 計畫",
        "core.dim_plans",
        ("plan_id",),
        "plan_name_zh",
        ("work_plan_name_zh", "kpi_link_zh", "content_zh"),
    ),
    SearchedTable(
        "goal 施政目標", "core.dim_policy_goals", ("policy_goal_id",), "goal_name_zh", (), None
    ),
    SearchedTable(
        "strategy 施政策略",
        "core.dim_policy_strategies",
        ("source_document_id", "agency_id", "goal_no", "strategy_no"),
        "strategy_zh",
    ),
    SearchedTable(
        "direction 施政方針",
        "core.dim_policy_directions",
        ("source_document_id", "section_no", "item_no"),
        "direction_zh",
        ("section_name_zh",),
    ),
    SearchedTable(
        "measure 策略措施",
        "core.dim_strategy_measures",
        ("measure_id",),
        "measure_zh",
        ("strategy_name_zh", "measure_text_zh", "lead_agency_zh", "co_agencies_zh"),
    ),
    SearchedTable(
        "sub-item 措施子項",
        "core.dim_strategy_sub_items",
        ("measure_id", "sub_item_no"),
        "sub_item_zh",
    ),
    SearchedTable(
        "work item text 工作項目內容",
        "nhi.dim_work_items",
        ("source_document_id", "work_item_id"),
        "item_name_zh",
        ("background_zh", "method_zh", "expected_result_zh"),
    ),
    SearchedTable(
        "legal basis 計畫依據",
        "core.dim_legal_bases",
        ("source_document_id", "basis_no"),
        "basis_zh",
    ),
    SearchedTable(
        "note 附註",
        "core.dim_notes",
        ("note_id",),
        "note_zh",
        ("applies_to_table", "applies_to_key"),
    ),
    SearchedTable(
        "work item 工作項目",
        "nhi.fct_work_item_schedule",
        ("source_document_id", "work_item_id"),
        "item_name_zh",
        ("strategy_name_zh", "deliverables_zh"),
    ),
    SearchedTable(
        "risk 計畫風險",
        "nhi.dim_programme_risks",
        ("source_document_id", "risk_no"),
        "risk_name_zh",
        ("scenario_zh", "existing_measures_zh", "new_measures_zh"),
    ),
    SearchedTable(
        "finding 文件矛盾",
        "audit.rpt_source_findings",
        ("finding_id",),
        "subject_zh",
        (
            "check_code",
            "kind_code",
            "printed_value",
            "expected_value",
            "explanation_en",
            "explanation_zh",
        ),
    ),
    SearchedTable(
        "published figure 其他發布機關數據",
        "audit.rpt_published_figures",
        ("topic_zh", "metric_zh", "publisher_zh", "roc_period"),
        "metric_zh",
        ("topic_zh", "quote_zh"),
        "source_url",
    ),
    SearchedTable(
        "agency 機關",
        "core.dim_agencies",
        ("agency_id",),
        "agency_name_zh",
        ("agency_name_en", "agency_id"),
        None,
    ),
    SearchedTable(
        "document 來源文件",
        "core.dim_source_documents",
        ("source_document_id",),
        "title_zh",
        ("title_en", "source_document_id", "publisher_zh"),
        None,
    ),
)


@dataclass(frozen=True)
class Named:
    """Something that can be found.

    Attributes:
        kind: what it is, English and Chinese.
        name: what it is called.
        texts: what else is said of it.
        table: where it is.
        locator: its place in the document.
        query: what shows it.
    """

    kind: str
    name: str
    texts: tuple[str, ...]
    table: str
    locator: str | None
    query: str


@dataclass(frozen=True)
class Hit:
    """Something found, with the words around what was looked for where the name has it not."""

    named: Named
    excerpt: str | None


def find(connection: duckdb.DuckDBPyConnection, text: str, limit: int) -> tuple[list[Hit], int]:
    """The best `limit` hits of a search, best first, and how many there are in all.

    Every word must be in the name or texts. A name that is the search comes first, then one that
    begins with it, then one that contains it, then one with every word, then texts.

    Raises:
        WarehouseError: nothing is found; the message has the nearest names.
    """
    phrase = folded(text)
    words = phrase.split()
    if not words:
        raise WarehouseError("found no text to search for; expected a word, such as 吸菸率")
    things = list(_named_things(connection))
    ranked = []
    for position, thing in enumerate(things):
        name = folded(thing.name)
        rank = _rank(name, [folded(said) for said in thing.texts], phrase, words)
        if rank is not None:
            ranked.append((rank, position, name, thing))
    if not ranked:
        raise WarehouseError(_nothing(text, phrase, things))
    ranked.sort(key=lambda hit: (hit[0], hit[1]))
    return [Hit(thing, _excerpt(name, thing, words)) for _, _, name, thing in ranked[:limit]], len(
        ranked
    )


def as_text(hits: list[Hit], found: int) -> str:
    """Hits for a terminal: what, where, and the query that shows it."""
    blocks = []
    for hit in hits:
        thing = hit.named
        place = "  ".join(filter(None, (thing.table, thing.locator)))
        lines = [f"{thing.kind}: {thing.name}", f"  {place}"]
        if hit.excerpt:
            lines.append(f"  …{hit.excerpt}…")
        blocks.append("\n".join([*lines, f"  {thing.query}"]))
    return "\n".join(blocks) + f"\n({len(hits)} of {found})\n"


def as_answer(hits: list[Hit]) -> Answer:
    """Hits as rows."""
    return Answer(
        tuple(
            (name, "VARCHAR")
            for name in ("kind", "name", "table", "source_locator", "excerpt", "query")
        ),
        tuple(
            (
                hit.named.kind,
                hit.named.name,
                hit.named.table,
                hit.named.locator,
                hit.excerpt,
                hit.named.query,
            )
            for hit in hits
        ),
    )


def _named_things(connection: duckdb.DuckDBPyConnection) -> Iterator[Named]:
    tables = listed_tables(connection)
    for table in tables:
        said = table.description
        yield Named(
            "table 資料表",
            f"{table.full_name} {said.name_zh}",
            (table.name, said.name_zh, said.meaning_en, said.meaning_zh),
            table.full_name,
            None,
            f"select * from {table.full_name}",  # noqa: S608
        )
    for searched in SEARCHED:
        yield from _rows_of(connection, searched)
    for table in tables:
        if table.schema not in PUBLIC_SCHEMAS:
            continue
        for column in columns_of(connection, table):
            said = column.description
            yield Named(
                "column 欄位",
                f"{column.name} {said.name_zh}",
                (column.name, said.name_zh, said.meaning_en, said.meaning_zh),
                table.full_name,
                None,
                f"select {column.name} from {table.full_name}",  # noqa: S608
            )


def _rows_of(connection: duckdb.DuckDBPyConnection, searched: SearchedTable) -> Iterator[Named]:
    keys = ", ".join(searched.key)
    texts = ", ".join(f"string_agg(distinct {column}, chr(10))" for column in searched.texts)
    locator = f"min({searched.locator})" if searched.locator else "null"
    rows = connection.execute(
        f"select {keys}, min({searched.name}), {locator}{', ' if texts else ''}{texts} "  # noqa: S608
        f"from {searched.table} group by {keys} order by {keys}"
    ).fetchall()
    width = len(searched.key)
    for row in rows:
        key, name, place, said = row[:width], row[width], row[width + 1], row[width + 2 :]
        conditions = " and ".join(
            f"{column} {_equals(value)}" for column, value in zip(searched.key, key, strict=True)
        )
        yield Named(
            searched.kind,
            name or "",
            tuple(filter(None, said)),
            searched.table,
            place,
            f"select * from {searched.table} where {conditions}",  # noqa: S608
        )


def _equals(value: Any) -> str:
    if value is None:
        return "is null"
    text = shown_value(value)
    return f"= {text}" if isinstance(value, int) else f"= {literal(text)}"


def _rank(name: str, texts: list[str], phrase: str, words: list[str]) -> int | None:
    ways = (
        phrase in (name, *name.split()),
        name.startswith(phrase),
        phrase in name,
        all(word in name for word in words),
        any(phrase in text for text in texts),
        all(any(word in text for text in (name, *texts)) for word in words),
    )
    return next((rank for rank, holds in enumerate(ways) if holds), None)


def _excerpt(name: str, thing: Named, words: list[str]) -> str | None:
    if all(word in name for word in words):
        return None
    for text in thing.texts:
        for word in words:
            if place := place_in(text, word):
                begin = max(0, place[0] - CHARACTERS_BESIDE_A_HIT)
                return " ".join(text[begin : place[1] + CHARACTERS_BESIDE_A_HIT].split())
    return None


def _nothing(text: str, phrase: str, things: list[Named]) -> str:
    names = {folded(thing.name): thing.name for thing in things if thing.name}
    near = [names[match] for match in get_close_matches(phrase, names, n=3, cutoff=0.4)]
    hint = f"; nearest: {', '.join(near)}" if near else ""
    return f"nothing is called or described as `{text}`{hint}"
