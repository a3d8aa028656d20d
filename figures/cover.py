"""Draw the cover: a vertebra in section whose lattice thins from left to right, on a balance.

The lattice is a Voronoi diagram of points that keep their distance, as the struts of spongy bone
do. From left to right the struts get thinner and some of them break. One gradient runs from the
color of formation to the color of resorption; it needs real SVG gradients, so the file is
written by hand and not by Matplotlib. The same points are drawn each time.

Run ``python figures/cover.py`` to draw it again; it writes ``figures/cover.svg``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.spatial import Voronoi

from bonebalance.plotting import BLUE, GRAY, VERMILION

WIDTH, HEIGHT = 960, 452
LEFT, RIGHT, TOP, BOTTOM = 60.0, 900.0, 24.0, 344.0
SPACING = 43.0
SEED = 7

Points = np.ndarray


def outline(inset: Points | float = 0.0) -> Points:
    """Return the body of the vertebra, seen from the side: four walls, each bent inward."""
    t = np.linspace(0, 1, 60, endpoint=False)
    bend = np.sin(np.pi * t) ** 1.3
    width, height = RIGHT - LEFT, BOTTOM - TOP
    top = np.column_stack([LEFT + t * width, TOP + 20 * bend])
    right = np.column_stack([RIGHT - 34 * bend, TOP + t * height])
    bottom = np.column_stack([RIGHT - t * width, BOTTOM - 20 * bend])
    left = np.column_stack([LEFT + 34 * bend, BOTTOM - t * height])
    ring = np.vstack([top, right, bottom, left])
    for _ in range(5):  # Round the four corners.
        ring = (np.roll(ring, 1, 0) + 2 * ring + np.roll(ring, -1, 0)) / 4
    along = np.roll(ring, -1, 0) - np.roll(ring, 1, 0)
    inward = np.column_stack([-along[:, 1], along[:, 0]])
    inward /= np.linalg.norm(inward, axis=1, keepdims=True)
    return ring + inward * np.broadcast_to(inset, len(ring))[:, None]


def thinned(x: Points | float, dense: float, thin: float) -> Points:
    """Return a width that falls from `dense` at the left wall to `thin` at the right one."""
    share = np.clip((np.asarray(x) - LEFT) / (RIGHT - LEFT), 0, 1)
    return np.asarray(dense + (thin - dense) * share**0.8)


def seeds(rng: np.random.Generator) -> Points:
    """Return points that keep their distance: a shaken hexagonal grid, relaxed twice."""
    rows = int((BOTTOM - TOP) / (SPACING * 0.86)) + 6
    columns = int((RIGHT - LEFT) / SPACING) + 6
    row, column = np.mgrid[0:rows, 0:columns]
    x = LEFT + (column - 3 + 0.5 * (row % 2)) * SPACING
    y = TOP + (row - 3) * SPACING * 0.86
    points = np.column_stack([x.ravel(), y.ravel()]).astype(float)
    points += rng.uniform(-0.42, 0.42, points.shape) * SPACING
    for _ in range(2):
        diagram = Voronoi(points)
        for k, cell in enumerate(diagram.point_region):
            corners = diagram.regions[cell]
            if corners and -1 not in corners:
                points[k] = diagram.vertices[corners].mean(axis=0)
    return points


def polygon(points: Points) -> str:
    """Return a closed path through the points."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def strut(start: Points, stop: Points) -> str:
    """Return one strut: waisted, wider where it meets the others."""
    along = (stop - start) / max(float(np.linalg.norm(stop - start)), 1e-9)
    across = np.array([-along[1], along[0]])
    middle = (start + stop) / 2
    wide = [across * thinned(end[0], 8.2, 1.7) for end in (start, stop)]
    waist = across * thinned(middle[0], 3.6, 0.5)
    a, b, c, d = start + wide[0], stop + wide[1], stop - wide[1], start - wide[0]
    up, down = middle + waist, middle - waist
    return (
        f"M{a[0]:.1f} {a[1]:.1f}Q{up[0]:.1f} {up[1]:.1f} {b[0]:.1f} {b[1]:.1f}"
        f"L{c[0]:.1f} {c[1]:.1f}Q{down[0]:.1f} {down[1]:.1f} {d[0]:.1f} {d[1]:.1f}Z"
    )


def stub(start: Points, stop: Points, share: float) -> str:
    """Return what is left of a broken strut: a spur that ends in a point."""
    tip = start + (stop - start) * share
    along = (stop - start) / max(float(np.linalg.norm(stop - start)), 1e-9)
    wide = np.array([-along[1], along[0]]) * thinned(start[0], 8.2, 1.7)
    return polygon(np.vstack([start + wide, tip, start - wide]))


def lattice(rng: np.random.Generator) -> str:
    """Return the path of all struts and of the knots where they meet."""
    diagram = Voronoi(seeds(rng))
    parts: list[str] = []
    knots: set[int] = set()
    for first, second in sorted(tuple(sorted(ridge)) for ridge in diagram.ridge_vertices):
        if first < 0:
            continue
        start, stop = diagram.vertices[first], diagram.vertices[second]
        x = (start[0] + stop[0]) / 2
        if not (LEFT - 20 < x < RIGHT + 20 and TOP - 20 < start[1] < BOTTOM + 20):
            continue
        knots |= {first, second}
        if rng.random() < thinned(x, -0.2, 0.3):
            parts += [stub(start, stop, rng.uniform(0.15, 0.42))]
            parts += [stub(stop, start, rng.uniform(0.15, 0.42))]
        else:
            parts.append(strut(start, stop))
    for knot in sorted(knots):
        x, y = diagram.vertices[knot]
        r = float(thinned(x, 8.4, 1.8))
        parts.append(f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0"
                     f"a{r:.1f} {r:.1f} 0 1 0 {-2 * r:.1f} 0Z")  # fmt: skip
    return "".join(parts)


def balance() -> str:
    """Return the balance below: beam, fulcrum, a full disk and an open ring."""
    middle, beam = WIDTH / 2, 384
    return (
        f'<path d="M{LEFT + 20:.0f} {beam}H{RIGHT - 20:.0f}" stroke="url(#flow)" '
        f'stroke-width="5" stroke-linecap="round"/>'
        f'<path d="M{middle} {beam + 8}l30 48h-60Z" fill="{GRAY}"/>'
        f'<circle cx="{LEFT + 20:.0f}" cy="{beam}" r="17" fill="{BLUE}"/>'
        f'<circle cx="{RIGHT - 20:.0f}" cy="{beam}" r="13.5" fill="#fff" stroke="{VERMILION}" '
        f'stroke-width="7"/>'
    )


def main() -> None:
    """Write the cover."""
    rng = np.random.default_rng(SEED)
    outer = outline()
    inner = outline(thinned(outer[:, 0], 15, 4))[::-1]
    stops = zip((0, 0.5, 1), (BLUE, GRAY, VERMILION), strict=True)
    gradient = "".join(f'<stop offset="{at}" stop-color="{color}"/>' for at, color in stops)
    svg = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" \
width="{WIDTH}" height="{HEIGHT}">
<defs>
<linearGradient id="flow" gradientUnits="userSpaceOnUse" x1="{LEFT}" x2="{RIGHT}" y1="0" y2="0">\
{gradient}</linearGradient>
<clipPath id="body"><path d="{polygon(outer)}"/></clipPath>
</defs>
<path fill="url(#flow)" clip-path="url(#body)" d="{lattice(rng)}"/>
<path fill="url(#flow)" d="{polygon(outer)}{polygon(inner)}"/>
{balance()}
</svg>
"""
    Path(__file__).with_suffix(".svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
