"""Name the toggles of the navigation for those who hear the page.

The theme folds the chapters of a part with a `summary` that holds an icon and no words. A screen
reader would announce an unnamed control, which WCAG 2.2 (4.1.2) does not allow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils.nodes import document  # type: ignore[import-untyped]
    from sphinx.application import Sphinx

# Later than the theme's own handler (500), which puts the function into the context.
AFTER_THEME = 900


def name_toggles(
    _app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: document | None
) -> None:
    """Wrap the theme's function that writes the navigation."""
    write = context.get("generate_toctree_html")
    if write is None:
        return

    def write_named(**options: str | int | bool) -> str:
        label = '<summary aria-label="Chapters of this part">'
        return str(write(**options)).replace("<summary>", label)

    context["generate_toctree_html"] = write_named


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the wrapper."""
    app.connect("html-page-context", name_toggles, priority=AFTER_THEME)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
