"""The chapters keep the notebook rules, and each rule catches a planted offender.

That the stored outputs are true is checked beside these tests: ``make test`` hands the chapters to
nbval, which compares them with the run that the site shows (see conftest.py). Planted wrong numbers
show here that this comparison bites, and that a kernel of nbval's own would judge no other way.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools import execute, fingerprint, notebooks
from tools.execute import NotebookError, executed, merge_streams, read
from tools.rules import violations

CHAPTERS = notebooks.chapters(fingerprint.ROOT)
FIGURE = new_output("display_data", {"text/plain": "<Figure size 640x480 with 1 Axes>"})
SETTINGS = {"figure": {"name": "fig-a", "caption": "What it shows."}, "image": {"alt": "A line."}}


def code(source, *outputs, **metadata):
    return new_code_cell(source, outputs=list(outputs), metadata=metadata, id="planted")


def glued(name, text):
    metadata = {"scrapbook": {"name": name, "mime_prefix": "application/papermill.record/"}}
    data = {"application/papermill.record/text/plain": text}
    return new_output("display_data", data, metadata=metadata)


def complaints(*cells):
    return violations({"planted.ipynb": new_notebook(cells=list(cells))})


def test_there_are_chapters():
    assert CHAPTERS


def test_chapters_keep_the_rules_and_are_stored_in_normal_form():
    assert notebooks.check(CHAPTERS, fingerprint.ROOT) == []


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_chapter_begins_with_its_title_and_reads_well_in_a_diff(path):
    notebook = read(path)
    assert notebook.cells[0].cell_type == "markdown"
    assert notebook.cells[0].source.startswith("# ")
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    draws = any("figure" in cell.metadata.get("mystnb", {}) for cell in notebook.cells)
    assert "use_course_style()" in first.source or not draws
    assert "image/" not in json.dumps([cell.get("outputs") for cell in notebook.cells])


@pytest.mark.parametrize(
    ("offender", "words"),
    [
        (code("\n".join(["x = 1"] * 11)), "11 lines"),
        *(
            (code("\n".join(["x = 1"] * 4), tags=["other", tag]), "hidden set-up of 4 lines")
            for tag in ("hide-cell", "hide-input", "remove-cell", "remove-input")
        ),
        (code("plot()", FIGURE), "without name"),
        (code("plot()", FIGURE, mystnb={"figure": SETTINGS["figure"]}), "without alt"),
        (code("plot()", FIGURE, mystnb={"image": SETTINGS["image"]}), "without caption"),
        (code("warn()", new_output("stream", text="oh", name="stderr")), "stderr"),
        (new_markdown_cell("It is {glue:text}`gone`."), "'gone', which no cell glues"),
    ],
)
def test_offender_is_named(offender, words):
    found = complaints(offender)
    assert any(words in line for line in found), found
    assert all(line.startswith("planted.ipynb") for line in found)


@pytest.mark.parametrize(
    "innocent",
    [
        code("\n".join(["x = 1"] * 10)),
        code("# one\n\n\n" * 3),
        code("\n".join(["x = 1"] * 3), tags=["hide-input"]),
        code("\n".join(["x = 1"] * 4), tags=["remove-output", "other"]),
        code("\n".join(["x = 1"] * 4), new_output("stream", text="1"), tags=["hide-input"]),
        code("plot()", FIGURE, mystnb=SETTINGS),
    ],
)
def test_innocent_is_left_alone(innocent):
    assert complaints(innocent) == []


def test_computed_number_typed_in_the_text_is_named():
    computed = code("glue('loss', '2.84')", glued("loss", "2.84"))
    typed = complaints(computed, new_markdown_cell("A loss of 2.84 percent."))
    assert any("2.84 is typed" in line and "'loss'" in line for line in typed)
    for fine in ("A loss of {glue:text}`loss` percent.", "About 12.84 or 2.845.", "`2.84`"):
        assert complaints(computed, new_markdown_cell(fine)) == []
    short = code("glue('years', '2.0')", glued("years", "2.0"))
    assert complaints(short, new_markdown_cell("Version 2.0 of a map.")) == []


def test_helper_defined_in_two_chapters_is_named():
    one = new_notebook(cells=[code("def euler(f):\n    return f")])
    two = new_notebook(cells=[code("x = 1\ndef euler(g):\n    return g")])
    found = violations({"one.ipynb": one, "two.ipynb": two})
    assert found == ["two.ipynb: euler is also in one.ipynb; move it to the library"]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Return the root of a small book with one chapter, stored in normal form."""
    root = tmp_path_factory.mktemp("notebooks")
    shutil.copy(fingerprint.ROOT / "requirements.lock", root)
    cells = [
        new_markdown_cell("# One"),
        code("import sys\nprint('to')\nprint('gether')"),
        code("{'loss': 12.5}"),
        code(
            "from IPython.display import display\n"
            "record = 'application/papermill.record/'\n"
            "data = {record + 'text/plain': '12.5', record + 'image/png': 'AAAA'}\n"
            "about = {'scrapbook': {'name': 'loss', 'mime_prefix': record}}\n"
            "display(data, metadata=about, raw=True)\n"
            "display({'text/html': '<b>x</b>', 'image/svg+xml': '<svg/>'}, raw=True)",
            mystnb=SETTINGS,
        ),
    ]
    for number, cell in enumerate(cells):
        cell.id = f"cell-number-{number}"
    cells[1].metadata["scrolled"] = True
    path = root / "chapters" / "one.ipynb"
    path.parent.mkdir()
    nbformat.write(new_notebook(cells=cells), path)
    assert notebooks.main(["normalise", "--root", str(root)]) == 0
    return root


