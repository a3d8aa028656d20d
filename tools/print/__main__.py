"""Write the PDF and the EPUB of the book: ``python -m tools.print``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.print.command import print_book
from tools.print.errors import PrintError


def main() -> int:
    """Read the command line and print the book."""
    parser = argparse.ArgumentParser(prog="python -m tools.print", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="folder with _config.yml")
    parser.add_argument("--site", type=Path, help="the built site (default: _build/html)")
    parser.add_argument("--out", type=Path, help="where the files go (default: _build)")
    options = parser.parse_args()
    root = options.root.resolve()
    try:
        for path in print_book(root, options.site or root / "_build" / "html",
                               options.out or root / "_build"):  # fmt: skip
            print(f"wrote {path}")
    except PrintError as error:
        print(f"print: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
