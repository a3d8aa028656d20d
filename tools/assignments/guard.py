"""Run a student's notebook so that nothing in it can stop, flood or fool the grading."""

import ast
import random
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    Execute,
    IgnorePattern,
    LimitOutput,
    SaveAutoGrades,
)
from traitlets import Float, Integer

from tools.assignments.kernels import WarmKernelManager
from tools.assignments.notebook import error_output, new_cell

Resources = dict[str, Any]

INSIDE = (Path(__file__).parent / "inside.py").read_text(encoding="utf-8")

TOO_LONG = "ran too long"

# Each is a cell that the student does not see. The token is a name that no notebook can guess.
PREPARE = """
def _begin_grading(name, source, most):
    import sys
    import types
    sys.modules[name] = types.ModuleType(name)
    exec(source, vars(sys.modules[name]))
    sys.modules[name].begin(most)
_begin_grading({token!r}, {source!r}, {most})
del _begin_grading
"""
KEEP = "__import__('sys').modules[{token!r}].keep({names!r})"
PUT_BACK = "if __import__('sys').modules[{token!r}].put_back():\n    pass"

# After PUT_BACK and before a test: helpers as they are on disk, and a wrong answer. It has to fail,
# and the failure has to arrive here.
PROOF = """
__import__("warnings").simplefilter("ignore")
__import__("importlib").import_module("bonebalance.grading").expect({what!r}, {wrong}, {right})
"""


@dataclass(frozen=True)
class _Own:
    """What a cell of ours said: why it failed, and the names that it showed."""

    failed: str
    names: list[str]


