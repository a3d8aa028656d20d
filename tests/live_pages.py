"""Pages with live figures that the tests write, and what they ask of them."""

from __future__ import annotations

import ast
import itertools
import random
import shutil
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import bokeh
import nbformat
import numpy as np
from playwright.sync_api import Page

from bonebalance import (
    Definition,
    IntegrationError,
    Model,
    Parameter,
    State,
    kyphosis,
    models,
    perfusion,
    posture,
    remodeling,
    simulate,
    timetable,
    workup,
)
from bonebalance.live import Drawing, LiveFigure, Outline, Phase, Slider, live_figure
from tools import fingerprint, notebooks

STATIC = Path(__file__).parents[1] / "_static"
SPANS = {"day": 300.0, "year": 50.0}
SLIDERS = [Slider("F", "Formation", 1.85, 9.85, 0.1), Slider("k", "Loss", 0.0085, 0.1085, 0.01)]
TEXTS = {"question": "What moves?", "caption": "It moves.", "alt": 'A curve that "moves".'}

# Moves sliders, waits for the redraw and returns the numbers that the page then shows.
SET = """async ({id, settings}) => {
  const figure = document.getElementById(id), answers = [];
  const inputs = [...figure.querySelectorAll("input")];
  const frame = () => new Promise(requestAnimationFrame);
  for (const setting of settings) {
    const before = boneLive.get(id).redraws;
    setting.forEach((value, i) => {
      inputs[i].value = value;
      inputs[i].dispatchEvent(new Event("input"));
    });
    while (boneLive.get(id).redraws === before) await frame();
    const {values, stop} = boneLive.get(id);
    answers.push({
      asked: inputs.map((input) => input.value), stop,
      values: Object.fromEntries(Object.entries(values).map(([k, v]) => [k, [...v].map(String)])),
    });
  }
  return answers;
}"""


def komarova(name: str = "live-cells", **changes) -> LiveFigure:
    """The figure of the chapter on cells that talk, in small."""
    settings = {
        "times": np.linspace(0, 400, 401),
        "sliders": [
            Slider("g_11", "Osteoclasts calling osteoclasts", 0.1, 1.1, 0.05),
            Slider("C(0)", "Osteoclasts at the start", 1.06, 16.06, 0.5),
            Slider("k_2", "Bone added by one osteoblast", 0.0008, 0.0026, 0.0001),
        ],
        "panels": ["C", ("C", "B"), "z", Phase("C", "B")],
        **TEXTS,
        **changes,
    }
    return live_figure(models.komarova2003, name=name, **settings)


def gate(**changes) -> LiveFigure:
    """A figure of definitions alone: a gate that grows narrower with age, drawn to scale."""
    age = State("age", "year", "age", initial=0, clock=True)
    shrink = Parameter(
        "s", "centimeter/year", "loss", value=0.5, source="jorg2022", status="assumed"
    )
    first = Parameter("w", "centimeter", "width", value=100, source="jorg2022", status="assumed")
    height = Parameter("h", "centimeter", "height", value=60, source="jorg2022", status="assumed")
    width = Definition("width", "centimeter", "width now", role="bone")
    top = Definition("top", "centimeter", "upper edge")
    left = Definition("left", "centimeter", "left edge")
    unused = Definition("unused", "centimeter", "half the width")
    model = Model(
        "Gate", time_unit="year", states=[age], parameters=[shrink, height, first], rates={age: 1},
        definitions={width: first - shrink * age, top: height, left: width, unused: width / 2},
        summary="It shrinks.", source="jorg2022", limits=("Nothing else moves.",),
    )  # fmt: skip
    frame = [(0, 0), ("left", 0), ("left", "top"), (0, "top")]
    drawing = Drawing(
        "The gate", [Outline(frame, "nerve", closed=True, filled=True, label="gate")],
        x=(-10, 130), y=(-10, 90),
    )  # fmt: skip
    given = {
        "name": "live-gate", "times": np.linspace(20, 90, 71), "panels": ["width", drawing],
        "shown": None,
        "sliders": [Slider("s", "Loss", 0, 1, 0.1), Slider("h", "Height", 20, 80, 5)], **TEXTS,
    }  # fmt: skip
    return live_figure(model, **(given | changes))


def every_parameter(keys: Sequence[str]) -> Iterator[LiveFigure]:
    """Figures that between them move every parameter of some models by a quarter up and down."""
    for key in keys:
        model: Model = getattr(models, key)
        movable = [p for p in model.parameters.values() if p.value]
        for part in range(0, len(movable), 3):
            group = movable[part : part + 3]
            if len(group) < 2:  # a figure has two sliders at least
                group = movable[-2:]
            yield live_figure(
                model,
                name=f"live-{key}-{part}",
                times=np.linspace(0, SPANS.get(model.time_unit, 100.0), 201),
                sliders=[_quarter(p.name, _short(p.value)) for p in group],
                panels=list(model.state_names),
                # A slider's stops are short decimals, which a derived value need not be.
                parameters={p.name: _short(p.value) for p in group},
                **TEXTS,
            )


def _short(value: float) -> float:
    return float(f"{value:.6g}")


def _quarter(name: str, value: float) -> Slider:
    exact = Decimal(repr(value))
    ends = sorted(float(exact * Decimal(share)) for share in ("0.75", "1.25"))
    return Slider(name, name, *ends, float(abs(exact) / 40))


