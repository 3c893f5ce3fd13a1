"""Finds what may identify a person: identity, residence-permit and NHI card numbers, mobile
numbers, names with birth dates. What is found is never handed on, only where and what kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from loaders.files.raw_table import ROW, RawTable

_LETTER_VALUES = {
    letter: value for value, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO", start=10)
}
_SURNAMES = (
    "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙顏"
    "柯翁魏孫戴范方宋鄧杜傅侯曹薛丁卓阮馬董温溫唐藍石蔣古紀姚連馮歐程湯黎田康姜白汪鄒尤巫鐘黎涂龔"
    "嚴韓袁金童陸夏柳邵錢伍倪溫于譚駱熊任甘秦顧毛章史官萬俞雷粘饒張闕凌崔尹孔辛武辜陶段龍韋葛"
)
# Ends of names of places, bodies and things, which begin like a surname often enough.
_NOT_NAME_ENDS = frozenset(
    "市縣區鄉鎮村里省國部會局署處院所校系科室組司廠店社黨病症率數"
    "費額類項業法案計畫務品式型員人戶件次年月日"
)
_DATE = r"(?:民國)?\s?\d{2,4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
_NAME = rf"[{_SURNAMES}][\u4e00-\u9fff]{{2}}"

_IDENTITY = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][\s-]?[A-Da-d1289](?:[\s-]?\d){8}(?![A-Za-z0-9])")
_NHI_CARD = re.compile(r"(?<![\d.,])0000[\s-]?\d{4}[\s-]?\d{4}(?![\d.])")
_TWELVE_DIGITS = re.compile(r"(?<![\d.,])\d{4}[\s-]?\d{4}[\s-]?\d{4}(?![\d.])")
_MOBILE = re.compile(
    r"(?<![A-Za-z0-9.,])(?:\+\s?886[\s-]?\(?0?\)?|886-|0)9(?:\d{8}|\d{2}[\s-]\d{3}[\s-]?\d{3}"
    r"|\d{2}[\s-]\d{6}|[\s-]\d{8})(?![\d.])"
)
_NINE_DIGITS = re.compile(r"^(?:886)?9\d{8}(?:\.0)?$")
_BIRTH_IN_CELL = re.compile(
    rf"(?:出生|生日|生於|(?i:\bborn\b|\bdob\b|birth)).{{0,12}}{_DATE}|{_DATE}\s?(?:出?生\b|出生)"
)
_NAME_AND_DATE = re.compile(rf"(?:^|[\s:：,，、;；(（]){_NAME}[\s,，、/;；(（]{{1,3}}({_DATE})")
_WHOLE_NAME = re.compile(rf"{_NAME}")
_WHOLE_DATE = re.compile(
    r"(?:民國\s?)?(\d{2,4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?.*"
)
_OLDEST_FIGURE_YEAR = 2000

_ID_HEADER = re.compile(
    r"身[分份]證|居留證|統一證號|病歷號|護照號|nationalid|idcard|idnumber|passport"
)
_CARD_HEADER = re.compile(r"健保卡|卡號|nhicard|cardno|cardnumber")
_PHONE_HEADER = re.compile(r"手機|行動電話|聯絡電話|電話|mobile|phone|cellphone")
_BIRTH_HEADER = re.compile(r"出生(?:年月|日|年$)|生日|birth(?:date|day)|dateofbirth|^dob$|^birth$")


@dataclass(frozen=True)
class Finding:
    """Where personal data stands, such as `row 5, column 3`, and its kind."""

    place: str
    what: str


def has_identity_checksum(text: str) -> bool:
    """Whether ten characters are an identity number (A123456789), or a residence permit's, new
    (A823456783) or old (AB12345677), with its check digit."""
    if not re.fullmatch(r"[A-Z][A-D1289]\d{8}", text):
        return False
    tens, ones = divmod(_LETTER_VALUES[text[0]], 10)
    second = _LETTER_VALUES[text[1]] % 10 if text[1].isalpha() else int(text[1])
    digits = [tens, ones, second, *map(int, text[2:])]
    weights = [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 10 == 0


def kind_in_text(text: str) -> str | None:
    """The kind of personal data a text holds by itself; None where it holds none."""
    folded = unicodedata.normalize("NFKC", text)
    for match in _IDENTITY.finditer(folded):
        number = re.sub(r"[\s-]", "", match.group()).upper()
        if has_identity_checksum(number):
            kind = "identity card" if number[1] in "12" else "residence permit"
            return f"a number of an {kind}" if kind[0] == "i" else f"a number of a {kind}"
    if any(set(match.group()) - set("0 -") for match in _NHI_CARD.finditer(folded)):
        return "a number of an NHI card"
    if "健保卡" in folded and _TWELVE_DIGITS.search(folded):
        return "a number of an NHI card"
    if _MOBILE.search(folded):
        return "a mobile telephone number"
    if _BIRTH_IN_CELL.search(folded):
        return "a birth date"
    named = _NAME_AND_DATE.search(folded)
    if named and not _is_no_name(named.group()):
        return "a name with a date of birth"
    return None


def kind_of_header(header: str) -> str | None:
    """The kind of personal data a column of this header would hold; None for any other."""
    folded = re.sub(r"[\s_\-()（）]", "", unicodedata.normalize("NFKC", header)).casefold()
    if _ID_HEADER.search(folded):
        return "a column of identity numbers"
    if _BIRTH_HEADER.search(folded):
        return "a column of birth dates"
    return None


def find_personal_data(table: RawTable, file_name: str) -> Finding | None:
    """The first personal data of a table, its sheet's name or its file's.

    Args:
        table: the table as read, whatever its columns are.
        file_name: the file's own name.
    """
    for place, text in (("its name", file_name), ("its sheet's name", table.sheet or "")):
        kind = kind_in_text(text)
        if kind:
            return Finding(place, kind)
    for number, header in enumerate(table.header, start=1):
        kind = kind_in_text(header) or kind_of_header(header)
        if kind:
            return Finding(f"header of column {number}", kind)
    searches = (_in_cells, _under_headers, _names_beside_dates)
    return next((found for search in searches if (found := search(table))), None)


def _folded(table: RawTable) -> pl.DataFrame:
    return table.cells.with_columns(pl.col(table.columns).str.normalize("NFKC"))


def _in_cells(table: RawTable) -> Finding | None:
    """What one cell says by itself. Polars looks for candidates; each is then looked at closely."""
    candidate = r"(?i)\d(?:[\s-]?\d){7}|生|birth|born|dob|\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d"
    frame = _folded(table)
    for number, name in enumerate(table.columns, start=1):
        candidates = frame.filter(pl.col(name).str.contains(candidate)).select(ROW, name)
        for row_no, text in candidates.unique(name, keep="first", maintain_order=True).iter_rows():
            kind = kind_in_text(text)
            if kind:
                return Finding(f"row {row_no}, column {number}", kind)
    return None


def _under_headers(table: RawTable) -> Finding | None:
    """Digits that are only telling under a header that says what they are."""
    checks: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...] = (
        (_CARD_HEADER, _TWELVE_DIGITS, "a number of an NHI card"),
        (_PHONE_HEADER, _NINE_DIGITS, "a mobile telephone number"),
    )
    frame = _folded(table)
    for number, (name, header) in enumerate(zip(table.columns, table.header, strict=True), start=1):
        folded = _folded_header(header)
        for header_pattern, cell_pattern, what in checks:
            if not header_pattern.search(folded):
                continue
            for row_no, text in frame.select(ROW, name).iter_rows():
                if cell_pattern.search(text.strip()):
                    return Finding(f"row {row_no}, column {number}", what)
    return None


def tells_by_header(header: str) -> bool:
    """Whether plain digits under a header are a card's or a telephone's number."""
    folded = _folded_header(header)
    return bool(_CARD_HEADER.search(folded) or _PHONE_HEADER.search(folded))


def _folded_header(header: str) -> str:
    return re.sub(r"[\s_-]", "", unicodedata.normalize("NFKC", header)).casefold()


def _names_beside_dates(table: RawTable) -> Finding | None:
    """A name in one cell and a date in another of the same row.

    It is a birth date where it is older than any figure here, or where a whole column of names
    stands beside days that are no ends of periods.
    """
    frame = _folded(table)
    names = {column: _matching(frame, column, is_name) for column in table.columns}
    if not any(names.values()):
        return None
    dates = {column: _matching(frame, column, is_date) for column in table.columns}
    for name_column, name_rows in names.items():
        for date_column, date_rows in dates.items():
            both = name_rows.keys() & date_rows.keys()
            for row_no in sorted(both):
                if _year(date_rows[row_no]) < _OLDEST_FIGURE_YEAR:
                    number = table.columns.index(name_column) + 1
                    return Finding(f"row {row_no}, column {number}", "a name with a birth date")
            if _is_register(frame, name_column, name_rows, date_rows):
                number = table.columns.index(date_column) + 1
                return Finding(f"column {number}", "names with birth dates")
    return None


def _is_register(
    frame: pl.DataFrame, name_column: str, names: dict[int, str], dates: dict[int, str]
) -> bool:
    both = names.keys() & dates.keys()
    # Titles and notes, which fill one cell of their line, are no part of the column.
    cells = pl.sum_horizontal(pl.all().exclude(ROW).str.strip_chars() != "")
    filled = frame.filter((pl.col(name_column) != "") & (cells > 1)).height
    if len({names[row] for row in both}) < 3 or len(both) < 0.8 * filled:
        return False
    within_months = [row for row in both if not _is_end_of_month(dates[row])]
    years = {_year(dates[row]) for row in both}
    return len(within_months) >= 0.6 * len(both) and max(years) - min(years) >= 3


def _matching(frame: pl.DataFrame, column: str, is_match: Callable[[str], bool]) -> dict[int, str]:
    """The cells that match, by row; each different text is looked at once."""
    cells = frame.select(ROW, pl.col(column).str.strip_chars()).filter(_is_short(pl.col(column)))
    matching = [text for text in cells[column].unique() if is_match(text)]
    return dict(cells.filter(pl.col(column).is_in(matching)).iter_rows())


def _is_short(text: pl.Expr) -> pl.Expr:
    """Whether a text may be a name or a date: short, and no number but one like 113.2.29."""
    is_number = text.str.contains(r"^-?[\d,.]+%?$")
    is_dotted_date = text.str.contains(r"^\d{2,4}\.\d{1,2}\.\d{1,2}$")
    return (text.str.len_chars().is_between(3, 24) & ~is_number) | is_dotted_date


def is_name(text: str) -> bool:
    """Whether a whole text reads like a person's name."""
    return bool(_WHOLE_NAME.fullmatch(text)) and not _is_no_name(text)


def _is_no_name(text: str) -> bool:
    name = re.search(_NAME, text)
    return name is None or name.group()[-1] in _NOT_NAME_ENDS


def is_date(text: str) -> bool:
    """Whether a whole text reads like a day."""
    match = _WHOLE_DATE.fullmatch(text)
    return match is not None and 1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31


def _year(text: str) -> int:
    match = _WHOLE_DATE.fullmatch(text)
    year = int(match[1]) if match else 0
    return year if year >= 1000 else year + 1911


def _is_end_of_month(text: str) -> bool:
    match = _WHOLE_DATE.fullmatch(text)
    return match is not None and int(match[3]) in (1, 28, 29, 30, 31)
