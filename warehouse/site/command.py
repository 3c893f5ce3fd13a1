"""`warehouse site`, as the command line shows it."""

from __future__ import annotations

from pathlib import Path

from foundation.locations import shown
from warehouse.locations import BuildFolder, site_folder, site_packages_folder
from warehouse.site.building import Site, SiteInputs, build_site
from warehouse.telling.progress import Reporter, open_console


def run_site(
    published: Path, output: Path | None, *, with_lineage: bool, with_documentation: bool
) -> None:
    """Write the site of the published file to `output`, else to its usual folder."""
    reporter = Reporter(open_console())
    folder = output.absolute() if output else site_folder()
    write_site(
        published,
        folder,
        reporter,
        with_lineage=with_lineage,
        with_documentation=with_documentation,
    )


def write_site(
    published: Path,
    folder: Path,
    reporter: Reporter,
    *,
    with_lineage: bool = True,
    with_documentation: bool = True,
) -> Site:
    """Write the site and say where it stands.

    Raises:
        WarehouseError: it could not be written; what stood there stays.
    """
    report = BuildFolder.default().report / "index.html"
    inputs = SiteInputs(published, site_packages_folder(), report, with_lineage, with_documentation)
    site = build_site(inputs, folder, reporter)
    reporter.say(f"site      {shown(site.folder / 'index.html')} ({site.page_count} pages)")
    return site
