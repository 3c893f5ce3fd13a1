"""The numbered sections of the tiered-care progress document."""

from __future__ import annotations

import re

from loaders.documents.flow import FlowText

_PART = re.compile(r"\s*(\([一二]\)) (?:健保署|醫事司)部分")
_ITEM = re.compile(r"\s*(\d+)\. ")


def lines_by_section(lines: tuple[str, ...]) -> dict[str, list[tuple[int, str]]]:
    """The numbered lines of each section, by its locator: `(一)8`; `序` is what stands before (一).

    A line opens the next item only when its number is the one that must follow, so a wrapped line
    that happens to start with digits opens nothing.
    """
    part, item, section = "", 0, "序"
    sections: dict[str, list[tuple[int, str]]] = {section: []}
    for number, line in enumerate(lines, start=1):
        if opens_part := _PART.match(line):
            part, item = opens_part.group(1), 0
            section = part
        elif part and (opens_item := _ITEM.match(line)) and int(opens_item.group(1)) == item + 1:
            item += 1
            section = f"{part}{item}"
        sections.setdefault(section, []).append((number, line))
    return sections


def flow_by_section(lines: tuple[str, ...]) -> dict[str, FlowText]:
    """The running text of each section, by its locator."""
    return {
        section: FlowText.join(numbered) for section, numbered in lines_by_section(lines).items()
    }
