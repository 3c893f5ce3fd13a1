"""ODS, written as the OpenDocument standard defines it.

The library for it builds the whole document in memory, cell by cell as objects; this streams.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from warehouse.export.workbook_cells import (
    NOTES_SHEET,
    Value,
    Workbook,
    cell_values,
    sheet_name,
)

_MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" \
manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MEDIA_TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
_CONTENT_START = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content office:version="1.3" \
xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" \
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" \
xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" \
xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
<office:automatic-styles><style:style style:name="header" style:family="table-cell">\
<style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet>
"""
_CONTENT_END = "</office:spreadsheet></office:body></office:document-content>\n"
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-settings office:version="1.3" \
xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0">
<office:settings><config:config-item-set config:name="ooo:view-settings">\
<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>\
<config:config-item-map-named config:name="Tables">\
<config:config-item-map-entry config:name={sheet}>\
<config:config-item config:name="VerticalSplitMode" config:type="short">2</config:config-item>\
<config:config-item config:name="VerticalSplitPosition" config:type="int">1</config:config-item>\
<config:config-item config:name="ActiveSplitRange" config:type="short">2</config:config-item>\
<config:config-item config:name="PositionBottom" config:type="int">1</config:config-item>\
</config:config-item-map-entry></config:config-item-map-named></config:config-item-map-entry>\
</config:config-item-map-indexed></config:config-item-set></office:settings>\
</office:document-settings>
"""
_LINE_END = re.compile(r"\r\n?|\n")
# Spaces that XML would run together.
_SPACES = re.compile(r"(?:^| ) +|^ | $")


def write_ods(path: Path, workbook: Workbook) -> None:
    """Write a table under a frozen header, and its notes on a second sheet."""
    sheet = sheet_name(workbook.sheet)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        # The standard wants this part first, and not compressed.
        archive.writestr("mimetype", _MEDIA_TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("settings.xml", _SETTINGS.format(sheet=quoteattr(sheet)))
        with archive.open("content.xml", "w", force_zip64=True) as content:
            content.write(_CONTENT_START.encode())
            for line in _content(sheet, workbook):
                content.write(line.encode())
            content.write(_CONTENT_END.encode())


def _content(sheet: str, workbook: Workbook) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(sheet)}>\n"
    yield _row(workbook.header, ' table:style-name="header"')
    yield from map(_row, workbook.rows)
    yield f"</table:table>\n<table:table table:name={quoteattr(NOTES_SHEET)}>\n"
    yield from map(_row, workbook.notes)
    yield "</table:table>\n"


def _row(row: Sequence[Value], attributes: str = "") -> str:
    cells = "".join(_cell(value, attributes) for value in cell_values(row))
    return f"<table:table-row>{cells}</table:table-row>\n"


def _cell(value: Value, attributes: str) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        typed, shown = 'office:value-type="string"', value
    elif isinstance(value, bool):
        shown = str(value).lower()
        typed = f'office:value-type="boolean" office:boolean-value="{shown}"'
    elif isinstance(value, date):
        iso = value.isoformat(timespec="seconds") if isinstance(value, datetime) else str(value)
        typed, shown = f'office:value-type="date" office:date-value="{iso}"', iso.replace("T", " ")
    else:
        shown = format(value, "f")
        typed = f'office:value-type="float" office:value="{shown}"'
    return f"<table:table-cell {typed}{attributes}>{_paragraphs(shown)}</table:table-cell>"


def _paragraphs(text: str) -> str:
    lines = (_SPACES.sub(_counted_spaces, escape(line)) for line in _LINE_END.split(text))
    return "".join(f"<text:p>{line}</text:p>" for line in lines).replace("\t", "<text:tab/>")


def _counted_spaces(spaces: re.Match[str]) -> str:
    return f'<text:s text:c="{len(spaces.group())}"/>'
