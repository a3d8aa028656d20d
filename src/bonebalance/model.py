"""A model: equations together with everything that is made from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import sympy
from scipy.optimize import root

from bonebalance.equations import Equations, Value
from bonebalance.errors import ModelError
from bonebalance.javascript import javascript
from bonebalance.latex import equations_latex
from bonebalance.numeric import Array, Function, compile_equations
from bonebalance.quantities import Definition, Drug, Parameter, State
from bonebalance.sbml import sbml

# Change in one unit of time, as a share of the state; and share of its start below which a
# state has died out rather than come to rest.
_AT_REST, _DIED_OUT = 1e-9, 1e-12


class Model(Equations):
    """A published model, written once.

    >>> from bonebalance import models
    >>> models.komarova2003.parameters["beta_1"].value
    0.2
    """

    def __init__(
        self,
        name: str,
        time_unit: str,
        states: Iterable[State],
        parameters: Iterable[Parameter] | Mapping[str, Parameter],
        rates: Mapping[State, sympy.Expr],
        definitions: Mapping[Definition, sympy.Expr] | None = None,
        summary: str = "",
        source: str = "",
        limits: Iterable[str] = (),
        errata: Iterable[str] = (),
        drugs: Iterable[Drug] | Mapping[str, Drug] = (),
    ) -> None:
        """Take parameters as a plain list; see `Equations` for what each argument means."""
        listed = parameters.values() if isinstance(parameters, Mapping) else list(parameters)
        by_name = {parameter.name: parameter for parameter in listed}
        if len(by_name) < len(listed):
            message = f"{name}: a parameter is listed twice"
            raise ModelError(message)
        known = dict(drugs) if isinstance(drugs, Mapping) else {drug.name: drug for drug in drugs}
        super().__init__(
            name, time_unit, tuple(states), by_name, dict(rates), dict(definitions or {}),
            summary, source, tuple(limits), tuple(errata), known,
        )  # fmt: skip

    def __repr__(self) -> str:
        return f"<Model {self.name}: {', '.join(self.state_names)}>"

    def latex(self) -> str:
        """Return rates and definitions as a LaTeX ``aligned`` block for math mode."""
        return equations_latex(self)

    def javascript(self) -> str:
        """Return the model as a JavaScript object literal; see `bonebalance.javascript`."""
        return javascript(self)

    def to_sbml(self) -> str:
        """Return the model as an SBML document; see `bonebalance.sbml`."""
        return sbml(self)

    def rates_at(
        self, state: Mapping[str, float], parameters: Mapping[str, Value] | None = None
    ) -> dict[str, float]:
        """Return how fast each state changes in one given state.

        Parameters
        ----------
        state : mapping of str to float
            Values of the states; those left out take their initial value.
        parameters : mapping of str to float or (float, str), optional
            Changes of parameters.

        Returns
        -------
        dict of str to float
            Rates, in state units per time unit.

        Raises
        ------
        ModelError
            If a name is unknown, a value does not fit, or a rate is not finite there.
        """
        values = self._finite(compile_equations(self).rates, state, parameters)
        return dict(zip(self.state_names, values.tolist(), strict=True))

    def jacobian(
        self,
        state: Mapping[str, float] | None = None,
        parameters: Mapping[str, Value] | None = None,
    ) -> Array:
        """Return the Jacobian matrix in one state.

        Parameters
        ----------
        state : mapping of str to float, optional
            Values of the states; those left out take their initial value.
        parameters : mapping of str to float or (float, str), optional
            Changes of parameters.

        Returns
        -------
        ndarray of shape (s, s)
            Row i, column j: slope of the rate of state i with state j, per time unit.

        Raises
        ------
        ModelError
            If a name is unknown, a value does not fit, or a slope is not finite there.
        """
        return self._finite(compile_equations(self).jacobian, state, parameters)

    def steady_state(
        self,
        parameters: Mapping[str, Value] | None = None,
        *,
        start: Mapping[str, float] | None = None,
    ) -> dict[str, float]:
        """Find a state in which nothing changes, by Newton's method from a start.

        States that no rate depends on, such as accumulated bone mass, keep their start value.

        Parameters
        ----------
        parameters : mapping of str to float or (float, str), optional
            Changes of parameters.
        start : mapping of str to float, optional
            Where the search begins; the initial values by default. All searched states must be
            positive there.

        Returns
        -------
        dict of str to float
            Value of every state.

        Raises
        ------
        ModelError
            If no such state is found from this start, or a value does not fit.
        """
        begin, values = self._arrays(start, parameters)
        functions = compile_equations(self)
        involved = set().union(*(rate.free_symbols for rate in self.expanded_rates))
        searched = np.array([state in involved for state in self.states])
        if np.any(begin[searched] <= 0):
            message = f"{self.name}: the search for a steady state must start from positive values"
            raise ModelError(message)

        def residual(logarithms: Array) -> Array:
            # In logarithms the search cannot leave the positive states.
            full = begin.copy()
            full[searched] = np.exp(logarithms)
            speed: Array = functions.rates(full, values)[searched] / full[searched]
            return speed

        with np.errstate(all="ignore"):
            solution = root(residual, np.log(begin[searched]), tol=1e-13)
            found = begin.copy()
            found[searched] = np.exp(solution.x)
            speed = np.abs(functions.rates(found, values)) / np.maximum(np.abs(found), 1e-300)
        vanished = searched & (found < _DIED_OUT * begin)
        if not np.all(speed < _AT_REST) or np.any(vanished):
            message = (
                f"{self.name}: no steady state found from "
                f"{dict(zip(self.state_names, begin.tolist(), strict=True))}; "
                "give another start, or there is none for these parameters"
            )
            raise ModelError(message)
        return dict(zip(self.state_names, found.tolist(), strict=True))

    def _finite(
        self,
        function: Function,
        state: Mapping[str, float] | None,
        parameters: Mapping[str, Value] | None,
    ) -> Array:
        values, constants = self._arrays(state, parameters)
        with np.errstate(all="ignore"):
            found = function(values, constants)
        if not np.all(np.isfinite(found)):
            shown = dict(zip(self.state_names, values.tolist(), strict=True))
            message = f"{self.name}: the equations have no finite value at {shown}"
            raise ModelError(message)
        return found

    def _arrays(
        self, state: Mapping[str, Any] | None, parameters: Mapping[str, Value] | None
    ) -> tuple[Array, Array]:
        return (
            np.array(list(self.initial_values(state).values())),
            np.array(list(self.parameter_values(parameters).values())),
        )
