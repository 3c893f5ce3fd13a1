"""Section 壹一: the laws, rulings and plans that the plan rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import polars as pl

from loaders.documents.flow import FlowText, NumberedLine

_SECTION = re.compile(r"壹一\((?P<basis_no>[一二三四五六七八九十]+)\)")
_NUMBER = re.compile(r"\([一二三四五六七八九十]+\)")


def legal_bases(sections: Mapping[str, Sequence[NumberedLine]]) -> pl.DataFrame:
    """The numbered bases in print order, one row a basis."""
    return pl.DataFrame(
        [
            {
                "basis_no": basis["basis_no"],
                "basis_zh": _NUMBER.sub("", FlowText.join(lines).text, count=1),
                "source_locator": f"{section}:L{lines[0][0]}",
            }
            for section, lines in sections.items()
            if (basis := _SECTION.fullmatch(section))
        ]
    )
