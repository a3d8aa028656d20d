"""The fit itself: SciPy's least squares, from many sides, and what the data leave open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from bonebalance.errors import IntegrationError
from calibration.misfit import predict
from calibration.observations import Observation
from calibration.priors import Priors

Array = NDArray[np.float64]
Say = Callable[[str], None]

STEP = 1e-3
# Beyond so many errors an observation counts less than by its square.
OUTLIER = 4.0
WALL = 1e3


@dataclass(frozen=True)
class Problem:
    """Observations and priors as one least-squares problem.

    Attributes
    ----------
    seen : sequence of Observation
        What is fitted.
    priors : Priors
        What is believed before.
    values : ndarray of shape (n,)
        What to fit: the observations, or the observations with noise.
    center : ndarray of shape (p,)
        Centers of the priors, or centers with noise.
    free : ndarray of int
        Which parameters may move; the others stay where they are.
    """

    seen: Sequence[Observation]
    priors: Priors
    values: Array
    center: Array
    free: NDArray[np.intp]

    @classmethod
    def of(cls, seen: Sequence[Observation], priors: Priors) -> Problem:
        """Return the problem of the data as they are."""
        values = np.array([one.value for one in seen])
        return cls(seen, priors, values, priors.center, np.arange(len(priors.names)))

    @property
    def errors(self) -> Array:
        """Errors of the observations, shape (n,)."""
        return np.array([one.error for one in self.seen])

    def residuals(self, points: Array) -> Array:
        """Return misfits in errors, shape (m, n + p), at points of shape (m, p)."""
        said = predict(self.seen, self.priors.parameters(points))
        data = (said - self.values) / self.errors
        # A gentler square: 2 c^2 (sqrt(1 + (r/c)^2) - 1), as residuals.
        soft = OUTLIER * np.sqrt(2 * (np.sqrt(1 + (data / OUTLIER) ** 2) - 1)) * np.sign(data)
        return np.hstack([soft, (points - self.center) / self.priors.spread])

    def slopes(self, point: Array) -> Array:
        """Return the slopes of the residuals with the free parameters, by differences."""
        points = np.repeat(point[None], len(self.free) + 1, axis=0)
        points[np.arange(1, len(points)), self.free] += STEP
        found = self.residuals(points)
        slopes: Array = (found[1:] - found[0]).T / STEP
        return slopes


def solve(problem: Problem, start: Array, *, evaluations: int, say: Say) -> Array:
    """Return the point of least squares near `start`, shape (p,)."""

    def whole(free: Array) -> Array:
        point = start.copy()
        point[problem.free] = free
        return point

    def residuals(free: Array) -> Array:
        # A cohort of one is another program than one of several: compile only the latter.
        try:
            found = problem.residuals(np.repeat(whole(free)[None], 2, axis=0))[0]
        except IntegrationError as error:
            # A step too far: the solver sees a wall and takes a shorter one.
            say(f"wall: {error}")
            return np.full(len(problem.seen) + len(start), WALL)
        say(f"cost {0.5 * found @ found:.2f}")
        return np.asarray(found)

    def slopes(free: Array) -> Array:
        return problem.slopes(whole(free))

    done = least_squares(
        residuals, start[problem.free], jac=slopes,
        x_scale=problem.priors.spread[problem.free], max_nfev=evaluations, ftol=1e-5, xtol=1e-4,
    )  # fmt: skip
    return whole(np.asarray(done.x))
