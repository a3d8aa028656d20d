"""The built site, in a real browser, opened from disk as a reader may open it."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from lxml import html as lxml_html
from playwright.sync_api import Page

from tools import build, fingerprint, notebooks

SITE = fingerprint.ROOT / "_build" / "html"
PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))
CHAPTERS = [
    path.relative_to(fingerprint.ROOT).with_suffix(".html").as_posix()
    for path in notebooks.chapters(fingerprint.ROOT)
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGE_BYTES = 300_000
WINDOW = {"width": 1280, "height": 900}
every_page = pytest.mark.parametrize("name", PAGES)
every_chapter = pytest.mark.parametrize("name", CHAPTERS)


@pytest.fixture(scope="module")
def documents(html):
    """Return each page of the site as a tree, by its path from the root of the site."""
    return {name: lxml_html.parse(html / name).getroot() for name in PAGES}


def settled(page):
    """Wait until the page has loaded all it asks for and typeset its formulas."""
    page.wait_for_load_state("networkidle")
    page.wait_for_function("() => !window.MathJax || window.MathJax.startup?.promise")
    page.evaluate("() => window.MathJax?.startup?.promise?.then(() => true)")
    return page


# ---- what a browser finds ------------------------------------------------------------------------


@dataclass
class Visit:
    """A page that is open in the browser, what it asked for and what it complained of."""

    name: str
    page: Page
    asked: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)


@pytest.fixture(scope="module", params=PAGES)
def visit(request, html, new_context):
    """Open a page once for all checks of it; pytest keeps these together."""
    # Whatever fades or glides is still at once: a color in between is nobody's choice.
    context = new_context(viewport=WINDOW, reduced_motion="reduce")
    context.add_init_script("localStorage.setItem('mode', 'light')")
    visit = Visit(request.param, context.new_page())
    context.on("request", lambda request: visit.asked.append(request.url))
    context.on("requestfailed", lambda request: visit.trouble.append(f"failed: {request.url}"))
    context.on("console", lambda said: said.type in ("error", "warning")
               and visit.trouble.append(f"{said.type}: {said.text}"))  # fmt: skip
    context.on("weberror", lambda error: visit.trouble.append(str(error.error)))
    visit.page.goto((html / visit.name).as_uri())
    settled(visit.page)
    yield visit
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_page_is_accessible(visit, theme):
    turn(visit.page, theme)
    # Without a selector for each of thousands of nodes, which the report below does not use.
    options = {"runOnly": WCAG, "resultTypes": ["violations"], "preload": False, "selectors": False}
    found = Axe().run(visit.page, options=options).response["violations"]
    assert [f"{x['id']}: {n['html'][:200]} {n['failureSummary']}" for x in found
            for n in x["nodes"]] == []  # fmt: skip


def turn(page, theme):
    """Show the page in a theme, as its own button does."""
    page.evaluate("to => Object.assign(document.documentElement.dataset, {theme: to, mode: to})",
                  theme)  # fmt: skip


def _prose(name):
    """Return the Markdown of a page that is a notebook, or nothing."""
    source = fingerprint.ROOT / Path(name).with_suffix(".ipynb")
    if not source.is_file():
        return ""
    cells = nbformat.read(source, as_version=4).cells
    return "".join(cell.source for cell in cells if cell.cell_type == "markdown")


def test_formulas_are_typeset(visit):
    page = visit.page
    # The first page leads on to another one.
    shown = unquote(urlsplit(page.url).path)
    written = len(lxml_html.parse(shown).getroot().find_class("math"))
    assert page.locator("mjx-container").count() == page.locator(".math").count() == written
    assert written > 0 or "$" not in _prose(visit.name)
    assert page.locator("mjx-merror").count() == 0
    text = "".join(page.locator("article").all_inner_texts())
    assert re.findall(r"\\\(|\\\[|\\frac|\\mathrm|\$\$", text) == []


def test_page_fits_a_telephone(visit):
    page = visit.page
    try:
        for width, height in ((390, 844), (320, 640)):
            page.set_viewport_size({"width": width, "height": height})
            # A live figure follows the window a few frames later, as any chart does.
            page.wait_for_function(
                "width => document.documentElement.scrollWidth <= width", arg=width
            )
    finally:
        page.set_viewport_size(WINDOW)


def test_page_asks_no_other_host_and_reports_no_error(visit):
    visit.page.mouse.wheel(0, 100_000)
    settled(visit.page)
    outside = [url for url in visit.asked if not url.startswith(("file://", "data:", "blob:"))]
    assert outside == []
    assert visit.trouble == []


def test_search_finds_a_word_from_disk(html, open_page):
    page = open_page(html / "search.html")
    page.goto(f"{(html / 'search.html').as_uri()}?q=osteoclast")
    page.wait_for_selector("#search-results li a")
    found = page.locator("#search-results li a").first.get_attribute("href")
    assert (html / unquote(urlsplit(found).path)).is_file()


def test_keyboard_reaches_the_text_first_and_shows_where_it_is(html, open_page):
    page = settled(open_page(html / CHAPTERS[0]))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
    page.wait_for_function("document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main-content")
    for _ in range(12):
        page.keyboard.press("Tab")
        # The theme fades some outlines in; one that never comes is named here.
        page.evaluate(
            """async () => {
                const at = document.activeElement, look = getComputedStyle(at);
                const end = performance.now() + 20_000;
                while (look.outlineStyle !== "solid" || look.outlineWidth !== "3px") {
                    if (performance.now() > end) throw new Error(`no outline: ${at.outerHTML}`);
                    await new Promise(requestAnimationFrame);
                }
            }"""
        )


@pytest.mark.parametrize("chosen", ["light", "dark"])
def test_page_opens_in_the_chosen_theme_and_turns(html, open_page, chosen):
    page = open_page(html / CHAPTERS[0], theme=chosen)
    assert page.evaluate("document.documentElement.dataset.theme") == chosen
    paper = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(paper)
    turn(page, {"light": "dark", "dark": "light"}[chosen])
    page.wait_for_function(f"before => {paper} !== before", arg=before)


# ---- what the files show -------------------------------------------------------------------------


def test_every_page_of_the_contents_is_there(html):
    text = (fingerprint.ROOT / "_toc.yml").read_text(encoding="utf-8")
    toc = yaml.safe_load(text)
    listed = re.findall(r"(?:file|root): *(\S+)", text)
    assert toc["root"] == listed[0]
    for name in listed:
        assert (html / f"{name}.html").is_file(), name
    assert (html / "index.html").is_file()


def test_links_lead_somewhere(html, documents):
    anchors = {
        name: {value for element in page.iter() for key in ("id", "name")
               if (value := element.get(key))}
        for name, page in documents.items()
    }  # fmt: skip
    broken = []
    for name, page in documents.items():
        for element in page.iter("a", "img", "script", "link", "source", "iframe"):
            address = element.get("href") or element.get("src")
            parts = urlsplit(address or "")
            if address is None or parts.scheme in ("http", "https", "mailto", "data"):
                continue
            target = (html / name).parent / unquote(parts.path) if parts.path else html / name
            if not target.is_file():
                broken.append(f"{name}: {address}")
                continue
            within = target.resolve().relative_to(html.resolve()).as_posix()
            fragment = unquote(parts.fragment)
            if fragment and within in anchors and fragment not in anchors[within]:
                broken.append(f"{name}: {address}")
    assert broken == []


def test_scripts_and_styles_come_with_the_book(documents):
    for name, page in documents.items():
        for element in page.iter("script", "link", "img", "iframe"):
            address = element.get("src") or element.get("href") or ""
            if element.get("rel") not in ("canonical", "license"):
                assert not re.match(r"(https?:)?//", address), f"{name}: {address}"


def test_pictures_have_words(documents):
    for name, page in documents.items():
        for picture in page.iter("img"):
            assert picture.get("alt") is not None, f"{name}: {picture.get('src')}"
            if picture.xpath("ancestor::article"):
                assert len(picture.get("alt")) > 20, f"{name}: {picture.get('src')}"


def test_ids_are_unique_and_headings_step_down_one_by_one(documents):
    for name, page in documents.items():
        ids = page.xpath("//@id")
        assert sorted(ids) == sorted(set(ids)), name
        levels = [int(h.tag[1]) for h in page.xpath("//article//*[self::h1 or self::h2 or "
                                                    "self::h3 or self::h4 or self::h5]")]  # fmt: skip
        steps = [after - before for before, after in itertools.pairwise(levels)]
        assert all(step <= 1 for step in steps), f"{name}: {levels}"


@every_page
def test_page_is_light(html, name):
    assert (html / name).stat().st_size < PAGE_BYTES


@every_chapter
def test_chapter_offers_its_notebook_and_the_library(html, documents, name):
    links = documents[name].xpath("//aside[contains(@class, 'chapter-files')]//a/@href")
    targets = [((html / name).parent / link).resolve() for link in links]
    assert {target.suffix for target in targets} == {".ipynb", ".whl", ".html"}
    assert all(target.is_file() for target in targets)


def test_without_a_repository_no_button_leads_away(documents):
    settings = yaml.safe_load((fingerprint.ROOT / "_config.yml").read_text(encoding="utf-8"))
    if settings["repository"]["url"]:
        return
    for name, page in documents.items():
        for host in ("mybinder", "colab.", "github.com/executablebooks", "/issues/new"):
            assert page.xpath(f"//a[contains(@href, '{host}')]") == [], name


def test_nothing_of_this_machine_is_published(html):
    place = str(fingerprint.ROOT)
    for path in html.rglob("*"):
        if path.suffix in {".html", ".js", ".ipynb", ".css", ".inv", ".svg"}:
            assert place not in path.read_text(encoding="utf-8", errors="ignore"), path


def test_site_stands_alone(html: Path):
    outside = [path for path in html.rglob("*") if path.is_symlink()]
    assert outside == []


@pytest.mark.parametrize("name", build.FILES)
def test_first_page_offers_the_printed_book(html, documents, name):
    assert documents["intro.html"].xpath(f"//article//a[@href='{name}']")
    assert (html / name).read_bytes() == (html.parent / name).read_bytes()
