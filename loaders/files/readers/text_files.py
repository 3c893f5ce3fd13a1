"""CSV and TSV: UTF-8 with or without byte order mark, or Big5 as CP950."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from foundation.errors import InputError
from loaders.files.declarations import conventions
from loaders.files.raw_table import Grid, RawTable, table_of

_CHUNK_BYTES = 1 << 20
_OTHER_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
# Two Chinese characters in UTF-8: a line of CP950 hardly ever reads like that.
_CHINESE_UTF8 = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){2}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff]")


def read_text_table(path: Path, shown_as: str) -> RawTable:
    """Read a comma- or tab-separated file.

    Raises:
        InputError: an overlong line, broken or mixed encoding, broken quoting, another separator,
            or anything but one table.
    """
    text, encoding = decoded(path, shown_as)
    separator, format_name = _separator(text, shown_as)
    grid = Grid(shown_as, _records(text, separator, shown_as), format_name, encoding)
    return table_of(grid)


def decoded(path: Path, shown_as: str) -> tuple[str, str]:
    """A text file's text and the encoding it is in, found by strict decoding.

    Raises:
        InputError: an overlong line, UTF-16, mixed encodings, or bytes that are no text.
    """
    refuse_long_lines(path, shown_as)
    content = path.read_bytes()
    for mark, name in _OTHER_MARKS.items():
        if content.startswith(mark):
            raise _encoding_error(shown_as, 1, f"{name} text")
    encoding = "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as utf8_error:
        text, encoding = _decoded_cp950(content, shown_as, utf8_error), "cp950"
    _refuse_marks(text, shown_as)
    return text, encoding


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


def _decoded_cp950(content: bytes, shown_as: str, utf8_error: UnicodeDecodeError) -> str:
    broken_line = content.count(b"\n", 0, utf8_error.start) + 1
    for line_no, line in enumerate(content.split(b"\n"), start=1):
        if _CHINESE_UTF8.search(line) and _is_utf8(line):
            raise _encoding_error(
                shown_as,
                broken_line,
                f"another encoding than in line {line_no}, which is UTF-8: mixed encodings",
            )
    try:
        return content.decode("cp950")
    except UnicodeDecodeError as error:
        line_no = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        raise _encoding_error(
            shown_as, line_no, f"the byte 0x{byte:02x}, which is neither UTF-8 nor Big5"
        ) from None


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _encoding_error(shown_as: str, line_no: int, found: str) -> InputError:
    return InputError(
        file=shown_as,
        line=line_no,
        found=found,
        expected="one encoding, UTF-8 or Big5 (CP950), in the whole file",
        mend="save the file again as UTF-8 (in Excel: CSV UTF-8)",
    )


def _refuse_marks(text: str, shown_as: str) -> None:
    for pattern, what in (
        (_CONTROL, "a control character"),
        (_UNREADABLE, "a character that an earlier program could not read"),
    ):
        match = pattern.search(text)
        if match:
            raise InputError(
                file=shown_as,
                line=text.count("\n", 0, match.start()) + 1,
                found=f"{what} (U+{ord(match.group()):04X})",
                expected="plain text",
                mend="delete the character, and type what it stood for",
            )


def _separator(text: str, shown_as: str) -> tuple[str, str]:
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    outside_quotes = re.sub(r'"[^"]*"', "", first_line)
    if "\t" in outside_quotes:
        return "\t", "tsv"
    if "," not in outside_quotes and ";" in outside_quotes:
        raise InputError(
            file=shown_as,
            line=1,
            found="cells separated by semicolons",
            expected="commas or tabs",
            mend="save the file again with commas",
        )
    return ",", "csv"


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
