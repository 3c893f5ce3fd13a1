"""`warehouse site`: from the published file to a folder of pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from foundation.whole_files import replaced_folder
from warehouse.asking.sql import open_published
from warehouse.errors import WarehouseError
from warehouse.site.facts import Facts
from warehouse.site.language import LANGUAGES
from warehouse.site.packages import install_packages, write_assets
from warehouse.site.pages import pages
from warehouse.site.parquet import ExportedTable, chinese_views, export_tables
from warehouse.site.questions import QUESTIONS
from warehouse.site.rendering import Build, Page, Renderer
from warehouse.site.reports import copy_expectation_report, write_documentation, write_lineage
from warehouse.site.search import search_script
from warehouse.telling.progress import Reporter


@dataclass(frozen=True)
class SiteInputs:
    """What a site is made from.

    Attributes:
        published: the published file; nothing but this file gives the pages their figures.
        packages: folder of the npm packages; they are installed there if they are missing.
        report: the expectation report of the last build.
        with_lineage: whether dbt describes the project for the lineage page.
        with_documentation: whether MkDocs writes the documentation beside the pages, if it is here.
    """

    published: Path
    packages: Path
    report: Path
    with_lineage: bool = True
    with_documentation: bool = True


@dataclass(frozen=True)
class Site:
    """A site as written: its folder and how many pages it has."""

    folder: Path
    page_count: int


def build_site(inputs: SiteInputs, output: Path, reporter: Reporter) -> Site:
    """Write the site and put it in place of the one that stood at `output`.

    Raises:
        WarehouseError: nothing is published, `output` holds something else, the npm packages
            could not be installed, or dbt or MkDocs failed. What stood at `output` stays.
    """
    _refuse_other_folder(output)
    with open_published(inputs.published) as connection:
        facts = Facts(connection)
        build = Build(facts.rows("build")[0])
        with reporter.step("installing site packages"):
            modules = install_packages(inputs.packages)
        with site_folder(output) as made:
            (made / "assets").mkdir()
            with reporter.step("bundling scripts"):
                write_assets(modules, made / "assets")
                _write_own_assets(facts, made / "assets")
                tables = export_tables(connection, facts, made / "assets")
            has_report = copy_expectation_report(inputs.report, build, made / "expectations.html")
            if inputs.with_lineage:
                with reporter.step("describing lineage"):
                    write_lineage(inputs.published, made / "lineage.html")
            has_documentation = False
            if inputs.with_documentation:
                with reporter.step("writing documentation"):
                    has_documentation = write_documentation(made / "docs")
            shared = {
                "documents": {row["source_document_id"]: row for row in facts.rows("documents")},
                "agencies": {row["agency_id"]: row for row in facts.rows("agencies")},
                "has_report": has_report,
                "has_lineage": inputs.with_lineage,
                "has_documentation": has_documentation,
            }
            sql_page = _sql_page(tables, chinese_views(connection))
            with reporter.step("writing pages"):
                page_count = sum(
                    _write_pages(
                        Renderer(language, build, shared),
                        [*pages(facts, language), sql_page],
                        made / language.folder,
                    )
                    for language in LANGUAGES
                )
    return Site(output, page_count)


@contextmanager
def site_folder(output: Path) -> Iterator[Path]:
    """A folder to fill, which then takes the place of the site at `output`.

    Raises:
        WarehouseError: the folder cannot be written; the site that stood there stands.
    """
    try:
        with replaced_folder(output) as made:
            yield made
    except OSError as error:
        raise WarehouseError(f"{output} could not be written: {error.strerror or error}") from error


def _write_pages(renderer: Renderer, all_pages: list[Page], folder: Path) -> int:
    for page in all_pages:
        path = folder / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(renderer.html(page), "utf-8")
    return len(all_pages)


def _write_own_assets(facts: Facts, assets: Path) -> None:
    with as_file(files(__package__) / "site.css") as style:
        shutil.copyfile(style, assets / "site.css")
    (assets / "search-documents.js").write_text(search_script(facts), "utf-8")


def _sql_page(tables: list[ExportedTable], views: list[str]) -> Page:
    context = {
        "tables": [vars(table) for table in tables],
        "schemas": sorted({table.schema for table in tables} | {"zh"}),
        "views": views,
        "questions": QUESTIONS,
    }
    return Page("sql.html", "sql.html.jinja", "線上查詢", "SQL", context, "sql")


def _refuse_other_folder(output: Path) -> None:
    """A site replaces a site or nothing: a folder named by mistake stays.

    Raises:
        WarehouseError: `output` is a file, or a folder that holds no site.
    """
    if output.exists() and not (output / "assets" / "site.css").is_file():
        raise WarehouseError(
            f"{output} exists and is not a site; name another folder with --output, or remove it"
        )
