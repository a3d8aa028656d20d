"""Mend in every page what the theme and its extensions leave in the way of some readers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils import nodes  # type: ignore[import-untyped]
    from sphinx.application import Sphinx
    from sphinx.config import Config

# sphinx-exercise gives each exercise's text the same id; an id may stand only once in a page.
REPEATED_IDS = {"exercise-content", "solution-content"}
# Templates that the theme copies into every site; they are no pages.
STRAY_TEMPLATES = ("webpack-macros.html", "sbt-webpack-macros.html")
# The theme's own sidebar, its logo inside of a landmark (templates/home.html).
SIDEBAR = ["home.html", "icon-links.html", "search-button-field.html", "sbt-sidebar-nav.html"]


def set_up_theme(_app: Sphinx, config: Config) -> None:
    """Put the logo into a landmark, and name the mode that the theme's script asks for."""
    config.html_sidebars.setdefault("**", SIDEBAR)
    config.html_context.setdefault("default_mode", "auto")


def drop_repeated_ids(_app: Sphinx, tree: nodes.document, _docname: str) -> None:
    """Remove the ids that every exercise shares; nothing points to them."""
    for node in tree.findall():
        ids = getattr(node, "attributes", {}).get("ids", [])
        if REPEATED_IDS.intersection(ids):
            node["ids"] = [name for name in ids if name not in REPEATED_IDS]


def remove_stray_templates(app: Sphinx, _error: Exception | None) -> None:
    """Leave no page in the site that is not one."""
    for name in STRAY_TEMPLATES:
        Path(app.outdir, "_static", name).unlink(missing_ok=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the repairs to Sphinx."""
    app.connect("config-inited", set_up_theme)
    app.connect("doctree-resolved", drop_repeated_ids)
    app.connect("build-finished", remove_stray_templates)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
