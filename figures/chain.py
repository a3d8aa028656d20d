"""From a joint to a shin: the links that one patient's story runs through."""

from itertools import pairwise
from pathlib import Path

from pen import activation, box, canvas, inhibition, label, save

fig, ax = canvas(9.6, 6.3)

LINKS = (
    ("joint", "arthritis, steroid", "immune"),
    ("bone", "density, strength", "bone"),
    ("load", "a crate held far", "guide"),
    ("vertebra", "breaks, low down", "resorption"),
    ("gap", "room for the root", "bone"),
    ("pressure", "mmHg, hours", "guide"),
    ("myelin", "thin, then none", "nerve"),
    ("spike", "arrives or not", "nerve"),
    ("shin", "numb", "nerve"),
)
WIDE, HIGH = 2.6, 1.1

places = []
for number, (name, what, role) in enumerate(LINKS):
    row, column = divmod(number, 3)
    x, y = 1.6 + 3.2 * column, 5.0 - 2.15 * row
    places.append((x, y))
    box(ax, x, y, WIDE, HIGH, role=role)
    label(ax, x, y + 0.24, name, role=role, bold=True)
    label(ax, x, y - 0.24, what, small=True)

for (x, y), (to, below) in pairwise(places):
    if below == y:
        activation(ax, (x + WIDE / 2, y), (to - WIDE / 2, y))
        continue
    turn = (y + below) / 2
    ax.plot([x, x, to, to], [y - HIGH / 2, turn, turn, turn - 0.2], color="black", lw=1.6)
    activation(ax, (to, turn - 0.1), (to, below + HIGH / 2))

for cut, link in enumerate((0, 1, 2, 5), 1):
    x, y = places[link]
    x += 0.6 if link == 5 else 0
    inhibition(ax, (x, y + HIGH / 2 + 0.62), (x, y + HIGH / 2 + 0.08), role="drug")
    label(ax, x + 0.3, y + HIGH / 2 + 0.4, str(cut), role="drug", bold=True)
save(fig, Path(__file__).with_suffix(".svg"))
