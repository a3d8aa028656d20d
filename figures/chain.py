"""From a joint to a shin: the links that one patient's story runs through."""

from itertools import pairwise
from pathlib import Path

from pen import activation, box, canvas, inhibition, label, save

fig, ax = canvas(10.0, 5.6)

LINKS = (
    ("joint", "arthritis,\nsteroid", "immune"),
    ("bone", "density,\nstrength", "bone"),
    ("load", "a crate,\nshort lever", "guide"),
    ("vertebra", "it breaks,\nlow or high", "resorption"),
    ("gap", "room for\nthe root", "bone"),
    ("pressure", "mmHg,\nhours", "guide"),
    ("myelin", "thin,\nthen none", "nerve"),
    ("spike", "arrives,\nor not", "nerve"),
    ("shin", "numb", "nerve"),
)

PLACES = {}
for number, (name, what, role) in enumerate(LINKS):
    row, column = divmod(number, 5)
    x, y = 1.1 + 1.94 * column + (0.94 if row else 0), 4.1 - 2.6 * row
    PLACES[name] = x, y
    box(ax, x, y, 1.62, 1.5, role=role)
    label(ax, x, y + 0.42, name, role=role, bold=True)
    label(ax, x, y - 0.25, what, small=True)

ORDER = [name for name, _, _ in LINKS]
for one, two in pairwise(ORDER[:5]):
    activation(ax, (PLACES[one][0] + 0.82, 4.1), (PLACES[two][0] - 0.82, 4.1))
for one, two in pairwise(ORDER[5:]):
    activation(ax, (PLACES[one][0] + 0.82, 1.5), (PLACES[two][0] - 0.82, 1.5))
x, y = PLACES["gap"]
ax.plot([x, x, 0.4, 0.4], [y - 0.76, 2.78, 2.78, 1.5], color="black", lw=1.6)
activation(ax, (0.4, 1.5), (PLACES["pressure"][0] - 0.82, 1.5))

for number, name in enumerate(("joint", "bone", "load"), 1):
    x, y = PLACES[name]
    inhibition(ax, (x, 5.5), (x, 4.95), role="drug")
    label(ax, x + 0.3, 5.3, str(number), role="drug", bold=True)
x, y = PLACES["pressure"]
inhibition(ax, (x, 0.1), (x, 0.68), role="drug")
label(ax, x + 0.3, 0.3, "4", role="drug", bold=True)
save(fig, Path(__file__).with_suffix(".svg"))
