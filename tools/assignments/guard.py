"""Run a student's notebook so that nothing in it can stop, flood or fool the grading."""

import time
from typing import Any

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

from tools.assignments.notebook import error_output, new_cell

Resources = dict[str, Any]

# Stops print at its source: a gigabyte that was never sent costs nothing. And exit() ends a cell,
# as sys.exit() does, but not Python. The imports are not charged to the student's time.
PREPARE = """
def _prepare(most):
    import importlib
    import sys
    for name in ("bonebalance.grading", "scipy.integrate"):
        importlib.import_module(name)
    passed = 0
    def limit(_):
        # IPython puts a new `write` in place for each cell, so this is done for each cell.
        for stream in (sys.stdout, sys.stderr):
            def write(text, *, send=stream.write):
                nonlocal passed
                passed += len(text)
                if passed > most:
                    msg = f"stopped: this notebook prints more than {{most:,}} characters"
                    raise RuntimeError(msg)
                return send(text)
            stream.write = write
    get_ipython().events.register("pre_run_cell", limit)
    def leave(*_):
        raise SystemExit("exit() was called")
    return leave
exit = quit = _prepare({most})
del _prepare
"""

# Before each test: helpers as they are on disk, and proof that a wrong answer would still fail.
RESTORE_CHECKS = """
def _restore_checks():
    import sys
    import warnings
    warnings.simplefilter("ignore")
    sys.modules.pop("bonebalance.grading", None)
    from bonebalance.grading import expect
    for wrong in (2.0, [1.0, 2.0]):
        try:
            expect("a wrong answer", wrong, [1.0, 2.5])
        except AssertionError:
            continue
        raise RuntimeError("a wrong answer passes")
_restore_checks()
del _restore_checks
"""


class GuardedExecute(Execute):  # type: ignore[misc]
    """nbgrader's execution of a notebook, with bounds on time and output and with intact checks.

    A cell that kills the kernel, or never answers again, ends the run; the cells before it keep
    their results, the cells after it get an error that says why.
    """

    notebook_seconds = Float(120.0, help="time for all cells together").tag(config=True)
    output_limit = Integer(1_000_000, help="characters that a notebook may print").tag(config=True)

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
        self.ended = ""
        self.begun = False
        self.own = False
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
            self.ended = "an earlier cell ended Python (exit, a crash, or too much memory)"
            _report(
                cell, "PythonEnded", "this cell ended Python (exit, a crash, or too much memory)"
            )
        except CellTimeoutError:
            self.ended = "an earlier cell did not stop when its time was up"
            _report(cell, "CellTimeoutError", "stopped: this cell ran too long and did not react")
        self.nb.cells[index] = cell
        return cell, resources

    def _run(self, cell: NotebookNode, resources: Resources, index: int) -> None:
        marks = cell.metadata.get("nbgrader", {})
        if not self.begun:
            self.begun = True
            self._run_own(PREPARE.format(most=self.output_limit), index)
            self.deadline = time.monotonic() + self.notebook_seconds
        if marks.get("grade") and not marks.get("solution"):
            failed = self._run_own(RESTORE_CHECKS, index)
            if failed:
                _report(
                    cell, "ChecksChanged", f"the checks were changed in this notebook: {failed}"
                )
                return
        super().preprocess_cell(cell, resources, index)

    def _run_own(self, source: str, index: int) -> str:
        own = new_cell("code", source)
        self.own = True
        try:
            self.execute_cell(own, index, store_history=False)
        finally:
            self.own = False
        errors = [output.evalue for output in own.outputs if output.output_type == "error"]
        return errors[0] if errors else ""

    def _get_timeout(self, cell: NotebookNode | None) -> float:  # noqa: ARG002 - nbclient's name
        left = self.deadline - time.monotonic()
        mine = self.notebook_seconds if self.own or not self.timeout else float(self.timeout)
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
