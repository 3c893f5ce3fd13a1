"""The documents of the project, at the command line: what follows from them, and new ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import click

from foundation.derived_files import refuse_stale, write_changed
from foundation.errors import InputError
from foundation.locations import SEEDS_FOLDER, shown, sources_folder
from loaders.documents.declarations import document_ids
from loaders.documents.derived import SOURCE, derived_files, unwanted_files
from loaders.documents.extraction import extract_document
from loaders.documents.new_document import write_folder
from loaders.documents.reading_a_file import DRAFTS, REPORT, SECOND_READING, read_file


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


def read(
    file: Path,
    layout_name: str,
    source_document_id: str,
    agencies: Sequence[str],
    other_file: Path | None,
) -> None:
    """Read a document by its layout, and say what a person should look at."""
    pairs = [agency.partition("=") for agency in agencies]
    if wrong := [
        name for name, _, agency_id in pairs if not re.fullmatch("[a-z][a-z0-9_]*", agency_id)
    ]:
        raise InputError(
            file="--agency",
            found=f"`{wrong[0]}` without an id",
            expected="NAME=ID, such as 某市政府=city_government",
            mend="write the id in lower case after the name",
        )
    named = {name: agency_id for name, _, agency_id in pairs}
    reading = read_file(file, layout_name, source_document_id, named, other_file)
    for path in reading.files:
        click.echo(f"  {shown(path)}")
    uncertain = sum(len(chapter.uncertain) for chapter in reading.chapters)
    for chapter in reading.chapters:
        counts = ", ".join(f"{len(rows)} {table}" for table, rows in chapter.seeds.items())
        click.echo(f"{chapter.agency_name_zh}: {counts}")
    click.echo(f"{uncertain} uncertain cells, {len(reading.differences)} unlike in the other file")
    click.echo(
        f"look through {REPORT} and {DRAFTS}/, put {file.name} into the folder of source texts"
        + ("" if other_file else f", have {SECOND_READING}/{DRAFTS}/ filled in and moved up")
        + ", then: warehouse document sync, warehouse build"
    )


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
