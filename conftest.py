"""What holds for every check of the project: tests and notebooks alike.

A skipped check is a failed one: what it needs belongs to the lock or has to be installed. A
notebook runs once: nbval compares what is stored with the run whose outputs the site shows.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile

from tools.build import clean_environment
from tools.execute import executed

if TYPE_CHECKING:
    from _pytest.runner import CallInfo

# Notebooks are checked in the environment in which the build runs them.
for name in set(os.environ) - set(clean_environment()):
    del os.environ[name]
os.environ |= clean_environment()

# A stored notebook holds text only (tools/notebooks.py); so only text is compared.
NOT_STORED = tuple(
    prefix + kind
    for prefix in ("", "application/papermill.record/")
    for kind in (
        "application/javascript",
        "application/json",
        "image/gif",
        "image/jpeg",
        "image/png",
        "image/svg+xml",
        "text/html",
        "text/latex",
    )
)


class RecordedKernel:
    """Answers nbval, cell by cell, with what a clean kernel said when the notebook ran.

    The run is that of `tools.execute`: the one that the site shows if the notebook and the library
    are still the same, else a new one. A notebook that fails raises the error that names its cell.
    """

    def __init__(self, path: Path, root: Path) -> None:
        [notebook] = executed([path], root)
        self._cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        self._messages: Iterator[dict[str, Any]] = iter(())

    def is_alive(self) -> bool:
        """Return whether it answers, which it always does."""
        return True

    def stop(self) -> None:
        """Stop nothing, for nothing runs."""

    def execute_cell_input(self, source: str, allow_stdin: bool | None = None) -> int:  # noqa: ARG002
        """Find the next cell with this source; return the number of the request."""
        while (cell := self._cells.pop(0)).source.rstrip() != source.rstrip():
            pass  # pytest was asked for some cells only
        request = len(self._cells)
        said = [(output.output_type, output) for output in cell.outputs]
        said.append(("status", {"execution_state": "idle"}))
        self._messages = iter(
            [
                {"msg_type": kind, "content": content, "parent_header": {"msg_id": request}}
                for kind, content in said
            ]
        )
        return request

    def await_reply(self, request: int, timeout: float | None = None) -> None:
        """Return at once: the cell has run."""

    def await_idle(self, request: int, timeout: float) -> None:
        """Return at once: the cell has run."""

    def get_message(self, stream: str, timeout: float | None = None) -> dict[str, Any]:  # noqa: ARG002
        """Return the next thing that the cell said."""
        return next(self._messages)


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Let nbval ask the recorded run."""
    if isinstance(collector, IPyNbFile):

        def setup() -> None:
            collector.kernel = RecordedKernel(collector.path, collector.config.rootpath)

        collector.setup = setup


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let nbval compare the outputs of notebooks that are stored without counters."""
    if isinstance(item, IPyNbCell):
        item.cell.execution_count = 0  # nbval takes None for "was never run" and compares nothing
        item.parent.skip_compare += NOT_STORED
        if "Live figure: " in str(item.cell.outputs):
            # Its Markdown carries its picture, so that it is not stored either.
            skipped = (*item.parent.skip_compare, "text/markdown")
            item.compare_outputs = partial(item.compare_outputs, skip_compare=skipped)


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"A skipped check is a failed one. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,  # noqa: ARG001
    call: CallInfo[None],  # noqa: ARG001
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one that says why."""
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,  # noqa: ARG001
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a skipped test file into a failed one that says why."""
    report = yield
    _fail_if_skipped(report)
    return report
