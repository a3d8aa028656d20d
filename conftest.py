"""What holds for every check of the project: tests and notebooks alike.

A skipped check is a failed one: what it needs belongs to the lock or has to be installed.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from functools import partial
from typing import TYPE_CHECKING

import pytest
from nbval.plugin import IPyNbCell

from tools.build import clean_environment

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
