"""Spark's settings, and what is wrong with them, told before anything is built."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from foundation.locations import PROJECT_ROOT
from warehouse.spark.refusals import SparkUnusable, refuse_missing_package
from warehouse.spark.server import HTTP, THRIFT, SparkServer
from warehouse.spark.session import OwnSession

# Name of the profile's target.
TARGET = "spark"
SESSION = "session"


@dataclass(frozen=True)
class SparkSettings:
    """Where Spark runs and where it meets this process, as the profile's target `spark` reads it.

    Attributes:
        connection: `WAREHOUSE_SPARK_METHOD`: a session of this process, else a server.
        folder: `WAREHOUSE_SPARK_FOLDER`, else `build/spark` in the project: seeds and written
            files, and in a session its tables and catalogue.
    """

    connection: OwnSession | SparkServer
    folder: Path

    @classmethod
    def from_environment(cls) -> SparkSettings:
        """The settings as the environment has them.

        Raises:
            SparkUnusable: the method is none.
        """
        folder = os.environ.get("WAREHOUSE_SPARK_FOLDER", PROJECT_ROOT / "build" / "spark")
        method = os.environ.get("WAREHOUSE_SPARK_METHOD", SESSION)
        return cls(_connection(method), Path(folder).absolute())

    @property
    def dbt_target(self) -> Path:
        """Where dbt keeps its last parse."""
        return self.folder / "dbt"

    def check(self) -> None:
        """Refuse settings that Spark could not be reached with.

        Raises:
            SparkUnusable: as the connection's own check.
        """
        refuse_missing_package("dbt.adapters.spark")
        partitions = os.environ.get("WAREHOUSE_SPARK_PARTITIONS", "2")
        if not partitions.isdecimal() or int(partitions) < 1:
            raise SparkUnusable(
                f"WAREHOUSE_SPARK_PARTITIONS={partitions} is no number of parts; expected is 1 or "
                "more"
            )
        self.connection.check()


def _connection(method: str) -> OwnSession | SparkServer:
    if method == SESSION:
        return OwnSession.from_environment()
    if method in (THRIFT, HTTP):
        return SparkServer.from_environment(method)
    raise SparkUnusable(
        f"WAREHOUSE_SPARK_METHOD={method} is not known; expected is {SESSION}, {THRIFT} or {HTTP}"
    )
