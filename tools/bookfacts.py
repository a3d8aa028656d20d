"""What the pages know about the project: where its repository is and how its wheel is called.

One setting, `repository.url` in `_config.yml`, switches every link to the repository. The theme
fails on a notebook when launch buttons are configured but no repository is, and it wants further
switches when one is. Here the address decides: none, then no button; one, then Binder, Colab,
source and issue buttons.

The name of the wheel comes from pyproject.toml, so that no page has to be edited for a new version.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
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


def name_wheel(app: Sphinx, config: Config) -> None:
    """Let pages at the top of the book write ``{{ wheel }}`` for a link to the wheel."""
    project = tomllib.loads(Path(app.srcdir, "pyproject.toml").read_text("utf-8"))["project"]
    name = f"{project['name']}-{project['version']}-py3-none-any.whl"
    config.myst_substitutions["wheel"] = f'<a href="_static/{name}" download>{name}</a>'


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the project's facts to the book's settings."""
    app.connect("config-inited", follow_address)
    app.connect("config-inited", name_wheel)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
