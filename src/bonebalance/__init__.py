"""Published bone models, solved and shown from one source.

>>> import numpy as np
>>> from bonebalance import models, simulate
>>> trajectory = simulate(models.komarova2003, np.linspace(0, 200, 401))
>>> print(f"{trajectory['z'].min():.1f} percent")
89.8 percent
"""

from bonebalance import models, page, plotting
from bonebalance.cohort import Cohort, simulate_cohort
from bonebalance.errors import IntegrationError, ModelError, UnitError
from bonebalance.interventions import Dosing, Pulse, Ramp, Step
from bonebalance.model import Model
from bonebalance.quantities import Definition, Drug, Parameter, State
from bonebalance.simulation import simulate
from bonebalance.trajectory import Trajectory

__version__ = "0.1.0"

__all__ = [
    "Cohort",
    "Definition",
    "Dosing",
    "Drug",
    "IntegrationError",
    "Model",
    "ModelError",
    "Parameter",
    "Pulse",
    "Ramp",
    "State",
    "Step",
    "Trajectory",
    "UnitError",
    "models",
    "page",
    "plotting",
    "simulate",
    "simulate_cohort",
]
