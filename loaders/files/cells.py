"""How the cells of each column type are read, and what can be wrong with one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import polars as pl

from foundation.printed_numbers import NUMBER
from loaders.files.code_lists import CodeList
from loaders.files.declarations import Conventions, KindColumn, conventions

_FULL_WIDTH = r"[０-９．，％＋]|－[０-９\d]"
_PRINTED_NUMBER = rf"^-?{NUMBER}%?$"
_MIDNIGHT = r"(?:[ T]00:00:00(?:\.0+)?)?"
_DATE_PARTS = (
    r"^(?:民國\s?)?(\d{2,4})(?:[-/.]|年\s?)(\d{1,2})(?:[-/.]|月\s?)(\d{1,2})日?" + _MIDNIGHT + "$"
)
_YEAR = r"^(?:民國\s?)?(\d{2,4})(?:年度?)?$"
_BROKEN_TEXT = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{fffd}\x{e000}-\x{f8ff}]"
_BOOLEANS = {
    **dict.fromkeys(("true", "TRUE", "True", "是", "Y", "y", "yes", "1"), True),
    **dict.fromkeys(("false", "FALSE", "False", "否", "N", "n", "no", "0"), False),
}
SHOWN_CHARACTERS = 80


@dataclass(frozen=True)
class Rule:
    """Something that can be wrong with a cell.

    Attributes:
        is_broken: true in the rows where it is; null counts as not.
        expected: what should stand there.
        mend: what the owner of the file can do; one text, or one for each row.
        found: what stands there; the cell itself where it is left out.
    """

    is_broken: pl.Expr
    expected: str
    mend: str | pl.Expr
    found: pl.Expr | None = None


@dataclass(frozen=True)
class Reading:
    """How a column is read: its rules in order of importance, and what it gives by name."""

    rules: Sequence[Rule]
    values: Mapping[str, pl.Expr] = field(default_factory=dict)


def stripped(column: KindColumn) -> pl.Expr:
    """The cell without spaces around it: null where it is blank, or its default."""
    text = pl.col(column.name).str.strip_chars()
    blank = text.is_in(list(conventions().blanks))
    return pl.when(~blank).then(text).otherwise(pl.lit(column.default, pl.String))


def reading(column: KindColumn, lists: Mapping[str, CodeList]) -> Reading:
    """How the stripped cells of a column are read.

    Args:
        column: its declaration.
        lists: the closed lists by name. Codes of unit columns must have been resolved before.
    """
    read = {
        "code": _code,
        "text": _text,
        "roc_year": _roc_year,
        "date": _date,
        "number": _number,
        "boolean": _boolean,
    }[column.type](column, lists)
    missing = Rule(
        pl.col(column.name).is_null() if column.is_required else pl.lit(False),
        f"a value in every row of {column.header_zh}",
        "fill in the cell, or delete the row",
        pl.lit("an empty cell"),
    )
    return Reading([missing, *read.rules], read.values)


def resolved_code(column: KindColumn, lists: Mapping[str, CodeList]) -> pl.Expr:
    """The value of the list that a cell names; null where it names none, or several."""
    values = _list(column, lists).values_by_text()
    return pl.col(column.name).replace_strict(values, default=None, return_dtype=pl.String)


def shown_cell(name: str) -> pl.Expr:
    """A cell as messages show it."""
    text = pl.col(name).str.replace_all(r"\s", " ")
    return pl.format(
        "`{}`",
        pl.when(text.str.len_chars() > SHOWN_CHARACTERS)
        .then(pl.concat_str(text.str.slice(0, SHOWN_CHARACTERS), pl.lit("…")))
        .otherwise(text),
    )


def _list(column: KindColumn, lists: Mapping[str, CodeList]) -> CodeList:
    return lists[column.list_name or ""]


def _code(column: KindColumn, lists: Mapping[str, CodeList]) -> Reading:
    code_list = _list(column, lists)
    text, value = pl.col(column.name), resolved_code(column, lists)
    rules = [
        Rule(
            text.is_not_null() & value.is_null(),
            f"a name of the {code_list.title} list",
            text.map_elements(cache(code_list.advice), return_dtype=pl.String),
        )
    ]
    return Reading(rules, {column.name: value})


def _text(column: KindColumn, _lists: Mapping[str, CodeList]) -> Reading:
    text = pl.col(column.name)
    rules = [
        Rule(
            text.str.contains(_BROKEN_TEXT),
            "plain text",
            "type the cell again",
            pl.lit("a character that is no text"),
        )
    ]
    if not column.is_multiline:
        rules.append(
            Rule(
                text.str.contains(r"[\r\n]"),
                "one line",
                "put it on one line",
                pl.lit("several lines in one cell"),
            )
        )
    if column.maximum_length is not None:
        lengths = f"{column.minimum_length} to {column.maximum_length} characters"
        rules.append(
            Rule(
                ~text.str.len_chars().is_between(column.minimum_length, column.maximum_length),
                lengths,
                "shorten it" if column.minimum_length == 1 else f"write {lengths}",
                pl.format("{} characters", text.str.len_chars()),
            )
        )
    if column.pattern is not None:
        rules.append(
            Rule(
                ~text.str.contains(f"^(?:{column.pattern})$"),
                column.pattern_means or column.pattern,
                "write it in that form",
            )
        )
    return Reading(rules, {column.name: text.str.replace_all("\r\n?", "\n")})


def _full_width(column: KindColumn, declared: Conventions) -> list[Rule]:
    if declared.accepts_full_width_digits:
        return []
    text = pl.col(column.name)
    return [
        Rule(
            text.str.contains(_FULL_WIDTH),
            "digits and signs of half width",
            pl.format("write {}", text.str.normalize("NFKC")),
            pl.format("full-width characters in {}", shown_cell(column.name)),
        )
    ]


def _folded(column: KindColumn, declared: Conventions) -> pl.Expr:
    text = pl.col(column.name)
    return text.str.normalize("NFKC") if declared.accepts_full_width_digits else text


def _roc_year(column: KindColumn, _lists: Mapping[str, CodeList]) -> Reading:
    declared = conventions()
    printed = _folded(column, declared).str.extract(_YEAR, 1)
    number = printed.cast(pl.Int32, strict=False)
    year = pl.when(printed.str.len_chars() == 4).then(number - 1911).otherwise(number)
    text = pl.col(column.name)
    first, last = _whole(column.minimum), _whole(column.maximum)
    return Reading(
        [
            *_full_width(column, declared),
            Rule(
                text.is_not_null() & year.is_null(),
                "a ROC year such as 107, or a Gregorian one such as 2018",
                "write the year alone",
            ),
            Rule(
                ~year.is_between(first, last),
                f"a year from {first} to {last} (Gregorian {first + 1911} to {last + 1911})",
                "correct the year",
            ),
        ],
        {column.name: year},
    )


def _whole(bound: object) -> int:
    return int(str(bound))


def _date(column: KindColumn, _lists: Mapping[str, CodeList]) -> Reading:
    declared = conventions()
    text = _folded(column, declared)
    printed_year = text.str.extract(_DATE_PARTS, 1)
    number = printed_year.cast(pl.Int32, strict=False)
    year = pl.when(printed_year.str.len_chars() == 4).then(number).otherwise(number + 1911)
    iso = pl.concat_str(
        year.cast(pl.String).str.zfill(4),
        text.str.extract(_DATE_PARTS, 2).str.zfill(2),
        text.str.extract(_DATE_PARTS, 3).str.zfill(2),
        separator="-",
    )
    day = iso.str.to_date("%Y-%m-%d", strict=False)
    rules = [
        *_full_width(column, declared),
        Rule(
            text.is_not_null() & printed_year.is_null(),
            "a date such as 113/2/29 (ROC) or 2024-02-29",
            "write year, month and day",
        ),
        Rule(
            printed_year.is_not_null() & day.is_null(),
            "a day of the calendar",
            "correct the day or the month",
            pl.format("{}, a day that {} does not have", shown_cell(column.name), year),
        ),
        Rule(
            ~day.is_between(pl.lit(column.minimum), pl.lit(column.maximum)),
            f"a day from {column.minimum} to {column.maximum}",
            "correct the year; two or three digits are a ROC year, four a Gregorian one",
        ),
    ]
    return Reading(rules, {column.name: day})


def _boolean(column: KindColumn, _lists: Mapping[str, CodeList]) -> Reading:
    value = pl.col(column.name).replace_strict(_BOOLEANS, default=None, return_dtype=pl.Boolean)
    rule = Rule(
        pl.col(column.name).is_not_null() & value.is_null(),
        "是 or 否 (true or false)",
        "write 是 or 否",
    )
    return Reading([rule], {column.name: value})


def _number(column: KindColumn, lists: Mapping[str, CodeList]) -> Reading:
    declared = conventions()
    units = lists["units"].entries
    unit = pl.lit(column.fixed_unit) if column.fixed_unit else pl.col(column.unit_column or "")
    multiplier = unit.replace_strict(
        {name: float(entry.attributes["multiplier"]) for name, entry in units.items()},
        default=None,
        return_dtype=pl.Float64,
    )
    dimension = unit.replace_strict(
        {name: entry.attributes["dimension_code"] for name, entry in units.items()},
        default=None,
        return_dtype=pl.String,
    )
    text = _folded(column, declared).str.replace_all(r"\s", "")
    words = "|".join(sorted(declared.multiples, key=len, reverse=True))
    pattern = rf"^(-?{NUMBER})(%|{words})?$"
    digits = text.str.extract(pattern, 1)
    mark = text.str.extract(pattern, 2)
    times = mark.replace_strict(declared.multiples, default=1, return_dtype=pl.Int64)
    is_long = digits.str.replace(r"\..*", "").str.count_matches(r"\d") > 15
    written = (
        pl.when(is_long)
        .then(None)
        .otherwise(digits.str.replace_all(",", ""))
        .cast(pl.Decimal(38, 6), strict=False)
    )
    value = written * times.cast(pl.Decimal(38, 0))
    may_multiply = dimension.is_in(list(declared.multiple_dimensions)) & (multiplier == 1)
    largest = dimension.replace_strict(
        dict(declared.largest_base_values),
        default=declared.largest_base_values["other"],
        return_dtype=pl.Float64,
    )
    is_absurd = (
        is_long
        | (value.cast(pl.Float64).abs() > declared.largest_written_value)
        | (value.cast(pl.Float64).abs() * multiplier > largest)
    )
    rules = [
        *_full_width(column, declared),
        Rule(
            text.str.contains(r"(?i)^[-+]?(?:nan|inf|infinity|∞|#num!|#div/0!|#n/a|#value!)$"),
            "a finite number",
            "write the figure, or leave the cell empty where the column allows it",
        ),
        Rule(
            text.str.contains(r"(?i)^[-+]?\d+(?:\.\d+)?e[-+]?\d+$"),
            "all digits of the number",
            "show the number in full before saving: scientific notation has lost digits",
        ),
        Rule(
            text.str.contains(r"^-?[\d,]+(?:\.\d+)?\D*$")
            & text.str.contains(",")
            & digits.is_null(),
            "commas between groups of three digits, such as 12,345",
            "check the figure: a comma stands where none belongs, or a digit is missing or extra",
        ),
        Rule(
            text.is_not_null() & digits.is_null(), "a number such as 1,158.1", "write digits only"
        ),
        Rule(
            (mark == "%") & ~unit.is_in(list(declared.percent_units)),
            f"a percentage only where the unit is {' or '.join(declared.percent_units)}",
            "correct the unit, or write the figure in it",
            pl.format("{} in the unit {}", shown_cell(column.name), unit),
        ),
        Rule(
            mark.is_in(list(declared.multiples)) & ~may_multiply,
            "plain digits, for the unit already says what they count",
            "write the figure in the unit of the row, or make the unit 元, 人 or the like",
            pl.format("{} in the unit {}", shown_cell(column.name), unit),
        ),
        Rule(
            digits.str.contains(rf"\.\d{{{declared.decimal_places + 1},}}"),
            f"at most {declared.decimal_places} decimals",
            "round the figure",
        ),
        Rule(
            is_absurd,
            "a figure that can be true in its unit",
            "check the figure and its unit",
            pl.format("{}, beyond any plausible size", shown_cell(column.name)),
        ),
    ]
    if column.minimum is not None:
        rules.append(
            Rule(value < pl.lit(column.minimum), f"{column.minimum} or more", "correct the figure")
        )
    if column.maximum is not None:
        rules.append(
            Rule(value > pl.lit(column.maximum), f"{column.maximum} or less", "correct the figure")
        )
    plain = value.cast(pl.String).str.replace(r"\.?0+$", "")
    as_printed = pl.when(text.str.contains(_PRINTED_NUMBER)).then(text).otherwise(plain)
    return Reading(
        rules,
        {
            column.name: value.cast(pl.Decimal(24, 6), strict=False),
            f"{column.name}_text": as_printed,
        },
    )
