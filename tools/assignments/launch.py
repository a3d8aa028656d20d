"""Start the worker in a process that is small, and that is watched."""

import importlib
import multiprocessing
import os
import sys
import threading
import time
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

KEPT_VARIABLES = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV")
WORKER = "tools.assignments.worker"

# nbgrader takes two seconds to import: once, in a process from which each worker is forked.
_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
_starting = threading.Lock()


def run_bounded(folder: Path, seconds: float) -> str:
    """Run the worker on a folder; end it, with all that it started, when its time is up.

    Parameters
    ----------
    folder : Path
        The worker's folder.
    seconds : float
        Time for everything.

    Returns
    -------
    str
        Why it did not finish, or nothing.
    """
    with _starting:
        context: Any = multiprocessing.get_context(_METHOD)
        if _METHOD == "forkserver":
            context.set_forkserver_preload([WORKER])
        worker = context.Process(target=_begin, args=(str(folder),))
        worker.start()
    late = _watch(worker, time.monotonic() + seconds)
    if late:
        return f"not finished after {seconds:g} s"
    return "" if worker.exitcode == 0 else "the grading process was ended from inside the notebook"


def _begin(folder: str) -> None:
    log = os.open(Path(folder) / "worker.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(log, stream)
    for name in list(os.environ):  # what a notebook does not need to know, it does not get
        if name not in KEPT_VARIABLES:
            del os.environ[name]
    os.environ.update({"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg"})
    importlib.import_module(WORKER).work(Path(folder))
    sys.stdout.flush()


def _watch(worker: BaseProcess, deadline: float) -> bool:
    started: dict[int, psutil.Process] = {}
    try:
        while worker.is_alive() and time.monotonic() < deadline:
            with suppress(psutil.NoSuchProcess):
                family = psutil.Process(worker.pid).children(recursive=True)
                started |= {child.pid: child for child in family}
            worker.join(0.2)
        return worker.is_alive()
    finally:
        # psutil compares start times, so a number that was given to another process is safe.
        for process in started.values():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        worker.kill()
        worker.join()
