"""The six strategies of tiered care, and the measures that its two units report on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from foundation.csv_files import LINE_COLUMN, read_table
from foundation.errors import InputError
from foundation.locations import shown
from loaders.documents.flow import FlowText, NumberedLine

STRATEGIES_OF_MEASURES = Path(__file__).with_name("measure_strategies.csv")
_NUMERALS = "一二三四五六"
_STRATEGY = re.compile(rf"\((?P<number>[{_NUMERALS}])\)(?P<name>.+?)(?=。|等兼顧)")
_UNIT = re.compile(r"\([一二]\)(?P<unit>.+)部分：")
_MEASURE = re.compile(r"(?P<part>\([一二]\))(?P<measure_no>\d+)")
_NAME = re.compile(r"\d+\.(?P<name>[^：。]+。?)")


def strategies(preface: FlowText) -> pl.DataFrame:
    """The strategies that the preface names, one row a strategy."""
    return pl.DataFrame(
        [
            {
                "strategy_no": str(_NUMERALS.index(strategy["number"]) + 1),
                "strategy_name_zh": strategy["name"],
                "source_locator": f"序:L{preface.line_numbers[strategy.start()]}",
            }
            for strategy in _STRATEGY.finditer(preface.text)
        ]
    )


def measures(sections: Mapping[str, Sequence[NumberedLine]], named: pl.DataFrame) -> pl.DataFrame:
    """The measures of both units, one row a measure.

    The document does not say which measure is part of which strategy. `measure_strategies.csv`
    gives one where both names print the same words.

    Raises:
        InputError: a name does not have the words that give the measure its strategy.
    """
    names = dict(named.select("strategy_no", "strategy_name_zh").iter_rows())
    inferred = {
        entry["measure"]: entry
        for entry in read_table(
            STRATEGIES_OF_MEASURES, ["measure", "strategy_no", "shared_words_zh"]
        ).iter_rows(named=True)
    }
    rows = []
    for section, lines in sections.items():
        if (measure := _MEASURE.fullmatch(section)) is None:
            continue
        unit = _UNIT.match(FlowText.join(sections[measure["part"]]).text)
        name = _NAME.match(_first_paragraph(lines))
        if unit is None or name is None:
            raise ValueError(f"section {section} has no unit or no name")
        strategy_no = ""
        if entry := inferred.get(section):
            strategy_no = entry["strategy_no"]
            _refuse_other_words(entry, name["name"], names[strategy_no])
        rows.append(
            {
                "section_no": measure["part"].strip("()"),
                "measure_no": measure["measure_no"],
                "measure_zh": name["name"],
                "lead_agency_zh": unit["unit"],
                "strategy_no": strategy_no,
                "is_strategy_inferred": str(bool(strategy_no)).lower(),
                "source_locator": f"{section}:L{lines[0][0]}",
            }
        )
    return pl.DataFrame(rows)


def _first_paragraph(lines: Sequence[NumberedLine]) -> str:
    """The text up to the first line that ends in a space: others are wrapped."""
    ends = (index for index, (_, line) in enumerate(lines, start=1) if line.endswith(" "))
    return FlowText.join(lines[: next(ends)]).text


def _refuse_other_words(entry: Mapping[str, str], measure: str, strategy: str) -> None:
    words = entry["shared_words_zh"]
    if words not in measure or words not in strategy:
        raise InputError(
            file=shown(STRATEGIES_OF_MEASURES),
            line=int(entry[LINE_COLUMN]),
            column="shared_words_zh",
            found=words,
            expected=f"words that both {measure} and {strategy} print",
            mend="correct the words, or leave the measure without a strategy",
        )
