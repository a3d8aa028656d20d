"""Three ways in which a pill and a fracture go together although the pill breaks nothing."""

from pathlib import Path

from pen import activation, box, canvas, label, save

WIDE = 2.5
"""Width of a box; the three drawings stand one below the other, so that a telephone shows them."""

PANELS = (
    (7.5, "frailty", "acid blocker", "fracture", "confounding"),
    (4.5, "illness", "inhaled steroid", "fracture", "confounding by indication"),
    (1.5, "care", "diagnosis", "bone scan", "detection"),
)

fig, ax = canvas(9.6, 9.2)
for y, cause, left, right, name in PANELS:
    label(ax, 0.4, y + 1.35, name, small=True, align="left")
    box(ax, 4.8, y + 0.75, WIDE, 0.8)
    label(ax, 4.8, y + 0.75, cause, bold=True)
    for x, text in ((2.0, left), (7.6, right)):
        box(ax, x, y - 0.55, WIDE, 0.8, role="resorption" if x > 5 else "formation")
        label(ax, x, y - 0.55, text, role="resorption" if x > 5 else "formation")
    activation(ax, (3.45, 0.55 + y), (2.2, y - 0.1))
    activation(ax, (6.15, 0.55 + y), (7.4, y - 0.1))
    label(ax, 4.8, y - 0.55, "no arrow", small=True)
save(fig, Path(__file__).with_suffix(".svg"))
