"""Autoimmune inside immune-mediated inside bone loss: where each example lies."""

from pathlib import Path

from pen import box, canvas, label, osteoclast, precursor, save

fig, ax = canvas(9.6, 6.6)
box(ax, 4.8, 3.3, 9.4, 6.4, role="guide")
label(ax, 4.8, 6.05, "Bone is lost", bold=True)
label(ax, 1.3, 4.1, "muscles\nat rest")
label(ax, 1.3, 2.7, "too little\ncalcium")

box(ax, 5.85, 2.85, 6.9, 5.2, role="immune")
label(ax, 5.85, 5.05, "immune-mediated", role="immune", bold=True)
label(ax, 5.85, 4.55, "immune cells or their messages take part", small=True)
label(ax, 4.05, 3.55, "estrogen\nis lost")
precursor(ax, 3.45, 2.3, role="immune")
precursor(ax, 4.2, 2.0, role="immune")
osteoclast(ax, 3.95, 0.75, width=1.7, height=0.9, nuclei=3)

box(ax, 7.15, 2.2, 3.9, 3.5, role="immune")
label(ax, 7.15, 3.55, "autoimmune", role="immune", bold=True)
label(ax, 7.15, 2.95, "a molecule of the\nbody is attacked", small=True)
label(ax, 7.15, 1.95, "rheumatoid arthritis")
label(ax, 7.15, 1.15, "antibodies to OPG,\na few people")
save(fig, Path(__file__).with_suffix(".svg"))
