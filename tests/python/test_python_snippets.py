"""Use from Python: the snippets of docs/python.md and the notebook, run as they stand."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from foundation.locations import PROJECT_ROOT
from tests.python.conftest import BuiltProject

PAGE = PROJECT_ROOT / "docs/python.md"
NOTEBOOK = PROJECT_ROOT / "docs/tutorial.ipynb"
SNIPPETS = re.findall(
    r"^```python\n(.+?)^```\n\n```text\n(.+?)^```$",
    PAGE.read_text("utf-8"),
    re.MULTILINE | re.DOTALL,
)


def test_every_snippet_has_its_output() -> None:
    assert len(SNIPPETS) == PAGE.read_text("utf-8").count("```python") == 5


@pytest.mark.parametrize(("code", "output"), SNIPPETS, ids=range(len(SNIPPETS)))
def test_a_snippet_prints_what_stands_below_it(
    code: str, output: str, built: BuiltProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built.project.root)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, str(PAGE), "exec"), {"__name__": "snippet"})  # noqa: S102
    assert printed.getvalue() == output


def test_the_notebook_runs_and_holds_no_output(
    built: BuiltProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_FILE", str(built.project.published))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.outputs for cell in cells] == [[]] * len(cells)
    done = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    ).execute()
    printed = "".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "")
        for cell in done.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    )
    assert "0.1055" in printed
    assert "(一)3:L270" in printed