def test_normal_form_keeps_text_and_nothing_else(book):
    path = book / "chapters" / "one.ipynb"
    stored = path.read_text(encoding="utf-8")
    assert stored == notebooks.normal_form(nbformat.reads(stored, as_version=4))
    assert stored.endswith("}\n")
    notebook = read(path)
    outputs = json.dumps([cell.get("outputs") for cell in notebook.cells])
    assert "image" not in outputs
    assert "html" not in outputs
    assert "scrolled" not in stored
    assert "version" not in notebook.metadata.language_info
    assert {cell.execution_count for cell in notebook.cells if cell.cell_type == "code"} == {None}
    assert notebook.cells[1].outputs[0].text == "to\ngether\n"
    assert notebook.cells[3].outputs[0].metadata.scrapbook.name == "loss"
    assert len(notebook.cells[3].outputs) == 1


def test_check_names_the_notebook_and_the_command(book, capsys):
    path = book / "chapters" / "one.ipynb"
    good = path.read_text(encoding="utf-8")
    assert notebooks.main(["check", "--root", str(book)]) == 0
    for bad in (good.replace("12.5}", "12.6}", 1), good.rstrip(), good + "\n"):
        path.write_text(bad, encoding="utf-8")
        assert notebooks.main(["check", "--root", str(book)]) == 1
        said = capsys.readouterr().err
        assert "chapters/one.ipynb" in said
        assert "tools.notebooks normalise chapters/one.ipynb" in said
    path.write_text(good, encoding="utf-8")


def test_random_cell_ids_become_stable():
    cells = [new_code_cell("x = 1", id=random) for random in ("0a1b2c3d", "4e5f6a7b", "mine")]
    names = []
    for _ in range(2):
        stored = nbformat.reads(notebooks.normal_form(new_notebook(cells=cells)), as_version=4)
        names.append([cell.id for cell in stored.cells])
        cells[0].id, cells[1].id = "ffffffff", "00000000"
    assert names[0] == names[1]
    assert names[0][2] == "mine"
    assert len(set(names[0])) == 3


def test_notebooks_that_fail_are_all_named(tmp_path):
    shutil.copy(fingerprint.ROOT / "requirements.lock", tmp_path)
    for name in ("a", "b"):
        cells = [code("print(1)"), code(f"raise KeyError('{name}')")]
        cells[0].id = "first"
        nbformat.write(new_notebook(cells=cells), tmp_path / f"{name}.ipynb")
    with pytest.raises(NotebookError) as caught:
        list(executed(sorted(tmp_path.glob("*.ipynb")), tmp_path))
    for name in ("a", "b"):
        assert f"{name}.ipynb, code cell 2 (planted)" in str(caught.value)
        assert f"KeyError: '{name}'" in str(caught.value)


@pytest.mark.parametrize("kernel", ["recorded", "own"])
def test_nbval_compares_the_stored_text(book, tmp_path, kernel):
    good = (book / "chapters" / "one.ipynb").read_text(encoding="utf-8")
    cells = good.index('"id": "cell-number-2"')
    spoiled = {"number": ("{'loss': 12.5}\"", "{'loss': 12.6}\""), "glued": ('"12.5"', '"12.6"')}
    for name, (was, becomes) in ({"true": ("", "")} | spoiled).items():
        outputs = good[cells:].replace(was, becomes, 1)
        assert (outputs != good[cells:]) == (name in spoiled)
        (tmp_path / f"{name}.ipynb").write_text(good[:cells] + outputs, encoding="utf-8")
    settings = (fingerprint.ROOT / "conftest.py").read_text(encoding="utf-8")
    if kernel == "own":
        settings = settings.replace("isinstance(collector, IPyNbFile)", "False")
    (tmp_path / "conftest.py").write_text(settings, encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--nbval", "--nbval-current-env", "-p",
         "no:cacheprovider", "--rootdir", book, "-c", fingerprint.ROOT / "pyproject.toml",
         tmp_path],
        cwd=fingerprint.ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 1, result.stdout
    failed = re.findall(r"^FAILED \S*?(\w+)\.ipynb::Cell (\d)", result.stdout, re.MULTILINE)
    assert sorted(failed) == [("glued", "2"), ("number", "1")], result.stdout
    assert "2 failed, 7 passed" in result.stdout


def test_only_the_newest_caches_are_kept(tmp_path, monkeypatch):
    """One folder a state of the library: three stay, the one in use among them."""
    root = tmp_path / execute.FOLDER
    for age, name in enumerate(("now", "older", "old", "oldest", "ancient")):
        (root / name / "inside").mkdir(parents=True)
        os.utime(root / name, (1e9 - age, 1e9 - age))
    monkeypatch.setattr(execute.fingerprint, "library", lambda _root: "oldest")
    execute.open_cache(tmp_path)
    assert {folder.name for folder in root.iterdir()} == {"oldest", "now", "older"}
    assert execute.KEPT_CACHES == 3
    assert (root / "oldest" / "inside").is_dir(), "what is in use is not emptied"


def test_what_a_cell_prints_is_one_output_however_it_was_sent():
    texts = ("4.0 percent", "\nnext\n")
    first, second = (new_output("stream", name="stdout", text=text) for text in texts)
    plot = new_output("display_data", data={"text/plain": "plot"})
    notebook = new_notebook(cells=[code("run()", first, plot, second)])
    merge_streams(notebook)
    merged = notebook.cells[0].outputs
    assert [output.output_type for output in merged] == ["stream", "display_data"]
    assert merged[0].text == "4.0 percent\nnext\n"
