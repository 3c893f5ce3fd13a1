"""What happens during a build, as lines of JSON for whoever collects logs."""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_LOGGER = logging.getLogger("warehouse.events")


def write_events(*, to_stderr: bool) -> None:
    """Write events from now on to `WAREHOUSE_LOG_FILE`, where it is set, and to stderr if asked."""
    _LOGGER.setLevel(logging.INFO)
    _LOGGER.propagate = False
    handlers: list[logging.Handler] = []
    if file := os.environ.get("WAREHOUSE_LOG_FILE"):
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        handlers.append(logging.FileHandler(file, encoding="utf-8"))
    if to_stderr:
        handlers.append(logging.StreamHandler(sys.stderr))
    for handler in handlers or [logging.NullHandler()]:
        handler.setFormatter(_JsonLine())
        _LOGGER.addHandler(handler)


def log_event(event: str, *, is_error: bool = False, **facts: Any) -> None:
    """Write one event with its facts."""
    _LOGGER.log(logging.ERROR if is_error else logging.INFO, event, extra={"facts": facts})


class _JsonLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "process": record.process,
            **getattr(record, "facts", {}),
        }
        return json.dumps(line, ensure_ascii=False, default=str)
