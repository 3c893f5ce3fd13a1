"""Spark whose driver is this process."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from loaders.files.large.engine import memory_limit
from warehouse.spark.refusals import SparkUnusable, refuse_missing_package, refuse_silence

OLDEST_JAVA = 17
CLUSTER_SECONDS = 600.0
_LOCAL_MASTER = re.compile(r"local(\[(\*|\d+)(,\s*\d+)?\]|-cluster\[\d+,\d+,\d+\])?")
_REMOTE_MASTER = re.compile(r"(yarn|k8s://.+)")
_MEMORY = re.compile(r"\d+[KMGT](i?B)?", re.IGNORECASE)
_JAVA_VERSION = re.compile(r'version "(?:1\.)?(\d+)')


@dataclass(frozen=True)
class OwnSession:
    """A session of this process, and the machines that execute for it.

    Attributes:
        master: `WAREHOUSE_SPARK_MASTER`, else this machine's two cores.
        metastore: `WAREHOUSE_SPARK_METASTORE`, a Hive metastore; without it, one of its own.
    """

    master: str
    metastore: str

    @classmethod
    def from_environment(cls) -> OwnSession:
        """The session as the environment sets it."""
        return cls(
            os.environ.get("WAREHOUSE_SPARK_MASTER", "local[2]"),
            os.environ.get("WAREHOUSE_SPARK_METASTORE", ""),
        )

    @property
    def name(self) -> str:
        return f"Spark (WAREHOUSE_SPARK_MASTER={self.master})"

    @property
    def answer_seconds(self) -> float | None:
        """How long to wait for a cluster to give this process executors; None on this machine."""
        return None if _LOCAL_MASTER.fullmatch(self.master) else CLUSTER_SECONDS

    @property
    def silence_hint(self) -> str:
        return "does the cluster have executors to give, and do they reach this machine?"

    @property
    def variables(self) -> dict[str, str]:
        """What the profile reads."""
        return {
            "WAREHOUSE_SPARK_METHOD": "session",
            "WAREHOUSE_SPARK_MASTER": self.master,
            "WAREHOUSE_SPARK_METASTORE": self.metastore,
        }

    def check(self) -> None:
        """Refuse settings that no session could start with.

        Raises:
            SparkUnusable: a package, Java, the master or the metastore is not there.
        """
        refuse_missing_package("pyspark")
        _check_java()
        _check_memory()
        _check_master(self.master)
        if self.metastore:
            _check_answers("WAREHOUSE_SPARK_METASTORE", self.metastore, "thrift", "Hive metastore")


def find_java() -> str | None:
    """The `java` of JAVA_HOME, else that of PATH; None where it is not there."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which(Path(home) / "bin" / "java") if home else shutil.which("java")


def _check_java() -> None:
    home, java = os.environ.get("JAVA_HOME"), find_java()
    needed = f"Spark needs Java {OLDEST_JAVA} or newer"
    mend = "install it, or name its folder in JAVA_HOME"
    if java is None:
        where = f"JAVA_HOME={home} has no bin/java" if home else "there is no `java` here"
        raise SparkUnusable(f"{needed}, and {where}; {mend}")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = _JAVA_VERSION.search(said.stderr + said.stdout)
    if found is None or int(found[1]) < OLDEST_JAVA:
        version = f"is Java {found[1]}" if found else "does not say its version"
        raise SparkUnusable(f"{needed}, and {java} {version}; {mend}")


def _check_memory() -> None:
    memory = memory_limit()
    if not _MEMORY.fullmatch(memory):
        raise SparkUnusable(
            f"WAREHOUSE_MEMORY={memory} is nothing that Spark's driver takes; expected is a whole "
            "number with its unit, such as 2GB or 1536MB"
        )


def _check_master(master: str) -> None:
    if _LOCAL_MASTER.fullmatch(master) or _REMOTE_MASTER.fullmatch(master):
        return
    if not master.startswith("spark://"):
        raise SparkUnusable(
            f"WAREHOUSE_SPARK_MASTER={master} is no master of Spark; expected is local[2], "
            "local-cluster[2,1,1024], spark://host:7077, yarn or k8s://address"
        )
    _check_answers("WAREHOUSE_SPARK_MASTER", master, "spark", "master of Spark")


def _check_answers(variable: str, address: str, scheme: str, what: str) -> None:
    expected = f"expected is {scheme}://host:port"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise SparkUnusable(f"{variable}={address}: {error}; {expected}") from error
    if parts.scheme != scheme or host is None or port is None:
        raise SparkUnusable(f"{variable}={address} is no address of a {what}; {expected}")
    refuse_silence(what, host, port, f"{address} ({variable})")
