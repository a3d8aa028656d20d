"""Write the site with Jupyter Book: ``python -m tools.site``.

Jupyter Book works in a hidden stage, which keeps what it parsed, so that one edited chapter is
one chapter's work. Only a build without a warning leaves the stage: then the whole site takes the
place of the previous one at once. After a failure or an interrupt the stage is begun anew;
otherwise Sphinx would not repeat the warning of a page that it already parsed.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from jupyter_book.sphinx import build_sphinx  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.token import Name, Punctuation, Token, Whitespace  # type: ignore[import-untyped]
from sphinx.highlighting import PygmentsBridge

from tools import fingerprint
from tools.execute import cache_folder

STAGE = Path("_build/.stage")
SITE = Path("_build/html")
COLOR = re.compile(r"\x1b\[[0-9;]*m")
# myst-nb counts a notebook's lines as 10,000 a cell; a person counts cells.
CELL_LINE = re.compile(r"(\.ipynb):(\d+)(\d{4}):")


class _LightFormatter(HtmlFormatter):  # type: ignore[misc]
    """Marks only what has a color of its own, which halves the marks of a chapter's code."""

    PLAIN = (Token, Token.Text, Name, Punctuation, Whitespace)

    def _get_css_classes(self, ttype: object) -> str:
        return "" if ttype in self.PLAIN else str(super()._get_css_classes(ttype))


PygmentsBridge.html_formatter = _LightFormatter


def write_site(root: Path = fingerprint.ROOT) -> str:
    """Build the site of `root` and publish it; return what went wrong, or nothing.

    Returns
    -------
    str
        The warnings and errors, empty if the site was published.
    """
    stage = root / STAGE
    # The seal is broken while Sphinx works, so that only a finished stage is used again.
    seal, frame = stage / "frame", fingerprint.frame(root)
    if not seal.is_file() or seal.read_text(encoding="utf-8") != frame:
        shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True, exist_ok=True)
    seal.unlink(missing_ok=True)
    complaints = _sphinx(root, stage)
    if not complaints:
        publish(stage / "html", root / SITE)
        seal.write_text(frame, encoding="utf-8")
    return complaints


def _sphinx(root: Path, stage: Path) -> str:
    """Run Jupyter Book's Sphinx, every warning an error; return its complaints."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        result = build_sphinx(
            root,
            stage / "html",
            noconfig=True,
            path_config=root / "_config.yml",
            doctreedir=stage / "doctrees",
            confoverrides={
                "external_toc_path": str(root / "_toc.yml"),
                "latex_individualpages": False,
                "nb_execution_mode": "cache",
                "nb_execution_cache_path": str(cache_folder(root)),
                "nb_execution_raise_on_error": True,
                "nitpicky": True,
            },
            quiet=True,
            warningiserror=True,
            keep_going=True,
        )
    if not result:
        return ""
    text = COLOR.sub("", said.getvalue()).replace(f"{root}/", "").strip()
    text = CELL_LINE.sub(_cell_and_line, text)
    return text or f"Sphinx ended with {result!r}"


def _cell_and_line(found: re.Match[str]) -> str:
    return f"{found[1]}, cell {int(found[2]) + 1}, line {int(found[3])}:"


def publish(new: Path, place: Path) -> None:
    """Put a copy of the folder `new` at `place`; what was there stays whole until it goes."""
    fresh, old = place.with_name(f".{place.name}-new"), place.with_name(f".{place.name}-old")
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(new, fresh, ignore=shutil.ignore_patterns(".buildinfo*"))
    if place.exists():
        place.rename(old)
    fresh.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.site", description="Write the site.")
    parser.add_argument("--root", type=Path, default=fingerprint.ROOT, help="folder of the book")
    complaints = write_site(parser.parse_args(arguments).root.resolve())
    print(complaints, file=sys.stderr, end="\n" if complaints else "")
    return bool(complaints)


if __name__ == "__main__":
    sys.exit(main())
