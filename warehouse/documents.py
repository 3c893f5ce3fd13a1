"""The documents of the project, at the command line: what follows from them, and new ones."""

from __future__ import annotations

from collections.abc import Sequence

import click

from foundation.derived_files import refuse_stale, write_changed
from foundation.locations import SEEDS_FOLDER, shown, sources_folder
from loaders.documents.declarations import document_ids
from loaders.documents.derived import SOURCE, derived_files, unwanted_files
from loaders.documents.extraction import extract_document
from loaders.documents.new_document import write_folder


def sync(*, is_checking: bool) -> None:
    """Write what follows from the declarations, or refuse what is not as they give it."""
    files = derived_files()
    unwanted = unwanted_files(files)
    if is_checking:
        refuse_stale(files, unwanted, source=SOURCE, command="warehouse document sync")
        click.echo(f"{len(files)} files are as the documents declare")
        return
    changed = write_changed(files, unwanted)
    click.echo(f"{len(files)} files, {len(changed)} changed")
    for path in changed:
        click.echo(f"  {shown(path)}")


def new(source_document_id: str) -> None:
    """Write the folder of a document, with comments that say what to fill in."""
    for path in write_folder(source_document_id):
        click.echo(f"  {shown(path)}")
    click.echo("fill them in, then: warehouse extract, warehouse document sync, warehouse build")


def extract(source_document_ids: Sequence[str], *, is_checking: bool) -> None:
    """Derive the seeds of these or all documents, or refuse what their texts do not give."""
    for source_document_id in source_document_ids or document_ids():
        files = extract_document(source_document_id, sources_folder(), SEEDS_FOLDER)
        if is_checking:
            refuse_stale(files, source="the source text", command="warehouse extract")
            click.echo(f"{source_document_id}: {len(files)} seeds are as the text gives them")
            continue
        changed = write_changed(files)
        click.echo(f"{source_document_id}: {len(files)} seeds, {len(changed)} changed")
        for path in changed:
            click.echo(f"  {shown(path)}")
