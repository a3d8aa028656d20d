"""Fingerprints of files: what changed since the last build, decided by content, never by date."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Where the pages of the book are, beside the few at the top.
PAGES = ("chapters", "models")

# No input of the book: what is made, what only checks, and every hidden file or folder.
NO_INPUT = {"_build", "build", "dist", "tests", "__pycache__", "Makefile", "conftest.py"}

# What decides how a page looks, beside its own source; a change here builds every page anew.
FRAME = (
    "_config.yml", "_toc.yml", "glossary.md", "references.bib", "requirements.lock",
    "_static", "_templates", "exercises", "src", "tools",
)  # fmt: skip

# What decides the outputs of a notebook, beside its own code.
LIBRARY = ("src", "requirements.lock", "tools/execute.py")


# What a build leaves in `_build` for people.
MADE = ("html", "bone-in-balance.pdf", "bone-in-balance.epub", "assignments", "wheel")


def files(root: Path) -> Iterator[Path]:
    """Yield every file under `root` that can change the book, in a fixed order."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if _is_input(name))
        for name in sorted(names):
            if _is_input(name):
                yield Path(folder, name)


def _is_input(name: str) -> bool:
    return not name.startswith(".") and name not in NO_INPUT and not name.endswith(".egg-info")


def digest(root: Path, paths: Iterable[Path]) -> str:
    """Return one hash over the names and the contents of `paths`, and the Python version."""
    total = hashlib.sha256(sys.version.encode())
    for path in paths:
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def book(root: Path) -> str:
    """Return the fingerprint of everything that the book is made from."""
    return digest(root, files(root))


def frame(root: Path) -> str:
    """Return the fingerprint of what every page depends on, and of the list of pages."""
    pages = sorted(str(path.relative_to(root)) for path in _within(root, PAGES))
    listing = hashlib.sha256("\n".join(pages).encode()).hexdigest()
    return f"{digest(root, _within(root, FRAME))}-{listing[:8]}"


def library(root: Path) -> str:
    """Return the fingerprint of what a notebook's outputs depend on, beside its code."""
    return digest(root, _within(root, LIBRARY))


def _within(root: Path, names: Iterable[str]) -> Iterator[Path]:
    """Yield the files that `names` stand for; a name that is missing stands for none."""
    for name in names:
        path = root / name
        yield from files(path) if path.is_dir() else filter(Path.is_file, [path])


def outputs(root: Path) -> str:
    """Return the fingerprint of the names and sizes of everything that a build made."""
    total = hashlib.sha256()
    for path in _within(root / "_build", MADE):
        total.update(f"{path.relative_to(root)} {path.stat().st_size}\n".encode())
    return total.hexdigest()[:16]
