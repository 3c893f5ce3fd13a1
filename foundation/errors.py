"""The one error that bad input ends in."""

from __future__ import annotations

from pathlib import Path


class InputError(Exception):
    """Input that cannot be accepted, with its place, what was expected and how to mend it.

    Args:
        file: the file that was read.
        found: what stands there.
        expected: what should stand there.
        mend: what the person who owns the file can do.
        line: 1-based line of the file, where one line is to blame.
        column: name of the column, where one column is to blame.
    """

    def __init__(
        self,
        *,
        file: Path | str,
        found: str,
        expected: str,
        mend: str,
        line: int | None = None,
        column: str | None = None,
    ) -> None:
        self.file = Path(file)
        self.line = line
        self.column = column
        self.found = found
        self.expected = expected
        self.mend = mend
        super().__init__(str(self))

    def __str__(self) -> str:
        place = str(self.file)
        if self.line is not None:
            place += f", line {self.line}"
        if self.column is not None:
            place += f", column {self.column}"
        return f"{place}: found {self.found}; expected {self.expected}. To mend: {self.mend}."
