"""What the library writes for a live figure, and how it answers wrong requests."""

from __future__ import annotations

import pytest
from live_pages import SLIDERS, TEXTS, gate, komarova

from bonebalance import ModelError, models
from bonebalance.live import Drawing, Outline, Phase, Slider, live_figure
from bonebalance.words import label, title, unit_words


def shape(*points, title="A shape", x=(0, 1)):
    return Drawing(title, [Outline(points)], x=x, y=(0, 1))


def test_outputs_are_stable():
    one, two = komarova(), komarova()
    assert repr(one) == "Live figure: live-cells"
    assert one._repr_mimebundle_() == two._repr_mimebundle_()
    assert set(one._repr_mimebundle_()) == {"text/plain", "text/html", "text/markdown"}


def test_book_gets_a_numbered_figure_and_jupyter_a_note():
    figure = komarova(caption="The $g_{11}$ decides {cite}`x`.", alt="A line\nbroken.")
    lines = figure.markdown().splitlines()
    assert lines[0].startswith("```{figure} data:image/svg+xml;base64,")
    assert lines[1:4] == [":name: live-cells", ":alt: A line broken.", ":figclass: live-figure"]
    assert "The $g_{11}$ decides {cite}`x`." in lines
    note = "In the book this figure has sliders."
    assert note in figure.html(live=False)
    assert "<script" not in figure.html(live=False)
    assert note not in figure.html(live=True)


def test_text_cannot_end_its_script():
    figure = komarova(question="Is </script> safe?")
    assert figure.html(live=True).count("</script>") == 2


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("percent/(cell*day)", "% per cell per day"),
        ("1/day", "per day"),
        ("percent/year", "% per year"),
        ("cell", "cells"),
        ("pM", "pM"),
        ("millimeter**2", "mm²"),
        ("1", ""),
        ("cell**(1 - g_11)/day", "cell^(1 - g_11)/day"),
    ],
)
def test_units_in_words(unit, words):
    assert unit_words(unit) == words


def test_titles_name_states_and_unit():
    C, B, z = models.komarova2003.states
    assert title([C, B]) == "Osteoclasts and osteoblasts (cells)"
    assert label(z) == "Bone mass"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("F", "", 0, 1, 0.1), "slider F needs a label in plain words"),
        (("F", "Gain", 1, 1, 0.1), "must go up from its minimum 1 to its maximum 1"),
        (("F", "Gain", 0, 1, -0.1), "in positive steps, not -0.1"),
        (("F", "Gain", 0, 1, 0.3), "at most 1000 whole steps, but 0.3 fits 3.33333 times"),
        (("F", "Gain", 0, 1, 1e-6), r"but 1e-06 fits 1e\+06 times"),
        (("F", "Gain", float("nan"), 1, 0.1), "minimum of slider F must be finite"),
    ],
)
def test_slider_errors_name_culprit_and_remedy(arguments, message):
    with pytest.raises(ModelError, match=message):
        Slider(*arguments)


def test_steps_are_counted_in_decimals():
    assert Slider("F", "Gain", 0.1, 0.7, 0.1).decimals == 1  # 0.7 - 0.1 is not 6 * 0.1 in binary
    assert Slider("C(0)", "Start", 1.06, 21.06, 0.5).decimals == 2


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sliders": SLIDERS[:1]}, "a live figure has 2 to 4 sliders, not 1"),
        ({"sliders": [SLIDERS[0], SLIDERS[0]]}, "two sliders move F; keep one"),
        (
            {"sliders": [SLIDERS[0], Slider("z(O)", "Start", 0, 1, 0.1)]},
            r"no parameter or initial value 'z\(O\)'. Did you mean z\(0\)\? It has: F, k, z\(0\)",
        ),
        (
            {"sliders": [SLIDERS[1], Slider("F", "Gain", 0, 9, 0.1)]},
            "the starting value 5.85 of F is no stop of its slider .* choose a minimum and a step",
        ),
        (
            {"sliders": [SLIDERS[1], Slider("F", "Gain", 6.85, 9.85, 0.1)]},
            "the starting value 5.85 of F is no stop of its slider",
        ),
        (
            {"sliders": [SLIDERS[1], Slider("F", "Gain", -0.15, 9.85, 0.1)]},
            "minimum of slider F must not be negative",
        ),
        ({"panels": []}, "a live figure needs a panel"),
        ({"panels": ["y"]}, "has no state or definition 'y'. It has: z"),
        ({"panels": [Phase("z", "Z")]}, "has no state or definition 'Z'"),
        ({"panels": [shape((0, 0), (1, "Z"))]}, "has no state or definition 'Z'"),
        ({"panels": [shape((0, 0))]}, "outline 1 needs two points at least"),
        (
            {"panels": [shape((0, 0), (1, "z"), x=(1, 1))]},
            "x must run from low to high, not 1 to 1",
        ),
        ({"panels": [shape((0, 0), (1, "z"), title=" ")]}, "a drawing needs a title"),
        ({"question": "Move them."}, "needs a question that its sliders answer"),
        ({"caption": " "}, "live-b needs a text for caption"),
        ({"alt": ""}, "live-b needs a text for alt"),
        ({"shown": ("month", 0)}, "live-b: a month has no years; give a number above 0"),
        ({"shown": ("month", -1)}, "how many years a month has must not be negative"),
        ({"name": "Live B"}, "'Live B' is no name for a figure: use small letters"),
        ({"parameters": {"f": 1}}, "has no parameter 'f'. Did you mean F"),
    ],
)
def test_figure_errors_name_culprit_and_remedy(changes, message):
    given = {"name": "live-b", "times": [0, 1], "sliders": SLIDERS, "panels": ["z"], **TEXTS}
    with pytest.raises(ModelError, match=message):
        live_figure(models.balance, **(given | changes))


def test_a_page_computes_the_definitions_that_it_draws_and_no_other():
    spec = gate().spec
    assert [output["name"] for output in spec["outputs"]] == ["width", "left", "top"]
    time, drawing = spec["panels"]
    assert (time["xLabel"], time["curves"], drawing["curves"]) == ("Age (years)", [1], [])
    assert drawing["outlines"][0]["points"] == [[[0.0], [0.0]], [2, [0.0]], [2, 3], [[0.0], 3]]
    assert "unused" not in gate().html(live=True)


def test_times_are_shown_in_another_unit():
    spec = gate(shown=("month", 1 / 12)).spec
    assert spec["time"] == {"unit": "month", "units": "months", "size": 1 / 12}
    assert spec["panels"][0]["xLabel"] == "Age (months)"
    assert spec["times"] == gate().spec["times"], "the model goes on counting years"


def test_a_drawing_is_a_picture_before_it_moves():
    plain, drawn = gate(panels=["width"]), gate()
    assert drawn._picture != plain._picture


def test_one_axis_has_one_unit():
    with pytest.raises(ModelError, match="would draw cell and percent on one axis"):
        komarova(panels=[("C", "z")])
    with pytest.raises(ModelError, match="would draw cell and percent on one axis"):
        komarova(panels=[Drawing("Both", [Outline([("C", "z"), (0, 0)])], x=(0, 1), y=(0, 1))])
