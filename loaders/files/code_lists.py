"""The closed lists that cells of type `code` are taken from."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import polars as pl

from foundation.csv_files import read_table
from foundation.numerals import numeral_value
from loaders.files.declarations import list_declarations
from loaders.files.landing import Landing
from loaders.seeds.declarations import seed_declaration

# Seeds of KPIs: the document, its one agency (None where a column names it), the goal's column.
_KPI_SEEDS = (
    ("mohw_fy107_plan", "mohw", "goal_no"),
    ("ey_fy107_plans", None, "goal_no"),
    ("nhi_digital_upgrade_113_116", "nhia", "aspect_no"),
)


@dataclass(frozen=True)
class Entry:
    """A value of a list, what else it is called, what else is known of it, and whether it is of a
    user's file."""

    value: str
    labels: tuple[str, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)
    is_loaded: bool = False


@dataclass(frozen=True)
class CodeList:
    """A closed list.

    Attributes:
        title: what messages call one of its values.
        entries: by value.
        spelled_as: `unit` where width, spaces, variants of characters and a leading 新臺幣 make no
            difference; `written` where they do.
        has_suggestions: whether the nearest spelling is what is meant; never where that may be
            another quantity, year or thing.
        added_by: the kind of file that adds values; None where the list is closed.
    """

    title: str
    entries: Mapping[str, Entry]
    spelled_as: Literal["written", "unit"] = "written"
    has_suggestions: bool = True
    added_by: str | None = None

    def values_by_text(self) -> dict[str, str]:
        """Every text that names exactly one value, with that value."""
        named: defaultdict[str, set[str]] = defaultdict(set)
        for entry in self.entries.values():
            for label in entry.labels:
                named[label].add(entry.value)
        texts = {label: next(iter(values)) for label, values in named.items() if len(values) == 1}
        return texts | {value: value for value in self.entries}

    def spelling(self, text: pl.Expr) -> pl.Expr:
        """A text without what makes no difference to what it names."""
        if self.spelled_as == "written":
            return text
        folded = text.str.normalize("NFKC").str.replace_all(r"\s", "").str.to_lowercase()
        for variants, usual in (("仟", "千"), ("佰", "百"), ("[台]幣", "臺幣"), ("/", "／")):
            folded = folded.str.replace_all(variants, usual)
        return folded.str.replace(r"^(?:新?臺幣|nt\$|ntd|twd)[:：]?(.+)$", "$1")

    def values_by_spelling(self) -> dict[str, str]:
        """As `values_by_text`, by `spelling`."""
        texts = self.values_by_text()
        frame = pl.DataFrame({"text": list(texts)}, schema={"text": pl.String})
        spelled = frame.select(self.spelling(pl.col("text")))
        named: defaultdict[str, set[str]] = defaultdict(set)
        for text, value in zip(spelled["text"], texts.values(), strict=True):
            named[text].add(value)
        return {text: next(iter(values)) for text, values in named.items() if len(values) == 1}

    def advice(self, text: str) -> str:
        """What somebody who wrote `text` may have meant."""
        meant = [entry.value for entry in self.entries.values() if text in entry.labels]
        if len(meant) > 1:
            return f"write which one: {_some(meant)}"
        labels = {label: entry.value for entry in self.entries.values() for label in entry.labels}
        near = difflib.get_close_matches(text, [*self.entries, *labels], n=1, cutoff=0.8)
        if near and self.has_suggestions:
            value = labels.get(near[0], near[0])
            name = "" if near[0] == value else f" ({near[0]})"
            return f"nearest match: `{value}`{name}; write that if it is meant"
        if self.added_by is not None:
            return (
                f"a new {self.title}: load it first, `--as {self.added_by}`; "
                f"or write one of {self._some_values()}"
            )
        if self.spelled_as == "unit":
            return (
                "write a unit of the list, or say in a recipe, under `units`, which one it is; "
                f"known are {self._some_values()}"
            )
        return f"write one of {self._some_values()}"

    def _some_values(self) -> str:
        return _some(list(self.entries))


def code_lists(seeds_folder: Path, landing: Landing | None = None) -> dict[str, CodeList]:
    """Every declared list, read from the seeds and from users' files that add to it.

    Args:
        seeds_folder: where the seeds are.
        landing: where files are landed, built or not; None for what documents have.

    Raises:
        InputError: a seed or the list of loads is not as declared.
    """
    lists = {}
    for name, declared in list_declarations().items():
        if "values" in declared:
            entries = [Entry(value, tuple(labels)) for value, labels in declared["values"].items()]
        else:
            rows = (
                _kpi_rows(seeds_folder)
                if "seed" not in declared
                else _seed_rows(seeds_folder, declared["seed"])
            )
            entries = [_entry(row, declared) for row in rows]
            if landing is not None and "added_by" in declared:
                entries += [
                    _entry(row, declared, is_loaded=True)
                    for row in landing.current_rows(declared["added_by"])
                ]
        lists[name] = CodeList(
            title=declared["title_en"],
            entries={
                entry.value: entry
                for entry in entries
                if all(
                    entry.attributes[key] in accepted
                    for key, accepted in declared.get("where", {}).items()
                )
            },
            spelled_as=declared.get("spelling", "written"),
            has_suggestions=declared.get("suggests") != "nothing",
            added_by=declared.get("added_by"),
        )
    return lists


def _entry(row: dict[str, str], declared: Mapping[str, Any], *, is_loaded: bool = False) -> Entry:
    value = row[declared["value"]]
    labels = [row[label] for label in declared["labels"]]
    return Entry(value, (*labels, *declared.get("aliases", {}).get(value, ())), row, is_loaded)


def _seed_rows(seeds_folder: Path, name: str) -> list[dict[str, str]]:
    declaration = seed_declaration(seeds_folder, name)
    return read_table(declaration.path, declaration.column_names).to_dicts()


def _kpi_rows(seeds_folder: Path) -> list[dict[str, str]]:
    """The KPIs of every plan, with the identifiers that staging gives them."""
    rows = []
    for document, agency, goal_column in _KPI_SEEDS:
        for row in _seed_rows(seeds_folder, f"{document}__kpis"):
            agency_id = agency or row["agency_id"]
            number = f"{numeral_value(row[goal_column])}-{int(row['kpi_no'])}"
            rows.append(
                {
                    "kpi_id": f"{document}/{agency_id}/{number}",
                    "kpi_name_zh": row["kpi_name_zh"].replace("\n", ""),
                    "agency_id": agency_id,
                }
            )
    return rows


def _some(values: Sequence[str], most: int = 6) -> str:
    shown = [f"`{value}`" for value in values[:most]]
    if len(values) > most:
        shown.append(f"… ({len(values)} in all)")
    return ", ".join(shown)