def settings_of(figure: LiveFigure, randoms: int, seed: int) -> list[list[float]]:
    """The start, all corners of the sliders' ranges, and random stops inside."""
    source = random.Random(seed)
    start = [figure.start.value(slider) for slider in figure.sliders]
    corners = itertools.product(*((s.minimum, s.maximum) for s in figure.sliders))
    inside = [[_random_stop(s, source) for s in figure.sliders] for _ in range(randoms)]
    return [start, *map(list, corners), *inside]


def _random_stop(slider: Slider, source: random.Random) -> float:
    low, high, step = (Decimal(repr(x)) for x in (slider.minimum, slider.maximum, slider.step))
    return float(low + step * source.randint(0, int((high - low) / step)))


def expected(figure: LiveFigure, setting: list[float]) -> dict[str, np.ndarray] | None:
    """What Python computes for the same sliders, or None if the model runs away."""
    changes = dict(zip((s.name for s in figure.sliders), setting, strict=True))
    parameters = {**figure.start.parameters} | {k: v for k, v in changes.items() if "(0)" not in k}
    initial = {**figure.start.initial} | {
        k.removesuffix("(0)"): v for k, v in changes.items() if "(0)" in k
    }
    try:
        run = simulate(
            figure.start.model, figure.start.times, parameters=parameters, initial=initial
        )
    except IntegrationError:
        return None
    drawn = [output["name"] for output in figure.spec["outputs"]]
    return {name: run[name] for name in (*figure.start.model.state_names, *drawn)}


def known_models() -> Iterator[Model]:
    """Yield every model that a live figure of the book may show."""
    yield from (getattr(models, key) for key in (*models.__all__, *models.COUPLED))
    yield remodeling.space
    yield posture.model
    yield kyphosis.wedge
    yield perfusion.model
    yield workup.polyneuropathy()
    yield timetable.designer(age=65).model
    yield from _models_of_chapters()


def _models_of_chapters() -> Iterator[Model]:
    """Yield models that a chapter builds in view, by running what they are built of."""
    for path in notebooks.chapters(fingerprint.ROOT):
        cells = [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
        code = ast.parse("\n".join(cell for cell in cells if not cell.startswith("%"))).body
        for place, line in enumerate(code):
            if isinstance(line, ast.Assign) and _calls(line.value) == "Model":
                space: dict = {}
                needed = ast.Module(_needed(code[: place + 1]), type_ignores=[])
                exec(compile(needed, path.name, "exec"), space)
                yield space[ast.unparse(line.targets[0])]


def _calls(value: ast.expr) -> str:
    return ast.unparse(value.func) if isinstance(value, ast.Call) else ""


def _needed(code: Sequence[ast.stmt]) -> list[ast.stmt]:
    """Return the lines that the last one hangs on, and itself."""
    kept, wanted = [code[-1]], _names(code[-1], ast.Load)
    for line in reversed(code[:-1]):
        if _bound(line) & wanted:
            kept.insert(0, line)
            wanted |= _names(line, ast.Load)
    return kept


def _bound(line: ast.stmt) -> set[str]:
    if isinstance(line, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name for alias in line.names}
    if isinstance(line, ast.FunctionDef | ast.ClassDef):
        return {line.name}
    if isinstance(line, ast.Assign):  # `x[1] = 2` binds x, and no name inside a comprehension
        return set().union(*(_names(target, ast.expr_context) for target in line.targets))
    return set().union(*map(_bound, getattr(line, "body", [])))


def _names(line: ast.AST, kind: type[ast.expr_context]) -> set[str]:
    found = (node for node in ast.walk(line) if isinstance(node, ast.Name))
    return {node.id for node in found if isinstance(node.ctx, kind)}


def write_page(folder: Path, *figures: LiveFigure) -> Path:
    """Write a page with figures, and all that it loads, into a folder."""
    static = folder / "_static"
    if not static.exists():
        vendor = static / "vendor"
        vendor.mkdir(parents=True)
        for path in STATIC.glob("*.js"):
            shutil.copy(path, static)
        shutil.copy(STATIC / "live.css", static)
        for script in ("bokeh.min.js", "bokeh-api.min.js"):
            shutil.copy(Path(bokeh.__file__).parent / "server/static/js" / script, vendor)
    page = folder / f"{figures[0].name}.html"
    body = "\n".join(figure.html(live=True) for figure in figures)
    page.write_text(
        '<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Live figures</title>'
        '<link rel="stylesheet" href="_static/live.css">'
        "<style>html[data-theme=dark] { background: #121212; color: #ced6dd } img { width: 100% }"
        "figure { margin: 0 } main { max-width: 700px }</style>"
        '<script src="_static/live.js"></script><script src="_static/solve.js"></script>'
        '<script src="_static/drawing.js"></script>'
        f"<main><h1>Live figures</h1>{body}</main></html>",
        encoding="utf-8",
    )
    return page


def wait(page: Page, count: int = 1) -> None:
    page.wait_for_function(f"document.querySelectorAll('.live-on').length === {count}")


def shown(page: Page, figure: str = "live-cells") -> dict[str, list[float]]:
    """The numbers that a figure shows."""
    return page.evaluate(
        "id => Object.fromEntries(Object.entries(boneLive.get(id).values)"
        ".map(([k, v]) => [k, [...v]]))",
        figure,
    )


def press(page: Page, key: str, slider: int = 0) -> None:
    page.locator("input[type=range]").nth(slider).press(key)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
