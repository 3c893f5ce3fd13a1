"""Pythons with what a client of the warehouse has, in environments kept between runs."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

from foundation.locations import PROJECT_ROOT

LOCKS = Path(__file__).parent / "clients"


def client_python(name: str, lock: Path | None = None) -> Path:
    """A Python that has what a lock file holds, installed the first time.

    Args:
        name: of the environment.
        lock: the lock file; without it, the one of this name in `clients/`.
    """
    folder = PROJECT_ROOT / ".venv-clients" / name
    python = folder / "bin" / "python"
    ready = folder / ".ready"
    lock = lock or LOCKS / f"{name}.lock"
    if not ready.exists() or ready.read_text("utf-8") != lock.read_text("utf-8"):
        venv.create(folder, clear=True)
        uv = Path(sys.executable).with_name("uv")
        subprocess.run(
            [uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", lock],
            check=True,
        )
        ready.write_text(lock.read_text("utf-8"), "utf-8")
    return python
