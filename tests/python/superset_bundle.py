"""The dashboards of `bi/superset/` as they are written there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from foundation.locations import PROJECT_ROOT

BUNDLE = PROJECT_ROOT / "bi" / "superset"

Asset = dict[str, Any]


@dataclass(frozen=True)
class Bundle:
    """What Superset imports, by file name without its ending."""

    databases: dict[str, Asset]
    datasets: dict[str, Asset]
    charts: dict[str, Asset]
    dashboards: dict[str, Asset]

    @property
    def dataset_by_uuid(self) -> dict[str, Asset]:
        return {dataset["uuid"]: dataset for dataset in self.datasets.values()}

    def charts_of(self, dashboard: str) -> list[str]:
        """The charts a dashboard shows, in the order it names them."""
        names = {chart["uuid"]: name for name, chart in self.charts.items()}
        shown = self.dashboards[dashboard]["position"].values()
        return [
            names[item["meta"]["uuid"]]
            for item in shown
            if isinstance(item, dict) and item["type"] == "CHART"
        ]

    def filters_of(self, dashboard: str) -> list[Asset]:
        """The filters of a dashboard."""
        metadata = self.dashboards[dashboard]["metadata"]
        filters: list[Asset] = metadata["native_filter_configuration"]
        return filters

    def datasets_of(self, dashboard: str) -> list[Asset]:
        """The datasets that the charts and filters of a dashboard ask."""
        asked = [self.charts[chart]["dataset_uuid"] for chart in self.charts_of(dashboard)]
        asked += [
            target["datasetUuid"] for one in self.filters_of(dashboard) for target in one["targets"]
        ]
        return [self.dataset_by_uuid[uuid] for uuid in dict.fromkeys(asked)]


def bundle() -> Bundle:
    """Everything that stands in `bi/superset/`."""
    return Bundle(*map(_assets, ("databases", "datasets", "charts", "dashboards")))


def dataset_sql(dataset: Asset) -> str:
    """The query whose rows a dataset has."""
    sql: str = dataset.get("sql") or f"from {dataset['schema']}.{dataset['table_name']}"
    return sql


def _assets(folder: str) -> dict[str, Asset]:
    return {
        path.stem: yaml.safe_load(path.read_text("utf-8"))
        for path in sorted(Path(BUNDLE / folder).glob("*.yaml"))
    }
