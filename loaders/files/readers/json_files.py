"""JSON: records in a list, or the series that national statistics are published as (SDMX-JSON)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from foundation.errors import InputError
from loaders.files.raw_table import Grid
from loaders.files.readers.options import ReadOptions
from loaders.files.readers.text_files import decoded

VALUE = "value"
_MOST_LISTS = 20


class _NamedTwice(ValueError):
    """An object that names a field twice."""


def read_json(path: Path, shown_as: str, options: ReadOptions) -> Grid:
    """Read a JSON file. Numbers keep the digits they are written with.

    Raises:
        InputError: no JSON, no list of objects, or several where none is named.
    """
    text, encoding = decoded(path, shown_as, options.encoding)
    try:
        content = json.loads(
            text, object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=str
        )
    except _NamedTwice as error:
        raise _refusal(shown_as, str(error), "each field once") from None
    except (ValueError, RecursionError):
        raise _refusal(shown_as, "text that is not JSON", "one JSON value") from None
    if options.json_path is None and _is_sdmx(content):
        records = _observations(content, shown_as)
    else:
        records = _records(content, options.json_path, shown_as)
    header: dict[str, int] = {}
    for record in records:
        for name in record:
            header.setdefault(name, len(header))
    rows = [
        (number, [record.get(name, "") for name in header])
        for number, record in enumerate(records, start=1)
    ]
    # The names stand in no record of their own: they are numbered 0.
    return Grid(shown_as, [(0, list(header)), *rows] if rows else [], "json", encoding)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _NamedTwice("a field named twice")
    return found


def _records(content: Any, json_path: str | None, shown_as: str) -> list[dict[str, str]]:
    lists = dict(islice(_lists(content, ""), _MOST_LISTS))
    if json_path is None and len(lists) == 1:
        found = next(iter(lists.values()))
    elif json_path is not None and json_path in lists:
        found = lists[json_path]
    else:
        named = ", ".join(f"`{name}`" for name in lists) or "none"
        raise _refusal(
            shown_as,
            f"lists of objects at: {named}" if lists else "no list of objects",
            "one list of objects, or a recipe whose `json_path` names it",
        )
    return [dict(_flat(record, "")) for record in found]


def _lists(value: Any, path: str) -> Iterator[tuple[str, Sequence[Mapping[str, Any]]]]:
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        yield path, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _lists(each, f"{path}.{name}" if path else name)


def _flat(record: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in record.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False)


def _is_sdmx(content: Any) -> bool:
    data = content.get("data") if isinstance(content, dict) else None
    return isinstance(data, dict) and {"dataSets", "structure"} <= set(data)


def _observations(content: Mapping[str, Any], shown_as: str) -> list[dict[str, str]]:
    """One record an observation: the name of each dimension's value, and the figure."""
    try:
        dimensions = content["data"]["structure"]["dimensions"]
        series_axes = [_axis(axis) for axis in dimensions["series"]]
        observed_axes = [_axis(axis) for axis in dimensions["observation"]]
        records = []
        for data_set in content["data"]["dataSets"]:
            for series_key, series in data_set["series"].items():
                labels = _labels(series_axes, series_key)
                for key, observation in series["observations"].items():
                    record = labels | _labels(observed_axes, key)
                    records.append(record | {VALUE: _text(observation[0])})
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        raise _refusal(
            shown_as, "series that are not whole", "the dimensions of every observation"
        ) from None
    return records


def _axis(axis: Mapping[str, Any]) -> tuple[str, list[str]]:
    return str(axis["name"]), [str(value["name"]) for value in axis["values"]]


def _labels(axes: Sequence[tuple[str, list[str]]], key: str) -> dict[str, str]:
    places = key.split(":")
    return {name: values[int(place)] for (name, values), place in zip(axes, places, strict=True)}


def _refusal(shown_as: str, found: str, expected: str) -> InputError:
    return InputError(
        file=shown_as,
        found=found,
        expected=expected,
        mend='write a list of objects, such as [{"年度": "107"}], or name it in a recipe',
    )
