"""What a person or a log sees while a build runs."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.progress import TimeElapsedColumn as ElapsedColumn

from warehouse.telling.log import log_event

SECONDS_BETWEEN_LOG_LINES = 10.0
# A log has no width of its own, and rich would break its lines at 80.
LOG_WIDTH = 110


def open_console(*, is_to_stderr: bool = False, is_quiet: bool = False) -> Console:
    """A console as wide as its terminal, or as a log."""
    stream = sys.stderr if is_to_stderr else sys.stdout
    width = None if stream.isatty() else LOG_WIDTH
    return Console(stderr=is_to_stderr, width=width, quiet=is_quiet)


class Step:
    """A step under way: count what is done of it."""

    def advance(self, *, total: int | None = None) -> None:
        """One more piece is done, of `total` where that is known."""


class Reporter:
    """Shows steps: a moving bar on a terminal, plain lines in a log.

    Attributes:
        seconds: how long each finished step took, by its name.
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        self.seconds: dict[str, float] = {}

    def say(self, line: str) -> None:
        """Show a line between two steps."""
        self.console.print(line, highlight=False, soft_wrap=True, markup=False)

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Show `name` for as long as the block runs."""
        started = time.monotonic()
        log_event("step started", step=name)
        show = self._on_terminal if self.console.is_terminal else self._in_log
        with show(name) as step:
            yield step
        self.seconds[name] = time.monotonic() - started
        log_event("step finished", step=name, seconds=round(self.seconds[name], 3))
        self.console.print(f"{name}: done in {self.seconds[name]:.1f} s", highlight=False)

    @contextmanager
    def _on_terminal(self, name: str) -> Iterator[Step]:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            ElapsedColumn(),
        )
        with Progress(*columns, console=self.console, transient=True) as progress:
            yield _BarStep(progress, name)

    @contextmanager
    def _in_log(self, name: str) -> Iterator[Step]:
        self.console.print(f"{name} ...", highlight=False)
        yield _LogStep(self.console, name)


class _BarStep(Step):
    def __init__(self, progress: Progress, name: str) -> None:
        self._progress = progress
        self._task = progress.add_task(name, total=None)

    def advance(self, *, total: int | None = None) -> None:
        self._progress.update(self._task, advance=1, total=total)


class _LogStep(Step):
    def __init__(self, console: Console, name: str) -> None:
        self._console = console
        self._name = name
        self._done = 0
        self._last_line = time.monotonic()

    def advance(self, *, total: int | None = None) -> None:
        self._done += 1
        if time.monotonic() - self._last_line < SECONDS_BETWEEN_LOG_LINES:
            return
        self._last_line = time.monotonic()
        of_total = f" of {total}" if total is not None else ""
        self._console.print(f"{self._name}: {self._done}{of_total}", highlight=False)
