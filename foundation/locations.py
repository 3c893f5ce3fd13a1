"""Where the project keeps its inputs."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent
SEEDS_FOLDER = PROJECT_ROOT / "seeds"


def sources_folder() -> Path:
    """Folder of the source texts: `WAREHOUSE_SOURCES`, else `shared/sources` beside the project."""
    default = PROJECT_ROOT.parent / "shared" / "sources"
    return Path(os.environ.get("WAREHOUSE_SOURCES", default))


def shown(path: Path) -> Path:
    """`path` as a person standing in the project would write it."""
    try:
        return path.resolve().relative_to(PROJECT_ROOT)
    except ValueError:
        return path
