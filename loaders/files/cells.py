"""How the cells of each column type are read, and what can be wrong with one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache

import polars as pl

from foundation.printed_numbers import NUMBER
from loaders.files.code_lists import CodeList
from loaders.files.declarations import Conventions, KindColumn, conventions
from loaders.files.raw_table import RECIPE_MEND

_FULL_WIDTH = r"[０-９．，％＋]|－[０-９\d]"
# Groups of three digits are set apart by commas, or by spaces of any width.
_DIGITS = rf"(?:\d{{1,3}}(?:\s\d{{3}})+(?:\.\d+)?|{NUMBER})"
_PRINTED_NUMBER = rf"^-?{NUMBER}%?$"
_SCIENTIFIC = r"-?\d(?:\.\d+)?[eE][-+]?\d{1,2}"
# What may stand behind a figure without changing it: a footnote's mark, r for revised, p for
# preliminary.
_MARK = (
    r"(?:\s*(?:[（(]?\s*註\s*[0-9一二三四五六七八九十]*\s*[)）]?|[（(]\s*[rp]\s*[)）]|[rp]"
    r"|[*＊†‡#]+|[①-⑳]|[¹²³⁴-⁹]+))?"
)
_MIDNIGHT = r"(?:[ T]00:00:00(?:\.0+)?)?"
_ERA = r"^(?:中華)?(?:民國)?\s?"
_DATE_PARTS = (
    _ERA + r"(\d{2,4})(?:[-/.]|年\s?)(\d{1,2})(?:[-/.]|月\s?)(\d{1,2})日?" + _MIDNIGHT + "$"
)
_DATE_DIGITS = r"^((?:19|20)\d{2}|1\d{2}|\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$"
_MONTH = _ERA + r"(\d{2,4})(?:[-/]|年\s?|M)(\d{1,2})月?$"
_MONTH_DIGITS = r"^((?:19|20)\d{2}|1\d{2})(0[1-9]|1[0-2])$"
_QUARTER = _ERA + r"(\d{2,4})(?:年\s?)?(?:[-/]?[Qq]|第)\s?([1-4一二三四])季?$"
_HALF = _ERA + r"(\d{2,4})年?\s?([上下])半年?度?$"
_WHOLE_YEAR = _ERA + r"(\d{2,4})(?:年度?)?$"
# A spreadsheet's days since 1899-12-30, from 2000 on: no ROC date is written like that.
_SERIAL = r"^(3[6-9]\d{3}|4\d{4}|5[0-4]\d{3})(?:\.0)?$"
_FIRST_SERIAL = date(1899, 12, 30)
_DAY_FIRST_OR_MONTH = r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}$"
_YEAR = _ERA + r"(\d{1,4})(?:\.0+)?(?:年度?)?$"
_YEARS = r"^\d{2,4}(?:年度?)?\s?[-~～–—至]\s?\d{2,4}(?:年度?)?$"
_BROKEN_TEXT = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{fffd}\x{e000}-\x{f8ff}]"
BOOLEANS = {
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
        "fill in the cell; where nothing is known, a recipe leaves the row out and says so",
        pl.lit("an empty cell"),
    )
    return Reading([missing, *read.rules], read.values)


def resolved_code(column: KindColumn, lists: Mapping[str, CodeList]) -> pl.Expr:
    """The value of the list that a cell names; null where it names none, or several."""
    code_list, text = _list(column, lists), pl.col(column.name)
    return pl.coalesce(
        names.replace_strict(values, default=None, return_dtype=pl.String)
        for names, values in (
            (text, code_list.values_by_text()),
            (code_list.spelling(text), code_list.values_by_spelling()),
        )
    )


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
            text.str.contains(conventions().totals) if column.is_part else pl.lit(False),
            "parts only, for totals are computed from them",
            RECIPE_MEND,
            pl.format("{}, a total", shown_cell(column.name)),
        ),
        Rule(
            text.str.contains(_BROKEN_TEXT),
            "plain text",
            "type the character that is meant, or say in a recipe, under `characters`, which it is",
            pl.format(
                "the character {} of no common font in {}",
                text.str.extract(f"({_BROKEN_TEXT})").map_elements(_code_point, pl.String),
                shown_cell(column.name),
            ),
        ),
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
                f"write {lengths}",
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


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


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
                text.str.contains(_YEARS),
                "one year",
                "which year is the figure's? Say in a recipe: `ranges: first`, or `last`",
                pl.format("{}, more than one year", shown_cell(column.name)),
            ),
            Rule(
                text.is_not_null() & year.is_null(),
                "a ROC year such as 107, or a Gregorian one such as 2018",
                "write the year alone",
            ),
            Rule(
                ~year.is_between(first, last),
                f"a year from {first} to {last} (Gregorian {first + 1911} to {last + 1911})",
                "two or three digits are a ROC year, four a Gregorian one",
            ),
        ],
        {column.name: year},
    )


def _whole(bound: object) -> int:
    return int(str(bound))


def _year_of(printed: pl.Expr) -> pl.Expr:
    number = printed.cast(pl.Int32, strict=False)
    return pl.when(printed.str.len_chars() == 4).then(number).otherwise(number + 1911)


def _day_of(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    return pl.concat_str(
        year.cast(pl.String).str.zfill(4), month.str.zfill(2), day.str.zfill(2), separator="-"
    ).str.to_date("%Y-%m-%d", strict=False)


def _period_end_of(text: pl.Expr, *, is_last: bool) -> pl.Expr:
    """The first or last day of a period written as one: a month, quarter, half year or year."""
    quarter = text.str.extract(_QUARTER, 2).replace_strict(
        dict(zip("1234一二三四", (1, 4, 7, 10) * 2, strict=True)),
        default=None,
        return_dtype=pl.Int32,
    )
    half = text.str.extract(_HALF, 2).replace_strict(
        {"上": 1, "下": 7}, default=None, return_dtype=pl.Int32
    )
    spans = (
        (_MONTH, None, 1),
        (_MONTH_DIGITS, None, 1),
        (_QUARTER, quarter, 3),
        (_HALF, half, 6),
        (_WHOLE_YEAR, pl.lit(1), 12),
    )
    days = []
    for pattern, month, length in spans:
        first_month = text.str.extract(pattern, 2) if month is None else month.cast(pl.String)
        first = _day_of(_year_of(text.str.extract(pattern, 1)), first_month, pl.lit("1"))
        last = first.dt.offset_by(f"{length}mo").dt.offset_by("-1d")
        days.append(last if is_last else first)
    return pl.coalesce(days)


def _date(column: KindColumn, _lists: Mapping[str, CodeList]) -> Reading:
    declared = conventions()
    text = _folded(column, declared)
    parts = (
        pl.when(text.str.contains(_DATE_DIGITS))
        .then(text.str.replace(_DATE_DIGITS, "$1-$2-$3"))
        .otherwise(text)
    )
    printed_year = parts.str.extract(_DATE_PARTS, 1)
    year = _year_of(printed_year)
    written = _day_of(year, parts.str.extract(_DATE_PARTS, 2), parts.str.extract(_DATE_PARTS, 3))
    serial = pl.lit(_FIRST_SERIAL) + pl.duration(
        days=text.str.extract(_SERIAL, 1).cast(pl.Int32, strict=False)
    )
    read = [written, serial]
    examples = "a date such as 113/2/29 (ROC) or 2024-02-29"
    if column.end_of_period is not None:
        read.append(_period_end_of(text, is_last=column.end_of_period == "last"))
        examples += ", or a period such as 113年2月, 113年第1季 or 113"
    day = pl.coalesce(read)
    rules = [
        *_full_width(column, declared),
        Rule(
            text.str.contains(_DAY_FIRST_OR_MONTH),
            "year, month and day in this order",
            "which stands first, the day or the month? Say in a recipe: `dates: month_first`, "
            "or `day_first`",
        ),
        Rule(
            text.is_not_null() & printed_year.is_null() & day.is_null(),
            examples,
            "write year, month and day",
        ),
        Rule(
            printed_year.is_not_null() & day.is_null(),
            "a day of the calendar",
            "see which day is meant",
            pl.format("{}, a day that {} does not have", shown_cell(column.name), year),
        ),
        Rule(
            ~day.is_between(pl.lit(column.minimum), pl.lit(column.maximum)),
            f"a day from {column.minimum} to {column.maximum}",
            "two or three digits are a ROC year, four a Gregorian one",
        ),
    ]
    return Reading(rules, {column.name: day})


def _boolean(column: KindColumn, _lists: Mapping[str, CodeList]) -> Reading:
    value = pl.col(column.name).replace_strict(BOOLEANS, default=None, return_dtype=pl.Boolean)
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
    text = _folded(column, declared).str.replace("^[−–]", "-").str.replace(r"^([-+])\s+", "$1")
    words = "|".join(sorted(declared.multiples, key=len, reverse=True))
    signed = rf"(-?{_DIGITS}|{_SCIENTIFIC})"
    pattern = rf"^(?:\+?{signed}|[（(]\s*({_DIGITS})\s*[)）])\s*(%|{words})?{_MARK}$"
    in_brackets = text.str.extract(pattern, 2)
    digits = pl.coalesce(
        text.str.extract(pattern, 1), pl.format("-{}", in_brackets)
    ).str.replace_all(r"\s", "")
    mark = text.str.extract(pattern, 3)
    times = mark.replace_strict(declared.multiples, default=1, return_dtype=pl.Int64)
    is_long = digits.str.replace(r"[.eE].*", "").str.count_matches(r"\d") > 15
    plain_digits = pl.when(is_long).then(None).otherwise(digits.str.replace_all(",", ""))
    # Beyond the places that are kept a figure is rounded; its text keeps what is written.
    figure = (
        pl.when(plain_digits.str.contains("[eE]"))
        .then(
            plain_digits.str.extract(r"^(.*)[eE]", 1).cast(pl.Decimal(38, 12), strict=False)
            * _power_of_ten(plain_digits.str.extract(r"[eE](.*)$", 1))
        )
        .otherwise(plain_digits.cast(pl.Decimal(38, 12), strict=False))
    )
    value = (figure * times.cast(pl.Decimal(38, 0))).round(declared.decimal_places)
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
            text.str.contains(r"(?i)^(?:\.{2,}|n/?a|n\.a\.|x|－－|--|不適用|無資料|尚無資料)$"),
            "a number",
            "does it mean that there is no figure? Say in a recipe, under `blanks`, that it does",
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
            "see which of the two is meant, the unit or the sign",
            pl.format("{} in the unit {}", shown_cell(column.name), unit),
        ),
        Rule(
            mark.is_in(list(declared.multiples)) & ~may_multiply,
            "plain digits, for the unit already says what they count",
            "write the figure in the unit of the row, or make the unit 元, 人 or the like",
            pl.format("{} in the unit {}", shown_cell(column.name), unit),
        ),
        Rule(
            is_absurd,
            "a figure that can be true in its unit",
            "check the figure and its unit",
            pl.format("{}, beyond any plausible size", shown_cell(column.name)),
        ),
    ]
    kept = value.cast(pl.Decimal(24, declared.decimal_places), strict=False)
    plain = kept.cast(pl.String).str.replace(r"\.?0+$", "")
    if column.minimum is not None:
        rules.append(
            Rule(value < pl.lit(column.minimum), f"{column.minimum} or more", "check the figure")
        )
    if column.maximum is not None:
        rules.append(
            Rule(value > pl.lit(column.maximum), f"{column.maximum} or less", "check the figure")
        )
    return Reading(
        rules,
        {
            column.name: kept,
            f"{column.name}_text": pl.when(text.str.contains(_PRINTED_NUMBER))
            .then(text)
            .otherwise(plain),
        },
    )


def _power_of_ten(exponent: pl.Expr) -> pl.Expr:
    powers = {
        f"{sign}{zero}{power}": Decimal(10) ** (-power if sign == "-" else power)
        for power in range(13)
        for sign in ("", "+", "-")
        for zero in ("", "0")
    }
    return exponent.replace_strict(
        list(powers), list(powers.values()), default=None, return_dtype=pl.Decimal(38, 12)
    )
