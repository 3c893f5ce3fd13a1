"""Which build the published file is, and how to cite it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from warehouse.errors import WarehouseError

_PUBLISHED_BUILD = """
    select run_id, started_at, finished_at, git_commit, engine_version
    from meta.build_runs
    where status_code = 'published'
    order by finished_at desc
    limit 1
"""


@dataclass(frozen=True)
class Build:
    """The build that made a published file; times are UTC."""

    run_id: str
    started_at: datetime
    finished_at: datetime
    git_commit: str
    engine_version: str

    @property
    def citation_en(self) -> str:
        return (
            f"policy-warehouse contributors ({self.started_at:%Y}). policy-warehouse, build "
            f"{self.run_id} of {self.started_at:%Y-%m-%d %H:%M} UTC, commit {self.git_commit}. "
            "Figures as printed by the source documents named beside them."
        )

    @property
    def citation_zh(self) -> str:
        return (
            f"policy-warehouse contributors（{self.started_at:%Y}）。policy-warehouse，建置編號"
            f"{self.run_id}，{self.started_at:%Y-%m-%d %H:%M} UTC，版本{self.git_commit}。"
            "數字依所列來源文件之印刷內容。"
        )


def published_build(connection: duckdb.DuckDBPyConnection) -> Build:
    """The build that made the file a connection reads.

    Raises:
        WarehouseError: the file does not say.
    """
    rows = connection.execute(_PUBLISHED_BUILD).fetchall()
    if not rows:
        raise WarehouseError("meta.build_runs names no build that was published; build again")
    return Build(*rows[0])
