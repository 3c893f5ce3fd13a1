"""Separated text: UTF-8, UTF-16 with its byte order mark, or Big5 as CP950."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from foundation.errors import InputError
from loaders.files.declarations import conventions
from loaders.files.raw_table import Grid
from loaders.files.readers.options import ReadOptions

SEPARATORS = ("\t", ",", ";", "|")
_CHUNK_BYTES = 1 << 20
_LOOKED_AT_LINES = 50
# Two Chinese characters in UTF-8: a line of CP950 hardly ever reads like that.
_CHINESE_UTF8 = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){2}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")
# Other control characters cost their row; this one is in no text.
_NO_TEXT = "\x00"
# Rows of characters that users may define in Big5: the first lead byte, the last, and the private
# character of the first, as Windows maps them. The range from C6A1 is another: ETEN's symbols.
_USER_DEFINED = ((0xFA, 0xFE, 0xE000), (0x8E, 0xA0, 0xE311), (0x81, 0x8D, 0xEEB8))
_ETEN_LEADS = (0xC6, 0xC7, 0xC8)
_MOST_BROKEN_LINES = 0.01


def read_text_table(path: Path, shown_as: str, options: ReadOptions) -> Grid:
    """Read a file of cells separated by commas, tabs, semicolons or bars.

    Raises:
        InputError: an overlong line, broken or mixed encoding, or broken quoting.
    """
    text, encoding = decoded(path, shown_as, options.encoding)
    separator = options.separator or separator_of(text)
    format_name = "tsv" if separator == "\t" else "csv"
    return Grid(shown_as, _records(text, separator, shown_as), format_name, encoding)


def decoded(path: Path, shown_as: str, named: str | None) -> tuple[str, str]:
    """A text file's text and the encoding it is in, found by strict decoding.

    A few characters that are in no encoding become U+FFFD: their rows are refused, not the file.

    Args:
        path: the file.
        shown_as: what messages call it.
        named: the encoding that a recipe names.

    Raises:
        InputError: an overlong line, mixed encodings, or bytes that are no text.
    """
    refuse_long_lines(path, shown_as)
    content = path.read_bytes()
    if named is not None:
        text, encoding = _decoded_as(content, named, shown_as), named
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text, encoding = _decoded_as(content, "utf-16", shown_as), "utf-16"
    else:
        encoding = "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8"
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            broken_line = content.count(b"\n", 0, error.start) + 1
            text, encoding = _other_encoding(content, encoding, broken_line, shown_as)
    _refuse_binary(text, shown_as)
    return text, encoding


def _decoded_as(content: bytes, encoding: str, shown_as: str) -> str:
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _encoding_error(
            shown_as, content.count(b"\n", 0, error.start) + 1, f"bytes that are not {encoding}"
        ) from None


def refuse_long_lines(path: Path, shown_as: str) -> None:
    """Refuse a line longer than the limit, having read no more than the limit of it."""
    limit = conventions().limits.line_bytes
    line_no, since_line_end = 1, 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            start = 0
            while (end := chunk.find(b"\n", start)) >= 0:
                _refuse_length(since_line_end + end - start, limit, line_no, shown_as)
                since_line_end, start, line_no = 0, end + 1, line_no + 1
            since_line_end += len(chunk) - start
            _refuse_length(since_line_end, limit, line_no, shown_as)


def _refuse_length(length: int, limit: int, line_no: int, shown_as: str) -> None:
    if length > limit:
        raise InputError(
            file=shown_as,
            line=line_no,
            found=f"a line of more than {limit} bytes",
            expected="one row a line",
            mend="check that the file is a table and its lines end where rows do",
        )


def _other_encoding(
    content: bytes, encoding: str, broken_line: int, shown_as: str
) -> tuple[str, str]:
    """A text that is not wholly UTF-8: CP950, or UTF-8 in all lines but very few."""
    lines = content.split(b"\n")
    broken = [line for line in lines if not _is_utf8(line)]
    for line_no, line in enumerate(lines, start=1):
        if not (_CHINESE_UTF8.search(line) and _is_utf8(line)):
            continue
        if len(broken) <= 1 + _MOST_BROKEN_LINES * len(lines) and not any(map(_is_cp950, broken)):
            return content.decode(encoding, errors="replace"), encoding
        raise _encoding_error(
            shown_as,
            broken_line,
            f"another encoding than in line {line_no}, which is UTF-8: mixed encodings",
        )
    text = content.decode("cp950", errors=_CP950_ERRORS)
    unread = [number for number, line in enumerate(text.split("\n"), start=1) if "\ufffd" in line]
    if unread and (unread[0] == 1 or len(unread) > 1 + _MOST_BROKEN_LINES * len(lines)):
        raise _encoding_error(shown_as, unread[0], "a byte that is neither UTF-8 nor Big5")
    return text, "cp950"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_cp950(line: bytes) -> bool:
    try:
        return bool(_CHINESE.search(line.decode("cp950")))
    except UnicodeDecodeError:
        return False


def _user_defined(error: UnicodeError) -> tuple[str, int]:
    """What stands where Python's CP950 ends: ETEN's symbols, or a private character."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    after = error.start + 2
    if len(pair) == 2 and (0x40 <= pair[1] <= 0x7E or 0xA1 <= pair[1] <= 0xFE):
        if pair[0] in _ETEN_LEADS:
            try:
                return pair.decode("big5hkscs"), after
            except UnicodeDecodeError:
                return "\ufffd", after
        place = pair[1] - 0x40 if pair[1] < 0x7F else pair[1] - 0x62
        for first, last, private in _USER_DEFINED:
            if first <= pair[0] <= last:
                return chr(private + 157 * (pair[0] - first) + place), after
    return "\ufffd", error.start + 1


_CP950_ERRORS = "cp950_user_defined"
codecs.register_error(_CP950_ERRORS, _user_defined)


def _encoding_error(shown_as: str, line_no: int, found: str) -> InputError:
    return InputError(
        file=shown_as,
        line=line_no,
        found=found,
        expected="one encoding, UTF-8, UTF-16 or Big5 (CP950), in the whole file",
        mend="save the file again as UTF-8 (in Excel: CSV UTF-8), or name its encoding in a recipe",
    )


def _refuse_binary(text: str, shown_as: str) -> None:
    place = text.find(_NO_TEXT)
    if place >= 0:
        raise InputError(
            file=shown_as,
            line=text.count("\n", 0, place) + 1,
            found="a control character (U+0000)",
            expected="plain text",
            mend="save the file again from the program that made it",
        )


def separator_of(text: str) -> str:
    """What separates the cells: the separator of most lines, outside quotation marks."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in _first_lines(text)]
    return max(
        SEPARATORS,
        key=lambda each: (
            sum(each in line for line in lines),
            sum(line.count(each) for line in lines),
            each == ",",
        ),
    )


def _first_lines(text: str) -> Iterator[str]:
    filled = 0
    for line in io.StringIO(text):
        if line.strip():
            filled += 1
            yield line
        if filled == _LOOKED_AT_LINES:
            return


def _records(text: str, separator: str, shown_as: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records = []
    starts_on = 1
    try:
        for record in reader:
            records.append((starts_on, record))
            starts_on = reader.line_num + 1
    except csv.Error:
        raise InputError(
            file=shown_as,
            line=starts_on,
            found="broken quoting, or an overlong cell",
            expected="cells quoted as RFC 4180 says",
            mend="close the quotation mark, or double the ones inside the cell",
        ) from None
    return records
