"""README.md and README.zh-TW.md say the same: sections, commands, links, tables and numbers."""

from __future__ import annotations

import re
from itertools import zip_longest

import pytest

from foundation.locations import PROJECT_ROOT

ENGLISH, CHINESE = (
    (PROJECT_ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-TW.md")
)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)]*)\)")
CODE = re.compile(r"`([^`\n]+)`")
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?(?:-\d+)*")
# The same amount in the unit of the other language: 4.51 billion is 45.1億.
IN_ITS_OWN_UNIT = {
    "4.51": "45.1",
    "2.8": "280",
    "25": "250",
    "19.05": "190.5",
}


def _sections(text: str) -> list[str]:
    """What stands under each heading, the title's first."""
    return re.split(r"^## .+$", BLOCK.sub("", text), flags=re.MULTILINE)


SECTIONS = list(zip_longest(_sections(ENGLISH), _sections(CHINESE), fillvalue=""))


def _headings(text: str) -> list[str]:
    return re.findall(r"^(#+) ", BLOCK.sub("", text), re.MULTILINE)


def _blocks(text: str) -> list[tuple[str, str]]:
    """Language and content of each block; remarks beside commands are in the reader's language."""
    return [
        (language, re.sub(r" +# .*$", "", content, flags=re.MULTILINE))
        for language, content in BLOCK.findall(text)
    ]


def _table_shapes(text: str) -> list[tuple[int, int]]:
    """Rows and columns of each table."""
    tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    return [(table.count("\n"), table.splitlines()[0].count("|") - 1) for table in tables]


def _numbers(text: str) -> set[str]:
    """Numbers outside code and links."""
    prose = CODE.sub(" ", LINK.sub(lambda link: link[0].partition("](")[0], text))
    return set(NUMBER.findall(prose))


def test_both_have_the_same_sections() -> None:
    assert _headings(ENGLISH) == _headings(CHINESE)
    assert len(SECTIONS) == len(_headings(ENGLISH)) > 8


def test_both_show_the_same_commands_and_queries() -> None:
    assert _blocks(ENGLISH) == _blocks(CHINESE)
    assert len(_blocks(ENGLISH)) >= 11


@pytest.mark.parametrize(("english", "chinese"), SECTIONS, ids=range(len(SECTIONS)))
def test_a_section_has_the_same_links_code_tables_and_numbers(english: str, chinese: str) -> None:
    other = {"README.md": "README.zh-TW.md"}
    assert LINK.findall(english) == [other.get(link, link) for link in LINK.findall(chinese)]
    assert set(CODE.findall(english)) == set(CODE.findall(chinese))
    assert _table_shapes(english) == _table_shapes(chinese)
    expected = {IN_ITS_OWN_UNIT.get(number, number) for number in _numbers(english)}
    assert expected == _numbers(chinese)


def test_each_names_the_other() -> None:
    assert "[繁體中文](README.zh-TW.md)" in ENGLISH
    assert "[English](README.md)" in CHINESE
