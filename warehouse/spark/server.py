"""Spark on a server that this process speaks to."""

from __future__ import annotations

import os
from dataclasses import dataclass

from warehouse.spark.refusals import SparkUnusable, refuse_missing_package, refuse_silence

THRIFT, HTTP = "thrift", "http"
PORTS = {THRIFT: "10000", HTTP: "443"}
WITH_PASSWORD = ("LDAP", "CUSTOM")
AUTHENTICATIONS = ("NONE", "NOSASL", *WITH_PASSWORD)
ANSWER_SECONDS = 120.0
_PASSWORD = "DBT_ENV_SECRET_SPARK_PASSWORD"  # noqa: S105
_TOKEN = "DBT_ENV_SECRET_SPARK_TOKEN"  # noqa: S105


@dataclass(frozen=True)
class SparkServer:
    """A Thrift server of Spark's, or a Databricks cluster.

    Attributes:
        method: `WAREHOUSE_SPARK_METHOD`: `thrift`, or `http` for Databricks.
        host: `WAREHOUSE_SPARK_HOST`.
        port: `WAREHOUSE_SPARK_PORT`, else 10000 for `thrift` and 443 for `http`.
        authentication: `WAREHOUSE_SPARK_AUTH`, what a Thrift server asks for: NONE unless set.
        cluster: `WAREHOUSE_SPARK_CLUSTER`, that of Databricks.
        encryption: `WAREHOUSE_SPARK_SSL`: `true` or `false`.
        has_password: whether `DBT_ENV_SECRET_SPARK_PASSWORD` is set.
        has_token: whether `DBT_ENV_SECRET_SPARK_TOKEN` is set.
    """

    method: str
    host: str
    port: str
    authentication: str = "NONE"
    cluster: str = ""
    encryption: str = "false"
    has_password: bool = False
    has_token: bool = False

    @classmethod
    def from_environment(cls, method: str) -> SparkServer:
        """The server as the environment names it."""
        return cls(
            method=method,
            host=os.environ.get("WAREHOUSE_SPARK_HOST", ""),
            port=os.environ.get("WAREHOUSE_SPARK_PORT", PORTS[method]),
            authentication=os.environ.get("WAREHOUSE_SPARK_AUTH", "NONE"),
            cluster=os.environ.get("WAREHOUSE_SPARK_CLUSTER", ""),
            encryption=os.environ.get("WAREHOUSE_SPARK_SSL", "false"),
            has_password=bool(os.environ.get(_PASSWORD)),
            has_token=bool(os.environ.get(_TOKEN)),
        )

    @property
    def name(self) -> str:
        return f"Spark at {self.host}:{self.port}"

    @property
    def answer_seconds(self) -> float:
        """How long to wait for a server that listens but says nothing."""
        return ANSWER_SECONDS

    @property
    def silence_hint(self) -> str:
        return (
            "is it a Thrift server of Spark's, is it busy, and does it ask for another "
            "WAREHOUSE_SPARK_AUTH?"
        )

    @property
    def variables(self) -> dict[str, str]:
        """What the profile reads besides the variables that are set."""
        return {"WAREHOUSE_SPARK_METHOD": self.method, "WAREHOUSE_SPARK_PORT": self.port}

    def check(self) -> None:
        """Refuse settings that no connection could be opened with.

        Raises:
            SparkUnusable: a package is missing, a variable has no or no possible value, or nothing
                listens there.
        """
        refuse_missing_package("pyhive")
        self._check_address()
        if self.method == THRIFT:
            self._check_authentication()
        else:
            self._check_databricks()
        refuse_silence(
            "server",
            self.host,
            int(self.port),
            f"{self.host}:{self.port} (WAREHOUSE_SPARK_HOST, WAREHOUSE_SPARK_PORT)",
        )

    def _check_address(self) -> None:
        if not self.host or "/" in self.host or ":" in self.host:
            raise SparkUnusable(
                f"WAREHOUSE_SPARK_HOST={self.host} is no host; WAREHOUSE_SPARK_METHOD="
                f"{self.method} needs the name of one, such as spark.example.org, without "
                "https:// and port"
            )
        if not self.port.isdecimal() or not 0 < int(self.port) < 65536:
            raise SparkUnusable(
                f"WAREHOUSE_SPARK_PORT={self.port} is no port; expected is a number up to 65535, "
                f"such as {PORTS[self.method]}"
            )

    def _check_authentication(self) -> None:
        if self.authentication not in AUTHENTICATIONS:
            raise SparkUnusable(
                f"WAREHOUSE_SPARK_AUTH={self.authentication} is not known; expected is one of "
                f"{', '.join(AUTHENTICATIONS)}, as hive.server2.authentication has it on the server"
            )
        if self.has_password != (self.authentication in WITH_PASSWORD):
            what = "is set, and nobody asks for it" if self.has_password else "is not set"
            raise SparkUnusable(
                f"WAREHOUSE_SPARK_AUTH={self.authentication}, but {_PASSWORD} {what}; "
                f"{' and '.join(WITH_PASSWORD)} need a password, the others have none"
            )

        if self.encryption not in ("true", "false"):
            raise SparkUnusable(
                f"WAREHOUSE_SPARK_SSL={self.encryption} is not known; expected is true or false"
            )

    def _check_databricks(self) -> None:
        for variable, is_set in (
            ("WAREHOUSE_SPARK_CLUSTER", bool(self.cluster)),
            (_TOKEN, self.has_token),
        ):
            if not is_set:
                raise SparkUnusable(
                    f"{variable} is not set; WAREHOUSE_SPARK_METHOD=http needs the cluster and a "
                    "token of Databricks"
                )
