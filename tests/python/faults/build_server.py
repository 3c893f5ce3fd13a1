"""Runs builds of the project it stands in, each in a fork of a process that imported everything.

Started by path with the project's root as working folder; takes one JSON object a line, answers
with one. It is not part of the project it builds, so it imports nothing of `tests`.

A request has `kill_at`, the number of a file operation before which the build kills itself, or
`kill_after`, seconds after which it is killed; `environment`, variables for the failing disk;
`is_full`, whether everything is built; `is_real`, whether expectations are checked; and `log`, a
file for what it prints. The answer has `exit_code` (negative: the signal), the `events`
it counted and the `seconds` it took.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path
from types import SimpleNamespace

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


def run_build(*, is_full: bool) -> int:
    from rich.console import Console

    from foundation.errors import InputError
    from warehouse.building.build import BuildRequest, build
    from warehouse.errors import WarehouseError
    from warehouse.locations import BuildFolder, published_file
    from warehouse.telling.progress import Reporter

    try:
        request = BuildRequest(BuildFolder.default(), published_file(), is_full=is_full)
        build(request, Reporter(Console(width=200)))
    except (WarehouseError, InputError) as error:
        print(f"error: {error}", file=sys.stderr)
        return int(getattr(error, "exit_code", 3))
    except BaseException:
        traceback.print_exc()
        return 99
    return 0


class GateInProcess:
    """Stands in for the process of the expectation gate, which a fork cannot start quickly."""

    def __init__(self, report_folder: Path) -> None:
        shutil.rmtree(report_folder, ignore_errors=True)
        report_folder.mkdir(parents=True)
        (report_folder / "index.html").write_text("report", "utf-8")

    def __enter__(self) -> GateInProcess:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, _request: object) -> None:
        pass

    def outcome(self) -> object:
        return SimpleNamespace(suites=())


def child(request: dict[str, object]) -> None:
    log = os.open(str(request["log"]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    sys.stdout = os.fdopen(1, "w", buffering=1)
    sys.stderr = os.fdopen(2, "w", buffering=1)
    os.environ.update({str(k): str(v) for k, v in dict(request["environment"]).items()})  # type: ignore[call-overload]
    kill_at = request.get("kill_at")
    Moments(kill_at if isinstance(kill_at, int) else None, Path(str(request["log"]) + ".moments"))
    if not request["is_real"]:
        importlib.import_module("warehouse.building.run").GateProcess = GateInProcess  # type: ignore[attr-defined]
    code = run_build(is_full=bool(request.get("is_full")))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def serve() -> None:
    import dbt.adapters.duckdb  # noqa: F401
    from dbt.cli.main import dbtRunner  # noqa: F401

    importlib.import_module("warehouse.building.build")
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
