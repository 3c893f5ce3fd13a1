"""What MkDocs does besides: the reference pages come from the project, not from a file."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from warehouse.reference_pages import reference_pages


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages."""
    for path, content in reference_pages().items():
        files.append(File.generated(config, path, content=content))
    return files
