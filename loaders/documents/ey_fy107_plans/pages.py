"""The text cut into chapters and parts, every character knowing the label of its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

POLICY_CHAPTER = 1
# Chapter 16 (行政院主計總處) prints the page labels of chapter 15 again.
_LABEL_CHAPTERS = {16: 15}
# What stands a little above its line comes before the line's other cells in the text.
_RAISED = (
    # m³ of the next row
    (
        18,
        "貳",
        "址累計處3三推動清淨空1細懸浮微粒（PM2.5）1統計全國一般空氣品質監19μg/m無",
        "址累計處三推動清淨空1細懸浮微粒（PM2.5）1統計全國一般空氣品質監19μg/m3無",
    ),
    # the third line of a KPI link
    (
        31,
        "參",
        "傳頻譜資三、完成3.5GHz頻段之規劃及整備。",
        "三、完成3.5GHz頻段之規劃及整備。傳頻譜資",
    ),
)
# An agency's name is printed twice where its chapter begins: as the divider, then in the title.
_CHAPTER_TITLE = re.compile(
    r"(?<=\d)(?P<name_zh>[^\d，。、；）「]{3,14})(?=(?P=name_zh)107年度施政計畫)"
)
_PARTS = {
    "壹": "壹、年度施政目標及策略",
    "貳": "貳、年度關鍵績效指標",
    "參": "參、年度重要計畫",
}
TABLE_HEADERS = {
    "貳": "關鍵績效指標與中長程施政目標評估評估關鍵績效指標衡量標準年度目標值個案計畫體制方式關聯",
    "參": "計畫與KPI工作計畫名稱重要計畫項目實施內容類別關聯",
}
LEGEND = "註：評估體制之數字代號意義如下："


@dataclass(frozen=True)
class PagedText:
    """Text without page labels, and for each character the label of the page it stands on."""

    text: str
    labels: tuple[str, ...]

    @staticmethod
    def joined(pieces: Sequence[PagedText]) -> PagedText:
        """The pieces one after another."""
        return PagedText(
            "".join(piece.text for piece in pieces),
            tuple(label for piece in pieces for label in piece.labels),
        )

    def __getitem__(self, part: slice) -> PagedText:
        return PagedText(self.text[part], self.labels[part])

    def without(self, unwanted: str) -> PagedText:
        """The text with every occurrence of `unwanted` taken out."""
        kept: list[tuple[int, int]] = []
        start = 0
        for match in re.finditer(re.escape(unwanted), self.text):
            kept.append((start, match.start()))
            start = match.end()
        kept.append((start, len(self.text)))
        return PagedText.joined([self[first:last] for first, last in kept])

    def reordered(self, printed: str, in_reading_order: str) -> PagedText:
        """The text with the same characters in another order; they stand on one page.

        Raises:
            ValueError: `printed` is not there, or the two do not have the same characters.
        """
        start = self.text.index(printed)
        if sorted(printed) != sorted(in_reading_order):
            raise ValueError(f"{in_reading_order} has other characters than {printed}")
        end = start + len(printed)
        return PagedText(self.text[:start] + in_reading_order + self.text[end:], self.labels)


@dataclass(frozen=True)
class Chapter:
    """A chapter: its number, the agency's name as printed, and its text without page labels."""

    chapter_no: int
    name_zh: str
    body: PagedText

    def part(self, numeral: str) -> PagedText:
        """Part 壹, 貳 or 參 without its heading."""
        text = self.body.text
        start = text.index(_PARTS[numeral])
        following = {"壹": "貳", "貳": "參"}.get(numeral)
        end = text.index(_PARTS[following]) if following else len(text)
        return self.body[start + len(_PARTS[numeral]) : end]

    def kpi_table(self) -> PagedText:
        """The interleaved cells of the KPI table, without page headers and the legend."""
        part = self.part("貳")
        return self._table("貳", part[: part.text.index(LEGEND)])

    def legend(self) -> PagedText:
        """The meanings of the evaluation system codes, printed under the KPI table."""
        return self.legend_note()[len(LEGEND) :]

    def legend_note(self) -> PagedText:
        """The legend with the words that open it."""
        part = self.part("貳")
        return part[part.text.index(LEGEND) :]

    def plan_table(self) -> PagedText:
        """The interleaved cells of the plan table, without page headers."""
        return self._table("參", self.part("參"))

    def _table(self, part: str, printed: PagedText) -> PagedText:
        table = printed.without(TABLE_HEADERS[part])
        for chapter_no, raised_part, raised, in_reading_order in _RAISED:
            if (chapter_no, raised_part) == (self.chapter_no, part):
                table = table.reordered(raised, in_reading_order)
        return table


def read_chapters(text: str) -> list[Chapter]:
    """Every chapter in order; chapter 1 is the Executive Yuan's policy guidelines.

    Raises:
        ValueError: the page labels of a chapter do not run from 1 to its last character.
    """
    titles = list(_CHAPTER_TITLE.finditer(text))
    starts = [0, *(title.start() for title in titles), len(text)]
    names = ["行政院", *(title["name_zh"] for title in titles)]
    return [
        Chapter(number, name, _without_labels(text[start:end], _LABEL_CHAPTERS.get(number, number)))
        for number, (name, start, end) in enumerate(
            zip(names, starts, starts[1:], strict=False), start=POLICY_CHAPTER
        )
    ]


def _without_labels(text: str, label_chapter: int) -> PagedText:
    """Take out the labels printed at the end of each page, which count from 1."""
    characters: list[str] = []
    labels: list[str] = []
    start, page = 0, 1
    while start < len(text):
        label = f"{label_chapter}-{page}"
        end = text.find(label, start)
        if end < 0:
            raise ValueError(f"no page label {label} after character {start} of its chapter")
        characters.append(text[start:end])
        labels += [label] * (end - start)
        start, page = end + len(label), page + 1
    return PagedText("".join(characters), tuple(labels))
