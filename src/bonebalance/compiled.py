"""Equations as machine code for large cohorts, where the optional package Numba is installed."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray
from sympy.printing.pycode import PythonCodePrinter

from bonebalance.codegen import IndexedSymbols, assignments, indexed_names
from bonebalance.equations import Equations
from bonebalance.numeric import Array, slope, smooth
from bonebalance.program import Outcome, Program

Runner = Callable[[Array, Program, float, Array], Outcome]

AVAILABLE = find_spec("numba") is not None
if AVAILABLE:
    from bonebalance import kernel


class _Printer(IndexedSymbols, PythonCodePrinter):  # type: ignore[misc]
    def __init__(self, equations: Equations) -> None:
        super().__init__({"fully_qualified_modules": False})
        self.names = indexed_names(equations)


def source(equations: Equations, moving: Sequence[str]) -> str:
    """Return rates, Jacobian and drift as Python functions over arrays.

    Parameters
    ----------
    equations : Equations
        The model.
    moving : sequence of str
        Parameters that may change with time; the drift is the slope of the rates with time
        for parameters that move by ``slope`` each unit of time.

    Returns
    -------
    str
        Definitions of ``rates(y, p, out)``, ``jacobian(y, p, out)``,
        ``drift(y, p, slope, out)``.
    """
    rates = [smooth(rate) for rate in equations.expanded_rates]
    size = range(len(rates))
    slopes = {f"out[{i}, {j}]": slope(rates[i], equations.states[j]) for i in size for j in size}
    moved = [equations.parameters[name] for name in moving]
    speeds = [sympy.Symbol(f"slope[{index}]") for index in range(len(moved))]
    drifts = {
        f"out[{i}]": sum(
            (sympy.diff(rates[i], key) * speed for key, speed in zip(moved, speeds, strict=True)),
            sympy.Integer(0),
        )
        for i in size
    }
    printer = _Printer(equations)
    return "\n\n".join(
        [
            "from math import exp, log, sqrt, tanh",
            _function(printer, "rates(y, p, out)", {f"out[{i}]": rates[i] for i in size}),
            _function(printer, "jacobian(y, p, out)", slopes),
            _function(printer, "drift(y, p, slope, out)", drifts),
        ]
    )


def _function(printer: _Printer, head: str, results: dict[str, sympy.Expr]) -> str:
    shared, lines = assignments(printer, results.values(), results)
    body = "\n".join(f"    {name} = {code}" for name, code in [*shared, *lines])
    return f"def {head}:\n{body}\n"


@lru_cache(maxsize=32)
def compile_cohort(equations: Equations, moving: tuple[str, ...]) -> Runner:
    """Return a compiled function that runs a batch of patients on all cores.

    Parameters
    ----------
    equations : Equations
        The model.
    moving : tuple of str
        Parameters that interventions change.

    Returns
    -------
    callable
        Takes the grid (n,), the program of m patients, the tolerance and the output (m, s, n);
        returns how each patient ended, when, and in which state, as `run_in_numpy` does.
    """
    space: dict[str, Any] = {}
    exec(compile(source(equations, moving), f"<{equations.name}>", "exec"), space)
    rates, jacobian, drift = (
        kernel.compiled(space[name]) for name in ("rates", "jacobian", "drift")
    )

    def run(grid: Array, batch: Program, tolerance: float, out: Array) -> Outcome:
        parts = np.array_split(np.arange(len(out)), min(os.cpu_count() or 1, len(out)))
        with ThreadPoolExecutor(len(parts)) as pool:
            done = list(pool.map(lambda part: _run_part(part, grid, batch, tolerance, out), parts))
        status, reached, final = (np.concatenate(pieces) for pieces in zip(*done, strict=True))
        return status, reached, final

    def _run_part(
        part: NDArray[np.intp], grid: Array, batch: Program, tolerance: float, out: Array
    ) -> Outcome:
        rows = slice(part[0], part[-1] + 1)
        found: Outcome = kernel.run_patients(
            rates, jacobian, drift, grid, batch.start[rows], batch.base[rows], batch.index,
            batch.breaks[rows], batch.values[rows], batch.slopes[rows], batch.pulses[rows],
            batch.scale[rows], tolerance, out[rows],
        )  # fmt: skip
        return found

    return run
