"""The folder of a document that is new to the project, with comments that say what to fill in."""

from __future__ import annotations

import re
from pathlib import Path

from foundation.errors import InputError
from foundation.locations import shown
from loaders.documents.declarations import DECLARATION, DOCUMENTS_FOLDER, Kinds
from loaders.documents.figures import READING_LIST_COLUMNS
from loaders.documents.prose import READING_LIST

_NAME = re.compile(r"[a-z][a-z0-9_]*[a-z0-9]")
_SECOND_READING = ("printed_text", "unit_zh", "line")
_TEMPLATE = """\
# What is declared of this document, once. `warehouse document sync` writes what follows from it.

document:
  title_zh:      # the title as printed
  title_en:
  publisher_zh:  # the agency that published it
  edition:       # how the document tells its editions apart, as printed
  # Leave these three out where the document prints none.
  published_date:  # such as 2026-06-24
  first_roc_year:  # the years it is about, such as 107
  last_roc_year:
  file_name:     # its text in the folder of source texts
  sha256:        # of that text: sha256sum says it

freshness:
  # Days after which a newer state is expected; leave it out where nothing newer is.
  expected_interval_days:
  reason_en:     # why
  reason_zh:

# Whose plan it is, an id of reference__agencies; leave it out where the seeds name the agency.
# An agency that no other document names: a row in reference/agencies.csv in this folder, with the
# columns of seeds/reference/reference__agencies.csv. So for KPI directions, units and the like.
# agency_id:

# What each section of the text begins with, by the name that locators give it; leave it out and
# the whole text is the section 全文. With a parser.py in this folder the parser cuts the text.
# sections:
#   (一): (一)辦理情形

# Which table or document counts where two print the same.
# tables_of_record:
#   budget_table_5: planned
# precedence: 6

seeds:
  # Dated figures in the prose: list them in figures.csv, each with a short quote that has {{}} in
  # the place of the figure. second_reading/programme_metrics.csv is for somebody else to fill in.
  programme_metrics:
    kind: figures
  # Other kinds, which a parser.py reads: {kinds}.
  # A table like no other declares its columns, each with a format of loaders/seeds/formats.py:
  # opened_items:
  #   description_en: Opened items by year, table 3, one row a printed cell.
  #   description_zh: 開放項目（表3），每格一列
  #   columns:
  #     roc_year: roc_year
  #     printed_text: {{format: printed_number, also: [註2]}}
  #     unit_zh: unit
  #     note_zh: text?
  #     source_locator: locator
  #   key: [roc_year]
  #   printed_values: [roc_year]
"""


def write_folder(source_document_id: str) -> list[Path]:
    """Write a document's folder; return the paths of its files.

    Raises:
        InputError: the name is none for a document, or it has a folder.
    """
    folder = refuse_name(source_document_id)
    kinds = ", ".join(name for name in Kinds.read().seeds if name != "figures")
    contents = {
        folder / DECLARATION: _TEMPLATE.format(kinds=kinds),
        folder / READING_LIST: ",".join(READING_LIST_COLUMNS) + "\n",
        folder / "second_reading" / "programme_metrics.csv": ",".join(_SECOND_READING) + "\n",
    }
    for path, content in contents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return list(contents)


def refuse_name(source_document_id: str) -> Path:
    """The folder that a new document is to have.

    Raises:
        InputError: the name is none for a document, or it has a folder.
    """
    folder = DOCUMENTS_FOLDER / source_document_id
    if not _NAME.fullmatch(source_document_id) or "__" in source_document_id:
        raise InputError(
            file=shown(folder),
            found=f"the name `{source_document_id}`",
            expected="lower-case letters, digits and single underscores, such as `mohw_fy107_plan`",
            mend="take another name",
        )
    if folder.exists():
        raise InputError(
            file=shown(folder),
            found="a folder of that name",
            expected="a document that is new",
            mend="take another name, or go on with that folder",
        )
    return folder
