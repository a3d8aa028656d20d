"""Formulas through pandoc: prepare their TeX, turn many of them into MathML at once."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pypandoc

from tools.print.dom import find, has
from tools.print.errors import PrintError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.print.pages import Page

_SCRIPT = Path(__file__).parent / "mathml.lua"


def mathml(pages: Sequence[Page]) -> dict[tuple[str, bool], str]:
    """Return the MathML of all formulas of `pages`, by their TeX and whether they are displayed.

    Raises
    ------
    PrintError
        If pandoc cannot read a formula.
    """
    places: dict[tuple[str, bool], str] = {}
    for page in pages:
        for node in find(page.body, "math", "equation"):
            places.setdefault((str(node.get("data-tex")), has(node, "equation")), page.name)
    wanted = [{"tex": tex, "display": display} for tex, display in places]
    run = subprocess.run(
        [pypandoc.get_pandoc_path(), "lua", str(_SCRIPT)],
        input=json.dumps(wanted), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if run.returncode:
        raise PrintError("the book", f"pandoc failed: {run.stderr.strip()}", "See its message.")
    made = json.loads(run.stdout) if wanted else []
    for ((tex, _), page_name), markup in zip(places.items(), made, strict=True):
        if not markup:
            raise PrintError(page_name, f"pandoc cannot read formula {tex!r}",
                             "Write it in plainer TeX.")  # fmt: skip
    return dict(zip(places, made, strict=True))


def plain_tex(tex: str) -> str:
    r"""Return `tex` without what only Sphinx needs and with the gap that TeX has between cases.

    Examples
    --------
    >>> plain_tex(r"\begin{split} a &= b \end{split}")
    '\\begin{aligned} a &= b \\end{aligned}'
    """
    if tex.startswith(r"\begin{split}") and not re.search(r"\\\\|&", _without_inner(tex)):
        tex = tex.removeprefix(r"\begin{split}").removesuffix(r"\end{split}").strip()
    tex = re.sub(r"\\(begin|end)\{split\}", r"\\\1{aligned}", tex)
    tex = re.sub(r"\\label\{[^}]*\}", "", tex)
    return re.sub(
        r"\\begin\{cases\}.*?\\end\{cases\}",
        lambda match: re.sub(r"(?<!\\)&(?!\s*\\quad)", r"& \\quad ", match.group(0)),
        tex,
        flags=re.DOTALL,
    ).strip()


def _without_inner(tex: str) -> str:
    """Return the content of a split environment without the environments inside it."""
    inside = tex.removeprefix(r"\begin{split}").removesuffix(r"\end{split}")
    return re.sub(r"\\begin\{([A-Za-z*]+)\}.*?\\end\{\1\}", "", inside, flags=re.DOTALL)
