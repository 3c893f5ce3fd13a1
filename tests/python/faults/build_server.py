"""Runs builds of the project it stands in, each in a fork of a process that imported everything.

Started by path with the project's root as working folder; takes one JSON object a line, answers
with one. It is not part of the project it builds, so it imports nothing of `tests`.

A request has `kill_at`, the number of a file operation before which the build kills itself, or
`kill_after`, seconds after which it is killed; `environment`, variables for the failing disk; and
`log`, a file for what it prints. The answer has `exit_code` (negative: the signal), the `events`
it counted and the `seconds` it took.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path

ROOT = Path.cwd()
EVENTS = {
    "open",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.truncate",
    "shutil.copyfile",
    "shutil.move",
    "shutil.rmtree",
}
WRITING = os.O_WRONLY | os.O_RDWR


class Moments:
    """Counts the file operations inside the project, and kills the process before one of them."""

    def __init__(self, kill_at: int | None, counted: Path) -> None:
        self._kill_at = kill_at
        self._count = 0
        self._process = os.getpid()
        self._counted = os.open(counted, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        sys.addaudithook(self._hook)
        self._fsync = os.fsync
        os.fsync = self._counted_fsync  # type: ignore[assignment]

    def _hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if event not in EVENTS or not arguments or os.getpid() != self._process:
            return
        path = str(arguments[0])
        if event == "open" and not int(str(arguments[2] or 0)) & WRITING:
            return
        if path.startswith(str(ROOT)):
            self._moment(event, path)

    def _counted_fsync(self, descriptor: int) -> None:
        if os.getpid() == self._process:
            self._moment("os.fsync", "")
        self._fsync(descriptor)

    def _moment(self, event: str, path: str) -> None:
        self._count += 1
        os.write(self._counted, f"{event} {path.removeprefix(str(ROOT))}\n".encode())
        if self._count == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


def run_build() -> int:
    from rich.console import Console

    from loaders.errors import InputError
    from warehouse.build import BuildRequest, build
    from warehouse.errors import WarehouseError
    from warehouse.locations import BuildFolder, published_file
    from warehouse.progress import Reporter

    try:
        build(BuildRequest(BuildFolder.default(), published_file()), Reporter(Console(width=200)))
    except (WarehouseError, InputError) as error:
        print(f"error: {error}", file=sys.stderr)
        return int(getattr(error, "exit_code", 3))
    except BaseException:
        traceback.print_exc()
        return 99
    return 0


def start_gate() -> None:
    """Fork the gate's process now: once data frames were read, their threads forbid it."""
    import warehouse.gate
    from warehouse.locations import BuildFolder

    fork = multiprocessing.get_context("fork")
    connection, worker_end = fork.Pipe()
    report = BuildFolder.default().report
    process = fork.Process(target=warehouse.gate._work, args=(worker_end, report), daemon=True)
    process.start()
    worker_end.close()

    def use_started(gate: warehouse.gate.GateProcess, report_folder: Path) -> None:
        shutil.rmtree(report_folder, ignore_errors=True)
        gate._connection = connection
        gate._process = process  # type: ignore[assignment]

    warehouse.gate.GateProcess.__init__ = use_started  # type: ignore[method-assign]


def child(request: dict[str, object]) -> None:
    log = os.open(str(request["log"]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    sys.stdout = os.fdopen(1, "w", buffering=1)
    sys.stderr = os.fdopen(2, "w", buffering=1)
    os.environ.update({str(k): str(v) for k, v in dict(request["environment"]).items()})  # type: ignore[call-overload]
    start_gate()
    kill_at = request.get("kill_at")
    Moments(kill_at if isinstance(kill_at, int) else None, Path(str(request["log"]) + ".moments"))
    code = run_build()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def serve() -> None:
    import dbt.adapters.duckdb  # noqa: F401
    from dbt.cli.main import dbtRunner  # noqa: F401

    print("ready", flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        started = time.monotonic()
        process = os.fork()
        if process == 0:
            try:
                child(request)
            finally:
                os._exit(98)
        kill_after = request.get("kill_after")
        if kill_after is not None:
            _kill_later(process, kill_after)
        _, status = os.waitpid(process, 0)
        moments = Path(request["log"] + ".moments").read_text("utf-8").splitlines()
        answer = {
            "exit_code": os.waitstatus_to_exitcode(status),
            "moments": moments,
            "seconds": time.monotonic() - started,
        }
        print(json.dumps(answer), flush=True)


def _kill_later(process: int, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if found is not None:
            return
        time.sleep(0.01)
    os.kill(process, signal.SIGKILL)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    serve()
