"""The notebook that a reader takes away: whole without the book, and true to its page."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
import warm_cells
from docutils import nodes
from docutils.utils import new_document
from lxml import html as lxml_html
from nbclient import NotebookClient
from pybtex.database import parse_string

from tools import fingerprint, notebooks
from tools.download import _preface
from tools.download.citations import citations
from tools.download.markdown import UnknownNodeError, Writer
from tools.execute import executed, read

PAGES = notebooks.chapters(fingerprint.ROOT)
CHAPTERS = [path for path in PAGES if "chapters" in path.relative_to(fingerprint.ROOT).parts]
GLUE = re.compile(r"\{glue:text\}`([^`:]+)[^`]*`")
OWN_SYNTAX = re.compile(r"\{[a-z][a-z:-]*\}`|^\s*(?:`{3,}|:{3,})\{|^\([\w-]+\)=", re.MULTILINE)
# The models' pages are all of one kind; the proof of the models asks the library for everything it
# has, and for its data.
RUN = [*CHAPTERS, *(path for path in PAGES if path.stem == "proof")]
EXTRA = {"how-to-run", "install-library"}
BLOCKER = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"tools", "sphinx", "myst_nb", "jupyter_book", "nbgrader"}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Blocker())
"""
every_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
every_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def copy_of(html):
    """Return a function that reads the copy which a chapter's page offers."""

    def copy_of(path):
        page = _page(html, path)
        [link] = page.xpath(
            "//aside[contains(@class, 'chapter-files')]//a[contains(., 'notebook')]"
        )
        place = (html / path.parent.relative_to(fingerprint.ROOT) / link.get("href")).resolve()
        return place, read(place)

    return copy_of


def _page(html, path):
    name = path.relative_to(fingerprint.ROOT).with_suffix(".html")
    return lxml_html.parse(html / name).getroot()


def _text(notebook):
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def _code(notebook):
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.id not in EXTRA]
    return [(cell.id, cell.source) for cell in cells]


# ---- the copies of the book ----------------------------------------------------------------------


@every_page
def test_copy_is_small_valid_and_named_after_the_book(copy_of, path):
    place, notebook = copy_of(path)
    nbformat.validate(notebook)
    assert place.name.startswith("bone-in-balance-")
    assert place.name.endswith(f"-{path.stem}.ipynb")
    assert place.stat().st_size < 500_000
    first = notebook.cells[0]
    assert re.search(r"`pip install bonebalance-[\d.]+\S*\.whl`", first.source)
    assert "\n" not in first.source
    assert all(not cell.get("outputs") for cell in notebook.cells)


def test_no_two_files_for_the_reader_share_a_name(html):
    folders = (html / "_downloads", html / "_static" / "assignments")
    names = [path.name for folder in folders for path in folder.glob("*.ipynb")]
    assert len(names) == len(set(names)) > len(PAGES)


@every_page
def test_both_links_of_the_page_lead_to_the_copy(html, copy_of, path):
    place, _ = copy_of(path)
    [button] = _page(html, path).xpath("//a[contains(@class, 'download-source-button')]/@href")
    assert Path(button).name == place.name


@every_page
def test_copy_keeps_the_code_and_folds_what_the_book_hides(copy_of, path):
    source, (_, notebook) = read(path), copy_of(path)
    assert _code(notebook) == _code(source)
    tags = {cell.id: set(cell.metadata.get("tags", ())) for cell in source.cells}
    hidden = {name for name, given in tags.items() if given & {"remove-cell", "hide-input"}}
    folded = {x.id for x in notebook.cells if x.metadata.get("jupyter", {}).get("source_hidden")}
    assert hidden <= folded


@every_page
def test_copy_holds_none_of_the_book_s_own_syntax(copy_of, path):
    text = _text(copy_of(path)[1])
    assert OWN_SYNTAX.findall(text) == []
    assert not re.search(r"\]\((?!https?:|attachment:)", text), "a link that leads nowhere"
    assert "href=" not in re.sub(r'href="https?:', "", text)


@every_chapter
def test_every_computed_number_is_in_its_sentence(copy_of, path):
    [run] = executed([path])
    values = {
        output.metadata.scrapbook.name: output.data["application/papermill.record/text/plain"]
        for cell in run.cells
        for output in cell.get("outputs", ())
        if "scrapbook" in output.get("metadata", {})
    }
    texts = {cell.id: cell.source for cell in copy_of(path)[1].cells}
    used = 0
    for cell in run.cells:
        for name in GLUE.findall(cell.source) if cell.cell_type == "markdown" else ():
            assert values[name] in texts[cell.id].replace("\\", ""), f"{cell.id}: {name}"
            used += 1
    assert used


