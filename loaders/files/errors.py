"""How loading a file can be refused, beside `InputError`."""

from __future__ import annotations


class PersonalDataFound(Exception):
    """A file that holds something like a person's identity; it never says the value.

    Args:
        file: the file as it may be shown.
        place: where it stands, such as `row 5, column 3`.
        what: the kind of personal data.
    """

    exit_code = 8

    def __init__(self, file: str, place: str, what: str) -> None:
        super().__init__(
            f"{file}, {place}: found {what}; the whole file is refused and nothing of it was kept. "
            "Expected aggregates only. To mend: remove personal data and load sums or counts"
        )


class LandingError(Exception):
    """A batch or a landing folder that cannot be used as asked."""

    exit_code = 1


class LandingBusy(LandingError):
    """A build or another load is using the landed batches."""

    exit_code = 6
