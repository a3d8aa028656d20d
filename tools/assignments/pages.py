"""Feedback pages: templates compiled once for all, and a student's HTML made harmless."""

from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from nbconvert.exporters import HTMLExporter

from tools.assignments.notebook import new_cell, new_notebook

_compiled: dict[str, bytes] = {}


class _Memory(BytecodeCache):
    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a compiled template from memory."""
        if bucket.key in _compiled:
            bucket.bytecode_from_string(_compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template in memory, also for the processes forked from this one."""
        _compiled[bucket.key] = bucket.bytecode_to_string()


class FeedbackPage(HTMLExporter):
    """nbconvert's HTML, whose templates are compiled once."""

    def _create_environment(self) -> Environment:
        parent: Any = super()
        environment: Environment = parent._create_environment()
        environment.bytecode_cache = _Memory()
        return environment


def rehearse() -> None:
    """Make a page of a small notebook, so that the first of a class is no slower than the rest."""
    cells = [new_cell("code", "answer = 6 * 7"), new_cell("markdown", "*text* with $x$")]
    page: Any = FeedbackPage
    exporter = page(template_name="classic")
    exporter.from_notebook_node(new_notebook(cells, {}))


rehearse()
