"""YAML files of this project, read by the C library where it is installed: ten times as fast."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """What a YAML file declares: plain dictionaries, lists and scalars.

    Raises:
        yaml.YAMLError: it is no YAML.
        OSError: it cannot be read.
    """
    return yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506 (a safe loader either way)
