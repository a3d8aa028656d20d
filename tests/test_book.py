"""The built site, in a real browser, opened from disk as a reader may open it."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from lxml import html as lxml_html

from tools import build, fingerprint, notebooks

SITE = fingerprint.ROOT / "_build" / "html"
PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))
CHAPTERS = [
    path.relative_to(fingerprint.ROOT).with_suffix(".html").as_posix()
    for path in notebooks.chapters(fingerprint.ROOT)
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGE_BYTES = 300_000
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


@pytest.mark.parametrize("theme", ["light", "dark"])
@every_page
def test_page_is_accessible(html, open_page, name, theme):
    page = settled(open_page(html / name, theme=theme))
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    options = {"runOnly": WCAG, "resultTypes": ["violations"], "preload": False}
    found = Axe().run(page, options=options).response["violations"]
    assert [f"{x['id']}: {n['html'][:200]} {n['failureSummary']}" for x in found
            for n in x["nodes"]] == []  # fmt: skip


@every_page
def test_page_asks_no_other_host_and_reports_no_error(html, browser, name):
    context = browser.new_context()
    asked, trouble = [], []
    context.on("request", lambda request: asked.append(request.url))
    context.on("requestfailed", lambda request: trouble.append(f"failed: {request.url}"))
    context.on("console", lambda said: said.type in ("error", "warning")
               and trouble.append(f"{said.type}: {said.text}"))  # fmt: skip
    context.on("weberror", lambda error: trouble.append(str(error.error)))
    page = context.new_page()
    page.goto((html / name).as_uri())
    settled(page)
    page.mouse.wheel(0, 100_000)
    settled(page)
    context.close()
    assert [url for url in asked if not url.startswith(("file://", "data:", "blob:"))] == []
    assert trouble == []


@every_chapter
def test_formulas_are_typeset(html, open_page, name):
    page = settled(open_page(html / name))
    written = len(lxml_html.parse(html / name).getroot().find_class("math"))
    assert page.locator("mjx-container").count() == page.locator(".math").count() == written
    assert written > 0 or name.startswith("models/")
    assert page.locator("mjx-merror").count() == 0
    text = page.locator("article").inner_text()
    assert re.findall(r"\\\(|\\\[|\\frac|\\mathrm|\$\$", text) == []


@every_page
def test_page_fits_a_telephone(html, open_page, name):
    page = settled(open_page(html / name, width=390))
    for width, height in ((390, 844), (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        # A live figure follows the window a few frames later, as any chart does.
        page.wait_for_function(
            "width => document.documentElement.scrollWidth <= width", arg=width, timeout=10_000
        )


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
        page.wait_for_timeout(250)  # the theme fades some outlines in
        html_of, style, wide = page.evaluate(
            """() => {
                const at = document.activeElement, look = getComputedStyle(at);
                return [at.outerHTML.slice(0, 120), look.outlineStyle, look.outlineWidth];
            }"""
        )
        assert (style, wide) == ("solid", "3px"), f"focus is not visible on {html_of}"


def test_theme_can_be_changed(html, open_page):
    page = settled(open_page(html / CHAPTERS[0]))
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


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
