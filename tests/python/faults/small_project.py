"""A project of two models that goes through the whole of `warehouse build` in a few seconds."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.python.conftest import Project, copy_project

KEPT = (
    "dbt_project.yml",
    "profiles.yml",
    "foundation",
    "loaders",
    "macros",
    "warehouse",
    "models/meta",
    "models/columns.md",
    "tests/generic",
)
SEED = "seeds/small/small__amounts.csv"
_EXPECTED = "table: [{rows: 40, why: Forty amounts are in the seed.}]\n"
_FILES = {
    "seeds/small/_small__seeds.yml": """
seeds:
  - name: small__amounts
    description: Amounts.
    config:
      meta: {key: [amount_id]}
      column_types: {amount_id: string, amount: string}
    columns:
      - name: amount_id
        data_type: string
        config: {meta: {format: text}}
      - name: amount
        data_type: string
        config: {meta: {format: text}}
  - name: reference__source_documents
    description: No documents.
    config:
      meta: {key: [source_document_id]}
      column_types: {source_document_id: string, file_name: string}
    columns:
      - name: source_document_id
        data_type: string
        config: {meta: {format: text}}
      - name: file_name
        data_type: string
        config: {meta: {format: text}}
""",
    "seeds/small/reference__source_documents.csv": "source_document_id,file_name\n",
    "models/staging/small/stg_small__amounts.sql": """
select amount_id, cast(amount as decimal(18, 2)) as budget_twd, 2025 as fiscal_year
from {{ ref('small__amounts') }}
""",
    "models/marts/budget/fct_amounts.sql": "select * from {{ ref('stg_small__amounts') }}\n",
    "models/marts/budget/fct_amounts.yml": """
models:
  - name: fct_amounts
    description: "Amounts.\\n金額"
    config:
      meta: {grain: [amount_id]}
    data_tests: [unique_grain]
    columns:
      - {name: amount_id, data_type: string, description: "Amount.\\n金額識別碼"}
      - {name: budget_twd, data_type: "decimal(18,2)", description: "Money.\\n金額數"}
      - {name: fiscal_year, data_type: int, description: "Year.\\n年度"}
""",
    "snapshots/_snapshots.yml": """
snapshots:
  - name: amounts_history
    description: "Amounts over time.\\n金額沿革"
    relation: ref('fct_amounts')
    config: {unique_key: [amount_id], check_cols: [budget_twd]}
""",
    "expectations/change_tolerances.yml": """
year_columns: [fiscal_year]
total_suffixes: [_twd]
default:
  {rows_lost: 0, rows_added: 0, keys_lost: 0, nulls_added: 0, nulls_lost: 0, yearly_total: 100}
tables: {}
""",
    "expectations/every_table.yml": "{}\n",
    "expectations/raw/small__amounts.yml": _EXPECTED,
    "expectations/budget/fct_amounts.yml": _EXPECTED,
}


def make_small_project(root: Path) -> Project:
    """A project of its own: one seed of forty amounts, two models, a snapshot, two suites."""
    project = copy_project(root)
    for path in root.iterdir():
        if path.name not in {name.split("/")[0] for name in KEPT}:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for folder in ("models", "tests"):
        for path in (root / folder).iterdir():
            if f"{folder}/{path.name}" not in KEPT:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name, text in _FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text.lstrip(), "utf-8")
    set_amounts(project, 1)
    return project


def set_amounts(project: Project, factor: int) -> None:
    """Give every amount another value."""
    lines = [f"a{number:02},{number * factor}.00" for number in range(1, 41)]
    (project.root / SEED).write_text("\n".join(["amount_id,amount", *lines, ""]), "utf-8")
