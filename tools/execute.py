"""Run notebooks in clean kernels, side by side, through the cache that the site reads.

The cache is jupyter-cache's, which myst-nb reads too. Its key is a notebook's code and nothing
else, so there is one cache folder for each state of the library, the lock and Python.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import re
import shutil
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from jupyter_cache.executors.utils import single_nb_execution
from nbclient.exceptions import CellControlSignal, DeadKernelError
from nbformat import NotebookNode

from tools import fingerprint

FOLDER = Path("_build/.notebooks")
CELL_SECONDS = 60
WORKERS = 2
KEPT_CACHES = 3
TRACEBACK_LINES = 12
COLOR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Failure:
    """A notebook that did not run to its end."""

    path: Path
    cell: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}, {self.cell}:\n{self.message}"


class NotebookError(Exception):
    """At least one notebook failed; the message names notebook, cell and error of each."""


def read(path: Path) -> NotebookNode:
    """Read a notebook as it is stored."""
    notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def cache_folder(root: Path) -> Path:
    """Return the folder of the cache that fits the present library, lock and Python."""
    return root / FOLDER / fingerprint.library(root)


def open_cache(root: Path) -> JupyterCacheAbstract:
    """Open the cache that fits the present library and remove the oldest of the others."""
    folder = cache_folder(root)
    folder.mkdir(parents=True, exist_ok=True)
    os.utime(folder)
    for stale in sorted((root / FOLDER).iterdir(), key=os.path.getmtime)[:-KEPT_CACHES]:
        shutil.rmtree(stale, ignore_errors=True)
    return get_cache(folder)


def executed(paths: Sequence[Path], root: Path = fingerprint.ROOT) -> Iterator[NotebookNode]:
    """Yield each notebook of `paths` with fresh outputs, run only where the cache has none.

    Parameters
    ----------
    paths
        Notebooks to run. Each runs in a new kernel, in its own folder.
    root
        Folder of the book, which holds the cache.

    Yields
    ------
    nbformat.NotebookNode
        The executed notebooks, in the order of `paths`.

    Raises
    ------
    NotebookError
        If a notebook fails. All are run first, so that every failure is named at once.
    """
    cache = open_cache(root)
    sources = {path: read(path) for path in paths}
    missing = [path for path, notebook in sources.items() if not _cached(cache, notebook)]
    failures = []
    if missing:
        workers = min(WORKERS, len(missing))
        with ProcessPoolExecutor(workers, initializer=_end_with_parent) as pool:
            for path, outcome in zip(missing, pool.map(_run, missing), strict=True):
                if isinstance(outcome, Failure):
                    failures.append(outcome)
                    continue
                notebook, seconds = outcome
                bundle = CacheBundleIn(notebook, str(path), data={"execution_seconds": seconds})
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    if failures:
        raise NotebookError("\n\n".join(str(failure) for failure in failures))
    for notebook in sources.values():
        yield cache.merge_match_into_notebook(notebook)[1]


def last_seconds(path: Path, root: Path = fingerprint.ROOT) -> float:
    """Return the seconds that the notebook took when it last ran."""
    record = open_cache(root).match_cache_notebook(read(path))
    return float(record.data["execution_seconds"])


def _cached(cache: JupyterCacheAbstract, notebook: NotebookNode) -> bool:
    try:
        cache.merge_match_into_notebook(notebook)
    except (KeyError, OSError):
        return False
    return True


def _end_with_parent() -> None:
    """Watch the process that started this one: an interrupted build must leave none behind."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel

        def follow() -> None:
            multiprocessing.connection.wait([sentinel])
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()


def _run(path: Path) -> tuple[NotebookNode, float] | Failure:
    """Run one notebook in a process of its own."""
    os.environ.setdefault("JUPYTER_PREFER_ENV_PATH", "1")
    notebook = read(path)
    try:
        result = single_nb_execution(
            notebook,
            str(path.parent),
            CELL_SECONDS,
            allow_errors=False,
            kernel_name="python3",
            extra_arguments=["--log-level=ERROR"],
        )
    except DeadKernelError:
        return Failure(path, _failed_cell(notebook), "The kernel died, perhaps for want of memory.")
    if result.err is None:
        merge_streams(result.nb)
        return result.nb, result.time
    return Failure(path, _failed_cell(notebook), _brief(result.err))


def merge_streams(notebook: NotebookNode) -> None:
    """Make one output of what a cell printed, letter by letter.

    A kernel sends what is printed in pieces that end anywhere, even before the end of a line. The
    site ends each piece with a new line of its own: a cut line would be followed by an empty one.
    """
    for cell in notebook.cells:
        merged: list[NotebookNode] = []
        streams: dict[str, NotebookNode] = {}
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name in streams:
                streams[output.name].text += output.text
                continue
            if output.output_type == "stream":
                streams[output.name] = output
            merged.append(output)
        if cell.cell_type == "code":
            cell.outputs = merged


def _failed_cell(notebook: NotebookNode) -> str:
    """Name the cell that stopped the run: the first with an error, else the last that started."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    started = [cell for cell in code if cell.execution_count is not None] or code[:1]
    wrong = [
        cell
        for cell in started
        if any(output.output_type == "error" for output in cell.outputs)
        and "raises-exception" not in cell.metadata.get("tags", [])
    ]
    cell = (wrong or started)[-1]
    return f"code cell {code.index(cell) + 1} ({cell.get('id', 'without id')})"


def _brief(error: CellControlSignal) -> str:
    """Return the end of a traceback, which names the error and its line, without colors."""
    text = str(getattr(error, "traceback", "") or error)
    lines = COLOR.sub("", text).rstrip().splitlines()
    return "\n".join(f"    {line}" for line in lines[-TRACEBACK_LINES:])
