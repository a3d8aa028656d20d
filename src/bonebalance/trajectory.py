"""The result of a run: times, states and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from bonebalance.equations import Equations
from bonebalance.errors import unknown_name
from bonebalance.numeric import Array, compile_equations
from bonebalance.plotting import style

if TYPE_CHECKING:
    import pandas as pd


class Trajectory:
    """One complete run of a model; there is none that stops early.

    Attributes
    ----------
    model : Equations
        The model that ran.
    times : ndarray of shape (n,)
        In the model's time unit.
    states : ndarray of shape (s, n)
        In the model's order and units.
    parameters : mapping of str to ndarray of shape (n,)
        Value of each parameter at each time.
    """

    def __init__(
        self, model: Equations, times: Array, states: Array, parameters: Mapping[str, Array]
    ) -> None:
        self.model = model
        self.times = _fixed(times)
        self.states = _fixed(states)
        fixed = {name: _fixed(values) for name, values in parameters.items()}
        self.parameters: Mapping[str, Array] = MappingProxyType(fixed)

    def __getitem__(self, name: str) -> Array:
        """Return a state or a definition over time, shape (n,), or raise naming what exists."""
        if name in self.model.state_names:
            row: Array = self.states[self.model.state_names.index(name)]
            return row
        definitions = [definition.name for definition in self.model.definitions]
        if name in definitions:
            found: Array = self._definitions[definitions.index(name)]
            return found
        allowed = [*self.model.state_names, *definitions]
        raise unknown_name("state or definition", name, allowed, self.model.name)

    @cached_property
    def _definitions(self) -> Array:
        """All definitions over time, shape (d, n): one of them costs as much as all."""
        parameters = np.array(list(self.parameters.values()))
        return _fixed(compile_equations(self.model).definitions(self.states, parameters))

    def __repr__(self) -> str:
        unit = self.model.time_unit
        return (
            f"<Trajectory of {self.model.name}: {', '.join(self.model.state_names)} "
            f"at {self.times.size} times, {self.times[0]:g} to {self.times[-1]:g} {unit}>"
        )

    def table(self) -> pd.DataFrame:
        """Return the states as a table: one row a time, one column a state."""
        import pandas as pd  # noqa: PLC0415 - most runs are drawn, and it takes long to import

        index = pd.Index(self.times, name=f"time ({self.model.time_unit})")
        return pd.DataFrame(self.states.T, index=index, columns=list(self.model.state_names))

    def plot(self, *names: str) -> Figure:
        """Draw states over time, one panel each, in the course's colors.

        Parameters
        ----------
        *names : str
            States to draw; all by default.

        Returns
        -------
        matplotlib.figure.Figure
            The figure, with units on every axis.

        Raises
        ------
        ModelError
            If a name is not a state of the model.
        """
        states = {state.name: state for state in self.model.states}
        for name in names:
            if name not in states:
                raise unknown_name("state", name, states, self.model.name)
        chosen = [states[name] for name in names or states]
        figure, axes = plt.subplots(
            len(chosen), 1, sharex=True, squeeze=False, figsize=(6.4, 1.0 + 1.6 * len(chosen))
        )
        for ax, state in zip(axes[:, 0], chosen, strict=True):
            ax.plot(self.times, self[state.name], **style(state.role))
            ax.set_ylabel(f"{state.name} ({state.unit})")
            ax.set_title(state.description)
        axes[-1, 0].set_xlabel(f"time ({self.model.time_unit})")
        return figure


def _fixed(values: Array) -> Array:
    """Return a read-only copy, so that a result cannot be changed by accident."""
    if values.strides == (0,):  # One number seen many times is read-only as it is.
        return values
    copy = np.array(values, dtype=np.float64)
    copy.setflags(write=False)
    return copy
