"""Run the cells of notebooks, each notebook in a fork of one process that has the library loaded.

A kernel of its own costs each notebook some seconds before its first cell. Where only errors and
values are asked, and no picture, this does. It reads jobs, a list of
``{"name": ..., "cells": [[name, source], ...]}``, and prints what each cell said.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

SECONDS = 300  # of work: more than any of these notebooks may take
WARM = ("bonebalance.grading", "matplotlib.pyplot", "scipy.integrate")
PLAIN = {"AssertionError"}  # told without its kind, as in tools/assignments/worker.py


class Shell(InteractiveShell):
    """IPython without a window, in which `%matplotlib inline` is allowed as in a kernel."""

    def enable_gui(self, gui: str | None = None) -> None:
        """Connect to no window."""


def said(
    notebooks: Mapping[str, list[list[str]]], **environment: str
) -> dict[str, dict[str, dict[str, str]]]:
    """Run notebooks, given as [name, source] of each cell; return what each cell said."""
    done = subprocess.run(
        [sys.executable, __file__],
        input=json.dumps([{"name": name, "cells": cells} for name, cells in notebooks.items()]),
        stdout=subprocess.PIPE, text=True, check=True, env=os.environ | environment,
    )  # fmt: skip
    return {job["name"]: job["cells"] for job in json.loads(done.stdout)}


def answers(cells: list[list[str]]) -> dict[str, dict[str, str]]:
    """Return the error and the value of each cell; a cell that fails stops no other."""
    warnings.simplefilter("ignore")  # of the figures, which nobody looks at
    shell, found = Shell.instance(), {}
    for name, source in cells:
        done = shell.run_cell(source)
        error = done.error_before_exec or done.error_in_exec
        shown, _ = shell.display_formatter.format(done.result)
        found[name] = {"error": _told(error), "value": shown["text/plain"]}
    return found


def _told(error: BaseException | None) -> str:
    if error is None:
        return ""
    kind = type(error).__name__
    return str(error if kind in PLAIN else f"{kind}: {error}")[:400]


def fork(job: dict) -> dict:
    """Run one notebook in a process that is forked for it."""
    sys.stdout.flush()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "answers.json")
        child = os.fork()
        if not child:
            code = 1
            try:
                resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
                os.chdir(folder)
                nowhere = Path(os.devnull).open("w")  # noqa: SIM115 - ends with the process
                with redirect_stdout(nowhere), redirect_stderr(nowhere):
                    found = answers(job["cells"])
                place.write_text(json.dumps(found))
                code = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        if status:
            raise SystemExit(f"the notebook of {job['name']} ended with {status}")
        return {"name": job["name"], "cells": json.loads(place.read_text())}


if __name__ == "__main__":
    for name in WARM:
        importlib.import_module(name)
    Shell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    json.dump([fork(job) for job in json.load(sys.stdin)], sys.stdout)
