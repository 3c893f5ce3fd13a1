"""From the registered source texts to the seed files derived from them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import polars as pl

from foundation.csv_files import table_bytes
from foundation.errors import InputError
from foundation.locations import shown
from loaders.documents.by_layout import read_by_layout
from loaders.documents.declarations import Document, declared_document
from loaders.documents.prose import read_prose
from loaders.documents.registry import SourceDocument, open_document
from loaders.layouts.declaration import layout_names

Parser = Callable[[SourceDocument], dict[str, pl.DataFrame]]


def extract_document(
    source_document_id: str, sources: Path, seeds_folder: Path
) -> dict[Path, bytes]:
    """Derive one document's seed files.

    Args:
        source_document_id: a document that has a folder.
        sources: folder of the source texts.
        seeds_folder: folder of the seeds.

    Returns:
        The bytes of each seed file, by its path.

    Raises:
        InputError: the text is missing or not the registered one, it is not shaped as it was, or
            its tables are not the declared ones.
    """
    declared = declared_document(source_document_id)
    document = open_document(source_document_id, sources)
    try:
        tables = _parser(declared)(document)
    except (ValueError, StopIteration, KeyError, IndexError) as error:
        raise InputError(
            file=document.path,
            found=f"a text the parser cannot read ({error})",
            expected="the tables of the registered document",
            mend=f"correct loaders/documents/{source_document_id} for the new layout",
        ) from error
    _refuse_other_tables(declared, tables)
    return {
        seeds_folder / source_document_id / f"{seed.name}.csv": table_bytes(
            tables[seed.name].select(seed.column_names)
        )
        for seed in declared.seeds
    }


def _parser(declared: Document) -> Parser:
    """The parser of a document's folder; without one, the reading of prose."""
    if (declared.folder / "parser.py").is_file():
        module = import_module(f"loaders.documents.{declared.source_document_id}.parser")
        return module.extract  # type: ignore[no-any-return]
    if declared.layout in layout_names():
        return lambda document: read_by_layout(declared, document.path)
    return lambda document: read_prose(declared, document)


def _refuse_other_tables(declared: Document, tables: dict[str, pl.DataFrame]) -> None:
    names = {seed.name: seed for seed in declared.seeds}
    if undeclared := sorted(tables.keys() - names.keys()):
        raise InputError(
            file=shown(declared.declared_in),
            column="seeds",
            found=f"no declaration of {undeclared[0]}, which the parser gives",
            expected=f"each table that the parser gives: {', '.join(sorted(tables))}",
            mend="declare the seed there, or let the parser leave it out",
        )
    for name, seed in names.items():
        if name not in tables:
            raise InputError(
                file=shown(declared.declared_in),
                column=f"seeds.{seed.table}",
                found="a seed that the parser does not give",
                expected=f"seeds among {', '.join(sorted(tables)) or 'none'}",
                mend="read its table in the parser, or delete the declaration",
            )
        if missing := [column for column in seed.column_names if column not in tables[name]]:
            raise InputError(
                file=shown(declared.declared_in),
                column=f"seeds.{seed.table}.columns",
                found=f"{', '.join(missing)}, which the parser does not give",
                expected=f"columns among {', '.join(tables[name].columns)}",
                mend="give the column in the parser, with empty texts where nothing is printed",
            )
