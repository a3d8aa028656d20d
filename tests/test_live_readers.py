"""Live figures for every reader: without scripts, in print, in the dark, by name, on a telephone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from live_pages import TEXTS, gate, komarova, press, shown, wait, write_page
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("live")


@pytest.fixture
def cells(folder: Path, open_page: OpenPage) -> Page:
    """A page with one live figure, ready."""
    page = open_page(write_page(folder, komarova()))
    wait(page)
    return page


def test_a_drawing_moves_keeps_its_scale_and_is_told_by_its_age(folder, open_page):
    page = open_page(write_page(folder, gate()))
    wait(page)
    expect(page.locator(".live-words")).to_have_text("At 90 years: width now 55 cm.")
    outline = (
        "boneLive.get('live-gate').views[1].model.renderers"
        ".map((one) => [...one.data_source.data.x])"
    )
    before = page.evaluate(outline)
    assert before[1] == pytest.approx([0, 55, 55, 0, 0])
    press(page, "End")
    after = page.evaluate(outline)
    assert after[0] == before[0], "the faint line stays at the start"
    assert after[1] == pytest.approx([0, 10, 10, 0, 0])
    box = page.locator(".live-drawing").bounding_box()
    assert box["width"] / box["height"] == pytest.approx(140 / 100, rel=0.02)
    months = open_page(write_page(folder, gate(name="live-months", shown=("month", 1 / 12))))
    wait(months)
    expect(months.locator(".live-words")).to_have_text("At 1,080 months: width now 55 cm.")
    axis = "(({start, end}) => [start, end])(boneLive.get('live-months').views[0].model.x_range)"
    assert months.evaluate(axis) == pytest.approx([240, 1080])
    frame = page.evaluate(
        "(({inner_width, inner_height}) => [inner_width, inner_height])"
        "(boneLive.get('live-gate').views[1].model)"
    )
    assert frame == pytest.approx([box["width"], box["height"]], rel=0.02)


def test_without_scripts_the_static_picture_stays(new_context, folder):
    context = new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(write_page(folder, komarova()).as_uri())
    picture = page.get_by_role("img", name=TEXTS["alt"])
    assert picture.is_visible()
    assert page.locator("img").evaluate("img => img.naturalWidth") > 300
    assert page.locator("input").count() == 0
    context.close()


def test_print_shows_the_static_picture(cells):
    assert cells.locator(".live-body").is_visible()
    assert not cells.locator("figure > img").is_visible()
    cells.emulate_media(media="print")
    assert not cells.locator(".live-body").is_visible()
    assert cells.locator("figure > img").is_visible()


def test_theme_switch_turns_the_curves(cells):
    def brightness() -> float:
        from io import BytesIO

        from PIL import Image

        shot = Image.open(BytesIO(cells.locator(".live-canvas").nth(2).screenshot()))
        return float(np.asarray(shot.convert("L"), dtype=float).mean())

    light = brightness()
    cells.evaluate("document.documentElement.dataset.theme = 'dark'")
    dark = brightness()
    assert light > 200
    assert 18 < dark < 80  # bright curves on the page's #121212


def test_two_figures_on_one_page_do_not_disturb_each_other(folder, open_page):
    page = open_page(write_page(folder, komarova("live-one"), komarova("live-two")))
    wait(page, 2)
    before = shown(page, "live-two")
    page.locator("#live-one input").first.press("End")
    page.wait_for_function("boneLive.get('live-one').parameters[4] === 1.1")
    assert shown(page, "live-two") == before
    assert len(set(page.eval_on_selector_all("[id]", "all => all.map((e) => e.id)"))) == (
        page.locator("[id]").count()
    )


def test_page_asks_no_host_and_complains_of_nothing(folder, open_page):
    requests, complaints = [], []
    page = open_page(write_page(folder, komarova()))
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: message.type in {"error", "warning"} and complaints.append(message.text),
    )
    page.reload()
    wait(page)
    press(page, "End")
    assert [url for url in requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert complaints == []


def test_a_page_without_live_figure_loads_no_plotting_library(folder, open_page):
    path = write_page(folder, komarova())
    bare = path.with_name("bare.html")
    bare.write_text(
        re.sub(r"(?s)<main>.*</main>", "<main></main>", path.read_text("utf-8")), "utf-8"
    )
    page = open_page(bare)
    assert page.locator("script[src*=bokeh]").count() == 0
    assert page.evaluate("typeof Bokeh") == "undefined"


@pytest.mark.parametrize("width", [320, 390])
def test_fits_a_phone(width, folder, open_page):
    page = open_page(write_page(folder, komarova()), width=width)
    wait(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_names_for_those_who_do_not_see(cells):
    picture = cells.locator(".live-plots")
    assert picture.get_attribute("role") == "img"
    assert picture.get_attribute("aria-label") == TEXTS["alt"]
    assert picture.get_attribute("aria-describedby") == cells.locator(
        "p[role=status]"
    ).get_attribute("id")
    for slider in komarova().sliders:
        assert cells.get_by_role("slider", name=slider.label).count() == 1
    assert cells.locator("output[aria-live=off]").count() == 3
