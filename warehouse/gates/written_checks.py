"""The short YAML of `expectations/`; the first lines of `every_table.yml` list its checks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from foundation.errors import InputError
from foundation.locations import shown
from foundation.yaml_files import read_yaml
from loaders.seeds.formats import FORMATS

Arguments = dict[str, Any]

TABLE = "table"
DOCUMENTS = "documents"


@dataclass(frozen=True)
class Expectation:
    """An expectation as Great Expectations takes it.

    Attributes:
        type: its Great Expectations type.
        arguments: what it is asked with.
        note: the accident it guards against.
    """

    type: str
    arguments: Arguments
    note: str

    def replaces(self, other: Expectation) -> bool:
        """Whether it says otherwise of every row what the other says of the same column."""
        return (
            self.type == other.type
            and self.arguments.get("column") == other.arguments.get("column")
            and "row_condition" not in self.arguments
        )


def read_checks(path: Path) -> list[Expectation]:
    """The expectations of a file, in its order.

    Raises:
        InputError: it cannot be read, or has a check that there is not.
    """
    try:
        declared: dict[str, Any] = read_yaml(path)
        of_documents: dict[str, Any] = declared.pop(DOCUMENTS, {})
        rows = {"where": {"source_document_id": of_documents.pop("of")}} if of_documents else {}
        return [*_expectations(declared, {}), *_expectations(of_documents, rows)]
    except (yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            file=shown(path),
            found=f"a check that cannot be read ({error})",
            expected="checks by column, each with its `why`",
            mend="correct it; the first lines of expectations/every_table.yml list the checks",
        ) from error


def _expectations(declared: Mapping[str, Any], rows: Arguments) -> Iterator[Expectation]:
    for subject, checks in declared.items():
        for check in checks:
            yield _expectation(subject, {**check, **rows})


def _expectation(subject: str, check: dict[str, Any]) -> Expectation:
    note = check.pop("why")
    options = _options(check)
    ((name, value),) = check.items()
    if subject == TABLE:
        kind, arguments = _OF_TABLE[name](value)
    else:
        kind, arguments = _OF_COLUMN[name](value)
        arguments = {"column_A" if "column_B" in arguments else "column": subject, **arguments}
    if "column_A" in arguments and "row_condition" in options:
        raise ValueError(f"`{name}` of some rows: Great Expectations asks it of all")
    return Expectation(f"expect_{kind}", {**arguments, **options}, note)


def _options(check: dict[str, Any]) -> Arguments:
    """What stands beside a check, taken out of it."""
    options = {name: check.pop(name) for name in ("mostly", "ignore_row_if") if name in check}
    if "where" in check:
        ((column, value),) = check.pop("where").items()
        options["row_condition"] = {
            "type": "comparison",
            "column": {"name": column},
            "operator": "IN" if isinstance(value, list) else "==",
            "parameter": value,
        }
    return options


def written_pattern(text: str) -> str:
    """A regular expression with the pattern of a seed's format in the place of each `{name}`."""
    return re.sub(r"{([a-z]\w+)}", lambda name: f"(?:{FORMATS[name[1]].pattern})", text)


def _bounds(value: Any) -> Arguments:
    """One figure, or the least and the most, either of which may be open."""
    least, most = value if isinstance(value, list) else (value, value)
    bounds = {"min_value": least, "max_value": most}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _pairs(value: dict[str, dict[Any, Any]]) -> Arguments:
    ((column, pairs),) = value.items()
    return {
        "column_B": column,
        "value_pairs_set": [
            [first, second]
            for first, seconds in pairs.items()
            for second in (seconds if isinstance(seconds, list) else [seconds])
        ],
        "ignore_row_if": "neither",
    }


def _of(kind: str, arguments: Callable[[Any], Arguments]) -> Callable[[Any], tuple[str, Arguments]]:
    return lambda value: (kind, arguments(value))


def _flag(_value: bool) -> Arguments:
    return {}


def _regex(value: str) -> Arguments:
    return {"regex": written_pattern(value)}


def _set(value: list[Any]) -> Arguments:
    return {"value_set": value}


def _row_count(value: Any) -> tuple[str, Arguments]:
    if isinstance(value, list):
        return "table_row_count_to_be_between", _bounds(value)
    return "table_row_count_to_equal", {"value": value}


_OF_TABLE = {
    "rows": _row_count,
    "unique": _of("compound_columns_to_be_unique", lambda names: {"column_list": names}),
    "differ": _of(
        "select_column_values_to_be_unique_within_record",
        lambda names: {"column_list": names, "ignore_row_if": "never"},
    ),
}
_OF_COLUMN = {
    "required": _of("column_values_to_not_be_null", _flag),
    "empty": _of("column_values_to_be_null", _flag),
    "unique": _of("column_values_to_be_unique", _flag),
    "matches": _of("column_values_to_match_regex", _regex),
    "matches_not": _of("column_values_to_not_match_regex", _regex),
    "one_of": _of("column_values_to_be_in_set", _set),
    "values": _of("column_distinct_values_to_equal_set", _set),
    "includes": _of("column_distinct_values_to_contain_set", _set),
    "most_common": _of(
        "column_most_common_value_to_be_in_set", lambda value: {**_set(value), "ties_okay": False}
    ),
    "between": _of("column_values_to_be_between", _bounds),
    "length": _of("column_value_lengths_to_be_between", _bounds),
    "distinct": _of("column_unique_value_count_to_be_between", _bounds),
    "filled": _of("column_proportion_of_non_null_values_to_be_between", _bounds),
    "mean": _of("column_mean_to_be_between", _bounds),
    "median": _of("column_median_to_be_between", _bounds),
    "maximum": _of("column_max_to_be_between", _bounds),
    "total": _of("column_sum_to_be_between", _bounds),
    "at_least": _of(
        "column_pair_values_a_to_be_greater_than_b",
        lambda column: {"column_B": column, "or_equal": True},
    ),
    "pairs": _of("column_pair_values_to_be_in_set", _pairs),
}
