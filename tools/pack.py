"""Pack the library as the wheel that the site carries: ``python -m tools.pack``."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import hatchling.build

from tools.fingerprint import ROOT

FOLDER = Path("_build/wheel")


def pack(root: Path = ROOT) -> Path:
    """Build the wheel of the library; the same sources give the same bytes.

    Returns
    -------
    Path
        The only wheel in ``_build/wheel``.
    """
    folder = root / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.chdir(root)
    return folder / hatchling.build.build_wheel(str(folder))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.pack", description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT)
    pack(parser.parse_args(arguments).root)
    return 0


if __name__ == "__main__":
    sys.exit(main())
