"""From the registered source texts to the seed files derived from them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import polars as pl

from foundation.csv_files import table_bytes
from foundation.errors import InputError
from foundation.locations import shown
from loaders.documents.ey_fy107_plans import parser as ey_fy107_plans
from loaders.documents.mohw_fy107_plan import parser as mohw_fy107_plan
from loaders.documents.nhi_digital_upgrade_113_116 import parser as nhi_digital_upgrade_113_116
from loaders.documents.nhi_tiered_care_progress import parser as nhi_tiered_care_progress
from loaders.documents.precision_medicine_strategy import parser as precision_medicine_strategy
from loaders.documents.registry import SourceDocument, open_document
from loaders.seeds.declarations import seed_declaration

Parser = Callable[[SourceDocument], dict[str, pl.DataFrame]]

PARSERS: dict[str, Parser] = {
    "ey_fy107_plans": ey_fy107_plans.extract,
    "mohw_fy107_plan": mohw_fy107_plan.extract,
    "nhi_digital_upgrade_113_116": nhi_digital_upgrade_113_116.extract,
    "nhi_tiered_care_progress": nhi_tiered_care_progress.extract,
    "precision_medicine_strategy": precision_medicine_strategy.extract,
}


def extract_document(
    source_document_id: str, sources: Path, seeds_folder: Path
) -> dict[Path, bytes]:
    """Derive one document's seed files.

    Args:
        source_document_id: a document that has a parser.
        sources: folder of the source texts.
        seeds_folder: folder of the seeds.

    Returns:
        The bytes of each seed file, by its path.

    Raises:
        InputError: the text is missing or not the registered one, or it is not shaped as it was.
    """
    document = open_document(source_document_id, sources)
    try:
        tables = PARSERS[source_document_id](document)
    except (ValueError, StopIteration, KeyError, IndexError) as error:
        raise InputError(
            file=document.path,
            found=f"a text the parser cannot read ({error})",
            expected="the tables of the registered document",
            mend=f"correct loaders/documents/{source_document_id} for the new layout",
        ) from error
    files: dict[Path, bytes] = {}
    for name, frame in tables.items():
        declaration = seed_declaration(seeds_folder, name)
        files[declaration.path] = table_bytes(frame.select(declaration.column_names))
    return files


def write_changed(files: dict[Path, bytes]) -> list[Path]:
    """Write the files whose bytes differ, each whole or not at all; return their paths."""
    changed = [
        path for path, content in files.items() if not path.exists() or path.read_bytes() != content
    ]
    for path in changed:
        partial_file = path.with_suffix(".csv.partial")
        partial_file.write_bytes(files[path])
        os.replace(partial_file, path)
    return changed


def refuse_changed(files: dict[Path, bytes]) -> None:
    """Raise InputError on the first seed file that is not what the text gives."""
    for path, content in files.items():
        found = path.read_bytes() if path.exists() else b""
        if found == content:
            continue
        lines = zip(found.split(b"\n"), content.split(b"\n"), strict=False)
        line = next(
            (number for number, (is_, should) in enumerate(lines, 1) if is_ != should), None
        )
        raise InputError(
            file=shown(path),
            line=line,
            found="another text than the parser derives from the source",
            expected="the parser's output, byte for byte",
            mend="run `warehouse extract`",
        )
