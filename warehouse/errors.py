"""What a command can end in, and the exit code each ending has."""

from __future__ import annotations


class WarehouseError(Exception):
    """A command that could not do what it was asked to; nothing published is touched."""

    exit_code = 1


class BuildLocked(WarehouseError):
    """Another build holds the build folder."""

    exit_code = 6


class BuildFailed(WarehouseError):
    """A dbt node failed."""

    exit_code = 4


class GateRefused(WarehouseError):
    """An expectation was not met."""

    exit_code = 5


class PublishFailed(WarehouseError):
    """The new file could not be written or swapped in."""

    exit_code = 7


class ChangesRefused(WarehouseError):
    """What is about to be published moved further from what is than is tolerated."""

    exit_code = 9


INPUT_ERROR_EXIT_CODE = 3
