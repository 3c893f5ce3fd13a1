"""How a cell of a seed may look, by the name its declaration uses."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.printed_numbers import NUMBER


@dataclass(frozen=True)
class CellFormat:
    """A pattern the whole cell matches, and the words an error message uses for it.

    Attributes:
        pattern: a regular expression; None where any text will do.
        expected: what the pattern stands for.
    """

    pattern: str | None
    expected: str


_SEED_NAME = r"[a-z][a-z0-9_]+__[a-z0-9_]+"
_MONTH = r"(?:0[1-9]|1[0-2])"

FORMATS = {
    "text": CellFormat(None, "text"),
    "identifier": CellFormat(r"[a-z][a-z0-9_]*", "an identifier in lower case, such as `mohw`"),
    "metric_id": CellFormat(
        r"[a-z][a-z0-9_]{9,59}", "a metric's identifier, such as `cloud_query_institution_count`"
    ),
    "institution_id": CellFormat(
        r"[A-Za-z0-9][A-Za-z0-9_-]{0,29}", "an institution's code, such as `1101020018`"
    ),
    "seed_name": CellFormat(_SEED_NAME, "a seed, such as `mohw_fy107_plan__plans`"),
    "seed_row_key": CellFormat(
        rf"{_SEED_NAME}/\S[\s\S]*",
        "a seed's name and the key of a row, such as `mohw_fy107_plan__plans/1`",
    ),
    "kpi_id": CellFormat(
        r"[a-z][a-z0-9_]+/[a-z][a-z0-9_]*/\d{1,2}-\d{1,2}",
        "a KPI, such as `mohw_fy107_plan/mohw/1-1`",
    ),
    "plan_id": CellFormat(
        r"[a-z][a-z0-9_]+/[a-z][a-z0-9_]*/plan-\d{1,3}",
        "a plan, such as `mohw_fy107_plan/mohw/plan-1`",
    ),
    "key": CellFormat(r"\S+", "a key without spaces, such as `mohw_fy107_plan/mohw/1-1`"),
    "integer": CellFormat(r"\d+", "a whole number"),
    "decimal": CellFormat(r"-?\d+(\.\d+)?", "a number such as 0.01"),
    "plain_number": CellFormat(NUMBER, "a number without sign or unit, such as 1,158.1"),
    "printed_number": CellFormat(
        rf"-?{NUMBER}%?",
        "a number as printed, such as 1,158.1 or 63.2%",
    ),
    "spelled_number": CellFormat(
        rf"{NUMBER}(?:[億萬千]{NUMBER})*[億萬千]?元?|{NUMBER}(?:%| million)",
        "a number as printed, such as 39億3,420萬元, 63.2% or 306.42 million",
    ),
    "chinese_numeral": CellFormat(r"[一二三四五六七八九十]{1,3}", "a Chinese numeral such as 十一"),
    "roc_year": CellFormat(r"\d{2,3}", "a ROC year such as 107"),
    "roc_month": CellFormat(r"\d{3}-(0[1-9]|1[0-2])", "a ROC month such as 114-09"),
    "roc_period": CellFormat(
        rf"\d{{3}}(?:-\d{{3}}|Q[1-4]|-{_MONTH}(?:~{_MONTH})?)?底?",
        "a ROC period such as 112, 104-107, 107Q3, 109-12底 or 114-01~04",
    ),
    "date": CellFormat(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date such as 2026-06-24"),
    "boolean": CellFormat(r"true|false", "true or false"),
    "url": CellFormat(r"https?://\S+", "an address that begins with http:// or https://"),
    "page_url": CellFormat(
        r"https?://[^\s/]+\.[^\s/]+/\S+", "the address of a page, such as https://example.org/1"
    ),
    "sha256": CellFormat(r"[0-9a-f]{64}", "a SHA-256 of 64 hexadecimal digits"),
    "unit": CellFormat(None, "a unit listed in seeds/reference/reference__units.csv"),
    "source_document": CellFormat(
        None, "a document listed in seeds/reference/reference__source_documents.csv"
    ),
    "locator": CellFormat(
        r"[^\s:]+:L\d+|\d+-\d+", "a place in the source, such as (一)8:L210 or 10-4"
    ),
}

# The seed and column that hold the accepted values of a format.
LOOKUPS = {
    "unit": ("reference__units", "unit_zh"),
    "source_document": ("reference__source_documents", "source_document_id"),
}
