"""What every way to Spark needs, and how it is told that it is not there."""

from __future__ import annotations

import re
import socket
from importlib.util import find_spec

from warehouse.errors import WarehouseError

CONNECT_SECONDS = 5.0
# What dbt, and Python's bridge to Java, say before what went wrong.
_HEADING = re.compile(r" Error$|^An error occurred while calling ")


class SparkUnusable(WarehouseError):
    """Spark cannot be used as it is set; nothing was built."""


class NotConnected(SparkUnusable):
    """Whatever is there takes no connection of dbt's."""


class StatementFailed(WarehouseError):
    """Spark could not run a statement."""


def refuse_missing_package(name: str) -> None:
    """Refuse to go on without a package.

    Raises:
        SparkUnusable: it is not installed.
    """
    if find_spec(name) is None:
        raise SparkUnusable(
            f"`{name}` is not installed; the extra `spark` has it: see docs/scaling.md"
        )


def refuse_silence(what: str, host: str, port: int, setting: str) -> None:
    """Refuse to go on where nothing listens.

    Args:
        what: is expected there.
        host, port: where.
        setting: the variables that say so, as the message shows them.

    Raises:
        SparkUnusable: no connection can be opened.
    """
    try:
        socket.create_connection((host, port), CONNECT_SECONDS).close()
    except OSError as error:
        raise SparkUnusable(f"no {what} answers at {setting}: {error.strerror or error}") from error


def first_line(error: BaseException) -> str:
    """What went wrong: a line of an error's text, without headings and Java's exceptions."""
    lines = [line.strip() for line in str(error).splitlines()]
    told = [line for line in lines if line and not _HEADING.search(line)]
    return told[0].rpartition("Exception: ")[2] if told else type(error).__name__
