"""The places of a document and what stands there, in the order of its pages or lines."""

from __future__ import annotations

import re
from collections.abc import Iterable

from warehouse.site.facts import Row

Place = tuple[str, list[Row]]


def places_of_documents(entries: Iterable[Row]) -> dict[str, list[Place]]:
    """What stands at each place, by document, places in reading order."""
    documents: dict[str, dict[str, list[Row]]] = {}
    for entry in entries:
        places = documents.setdefault(entry["source_document_id"], {})
        places.setdefault(entry["source_locator"], []).append(entry)
    return {
        document: sorted(places.items(), key=lambda place: reading_order(place[0]))
        for document, places in documents.items()
    }


def reading_order(locator: str) -> tuple[int, ...]:
    """Where a place stands: by line where it names one (`表5:L1234`), else by page (`10-4`)."""
    line = re.search(r":L(\d+)", locator)
    if line:
        return (int(line[1]),)
    return tuple(int(part) for part in re.findall(r"\d+", locator))
