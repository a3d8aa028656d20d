"""Fixtures that the checks of the built book share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tools import build, fingerprint

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
            "microsoft-edge", "msedge")  # fmt: skip
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--force-color-profile=srgb",
)
NO_BROWSER = (
    "No browser for the browser tests. Install one (Debian, Ubuntu: apt-get install chromium) "
    "or let Playwright fetch its own: .venv/bin/python -m playwright install chromium"
)

# What the browser may take where a busy machine lets it wait; a test that fails takes as long.
PATIENCE = 120_000  # milliseconds
expect.set_options(timeout=PATIENCE)

OpenPage = Callable[..., Page]
NewContext = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the project."""
    return fingerprint.ROOT


@pytest.fixture(scope="session")
def html(root: Path) -> Path:
    """Return the folder of the built site, which must be that of the present sources."""
    if not build.is_current(root):
        pytest.fail("The built book is absent or out of date. Run: make book")
    return root / "_build" / "html"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Start Playwright once."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Start an installed browser of the Chromium family, else Playwright's own."""
    installed = next(filter(None, map(shutil.which, BROWSERS)), None)
    try:
        started = playwright.chromium.launch(executable_path=installed, args=FLAGS)
    except Error as error:
        pytest.fail(f"{NO_BROWSER}\n{error}")
    yield started
    started.close()


@pytest.fixture(scope="session")
def new_context(browser: Browser) -> NewContext:
    """Return a function that opens a window which waits as long as a busy machine needs."""

    def new_context(**options: Any) -> BrowserContext:
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        return context

    return new_context


@pytest.fixture
def open_page(new_context: NewContext) -> Iterator[OpenPage]:
    """Return a function that opens a file of the site from disk, in a theme, at a width."""
    contexts = []

    def open_page(path: Path, *, theme: str = "light", width: int = 1280) -> Page:
        context = new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        context.add_init_script(
            f"localStorage.setItem('mode', '{theme}'); localStorage.setItem('theme', '{theme}')"
        )
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
