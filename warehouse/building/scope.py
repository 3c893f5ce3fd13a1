"""How much a build builds: all, or what changed since the last one and what depends on it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from warehouse.building.inputs import LANDING, Inputs

# Written from the YAML of every model, so that no model depends on what it reads.
READS_EVERY_DECLARATION = "data_dictionary"
LANDED = "path:models/staging/landing"
CHANGES_SHOWN = 3

_SEED = re.compile(r"seeds/.+/(?P<name>\w+)\.csv")
_MODEL = re.compile(r"models/.+/(?P<name>\w+)\.sql")
_DATA_TEST = re.compile(r"tests/(?:data|macros)/(?P<name>\w+)\.sql")
# What no unit test reads: rows, checks of other kinds, and the code around dbt.
_ROWS_OR_CODE = re.compile(
    r"seeds/.+\.csv$|descriptions$|landing/|tests/(data|macros)/|expectations/|foundation/|loaders/|warehouse/"
)
_SUITE = re.compile(r"expectations/(?P<schema>\w+)/(?P<table>\w+)\.yml")


@dataclass(frozen=True)
class Scope:
    """What a build builds and checks.

    Attributes:
        reason: what changed, or why everything is built.
        is_full: whether everything is built; `selectors`, `suites` and `nodes` then say nothing.
        selectors: what dbt selects, in its own syntax.
        has_unit_tests: whether the unit tests of what is built run. They read no rows, so they
            can only come out otherwise where SQL, a macro, a declaration or a version changed.
        suites: expectation suites to check beside those of the tables built.
        nodes: seeds and models that must be among what dbt builds.
    """

    reason: str
    is_full: bool = False
    selectors: tuple[str, ...] = ()
    has_unit_tests: bool = True
    suites: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.is_full or self.selectors or self.suites)


def scope_of(before: Inputs, now: Inputs) -> Scope:
    """What must be built to come from the build of some inputs to that of others.

    Only rows of seeds, landed batches, the SQL of models and of data tests, and expectations are
    followed one by one. Whatever else changed, everything is built.
    """
    changed = sorted(
        name for name in before.keys() | now.keys() if before.get(name) != now.get(name)
    )
    reason = _told(changed)
    selectors: set[str] = set()
    suites: set[str] = set()
    nodes: set[str] = set()
    for name in changed:
        if name.startswith(f"{LANDING}/"):
            selectors.add(f"{LANDED}+")
        elif name not in before or name not in now:
            return Scope(f"{name} was {'added' if name in now else 'removed'}", is_full=True)
        elif match := _SEED.fullmatch(name):
            nodes.add(match["name"])
            suites.add(f"raw.{match['name']}")
        elif match := _MODEL.fullmatch(name):
            nodes.add(match["name"])
        elif match := _DATA_TEST.fullmatch(name):
            selectors.add(match["name"])
        elif match := _SUITE.fullmatch(name):
            suites.add(f"{match['schema']}.{match['table']}")
        else:
            return Scope(f"{name} changed", is_full=True)
    has_sql_changed = any(_MODEL.fullmatch(name) for name in changed)
    if has_sql_changed:
        selectors.add(f"{READS_EVERY_DECLARATION}+")
    selectors.update(f"{node}+" for node in nodes)
    return Scope(
        reason,
        selectors=tuple(sorted(selectors)),
        suites=frozenset(suites),
        nodes=frozenset(nodes),
    )


def is_same_to_unit_tests(before: Inputs, now: Inputs) -> bool:
    """Whether no unit test can come out otherwise than it did."""
    return _unit_test_inputs(before) == _unit_test_inputs(now)


def _unit_test_inputs(inputs: Inputs) -> Inputs:
    return {name: value for name, value in inputs.items() if not _ROWS_OR_CODE.match(name)}


def _told(changed: list[str]) -> str:
    if not changed:
        return "no input changed"
    shown = changed[:CHANGES_SHOWN]
    if len(changed) > len(shown):
        shown.append(f"{len(changed) - len(shown)} more")
    return f"changed: {', '.join(shown)}"
