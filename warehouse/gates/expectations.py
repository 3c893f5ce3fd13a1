"""Great Expectations over the suites of incoming and public tables.

Importing this module costs about ten seconds: only the gate's own process does.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import duckdb
import great_expectations as gx
import pandas as pd
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.data_context.types.base import ProgressBarsConfig

from foundation.csv_files import LINE_COLUMN
from foundation.sql_text import literal
from loaders.seeds.checks import check_seeds
from warehouse.gates.checked_suites import CheckedExpectation, CheckedSuite, with_earlier
from warehouse.gates.expectation_report import write_report
from warehouse.gates.landed_batches import landed_batches
from warehouse.gates.suites import Suites, incoming_suites, published_suites
from warehouse.gates.written_checks import Expectation

SAMPLED_ROWS = 100_000
FrameReader = Callable[[str, str], pd.DataFrame]


@dataclass(frozen=True)
class GateOutcome:
    """What a checkpoint found.

    Attributes:
        checkpoint: its name.
        suites: the suites checked.
        failures: a line for each expectation that was not met or could not be checked.
    """

    checkpoint: str
    suites: tuple[CheckedSuite, ...]
    failures: tuple[str, ...]

    @property
    def expectation_count(self) -> int:
        return sum(suite.count for suite in self.suites)


class ExpectationGate:
    """Runs the checkpoints and keeps their HTML report.

    Args:
        report_folder: where the report goes; its `index.html` is the entry page.
    """

    def __init__(self, report_folder: Path) -> None:
        warnings.filterwarnings("ignore", module="great_expectations")
        logging.getLogger("great_expectations").setLevel(logging.ERROR)
        self._report_folder = report_folder
        self._context = gx.get_context(mode="ephemeral")
        self._context.variables.progress_bars = ProgressBarsConfig(globally=False)
        self._context.delete_data_docs_site("local_site")
        self._context.add_data_docs_site(
            "report",
            {
                "class_name": "SiteBuilder",
                "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
                "store_backend": {
                    "class_name": "TupleFilesystemStoreBackend",
                    "base_directory": str(report_folder / "data_docs"),
                },
            },
        )
        self._checked: list[CheckedSuite] = []
        self._source = self._context.data_sources.add_pandas("warehouse")

    def check_seeds(self, seeds_folder: Path, only: frozenset[str] | None = None) -> GateOutcome:
        """Run the `incoming` checkpoint over the seed files, or `only` some suites of it."""
        frames = check_seeds(seeds_folder)

        def read_seed(_schema: str, name: str) -> pd.DataFrame:
            return frames[name].drop(LINE_COLUMN).to_pandas().replace("", None)

        return self._run("incoming", incoming_suites(seeds_folder), read_seed, only)

    def check_database(self, database: Path, only: frozenset[str] | None = None) -> GateOutcome:
        """Run the `published` checkpoint over the public tables of a DuckDB file.

        Args:
            database: the file.
            only: names of the suites to run; None for all.

        The suites say what documents print: rows of users' files, of any size and subject, were
        checked one by one when they landed, and are left out.
        """
        with duckdb.connect(str(database), read_only=True) as connection:
            ((catalog,),) = connection.execute("select current_database()").fetchall()
            landed = landed_batches(connection, catalog)
            batches = ", ".join(map(literal, sorted(landed))) or "''"

            def read_table(schema: str, name: str) -> pd.DataFrame:
                relation = _sampled(connection, f'"{schema}"."{name}"')
                for column in {"source_document_id", "seed_name"} & set(relation.columns):
                    relation = relation.filter(f"{column} is null or {column} not in ({batches})")
                frame: pd.DataFrame = relation.to_arrow_table().to_pandas()
                return frame

            return self._run("published", published_suites(), read_table, only)

    def write_report(self, earlier: Sequence[CheckedSuite] = ()) -> None:
        """Write the page of every suite, and Great Expectations' Data Docs of those checked.

        Args:
            earlier: suites met by an earlier build; those that were checked again are left out.
        """
        suites = with_earlier(self._checked, earlier)
        write_report(suites, self._report_folder / "index.html")
        self._context.build_data_docs()

    def _run(
        self, checkpoint: str, suites: Suites, read_frame: FrameReader, only: frozenset[str] | None
    ) -> GateOutcome:
        checked = [
            self._check_suite(checkpoint, name, suite, read_frame)
            for name, suite in suites.items()
            if only is None or name in only
        ]
        self._checked += checked
        return GateOutcome(
            checkpoint=checkpoint,
            suites=tuple(checked),
            failures=tuple(line for suite in checked for line in _failures(suite)),
        )

    def _check_suite(
        self, checkpoint: str, name: str, expectations: list[Expectation], read_frame: FrameReader
    ) -> CheckedSuite:
        suite = self._context.suites.add(
            gx.ExpectationSuite(
                name=name,
                expectations=[
                    {
                        "type": expectation.type,
                        "kwargs": expectation.arguments,
                        "meta": {"notes": expectation.note},
                    }
                    for expectation in expectations
                ],
            )
        )
        asset = self._source.add_dataframe_asset(name)
        validation = self._context.validation_definitions.add(
            gx.ValidationDefinition(
                name=name,
                data=asset.add_batch_definition_whole_dataframe("whole table"),
                suite=suite,
            )
        )
        result = validation.run(batch_parameters={"dataframe": read_frame(*name.split("."))})
        return CheckedSuite(checkpoint, name, tuple(_checked(each) for each in result.results))


def _sampled(connection: duckdb.DuckDBPyConnection, table: str) -> duckdb.DuckDBPyRelation:
    """A table; of a very large one, rows at equal distances.

    Only the marts of institutions grow that large. Tests in DuckDB check every row of theirs.
    """
    step = len(connection.table(table)) // SAMPLED_ROWS
    where = f" where rowid % {step} = 0" if step > 1 else ""
    return connection.sql(f"from {table}{where}")


def _failures(suite: CheckedSuite) -> list[str]:
    return [
        f"{suite.name}: {expectation.type} {expectation.arguments}: {expectation.observed}"
        for expectation in suite.expectations
        if not expectation.is_met
    ]


def _checked(result: ExpectationValidationResult) -> CheckedExpectation:
    """What became of one expectation; one that could not be evaluated is not met."""
    config = result.expectation_config
    if config is None:
        raise TypeError("a validation result without its expectation")
    raised = _raised(result.exception_info or {})
    return CheckedExpectation(
        type=config.type,
        arguments=str({key: value for key, value in config.kwargs.items() if key != "batch_id"}),
        note=(config.meta or {}).get("notes", ""),
        is_met=bool(result.success) and not raised,
        observed="could not be evaluated" if raised else f"found {_observed(result.result)}",
        unexpected_count=(result.result or {}).get("unexpected_count"),
    )


def _raised(exception_info: Mapping[str, Any]) -> bool:
    """Whether evaluating raised: the flag stands at the top, or once for each metric."""
    if "raised_exception" in exception_info:
        return bool(exception_info["raised_exception"])
    return any(info.get("raised_exception") for info in exception_info.values())


def _observed(result: Mapping[str, Any]) -> str:
    if "observed_value" in result:
        return str(result["observed_value"])
    return f"{result.get('unexpected_count')} rows, such as {result.get('partial_unexpected_list')}"
