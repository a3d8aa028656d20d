"""The town: each woman lives twice, and a program is a choice between her two futures."""

from pathlib import Path

from pen import activation, box, canvas, label, save

fig, ax = canvas(9.6, 6.2)

box(ax, 1.6, 3.1, 2.6, 2.5)
label(ax, 1.6, 3.75, "a woman", bold=True)
label(ax, 1.6, 2.9, "age, peak,\nmenopause,\ndiseases, drugs", small=True)

for y, text, role in (
    (4.9, "ten years\nwithout", "resorption"),
    (1.3, "ten years\non a drug", "formation"),
):
    box(ax, 5.0, y, 2.4, 1.4, role=role)
    label(ax, 5.0, y, text, role=role)
    activation(ax, (3.05, 3.1 + (0.5 if y > 3 else -0.5)), (3.7, y))
    label(ax, 7.9, y + 0.25, "fractures", role=role, bold=True)
    label(ax, 7.9, y - 0.35, "to be expected", role=role, small=True)
    activation(ax, (6.3, y), (6.9, y))

label(ax, 7.9, 3.1, "a rule picks\none of the two")
activation(ax, (7.9, 3.65), (7.9, 4.3))
activation(ax, (7.9, 2.55), (7.9, 1.95))
save(fig, Path(__file__).with_suffix(".svg"))
