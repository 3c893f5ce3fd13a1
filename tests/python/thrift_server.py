"""A Spark Thrift server on this machine, with a catalogue and executors of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

START_SECONDS = 120.0
END_SECONDS = 20.0
CLASS = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"


@dataclass(frozen=True)
class ThriftServer:
    """A server that runs.

    Attributes:
        port: where it listens on 127.0.0.1.
        process: of its driver; executors are children of it.
        log: what it said.
    """

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def settings(self) -> dict[str, str]:
        """The variables that have `warehouse spark` use it."""
        return {
            "WAREHOUSE_SPARK_METHOD": "thrift",
            "WAREHOUSE_SPARK_HOST": "127.0.0.1",
            "WAREHOUSE_SPARK_PORT": str(self.port),
        }


@contextmanager
def thrift_server(folder: Path, settings: Mapping[str, str]) -> Iterator[ThriftServer]:
    """A server for as long as the block runs, with two executors.

    Args:
        folder: a new one, for its catalogue, tables and log.
        settings: further ones of Spark.
    """
    folder.mkdir()
    log = folder / "server.log"
    port = _free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            _command(folder, port, settings),
            cwd=folder,
            env={**os.environ, "SPARK_HOME": str(_spark_home()), "SPARK_LOCAL_IP": "127.0.0.1"},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = ThriftServer(port, process, log)
    try:
        _wait_until_it_listens(server)
        yield server
    finally:
        _end(process)


def _command(folder: Path, port: int, settings: Mapping[str, str]) -> list[str]:
    catalogue = f"jdbc:derby:;databaseName={folder}/catalogue;create=true"
    configuration = {
        "spark.driver.extraJavaOptions": f"-Xss16m -Dderby.system.home={folder}",
        "spark.sql.warehouse.dir": f"{folder}/tables",
        "spark.hadoop.javax.jdo.option.ConnectionURL": catalogue,
        "spark.log.level": "WARN",
        "spark.ui.enabled": "false",
        **settings,
    }
    return [
        str(_spark_home() / "bin" / "spark-submit"),
        "--master=local-cluster[2,1,1024]",
        "--driver-memory=2g",
        f"--class={CLASS}",
        *(f"--conf={name}={value}" for name, value in configuration.items()),
        "spark-internal",
        "--hiveconf",
        f"hive.server2.thrift.port={port}",
        "--hiveconf",
        "hive.server2.thrift.bind.host=127.0.0.1",
        "--hiveconf",
        f"hive.exec.scratchdir={folder}/scratch",
    ]


def _spark_home() -> Path:
    found = find_spec("pyspark")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_listens(server: ThriftServer) -> None:
    latest = time.monotonic() + START_SECONDS
    while time.monotonic() < latest:
        try:
            socket.create_connection(("127.0.0.1", server.port), 1.0).close()
            return
        except OSError:
            assert server.process.poll() is None, _last_lines(server.log)
            time.sleep(0.5)
    raise AssertionError(_last_lines(server.log))


def _last_lines(log: Path) -> str:
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-40:])


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the driver and with it the executors; whatever is left of the group is killed."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(END_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
