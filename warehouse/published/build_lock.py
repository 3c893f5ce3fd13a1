"""One build at a time, in a build folder and into a published file."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from filelock import lock_descriptor

from warehouse.errors import BuildLocked, PublishFailed

SECONDS_BETWEEN_TRIES = 0.2


def _say_nothing(_message: str) -> None:
    pass


@contextmanager
def build_lock(
    path: Path, *, wait_seconds: float = 0, say: Callable[[str], None] = _say_nothing
) -> Iterator[None]:
    """Hold the lock file. However the process ends, the operating system then lets go of it.

    Args:
        path: the lock file; who holds it stands in it until it is let go in good order.
        wait_seconds: how long to wait for whoever holds it.
        say: told that it waits, and that whoever held it last was cut short.

    Raises:
        BuildLocked: another process holds it, and did not let go in time.
        PublishFailed: the folder of the lock file cannot be written.
    """
    with _opened(path) as lock:
        _take(lock, path, wait_seconds, say)
        if left := _holder(lock):
            say(f"the last build was cut short ({_described(left)}); its lock is free")
        _write(lock, json.dumps(_this_process()))
        try:
            yield
        finally:
            _write(lock, "")


def _opened(path: Path) -> TextIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a+", encoding="utf-8")
    except OSError as error:
        raise PublishFailed(f"{path} cannot be written: {error.strerror}") from error


def _take(lock: TextIO, path: Path, wait_seconds: float, say: Callable[[str], None]) -> None:
    deadline = time.monotonic() + wait_seconds
    is_told = False
    while not lock_descriptor(lock.fileno(), blocking=False):
        holder = _described(_holder(lock))
        if time.monotonic() >= deadline:
            waited = f" after {wait_seconds:g} s of waiting" if wait_seconds else ""
            raise BuildLocked(
                f"another build is running{waited}: {holder} holds {path}; wait for it to end "
                "(--wait SECONDS), or stop it"
            )
        if not is_told:
            say(f"waiting for another build: {holder}")
            is_told = True
        time.sleep(SECONDS_BETWEEN_TRIES)


def _this_process() -> dict[str, object]:
    return {
        "process": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _holder(lock: TextIO) -> dict[str, object]:
    """Who stands in the lock file; nobody where it is empty or just being written."""
    lock.seek(0)
    try:
        holder = json.loads(lock.read())
    except ValueError:
        return {}
    return holder if isinstance(holder, dict) else {}


def _described(holder: dict[str, object]) -> str:
    if not holder:
        return "a process that has just started"
    described = (
        f"process {holder.get('process')} on {holder.get('host')}, since {holder.get('since')}"
    )
    if holder.get("host") != socket.gethostname():
        return f"{described} (another host: whether it still runs cannot be seen from here)"
    if not _is_alive(holder.get("process")):
        return f"{described} (it has ended; what it started may still run)"
    return described


def _is_alive(process_id: object) -> bool:
    if not isinstance(process_id, int):
        return False
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _write(lock: TextIO, text: str) -> None:
    """Write who holds the lock; on a full disk it holds without."""
    with suppress(OSError):
        os.ftruncate(lock.fileno(), 0)
        os.write(lock.fileno(), text.encode())