class GuardedExecute(Execute):  # type: ignore[misc]
    """nbgrader's execution of a notebook, with bounds on time and output and with intact checks.

    A cell that kills the kernel, or never answers again, ends the run; the cells before it keep
    their results, the cells after it get an error that says why.
    """

    notebook_seconds = Float(120.0, help="time for all cells together").tag(config=True)
    output_limit = Integer(1_000_000, help="characters that a notebook may print").tag(config=True)
    incidents: ClassVar[list[str]] = []  # of the one notebook that a process grades

    def preprocess(
        self, nb: NotebookNode, resources: Resources, km: object = None
    ) -> tuple[NotebookNode, Resources]:
        """Execute the notebook.

        Parameters
        ----------
        nb : NotebookNode
            The notebook; changed in place.
        resources : dict
            nbconvert's resources.
        km : KernelManager, optional
            As in nbclient.

        Returns
        -------
        tuple
            Both, after the run.
        """
        if self.config.WarmKernelManager.address:
            self.kernel_manager_class = WarmKernelManager
        self.ended = ""
        self.begun = self.ready = False
        self.token = f"_{secrets.token_hex(16)}"
        self.received = 0
        self.deadline = time.monotonic() + self.notebook_seconds
        return super().preprocess(nb, resources, km)  # type: ignore[no-any-return]

    def preprocess_cell(
        self, cell: NotebookNode, resources: Resources, index: int
    ) -> tuple[NotebookNode, Resources]:
        """Execute one cell, or say why it cannot be.

        Parameters
        ----------
        cell : NotebookNode
            The cell.
        resources : dict
            nbconvert's resources.
        index : int
            Its place.

        Returns
        -------
        tuple
            Both, after the run.
        """
        if cell.cell_type != "code" or not cell.source.strip():
            return cell, resources
        if not self.ended and time.monotonic() > self.deadline:
            self.ended = f"the notebook used up its {self.notebook_seconds:g} seconds"
        if self.ended:
            _report(cell, "NotRun", f"not run: {self.ended}")
            return cell, resources
        try:
            self._run(cell, resources, index)
        except DeadKernelError:
            why = getattr(self.km, "why", "") or "exit, a crash, or too much memory"
            self.ended = f"an earlier cell ended Python ({why})"
            _report(cell, "PythonEnded", f"this cell ended Python ({why})")
        except CellTimeoutError:
            self.ended = "an earlier cell did not stop when its time was up"
            _report(cell, "CellTimeoutError", "stopped: this cell ran too long and did not react")
        self.nb.cells[index] = cell
        return cell, resources

    def _run(self, cell: NotebookNode, resources: Resources, index: int) -> None:
        marks = cell.metadata.get("nbgrader", {})
        if not self.begun:
            self.begun = True
            own = PREPARE.format(token=self.token, source=INSIDE, most=self.output_limit)
            self._run_own(own, index)
            self.ready = True
            self.deadline = time.monotonic() + self.notebook_seconds
        if marks.get("grade") and not marks.get("solution"):
            changed = self._find_changes(index)
            if changed:
                _report(
                    cell, "ChecksChanged", f"the checks were changed in this notebook: {changed}"
                )
                return
        super().preprocess_cell(cell, resources, index)
        if marks.get("locked"):
            names = _defined(cell.source, functions=not marks.get("grade"))
            if names:
                self._run_own(KEEP.format(token=self.token, names=names), index)

    def _find_changes(self, index: int) -> str:
        """Put tools back in place; return why they still cannot be trusted, or nothing."""
        own = self._run_own(PUT_BACK.format(token=self.token), index)
        if own.failed.startswith(TOO_LONG):
            self.ended = "Python no longer answers as it should after an earlier cell"
            return self.ended
        if own.failed:
            return own.failed
        for name in own.names:
            note = f"{name} was replaced in this notebook; the tests had it back as it should be"
            if note not in self.incidents:
                self.incidents.append(note)
        what, right = secrets.token_hex(8), random.randint(3, 99)
        wrong = random.choice([right + 1, [right], [right] * 2])
        proof = PROOF.format(what=what, wrong=wrong, right=[right, right + 2])
        failed = self._run_own(proof, index).failed
        return "" if what in failed else failed or "a wrong answer passes"

    def _run_own(self, source: str, index: int) -> _Own:
        own = new_cell("code", source)
        self.execute_cell(own, index, store_history=False)
        failed = [
            "cells are no longer read as they are written"
            if one.ename in {"SyntaxError", "IndentationError", "TokenError"}
            else one.evalue or one.ename
            for one in own.outputs
            if one.output_type == "error"
        ]
        shown = [one.data.get("text/plain", "") for one in own.outputs if "data" in one]
        return _Own(failed[0] if failed else "", _names(shown))

    def _get_timeout(self, cell: NotebookNode | None) -> float:  # noqa: ARG002 - nbclient's name
        left = self.deadline - time.monotonic()
        mine = float(self.timeout) if self.timeout and self.ready else self.notebook_seconds
        return max(1.0, min(mine, left))

    def output(
        self, outs: list[NotebookNode], msg: dict[str, Any], display_id: str, cell_index: int
    ) -> NotebookNode | None:
        """Keep one piece of output, unless the notebook has had its share.

        Parameters
        ----------
        outs : list
            The cell's outputs.
        msg : dict
            The kernel's message.
        display_id : str
            As in nbclient.
        cell_index : int
            The cell's place.

        Returns
        -------
        NotebookNode or None
            What was kept.
        """
        if msg["msg_type"] != "error":
            content = msg["content"]
            texts = [content["text"]] if "text" in content else content.get("data", {}).values()
            self.received += sum(len(text) for text in texts if isinstance(text, str))
            if self.received > 2 * self.output_limit:
                return None
        kept: NotebookNode | None = super().output(outs, msg, display_id, cell_index)
        return kept


def _names(shown: list[str]) -> list[str]:
    try:
        found = ast.literal_eval(shown[0]) if shown else []
    except (ValueError, SyntaxError):
        return []
    return [str(name)[:80] for name in found] if isinstance(found, list) else []


def _defined(source: str, *, functions: bool) -> list[str]:
    """List what a locked cell imports, and the functions it defines.

    Those that a test defines for itself are left out: an answer may use the same name.
    """
    found = []
    for statement in ast.parse(source).body:
        if functions and isinstance(statement, ast.FunctionDef):
            found.append(statement.name)
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            found += [one.asname or one.name.split(".")[0] for one in statement.names]
    return found


def _report(cell: NotebookNode, name: str, text: str) -> None:
    cell.outputs = [error_output(name, text)]


GUARDED_PREPROCESSORS = [
    GuardedExecute,
    IgnorePattern,
    ClearMetadataPreprocessor,
    LimitOutput,
    SaveAutoGrades,
    AssignLatePenalties,
    CheckCellMetadata,
]
