"""Build the book: ``python -m tools.build``.

Every step is a command of its own, so that an interrupt ends it cleanly and its message can be
shown as it is. A step is quiet when it succeeds. Nothing is done when nothing changed.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools import fingerprint

STEPS: dict[str, tuple[str, Sequence[str]]] = {
    "assignments": ("Release the assignments", ("tools.assignments", "release")),
    "wheel": ("Pack the library", ("tools.pack",)),
    "notebooks": ("Run the notebooks", ("tools.notebooks", "execute")),
    "site": ("Write the site", ("tools.site",)),
    "print": ("Print PDF and EPUB", ("tools.print",)),
}
RECORD = Path("_build/.built.json")
FILES = ("bone-in-balance.pdf", "bone-in-balance.epub")


class BuildError(Exception):
    """A step failed; the message is what the step itself said."""


def build(root: Path = fingerprint.ROOT, *, steps: Sequence[str] = tuple(STEPS)) -> None:
    """Build the book of `root`, unless nothing changed since the last success.

    Parameters
    ----------
    root
        Folder of the book, with ``_config.yml`` and ``_toc.yml``.
    steps
        Names of the steps to run; all of them by default.

    Raises
    ------
    BuildError
        If a step fails. The failed step and what it said are in the message.
    """
    with alone(root) as lock:
        if is_current(root, steps):
            say("Nothing changed: the book in _build/ is current.")
            return
        inputs = fingerprint.book(root)
        (root / RECORD).unlink(missing_ok=True)
        seconds = {name: run(name, root, lock) for name in steps}
        offer_files(root)
        record = {
            "inputs": inputs,
            "outputs": fingerprint.outputs(root),
            "steps": list(steps),
            "seconds": seconds,
        }
        (root / RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    say(f"Built in {sum(seconds.values()):.1f} s. Open _build/html/index.html")


def is_current(root: Path = fingerprint.ROOT, steps: Sequence[str] = tuple(STEPS)) -> bool:
    """Tell whether ``_build`` is what the present sources make."""
    try:
        record = json.loads((root / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return (
        set(steps) <= set(record["steps"])
        and record["inputs"] == fingerprint.book(root)
        and record["outputs"] == fingerprint.outputs(root)
    )


def run(name: str, root: Path, lock: int) -> float:
    """Run one step and return the seconds it took.

    The step holds the build's lock as well, so that nothing else writes to ``_build`` as long as
    the step lives, even if the build that started it was killed.
    """
    title, command = STEPS[name]
    print(f"{title:.<32} ", end="", flush=True)
    elsewhere = [] if root == fingerprint.ROOT else ["--root", str(root)]
    start = time.perf_counter()
    result = subprocess.run(
        [sys.executable, "-m", *command, *elsewhere],
        cwd=fingerprint.ROOT,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        pass_fds=[lock],
    )
    seconds = time.perf_counter() - start
    if result.returncode:
        say("failed")
        message = f"{title} failed:\n{result.stdout.strip()}"
        raise BuildError(message)
    say(f"{seconds:5.1f} s")
    return round(seconds, 1)


def offer_files(root: Path) -> None:
    """Copy the PDF and the EPUB into the site, which links to them and is written before them."""
    for name in FILES:
        made = root / "_build" / name
        if made.is_file():
            shutil.copyfile(made, root / "_build" / "html" / name)


def clean_environment() -> dict[str, str]:
    """Return the environment of a step: the same on every machine, nothing of the user's own."""
    dropped = ("PYTHON", "MPL", "IPYTHON", "JUPYTER")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
    return kept | {
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONIOENCODING": "utf-8",
        "LC_ALL": "C.UTF-8",
    }


@contextmanager
def alone(root: Path) -> Iterator[int]:
    """Let only one build at a time write to ``_build``; a second one waits.

    Yields the file descriptor of the lock. The lock ends when no process has it open.
    """
    (root / "_build").mkdir(exist_ok=True)
    with (root / "_build" / ".lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another build is running: waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock.fileno()


def say(text: str) -> None:
    """Print one line at once."""
    print(text, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.build", description="Build the book.")
    parser.add_argument("--root", type=Path, default=fingerprint.ROOT, help="folder of the book")
    parser.add_argument(
        "--only", choices=tuple(STEPS), nargs="+", default=tuple(STEPS), help="steps to run"
    )
    options = parser.parse_args(arguments)
    # A shell makes deaf to interrupts what it starts in the background. The kernels of the
    # notebooks hear them all the same, and their end would then look like a notebook's fault.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        build(options.root.resolve(), steps=options.only)
    except BuildError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. Repeat the command to go on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
