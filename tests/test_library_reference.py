"""Komarova 2003 against encodings that others wrote, and against mutants of itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from mutants import with_parameter

from bonebalance import Model, Step, models, simulate

REFERENCE = Path(__file__).parent / "data" / "reference"
# Relative to the largest value of each state in the reference.
AGREEMENT = 1e-6

CYCLE = ("komarova2005_279_single_cycle_x1_11_x2_212.csv", {}, {"C": 11, "B": 212})
# The published start of the oscillation, rounded in the encoding, is its first row.
OSCILLATION = (
    "komarova2003_oscillation_g11_1p1.csv",
    {"g_11": 1.1, "k_1": 0.093, "k_2": 0.0008},
    {"C": 11.16, "B": 231.72},
)
AYATI_CYCLE = ("ayati2010_401_normal.csv", {}, {})


def misfit(model: Model, file: str, parameters: dict, initial: dict) -> dict[str, float]:
    reference = pd.read_csv(REFERENCE / file, comment="#").rename(
        columns={"x1": "C", "x2": "B", "T": "tumor"}
    )
    trajectory = simulate(
        model, reference["time"].to_numpy(), parameters=parameters, initial=initial
    )
    return {
        name: float(
            np.max(np.abs(trajectory[name] - reference[name])) / np.max(np.abs(reference[name]))
        )
        for name in ("C", "B", "z")
    }


@pytest.mark.parametrize(("file", "parameters", "initial"), [CYCLE, OSCILLATION, AYATI_CYCLE])
def test_agrees_with_encodings_of_others(file, parameters, initial):
    worst = misfit(models.komarova2003, file, parameters, initial)
    assert max(worst.values()) < AGREEMENT, worst


def test_first_encoding_agrees_on_cells_but_loses_the_first_resorption():
    worst = misfit(
        models.komarova2003, "komarova2003_148_single_cycle.csv", {}, {"C": 11, "B": 212}
    )
    assert worst["C"] < AGREEMENT
    assert worst["B"] < AGREEMENT
    assert worst["z"] > 0.1


def mutants() -> dict[str, Model]:
    """Return the model with one mistake each."""
    m = models.komarova2003
    rates = dict(m.rates)
    C, B, z = m.states
    p = m.parameters

    def changed(**updates):
        return Model(
            m.name, m.time_unit, m.states, p, rates | updates.get("rates", {}),
            m.definitions,
        )  # fmt: skip

    by_value = {
        f"{name} up by one percent": with_parameter(m, name, value=1.01 * p[name].value)
        for name in p
        if p[name].value != 0
    }
    return {
        "loss of osteoclasts has the wrong sign": changed(
            rates={C: rates[C] + 2 * p["beta_1"] * C}
        ),
        "loss of osteoblasts has the wrong sign": changed(
            rates={B: rates[B] + 2 * p["beta_2"] * B}
        ),
        "formation and resorption are swapped": changed(rates={z: -rates[z]}),
        **by_value,
    }


@pytest.mark.parametrize("mistake", list(mutants()))
def test_the_reference_catches_each_mistake(mistake):
    file, parameters, initial = CYCLE
    mutant = mutants()[mistake]
    worst = misfit(mutant, file, parameters, initial)
    assert max(worst.values()) > 10 * AGREEMENT, f"{mistake} went unnoticed"


def test_landmarks_of_one_cycle():
    times = np.linspace(0, 200, 20001)
    cycle = simulate(models.komarova2003, times, initial={"B": 212.132034})
    assert cycle["z"].min() == pytest.approx(89.786, abs=2e-3)
    assert times[cycle["z"].argmin()] == pytest.approx(12.3, abs=0.05)
    assert cycle["B"].max() == pytest.approx(396.909, abs=5e-3)
    assert times[cycle["B"].argmax()] == pytest.approx(14.1, abs=0.05)
    assert cycle["z"][-1] == pytest.approx(99.980, abs=1e-3)


def test_steady_states():
    model = models.komarova2003
    assert model.steady_state() == pytest.approx(
        {"C": 1.0606601717798212, "B": 212.13203435596427, "z": 100}, rel=1e-12
    )
    assert model.steady_state({"g_11": 1.1}) == pytest.approx(
        {"C": 1.1586190184477538, "B": 231.72380368955072, "z": 100}, rel=1e-12
    )


def test_hopf_point_and_linear_period():
    model = models.komarova2003
    for g_11, sign in ((1.09, -1), (1.11, 1)):
        parameters = {"g_11": g_11}
        cells = model.jacobian(model.steady_state(parameters), parameters)[:2, :2]
        assert np.sign(np.trace(cells)) == sign
    cells = model.jacobian(model.steady_state({"g_11": 1.1}), {"g_11": 1.1})[:2, :2]
    assert np.trace(cells) == pytest.approx(0, abs=1e-12)
    assert 2 * np.pi / np.sqrt(np.linalg.det(cells)) == pytest.approx(157.08, abs=0.005)


def test_period_of_the_neutral_center_depends_on_its_start():
    model = models.komarova2003
    rest = model.steady_state({"g_11": 1.1})
    times = np.linspace(0, 700, 70001)
    far = simulate(model, times, parameters={"g_11": 1.1}, initial={"C": 11.16, "B": rest["B"]})
    rising = (far["B"][:-1] < rest["B"]) & (far["B"][1:] >= rest["B"])
    # The start lies on the section too, so the crossings are whole periods apart.
    assert times[1:][rising][0] == pytest.approx(273.56, abs=0.05)


def test_short_parathyroid_hormone_in_the_variant_of_2005():
    """What the erratum says of fixed resting numbers, and the gain that the paper shows."""
    times = np.linspace(0, 1000, 1001)
    pulse = [Step("g_P", 0.5, 1, 2)]
    assert simulate(models.komarova2005, times, interventions=pulse)["z"][-1] == pytest.approx(
        99.7, abs=0.05
    )
    gain = simulate(
        models.komarova2005,
        times,
        parameters={"g_12": 1.4, "k_2": 0.00075},
        interventions=[Step("g_P", 0.65, 1, 2)],
    )
    assert gain["z"][-1] > 104
