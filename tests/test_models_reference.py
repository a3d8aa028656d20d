"""Each model against encodings that others wrote, and against mistakes planted in itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sympy

from bonebalance import IntegrationError, Model, Step, models, simulate

REFERENCE = Path(__file__).parent / "data" / "reference"
# Relative to the largest value of each state in the reference.
AGREEMENT = 1e-6


@dataclass(frozen=True)
class Run:
    """A stored trajectory and how our model repeats it; columns map its names to ours."""

    model: str
    file: str
    columns: Mapping[str, str]
    parameters: Mapping[str, float] = field(default_factory=dict)
    initial: Mapping[str, float] = field(default_factory=dict)
    interventions: tuple[Step, ...] = ()

    def __str__(self) -> str:
        return self.file.removesuffix(".csv")

    def misfit(
        self, model: Model | None = None, rows: int | None = None, **parameters: float
    ) -> dict[str, float]:
        """Return the largest difference of each state, relative to its largest value."""
        reference = read(self.file).rename(columns=dict(self.columns))[:rows]
        last = reference["time"].iloc[-1]
        run = simulate(
            model or getattr(models, self.model),
            reference["time"].to_numpy(),
            parameters={**self.parameters, **parameters},
            initial=self.initial,
            interventions=[step for step in self.interventions if step.start <= last],
        )
        return {
            name: float(np.max(np.abs(run[name] - reference[name])) / np.max(reference[name].abs()))
            for name in self.columns.values()
        }


@cache
def read(file: str) -> pd.DataFrame:
    """Return a reference trajectory."""
    return pd.read_csv(REFERENCE / file)


CELLS = {"R": "R", "B": "B", "C": "C"}


def infused(parameter: str, value: float, file: str) -> Run:
    steps = (Step(parameter, value, 20, 80),)
    return Run("lemaire2004", f"lemaire2004_278_{file}.csv", CELLS, interventions=steps)


def stepped(parameter: str, value: float, file: str) -> Run:
    steps = (Step(parameter, value, 20),)
    return Run("lemaire2004", f"lemaire2004_278_step_{file}.csv", CELLS, interventions=steps)


LEMAIRE = [
    Run("lemaire2004", "lemaire2004_278_relax_to_steady.csv", CELLS,
        initial={"R": 7.734e-4, "B": 7.282e-4, "C": 9.127e-4}),
    infused("I_P", 1000, "PTH_1000"),
    infused("I_L", 10, "RANKL_10"),
    infused("a_R", 1e-4, "addR"),
    infused("a_R", -1.2e-4, "removeR"),
    infused("a_B", -8.3e-5, "removeB"),
    infused("a_C", 1e-4, "addC"),
    infused("a_C", -2.9e-4, "removeC"),
    stepped("K_O_P", 2e4, "estrogen_like_KOP_x0.1"),
    stepped("D_R", 4.9e-4, "ageing_like_DR_x0.7"),
    stepped("S_P", 500, "PTH_secretion_x2"),
]  # fmt: skip

RUNS = [*LEMAIRE]

# The run, or runs, that must notice each mistake planted in a model.
GUARDS = {"lemaire2004": [LEMAIRE[1], LEMAIRE[2], *LEMAIRE[5:7], LEMAIRE[3]]}


@pytest.mark.parametrize("run", RUNS, ids=str)
def test_agrees_with_encodings_of_others(run):
    worst = run.misfit()
    assert max(worst.values()) < AGREEMENT, worst


def flipped(model: Model) -> Iterable[tuple[str, Model]]:
    """Return the model with the sign of one term of one rate turned, for every term."""
    for state, rate in model.rates.items():
        for term in sympy.Add.make_args(sympy.expand_mul(rate, deep=False)):
            rates = {**model.rates, state: rate - 2 * term}
            yield f"{term} in d{state}/dt", Model(
                model.name, model.time_unit, model.states, model.parameters, rates,
                model.definitions, drugs=model.drugs,
            )  # fmt: skip


def notices(runs: list[Run], model: Model | None = None, **parameters: float) -> bool:
    """Return whether a run leaves the reference far behind, or cannot be followed at all."""
    # A few rows first: most mistakes show there, before a mutant runs away.
    for rows, run in ((rows, run) for rows in (6, 60, None) for run in runs):
        try:
            if max(run.misfit(model, rows, **parameters).values()) > 10 * AGREEMENT:
                return True
        except IntegrationError:
            return True
    return False


@pytest.mark.parametrize("name", GUARDS)
def test_a_wrong_sign_is_noticed(name):
    model = getattr(models, name)
    silent = [term for term, mutant in flipped(model) if not notices(GUARDS[name], mutant)]
    assert silent == []


@pytest.mark.parametrize("name", GUARDS)
def test_one_percent_in_any_parameter_is_noticed(name):
    model = getattr(models, name)
    silent = [
        parameter.name
        for parameter in model.parameters.values()
        if parameter.value != 0
        and not notices(GUARDS[name], **{parameter.name: 1.01 * parameter.value})
    ]
    assert silent == []


# Ratio to the steady state on day 80 after sixty days of input, from the same encoding.
@pytest.mark.parametrize(
    ("parameter", "value", "ratios"),
    [
        ("I_P", 1000, (5.21, 2.24, 4.04)),
        ("I_O", 2e5, (0.10, 0.33, 0.07)),
        ("a_R", 1e-4, (1.74, 1.73, 1.01)),
        ("a_R", -1.2e-4, (0.04, 0.07, 0.84)),
        ("a_B", 1e-4, (1.32, 1.88, 1.25)),
        ("a_B", -8.3e-5, (0.31, 0.025, 0.33)),
        ("a_C", 1e-4, (1.46, 1.21, 1.35)),
        ("a_C", -2.9e-4, (0.08, 0.29, 0.02)),
        ("I_L", 10, (1.006, 1.003, 1.005)),
    ],
)
def test_lemaire_figure_2(parameter, value, ratios):
    model = models.lemaire2004
    run = simulate(model, [0, 20, 80], interventions=[Step(parameter, value, 20)])
    rest = model.initial_values()
    for state, ratio in zip("RBC", ratios, strict=True):
        digits = 3 if ratio in (0.025, 1.006, 1.003, 1.005) else 2
        assert round(run[state][-1] / rest[state], digits) == ratio


def test_lemaire_rests_where_it_starts_whatever_the_search_starts_from():
    model = models.lemaire2004
    found = model.steady_state(start={"R": 1e-3, "B": 3e-4, "C": 2e-3})
    assert found == pytest.approx(model.initial_values(), rel=1e-12)
