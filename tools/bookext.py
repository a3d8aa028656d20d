"""What this book adds to Jupyter Book: files for the reader, and pages that never go stale.

- Bokeh's scripts, the library's wheel and the assignments are copied beside the pages, so that
  nothing is fetched from another host.
- Below each chapter stands what a reader can take away and how to run it.
- When a title, a label or a term changed, every page is written anew, because each page shows
  the titles of all others and may point to the label.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils.nodes import document  # type: ignore[import-untyped]
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

# The scripts that _static/live.js asks for; it loads them only where a live figure is.
BOKEH = ("bokeh.min.js", "bokeh-api.min.js")
GUIDE = "run-it-yourself"
TEMPLATES = Path(__file__).with_name("templates")


class InOrder(set[str]):
    """A set that is gone through by name, which for the openers of the parts is their order."""

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(super().__iter__()))


def number_in_order(_app: Sphinx, env: BuildEnvironment, _docnames: list[str]) -> None:
    """Let parts be numbered in their order; Sphinx goes through a set, whose order is any."""
    env.numbered_toctrees = InOrder(env.numbered_toctrees)


def configure(_app: Sphinx, config: Config) -> None:
    """Make room for the line below each chapter."""
    config.templates_path.append(str(TEMPLATES))
    config.html_theme_options.setdefault("article_footer_items", ["chapter-files.html"])


def offer_files(
    app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: document | None
) -> None:
    """Tell the template of a notebook's page what there is to download."""
    if context.get("page_source_suffix") != ".ipynb":
        return
    pathto = context["pathto"]
    wheel = _wheel(app)
    address = str(app.config.html_theme_options.get("repository_url") or "").strip()
    context["chapter_files"] = {
        "wheel": wheel and pathto(f"_static/{wheel.name}", 1),
        "guide": GUIDE in app.env.found_docs and pathto(GUIDE),
        "install": address and f'%pip install --quiet "bonebalance @ git+{address}"',
    }


def copy_files(app: Sphinx, exception: Exception | None) -> None:
    """Copy the scripts, the wheel and the assignments into the finished site."""
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir, "_static")
    scripts = files("bokeh") / "server" / "static" / "js"
    for name in BOKEH:  # Beside the theme's icon font, which lives in the same folder.
        shutil.copy2(str(scripts / name), static / "vendor")
    _replace(static / "assignments", _made(app, "assignments").glob("*.ipynb"))
    for old in static.glob("*.whl"):
        old.unlink()
    wheel = _wheel(app)
    if wheel:
        shutil.copy2(wheel, static)


def _replace(folder: Path, sources: Iterable[Path]) -> None:
    """Let `folder` hold copies of `sources` and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for source in sources:
        shutil.copy2(source, folder)


def _wheel(app: Sphinx) -> Path | None:
    """Return the library's wheel, if this book has one."""
    return next(iter(_made(app, "wheel").glob("*.whl")), None)


def _made(app: Sphinx, name: str) -> Path:
    """Return the folder of what an earlier step of the build made."""
    return Path(app.srcdir, "_build", name)


def refresh_pages(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return all pages if anything that one page shows of another changed, else none."""
    shown = {
        "titles": {name: title.astext() for name, title in env.titles.items()},
        "labels": dict(env.domaindata["std"]["labels"]),
        "anchors": dict(env.domaindata["std"]["anonlabels"]),
        "terms": dict(env.domaindata["std"]["objects"]),
    }
    before = getattr(env, "shown_elsewhere", None)
    env.shown_elsewhere = shown  # type: ignore[attr-defined]
    return [] if before in (None, shown) else sorted(env.found_docs)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the book's additions to Sphinx."""
    # Jupyter Book sets this one always; the extension that it belongs to is not loaded.
    app.add_config_value("comments_config", {}, "", dict)
    app.connect("config-inited", configure)
    app.connect("env-before-read-docs", number_in_order)
    app.connect("env-updated", refresh_pages)
    app.connect("html-page-context", offer_files)
    app.connect("build-finished", copy_files)
    app.setup_extension("access")
    app.setup_extension("download")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
