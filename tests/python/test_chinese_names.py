"""Schema `zh`, the glossary, and the names both come from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from foundation.errors import InputError
from foundation.locations import PROJECT_ROOT
from tests.python.conftest import OF_INSTITUTIONS, Project
from warehouse.locations import PUBLIC_SCHEMAS
from warehouse.naming.glossary import GLOSSARY, generated_files, refuse_stale, with_descriptions
from warehouse.naming.public_names import public_tables

# No user's file is loaded, and nothing was there before that could have changed.
EMPTY = (*OF_INSTITUTIONS, "meta.accepted_changes")
DICTIONARY = """
    select schema_name, table_name, table_name_zh, column_name, column_name_zh
    from meta.data_dictionary
"""
COLUMNS = """
    select schema_name || '.' || table_name, column_name
    from duckdb_columns()
    where database_name = current_database() and not internal
    order by table_oid, column_index
"""


def _columns_by_table(warehouse: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {}
    for table, column in warehouse.execute(COLUMNS).fetchall():
        columns.setdefault(table, []).append(column)
    return columns


def _views(warehouse: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The view each public table should have, by table."""
    return {
        f"{schema}.{table}": f"zh.{table_zh}"
        for schema, table, table_zh, _, _ in warehouse.execute(DICTIONARY).fetchall()
    }


def test_every_public_table_has_its_view_column_for_column(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    columns = _columns_by_table(warehouse)
    names_zh = {
        (f"{schema}.{table}", column): column_zh
        for schema, table, _, column, column_zh in warehouse.execute(DICTIONARY).fetchall()
    }
    views = _views(warehouse)
    public = {table for table in columns if table.split(".")[0] in PUBLIC_SCHEMAS}
    assert public == set(views)
    assert len(views) >= 24
    assert {table for table in columns if table.startswith("zh.")} == set(views.values())
    for table, view in views.items():
        assert columns[view] == [names_zh[table, column] for column in columns[table]], view


def test_every_view_holds_the_rows_of_its_table(warehouse: duckdb.DuckDBPyConnection) -> None:
    for table, view in _views(warehouse).items():
        rows, rows_zh = warehouse.table(table), warehouse.table(view)
        assert len(rows) == len(rows_zh), view
        assert (len(rows) == 0) == (table in EMPTY), view
        assert rows.except_(rows_zh).fetchall() == rows_zh.except_(rows).fetchall() == [], view


def test_the_names_can_be_written_without_quotes(warehouse: duckdb.DuckDBPyConnection) -> None:
    for view in _views(warehouse).values():
        columns = ", ".join(warehouse.table(view).columns)
        assert warehouse.sql(f"select {columns} from {view}").columns == columns.split(", ")


def test_views_are_described_as_their_tables_are(warehouse: duckdb.DuckDBPyConnection) -> None:
    comments = warehouse.execute(
        "select schema_name || '.' || table_name, column_name, comment from duckdb_columns()"
        " where database_name = current_database() and not internal order by column_index"
    ).fetchall()
    of_table: dict[str, list[str]] = {}
    for table, _, comment in comments:
        of_table.setdefault(table, []).append(comment)
    for table, view in _views(warehouse).items():
        assert of_table[view] == of_table[table], view
        assert None not in of_table[view], view
    for view, comment in warehouse.execute(
        "select view_name, comment from duckdb_views() where schema_name = 'zh'"
    ).fetchall():
        assert re.fullmatch(rf"Rows of `\w+\.\w+` under Chinese names\.\n{view}(（.+）)?", comment)


def test_names_in_the_dictionary_and_in_the_comments_are_the_same(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    """The comment of `meta.build_runs` is written by the build, not by dbt."""
    told = {
        (f"{schema}.{table}", table_zh)
        for schema, table, table_zh, _, _ in warehouse.execute(DICTIONARY).fetchall()
    }
    comments = warehouse.execute(
        "select schema_name || '.' || table_name, comment from duckdb_tables()"
        " where list_contains(?, schema_name)",
        [list(PUBLIC_SCHEMAS)],
    ).fetchall()
    assert told == {
        (table, comment.split("\n")[1].partition("（")[0]) for table, comment in comments
    }


def test_everything_public_has_a_chinese_name_and_what_is_written_from_them_is_up_to_date() -> None:
    """The message says what to name, or to run `warehouse glossary`."""
    refuse_stale(generated_files())


def test_the_chinese_line_of_a_code_explains_each_of_its_values() -> None:
    explained = {
        column.name: column.meaning_zh for table in public_tables() for column in table.columns
    }
    accepted: list[tuple[str, str]] = []
    for path in sorted((PROJECT_ROOT / "models").rglob("*.yml")):
        for model in yaml.safe_load(path.read_text("utf-8")).get("models", ()):
            for column in model.get("columns", ()):
                if column["name"].endswith("_code") and column["name"] in explained:
                    accepted += [(column["name"], value) for value in _accepted_values(column)]
    assert len(accepted) > 40
    assert [
        (name, value)
        for name, value in accepted
        if not re.search(rf"(^|[、：；]){re.escape(value)} [\u4e00-\u9fff]", explained[name])
    ] == [], "explain the values in models/columns.md: （value 中文、value 中文）"


def _accepted_values(column: dict[str, Any]) -> list[str]:
    return [
        value
        for test in column.get("data_tests", ())
        if isinstance(test, dict) and "accepted_values" in test
        for value in test["accepted_values"]["arguments"]["values"]
    ]


def _models_with(tmp_path: Path, columns_md: str, table_zh: str = "機關") -> Path:
    core = tmp_path / "marts" / "core"
    core.mkdir(parents=True)
    columns = "\n".join(
        f"      - {{name: {name}}}" for name in re.findall(r"docs (\w+)", columns_md)
    )
    (core / "dim_agencies.yml").write_text(
        "models:\n  - name: dim_agencies\n    description: |-\n      Agencies.\n"
        f"      {table_zh}\n    columns:\n{columns}\n",
        "utf-8",
    )
    (tmp_path / "columns.md").write_text(columns_md, "utf-8")
    return tmp_path


def _doc(name: str, *lines: str) -> str:
    return "\n".join([f"{{% docs {name} %}}", *lines, "{% enddocs %}", "", ""])


def test_a_name_ends_where_the_bracket_begins(tmp_path: Path) -> None:
    columns = _doc("agency_id", "Identifier.", "機關識別碼") + _doc(
        "as_of_date", "Day.", "截止日（未載者空白）"
    )
    (table,) = public_tables(_models_with(tmp_path, columns, "機關（每機關一列）"))
    assert (table.full_name, table.term.name_zh, table.term.meaning_zh) == (
        "core.dim_agencies",
        "機關",
        "每機關一列",
    )
    assert [(column.name_zh, column.meaning_zh) for column in table.columns] == [
        ("機關識別碼", ""),
        ("截止日", "未載者空白"),
    ]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        pytest.param(["Identifier."], "`agency_id` without a Chinese name", id="missing"),
        pytest.param(["Identifier.", "（識別碼）"], "`agency_id` without a Chinese", id="bracket"),
        pytest.param(["Identifier.", "機關 識別碼"], "called `機關 識別碼`", id="space"),
        pytest.param(["Identifier.", "機關識別碼。"], "called `機關識別碼。`", id="full-stop"),
        pytest.param(["Identifier.", "agency"], "called `agency`", id="english"),
        pytest.param(["Identifier.", "機" * 15], f"called `{'機' * 15}`", id="long"),
    ],
)
def test_a_column_without_a_name_to_use_is_refused_with_its_line(
    lines: list[str], found: str, tmp_path: Path
) -> None:
    columns = _doc("chapter_no", "Chapter.", "章次") + _doc("agency_id", *lines)
    with pytest.raises(InputError, match=re.escape(found)) as refusal:
        public_tables(_models_with(tmp_path, columns))
    assert refusal.value.line == 6
    assert "warehouse glossary" in str(refusal.value)


