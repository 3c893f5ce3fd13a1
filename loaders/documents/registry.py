"""The registered source documents, and their text once it is proved to be the registered one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from foundation.errors import InputError
from foundation.ideographs import unify_ideographs
from foundation.locations import shown
from loaders.documents.declarations import DOCUMENTS_FOLDER, declared_documents


@dataclass(frozen=True)
class SourceDocument:
    """A source text, proved to be the registered one.

    Attributes:
        source_document_id: its id in `core.dim_source_documents`.
        path: the file it was read from.
        lines: its lines without line ends, look-alike ideographs unified; line n is `lines[n - 1]`.
    """

    source_document_id: str
    path: Path
    lines: tuple[str, ...]


def registered_documents() -> dict[str, Mapping[str, str]]:
    """The registry entry of each document by `source_document_id`."""
    return {name: document.registered for name, document in declared_documents().items()}


def open_document(source_document_id: str, sources: Path) -> SourceDocument:
    """Read one source text.

    Raises:
        InputError: the file is missing, or its SHA-256 is not the registered one.
    """
    registered = registered_documents()[source_document_id]
    path = sources / registered["file_name"]
    if not path.is_file():
        raise InputError(
            file=path,
            found="no such file",
            expected=f"the text of {registered['title_zh']}",
            mend="point WAREHOUSE_SOURCES at the folder of source texts",
        )
    content = path.read_bytes()
    _refuse_other_text(path, content, registered)
    # Of a file that is no text, its layout reads the lines and cells.
    text = unify_ideographs(content.decode("utf-8")) if path.suffix == ".txt" else ""
    return SourceDocument(source_document_id, path, tuple(text.split("\n")))


def refuse_changed_texts(sources: Path) -> int:
    """Compare the texts that are at hand with what was registered.

    A build reads the seeds alone, so texts may be missing; one that is there must be the one its
    seeds were read from.

    Returns:
        How many were compared.

    Raises:
        InputError: the SHA-256 of one is not the registered one.
    """
    at_hand = [
        (sources / registered["file_name"], registered)
        for registered in registered_documents().values()
        if registered["file_name"] and (sources / registered["file_name"]).is_file()
    ]
    for path, registered in at_hand:
        _refuse_other_text(path, path.read_bytes(), registered)
    return len(at_hand)


def _refuse_other_text(path: Path, content: bytes, registered: Mapping[str, str]) -> None:
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 != registered["sha256"]:
        raise InputError(
            file=path,
            found=f"SHA-256 {sha256} ({len(content):,} bytes)",
            expected=f"SHA-256 {registered['sha256']}, registered for {registered['title_zh']}",
            mend="restore the registered text, or register the new edition in "
            f"{shown(DOCUMENTS_FOLDER)}/*/document.yml and read it again",
        )