@every_chapter
def test_every_picture_of_the_text_is_inside(copy_of, path):
    asked = sum(cell.source.count("```{figure}") for cell in read(path).cells)
    found = 0
    for cell in copy_of(path)[1].cells:
        names = re.findall(r"!\[[^\]]+\]\(attachment:([^)]+)\)", cell.source)
        assert set(names) == set(cell.get("attachments", {}))
        found += len(names)
    assert found == asked


def test_most_chapters_have_a_picture_of_their_own():
    drawn = [any("```{figure}" in cell.source for cell in read(path).cells) for path in CHAPTERS]
    assert sum(drawn) > len(drawn) / 2


@every_page
def test_figures_and_equations_have_the_numbers_of_the_page(html, copy_of, path):
    page, text = _page(html, path), _text(copy_of(path)[1])
    captions = page.xpath("//figcaption//span[@class='caption-number']/text()")
    assert re.findall(r"^\*\*(Figure [\d.]+):\*\*", text, re.MULTILINE) == [
        caption.strip() for caption in captions
    ]
    lively = page.xpath("//figure[contains(@class, 'live-figure')]//span[@class='caption-number']")
    for number in lively:
        assert f"**{number.text.strip()}:** live in the book" in text
    equations = page.xpath("//span[@class='eqno']/text()[1]")
    found = re.findall(r"\\tag\{([\d.]+)\}|^Above: Equation ([\d.]+)\.", text, re.MULTILINE)
    assert [f"({''.join(pair)})" for pair in found] == equations
    # A number that the copy puts below an equation stands beside it on the page.
    told = re.sub(r"^Above: Equation [\d.]+\.", "", text, flags=re.MULTILINE)
    for mention in re.findall(r"(?:Figure|Equation|Exercise) \d[\d.]*\d", told):
        assert mention in page.text_content(), mention


@every_chapter
def test_answers_are_folded_below_their_exercises(copy_of, path):
    source, text = _text(read(path)), _text(copy_of(path)[1])
    answers = re.split(r"<details><summary>Answer</summary>\n\n", text)[1:]
    assert len(answers) == source.count("```{solution}") > 0
    assert all("\n\n</details>" in answer for answer in answers)
    assert len(re.findall(r"^#+ Exercise [\d.]+", text, re.MULTILINE)) == source.count(
        "```{exercise}"
    )


@every_page
def test_every_citation_is_in_the_list(html, copy_of, path):
    text, _, listed = _text(copy_of(path)[1]).partition("## References\n")
    names = re.findall(r"^- \*\*(.+?)\.\*\* ", listed, re.MULTILINE)
    notes = _page(html, path).xpath("//aside[contains(@class, 'footnote')][@role='doc-footnote']")
    assert len(names) == len(set(names)) == len(notes)
    assert names or path not in CHAPTERS
    for cited in re.findall(r"\(([^()]*? \d{4}[a-z]?(?:; [^()]*? \d{4}[a-z]?)*)\)", text):
        if "et al." in cited:
            assert {name.rstrip(".") for name in cited.split("; ")} <= set(names), cited  # "n.d."


