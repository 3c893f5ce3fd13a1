"""The closed lists that cells of type `code` are taken from."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from foundation.csv_files import read_table
from foundation.numerals import chinese_numeral
from loaders.files.declarations import list_declarations
from loaders.seeds.declarations import seed_declaration

# Seeds of KPIs: the document, its one agency (None where a column names it), the goal's column.
_KPI_SEEDS = (
    ("mohw_fy107_plan", "mohw", "goal_no"),
    ("ey_fy107_plans", None, "goal_no"),
    ("nhi_digital_upgrade_113_116", "nhia", "aspect_no"),
)
_NUMBERS = {chinese_numeral(number): number for number in range(1, 100)}


@dataclass(frozen=True)
class Entry:
    """A value of a list, what else it is called, and what else is known of it."""

    value: str
    labels: tuple[str, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CodeList:
    """A closed list.

    Attributes:
        title: what messages call one of its values.
        entries: by value.
    """

    title: str
    entries: Mapping[str, Entry]

    def values_by_text(self) -> dict[str, str]:
        """Every text that names exactly one value, with that value."""
        named: defaultdict[str, set[str]] = defaultdict(set)
        for entry in self.entries.values():
            for label in entry.labels:
                named[label].add(entry.value)
        texts = {label: next(iter(values)) for label, values in named.items() if len(values) == 1}
        return texts | {value: value for value in self.entries}

    def advice(self, text: str) -> str:
        """What somebody who wrote `text` may have meant."""
        meant = [entry.value for entry in self.entries.values() if text in entry.labels]
        if len(meant) > 1:
            return f"write which one: {_some(meant)}"
        labels = {label: entry.value for entry in self.entries.values() for label in entry.labels}
        near = difflib.get_close_matches(text, [*self.entries, *labels], n=1, cutoff=0.5)
        if not near:
            return f"write one of {_some(list(self.entries))}"
        value = labels.get(near[0], near[0])
        name = "" if near[0] == value else f" ({near[0]})"
        return f"nearest match: `{value}`{name}; write that if it is meant"


def code_lists(seeds_folder: Path) -> dict[str, CodeList]:
    """Every declared list, read from the seeds.

    Raises:
        InputError: a seed is not as declared.
    """
    lists = {}
    for name, declared in list_declarations().items():
        if "values" in declared:
            entries = [Entry(value, tuple(labels)) for value, labels in declared["values"].items()]
        elif "seed" in declared:
            entries = [
                Entry(
                    row[declared["value"]], tuple(row[label] for label in declared["labels"]), row
                )
                for row in _seed_rows(seeds_folder, declared["seed"])
                if all(row[key] in accepted for key, accepted in declared.get("where", {}).items())
            ]
        else:
            entries = _kpis(seeds_folder)
        lists[name] = CodeList(declared["title_en"], {entry.value: entry for entry in entries})
    return lists


def _seed_rows(seeds_folder: Path, name: str) -> list[dict[str, str]]:
    declaration = seed_declaration(seeds_folder, name)
    return read_table(declaration.path, declaration.column_names).to_dicts()


def _kpis(seeds_folder: Path) -> list[Entry]:
    """The KPIs of every plan, with the identifiers that staging gives them."""
    entries = []
    for document, agency, goal_column in _KPI_SEEDS:
        for row in _seed_rows(seeds_folder, f"{document}__kpis"):
            agency_id = agency or row["agency_id"]
            number = f"{_NUMBERS[row[goal_column]]}-{int(row['kpi_no'])}"
            name = row["kpi_name_zh"].replace("\n", "")
            kpi_id = f"{document}/{agency_id}/{number}"
            entries.append(Entry(kpi_id, (name,), {"agency_id": agency_id, "name": name}))
    return entries


def _some(values: Sequence[str], most: int = 6) -> str:
    shown = [f"`{value}`" for value in values[:most]]
    if len(values) > most:
        shown.append(f"… ({len(values)} in all)")
    return ", ".join(shown)
