"""What print cannot set is an error that names page and element; what it can set survives whole."""

from __future__ import annotations

import zipfile

import pytest
from pypdf import PdfReader

from tools.print.command import print_book
from tools.print.errors import PrintError
from tools.print.speech import speak

ARTICLE = """<!DOCTYPE html><html><body><article class="bd-article"><section id="s">
<h1>Title<a class="headerlink" href="#s">#</a></h1>{}</section></article></body></html>"""

FOLDED_ALONE = (
    '<div class="solution dropdown admonition" id="sol">'
    '<p class="admonition-title">Solution</p><p>x</p></div>'
)


def tiny_book(folder, body):
    """Print a book of one page with `body` under its title and return the files."""
    (folder / "_config.yml").write_text("title: Tiny\nauthor: Nobody\n", "utf-8")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: intro\n", "utf-8")
    (folder / "pyproject.toml").write_text("[project]\nversion = '1'\n", "utf-8")
    site = folder / "site"
    site.mkdir()
    (site / "intro.html").write_text(ARTICLE.format(body), "utf-8")
    (site / "x.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>',
        "utf-8",
    )
    return print_book(folder, site, folder)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<figure id="fig-x"><img src="x.svg"></figure>', ["intro", "x.svg", "no alt text"]),
        ('<p><img src="y.svg" alt="A y"></p>', ["intro", "y.svg", "not in the built site"]),
        ('<p>A <a href="#gone">link</a></p>', ["intro", "#gone", "leads nowhere"]),
        ('<p>A <a href="gone.html">link</a></p>', ["intro", "gone.html", "no such file"]),
        ('<iframe id="film" src="x.html"></iframe>', ["intro", '<iframe id="film">', "no-print"]),
        ('<figure id="bare"><p>x</p></figure>', ["intro", "bare", "no picture"]),
        (r'<p><span class="math">\(\frac{a\)</span></p>', ["intro", r"\frac{a", "plainer TeX"]),
        ('<div class="math">a = b</div>', ["intro", "a = b", "no delimiters"]),
        (FOLDED_ALONE, ["intro", "sol", "no exercise"]),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_is_named_with_its_page(tmp_path, body, words):
    with pytest.raises(PrintError) as error:
        tiny_book(tmp_path, body)
    for word in words:
        assert word in str(error.value)


def test_a_tiny_book_prints(tmp_path):
    pdf, epub = tiny_book(tmp_path, r'<p>One <span class="math">\(x^2\)</span>.</p>')
    assert PdfReader(pdf).metadata.title == "Tiny"
    assert zipfile.is_zipfile(epub)


def test_code_with_quotes_backslashes_and_brackets_survives(tmp_path):
    code = r'print("a\n", r"\d", {"k": [1]}, "#let", $x$, <b>)'
    escaped = code.replace("<", "&lt;").replace('"', "&quot;")
    body = f'<div class="highlight-python"><div><pre>{escaped}\n</pre></div></div>'
    pdf, _ = tiny_book(tmp_path, body)
    text = " ".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert code in text


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\frac{dz}{dt} = F - k\,z", "d z over d t equals F minus k z"),
        (r"\frac{a + b}{c}", "( a plus b ) over c"),
        (r"\mathrm{year}^{-1}", "year to the power minus 1"),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "a equals b; c equals d"),
        (r"\bar C \to \infty", "C bar to infinity"),
    ],
)
def test_formulas_are_said_in_words(tex, words):
    assert speak(tex) == words