@pytest.fixture(scope="module")
def library(root, tmp_path_factory):
    """Install the wheel of the site, and nothing else of the project, into a folder."""
    folder = tmp_path_factory.mktemp("library")
    [wheel] = (root / "_build" / "wheel").glob("*.whl")
    command = ["install", "--quiet", "--no-deps", "--no-index", "--target", str(folder), str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", *command], check=True)
    (folder / "sitecustomize.py").write_text(BLOCKER, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ran(copy_of, library):
    """Run the copies, each in an empty folder, and return what their cells said."""
    where = ["where", "import bonebalance; bonebalance.__file__"]
    copies = {str(path): [*map(list, _code(copy_of(path)[1])), where] for path in RUN}
    return warm_cells.said(copies, PYTHONPATH=str(library))


@pytest.mark.parametrize("path", RUN, ids=lambda path: path.stem)
def test_copy_runs_elsewhere_with_the_library_alone(ran, library, path):
    cells = ran[str(path)]
    assert {name: cell["error"] for name, cell in cells.items() if cell["error"]} == {}
    assert str(library) in cells["where"]["value"]


@pytest.mark.parametrize("path", CHAPTERS[:1], ids=lambda path: path.stem)
def test_copy_runs_in_a_kernel_too(copy_of, library, tmp_path, monkeypatch, path):
    monkeypatch.setenv("PYTHONPATH", str(library))
    monkeypatch.delenv("PYTHONHOME", raising=False)
    place, _ = copy_of(path)
    shutil.copy(place, tmp_path)
    notebook = read(tmp_path / place.name)
    where = nbformat.v4.new_code_cell("import bonebalance; print(bonebalance.__file__)", id="where")
    notebook.cells.append(where)
    NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": str(tmp_path)}},
    ).execute()
    assert str(library) in notebook.cells[-1].outputs[0].text


# ---- what the chapters do not show ---------------------------------------------------------------

BIB = """
@article{one, author = {Ada One and Bo Two}, title = {First}, year = 2001}
@article{big, author = {Cy van der Big and Di Y and Ed Z}, title = {Second}, year = 2003}
@article{bigger, author = {Cy van der Big and others}, title = {Third}, year = 2003}
@misc{nobody, title = {{What nobody signed} and went on about}, year = 1999}
"""


def _writer(**options):
    page = new_document("page")
    for key in ("one", "big", "bigger", "nobody"):
        page += nodes.footnote(ids=[f"footcite-{key}"])
    return Writer(numbers={}, cited=citations(page, parse_string(BIB, "bibtex").entries), **options)


def _note(key):
    return nodes.footnote_reference("", "1", refid=f"footcite-{key}")


def test_citations_are_joined_lettered_and_read_as_prose():
    writer = _writer()
    assert [str(x) for x in writer.cited.values()] == [
        "One and Two 2001",
        "van der Big et al. 2003a",
        "van der Big et al. 2003b",
        "“What nobody signed and…” 1999",
    ]
    words = nodes.paragraph("", "", nodes.Text("Seen "), _note("one"), nodes.Text(" "),
                            _note("big"), nodes.Text("."))  # fmt: skip
    assert writer.block(words) == "Seen (One and Two 2001; van der Big et al. 2003a)."
    words = nodes.paragraph("", "", nodes.Text("As One and Two"), _note("one"), nodes.Text(" say"))
    assert writer.block(words) == "As One and Two (2001) say"


def test_text_that_looks_like_markup_stays_text():
    text = nodes.paragraph("", "1. a_b*c* costs $5 <b> [x] `y`")
    assert _writer().block(text) == r"1\. a\_b\*c\* costs \$5 \<b> \[x\] \`y\`"


def test_formulas_survive_tables_and_quotations():
    writer = _writer()
    formula = nodes.math_block("", "a &= |b| \\\\\nc", ids=[])
    quote = nodes.note("", formula)
    assert writer.block(quote) == (
        "> **Note**\n>\n> $$ \\begin{split} a &= |b| \\\\ c \\end{split} $$"
    )
    cells = [nodes.entry("", nodes.paragraph("", "", nodes.math("", "|x|"))) for _ in range(2)]
    table = nodes.table("", nodes.tgroup("", nodes.tbody("", *(nodes.row("", x) for x in cells))))
    assert writer.block(table) == "| $\\vert x\\vert $ |\n| --- |\n| $\\vert x\\vert $ |"


def test_links_lead_somewhere_or_are_text():
    link = nodes.reference("", "a term", refuri="../../glossary.html#term-x")
    start = nodes.raw("", '<a href="../x.ipynb" download>', format="html")
    words = nodes.paragraph(
        "", "", link, start, nodes.Text("file"), nodes.raw("", "</a>", format="html")
    )
    assert _writer().block(words) == "a termfile"
    address = "https://book.example/chapters/1/one.html"
    assert _writer(address=address).block(words) == (
        "[a term](https://book.example/glossary.html#term-x)"
        '<a href="https://book.example/chapters/x.ipynb">file</a>'
    )


def test_unknown_content_is_named_with_its_remedy():
    with pytest.raises(UnknownNodeError, match=r"'doctest_block'.*markdown\.py"):
        _writer().block(nodes.doctest_block("", "words"))


def test_with_an_address_a_cell_installs_the_library_only_where_it_is_missing():
    app = SimpleNamespace(config=SimpleNamespace(project="The Book"))
    offered = {"wheel": "../x-1.0-py3-none-any.whl", "install": "%pip install it"}
    words, code = _preface(app, "https://book.example/one.html", offered)
    assert "[*The Book*](https://book.example/one.html)" in words.source
    assert "`pip install x-1.0-py3-none-any.whl`" in words.source
    assert code.source.endswith("is None:\n    %pip install it")
    assert [cell.id for cell in _preface(app, "", {})] == ["how-to-run"]