def test_a_name_of_the_longest_length_is_accepted(tmp_path: Path) -> None:
    columns = _doc("kpi_link_zh", "Link.", "與KPI關聯" + "機" * 7)
    assert len(public_tables(_models_with(tmp_path, columns))) == 1


def test_a_name_of_two_columns_is_refused(tmp_path: Path) -> None:
    columns = _doc("unit_zh", "Unit.", "單位（印刷）") + _doc("base_unit_zh", "Base.", "單位")
    with pytest.raises(InputError, match="`單位` of `unit_zh` and of `base_unit_zh`"):
        public_tables(_models_with(tmp_path, columns))


def test_a_table_without_a_name_is_refused(tmp_path: Path) -> None:
    models = _models_with(tmp_path, _doc("agency_id", "Identifier.", "機關識別碼"), "Agencies")
    with pytest.raises(InputError, match=re.escape("`dim_agencies` called `Agencies`")):
        public_tables(models)


def test_a_new_table_is_missed_until_the_glossary_is_written(project: Project) -> None:
    new_table = project.root / "models/marts/nhi/dim_hospitals.yml"
    new_table.write_text(
        "models:\n  - name: dim_hospitals\n    description: |-\n      Hospitals.\n      醫院\n"
        "    columns:\n      - {name: agency_id}\n",
        "utf-8",
    )
    refused = project.run("glossary", "--check")
    assert refused.returncode == 3
    assert "docs/glossary.md: found another text than the names give" in refused.stderr
    assert "run `warehouse glossary`" in refused.stderr

    written = project.run("glossary")
    assert written.returncode == 0, written.stderr
    assert "1 changed" in written.stdout
    assert "| `nhi.dim_hospitals` | `zh.醫院` | Hospitals. |" in (
        project.root / "docs/glossary.md"
    ).read_text("utf-8")
    assert project.run("glossary", "--check").returncode == 0


def test_a_column_is_described_by_its_name() -> None:
    """Whether it has a type or not, in a model or a source; what is described stays as it is."""
    for path in sorted((PROJECT_ROOT / "models").glob("m*/**/*.yml")):
        declared = path.read_text("utf-8")
        without = re.sub(r"^ +description: \"\{\{ doc\(.*\n", "", declared, flags=re.MULTILINE)
        assert with_descriptions(without) == declared == with_descriptions(declared), path
        assert without != declared, path


def test_a_name_changed_in_the_page_alone_is_refused(project: Project) -> None:
    project.replace(
        "docs/glossary.md", "| `agency_id` | 機關識別碼 |", "| `agency_id` | 機關代號 |"
    )
    refused = project.run("glossary", "--check")
    assert refused.returncode == 3
    assert "docs/glossary.md: found another text than the names give" in refused.stderr


def test_the_glossary_shows_every_public_name_once() -> None:
    page = GLOSSARY.read_text("utf-8")
    cells = re.findall(r"^\| `([\w.]+)` \| `?(?:zh\.)?(\S+?)`? \|", page, re.MULTILINE)
    tables = public_tables()
    columns = {(column.name, column.name_zh) for table in tables for column in table.columns}
    assert sorted(cells) == sorted(
        [(table.full_name, table.term.name_zh) for table in tables] + list(columns)
    )
