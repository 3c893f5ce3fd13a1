"""What a command can end in, and the exit code each ending has."""

from __future__ import annotations

from foundation.errors import InputError


class WarehouseError(Exception):
    """A command that could not do what it was asked to; nothing published is touched."""

    exit_code = 1


class BuildLocked(WarehouseError):
    """Another build holds the build folder."""

    exit_code = 6


class BuildFailed(WarehouseError):
    """A dbt node failed."""

    exit_code = 4


class PublishFailed(WarehouseError):
    """The new file could not be written or swapped in."""

    exit_code = 7


class ChangesRefused(WarehouseError):
    """What is about to be published moved further from what is than is tolerated."""

    exit_code = 9


class SourcesOverdue(WarehouseError):
    """A source is older than was declared acceptable."""

    exit_code = 10


INPUT_ERROR_EXIT_CODE = 3
# The whole table: docs/operations.md and the help of the command are held to it.
EXIT_CODES = {
    0: "done; with `build --if-changed` also: no input changed",
    1: "the command failed",
    2: "wrong usage",
    INPUT_ERROR_EXIT_CODE: "bad input: file, line, column, found, expected, how to mend it",
    BuildFailed.exit_code: "a dbt model or test failed",
    5: "an expectation is not met",
    BuildLocked.exit_code: "another build or load is running",
    PublishFailed.exit_code: "the published file is damaged, or could not be read or replaced",
    8: "a file holds personal data",
    ChangesRefused.exit_code: "a change since the published build is beyond tolerance",
    SourcesOverdue.exit_code: "a source is overdue (`warehouse freshness --strict`)",
}


def exit_code_of(error: BaseException) -> int:
    """The exit code a command ends with that ends in `error`."""
    if isinstance(error, InputError):
        return INPUT_ERROR_EXIT_CODE
    return int(getattr(error, "exit_code", 1))
