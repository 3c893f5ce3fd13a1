"""Superset with the dashboards of `bi/superset/`, set up and started as docs/bi_tools.md says."""

from __future__ import annotations

import re
import shlex
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from foundation.locations import PROJECT_ROOT
from tests.python.conftest import clean_environment
from tests.python.superset_bundle import BUNDLE

DOCUMENTED = PROJECT_ROOT / "docs" / "bi_tools.md"
USER, PASSWORD = "admin", "only-for-this-test"
_SECONDS_UNTIL_UP = 180
_BIN = ".venv-superset/bin/superset "


@dataclass(frozen=True)
class Superset:
    """A Superset of its own.

    Attributes:
        program: its command.
        home: folder of its own database.
        published: the warehouse it shows.
    """

    program: Path
    home: Path
    published: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            **clean_environment(),
            "SUPERSET_CONFIG_PATH": str(BUNDLE / "superset_config.py"),
            "SUPERSET_SECRET_KEY": "only-for-this-test",
            "SUPERSET_HOME": str(self.home),
            "WAREHOUSE_FILE": str(self.published),
        }

    def run(self, *arguments: str) -> str:
        """Run one of its commands to the end; gives what it printed."""
        result = subprocess.run(
            [self.program, *arguments],
            cwd=PROJECT_ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert result.returncode == 0, f"{arguments}: {result.stdout[-3000:]}"
        return result.stdout

    @contextmanager
    def serving(self, *arguments: str) -> Iterator[str]:
        """Run the command that serves, on a free port; gives the address."""
        port = _free_port()
        address = f"http://127.0.0.1:{port}"
        log = self.home / "server.log"
        with log.open("w") as output:
            server = subprocess.Popen(
                [self.program, *arguments, "--port", str(port)],
                cwd=PROJECT_ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            try:
                _wait_until_up(address, server, log)
                yield address
            finally:
                server.terminate()
                server.wait(timeout=30)


def documented_commands() -> list[list[str]]:
    """The arguments of every `superset` command of the documentation, in its order."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", DOCUMENTED.read_text("utf-8"), re.M | re.S)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [shlex.split(line)[1:] for line in lines if line.startswith(_BIN)]


def _wait_until_up(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _SECONDS_UNTIL_UP
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"{address}/health", timeout=5) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.5)
    raise AssertionError(f"Superset did not come up:\n{log.read_text('utf-8')[-3000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
