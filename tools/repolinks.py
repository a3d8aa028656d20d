"""One setting, `repository.url` in `_config.yml`, switches every link to the repository.

The theme fails on a notebook when launch buttons are configured but no repository is, and it wants
three further switches when one is. Here the address decides: none, then no button; one, then
Binder, Colab, source and issue buttons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def follow_address(_app: Sphinx, config: Config) -> None:
    """Show the repository's buttons if, and only if, its address is set."""
    options: dict[str, Any] = config.html_theme_options
    address = str(options.get("repository_url") or "").strip()
    if not address:
        options["launch_buttons"] = {}
    options["use_repository_button"] = bool(address)
    options["use_issues_button"] = bool(address)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the setting to the theme's options."""
    app.connect("config-inited", follow_address)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
