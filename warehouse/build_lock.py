"""One build at a time in one build folder."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from warehouse.errors import BuildLocked


@contextmanager
def build_lock(path: Path) -> Iterator[None]:
    """Hold the lock file. However the process ends, the operating system then lets go of it.

    Raises:
        BuildLocked: another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise BuildLocked(
                f"another build is running ({lock.read().strip() or 'just started'}); "
                "wait for it to end, or stop it"
            ) from None
        lock.truncate(0)
        holder = {
            "process": os.getpid(),
            "host": socket.gethostname(),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        lock.write(json.dumps(holder))
        lock.flush()
        yield
