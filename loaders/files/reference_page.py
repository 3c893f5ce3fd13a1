"""The part of docs/loading_files.md that the declarations give."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.files.declarations import Kind, KindColumn, conventions, kinds
from loaders.files.readers import READERS

BEGINS = "<!-- from the declarations: `python -m loaders.files.reference_page` writes this part -->"
_TYPES = {
    "code": "one of a list",
    "text": "text",
    "roc_year": "year",
    "date": "date",
    "number": "number",
    "boolean": "是 or 否",
}


def rules_in_words(column: KindColumn) -> str:
    """What a cell of the column must be, in English."""
    parts = [_TYPES[column.type]]
    if column.list_name:
        parts[0] = f"one of the list `{column.list_name}`"
    if column.unit_column:
        parts.append(f"in the unit of `{column.unit_column}`")
    if column.fixed_unit:
        parts.append(f"in {column.fixed_unit}")
    if column.minimum is not None and column.maximum is not None:
        parts.append(f"from {column.minimum} to {column.maximum}")
    elif column.minimum is not None:
        parts.append(f"{column.minimum} or more")
    if column.not_before:
        parts.append(f"not before `{column.not_before}`")
    if column.pattern_means:
        parts.append(column.pattern_means)
    if column.maximum_length:
        parts.append(f"at most {column.maximum_length} characters")
    if column.required_where:
        parts.append("only and always where `{}` is `{}`".format(*column.required_where))
    if column.must_equal:
        parts.append(f"that of `{column.must_equal[0]}`")
    if column.default:
        parts.append(f"`{column.default}` where empty")
    return ", ".join(parts)


def reference() -> str:
    """Formats, conventions and every kind's columns, as Markdown."""
    declared = conventions()
    limits = declared.limits
    lines = [
        BEGINS,
        "",
        "## What every file may hold",
        "",
        f"- Formats, by the name's ending: {_listed(list(READERS))}. Text files are UTF-8, "
        "UTF-16 with its byte order mark, or Big5 (CP950), separated by commas, tabs, "
        "semicolons or bars.",
        f"- These cells count as empty: {_listed([each for each in declared.blanks if each])}. "
        "What else means that nothing is known, such as `..` or `N/A`, a recipe says.",
        "- Full-width digits such as １２３ are "
        f"{'accepted' if declared.accepts_full_width_digits else 'refused'}.",
        "- A figure is 1,234 or `1 234`, below zero -5, −5 or `(5)`, or 1.2E+06; behind it may "
        "stand a footnote's mark (註1, *, ①), `(r)` for revised or `(p)` for preliminary.",
        f"- `12.3%` where the unit is {_listed(declared.percent_units)}; `3.5億` (or "
        f"{_listed(list(declared.multiples))}) where the unit counts single "
        f"{_listed(declared.multiple_dimensions)}, such as 元 or 人; 3.5億 in 億元 is refused.",
        "- Dates as 113/2/29, 113-02-29, 113年2月29日, 中華民國113年2月29日, 1130229, 20240229 "
        "or 2024-02-29: two or three digits are a ROC year, four a Gregorian one. A year is 107, "
        "107年度 or 2018.",
        "- The first or last day of a period may be written as the period: 113, 113年2月, 11302, "
        "2024M02, 113年第1季, 113Q1, 113年上半年.",
        "- Units by their names in the list, in any width, with 仟 for 千, and with or without "
        "新臺幣, 臺幣 or NT$ before units of money.",
        f"- {declared.decimal_places} decimals of a figure are kept, beside its text; it has at "
        "most 15 digits before them. In their base unit figures stay within "
        + ", ".join(f"{value:,} ({name})" for name, value in declared.largest_base_values.items())
        + ".",
        "- A computed cell has the value that is stored with its formula, and is told of.",
        f"- At most {limits.row_count:,} rows, {limits.column_count} columns, "
        f"{limits.cell_characters:,} characters a cell, {limits.line_bytes:,} bytes a line; "
        f"{limits.text_file_bytes:,} bytes a text file, {limits.workbook_bytes:,} a workbook "
        f"({limits.unpacked_bytes:,} unpacked), {limits.parquet_bytes:,} a Parquet file.",
    ]
    for kind in kinds().values():
        lines += ["", *_kind_section(kind)]
    return "\n".join(lines) + "\n"


def _kind_section(kind: Kind) -> list[str]:
    keys = _listed([f"`{name}`" for name in kind.key], is_code=False)
    lines = [
        f"## `{kind.name}`: {kind.title_en} ({kind.title_zh})",
        "",
        f"{kind.description_en} Reaches {kind.reaches}. Rows are told apart by {keys}.",
        "",
        "| header | 欄位 | name | required | a cell is | example | what it is |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {column.header_en} | {column.header_zh} | `{column.name}` "
        f"| {'yes' if column.is_required else 'no'} | {rules_in_words(column)} "
        f"| {column.example} | {column.note_en} |"
        for column in kind.columns
    ]
    return lines


def _listed(items: Sequence[str], *, is_code: bool = True) -> str:
    return ", ".join(f"`{item}`" if is_code else item for item in items)


def page_with_reference(page: str) -> str:
    """A page whose part from the mark on is the reference."""
    return page.partition(BEGINS)[0] + reference()


if __name__ == "__main__":
    from foundation.locations import PROJECT_ROOT

    path = PROJECT_ROOT / "docs" / "loading_files.md"
    path.write_text(page_with_reference(path.read_text("utf-8")), "utf-8")
