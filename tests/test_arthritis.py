"""A joint in arthritis: closed forms, the trials it was fitted to, and what the fit means."""

from __future__ import annotations

import numpy as np
import pytest

from bonebalance import Dosing, Step, evidence, models, simulate
from bonebalance.coupling import couple

YEAR = 365.0
VALUE = {name: p.value for name, p in models.arthritis.parameters.items()}
AMOUNT = next(s for s in models.lifetime.states if s.name == "A_denosumab")
BODY = couple(
    "Joint and skeleton", models.lifetime, models.arthritis, {"D_h": AMOUNT},
    summary="A joint whose denosumab is that of the body.", source="takeuchi2019",
)  # fmt: skip
# The linear scale of activity, and where the people of the trial stood on it.
TRIAL = (evidence.number("ra-desirable-das").value - 2.6) / (5.4 - 2.6)


@pytest.mark.parametrize(("activity", "dose"), [(1.0, 0.0), (0.4, 0.0), (0.7, 12.0)])
def test_closed_form(activity, dose):
    p, t = VALUE, np.linspace(0, 900, 31)
    given = {"activity": activity, "D_h": dose}
    run = simulate(models.arthritis, t, parameters=given)
    free = 1 / (1 + p["E_h"] * dose)
    gone = np.exp(-p["eta_h"] * t)
    eroded = p["k_e"] * activity * free * (t - (1 - gone) / p["eta_h"])
    assert run["S_e"] == pytest.approx(eroded, rel=1e-7, abs=1e-12)
    assert run["S_n"] == pytest.approx(p["k_n"] * activity * t, rel=1e-7)
    # Cells and cavities run from 1 to a level; the bone is what lies between their integrals.
    level = (1 + p["v_h"] * activity) * free
    cells = level * t + (1 - level) * (1 - gone) / p["eta_h"]
    filled = np.exp(-t / p["tau_h"])
    share = 1 / (1 - p["eta_h"] * p["tau_h"])
    open_ = (
        level * t
        + (1 - level) * share * (1 - gone) / p["eta_h"]
        + (1 - level) * (1 - share) * p["tau_h"] * (1 - filled)
    )
    bone = 1 + p["k_h"] * ((1 - p["f_h"] * activity) * open_ - cells)
    assert run["rho_h"] == pytest.approx(bone, rel=1e-7)


def test_health_stays():
    run = simulate(models.arthritis, [0, 3650])
    assert run.states[:, -1] == pytest.approx(run.states[:, 0], abs=1e-9)


def arm(every=None):
    """Return one year of a trial in people who have had arthritis for two years."""
    start = 57 * YEAR
    doses = [] if every is None else [Dosing("denosumab", 60, every, start, start + YEAR)]
    ill = Step("activity", TRIAL, start - 2 * YEAR)
    times = [start - 2 * YEAR - 1, start, start + YEAR]
    run = simulate(BODY, times, interventions=[ill, *doses])
    return {name: run[name][2] - run[name][1] for name in ("S_e", "S_n")} | {
        "hand": 100 * (run["rho_h"][2] / run["rho_h"][1] - 1)
    }


def test_fitted_numbers_give_what_they_were_fitted_to():
    trial, hand = "ra-denosumab-desirable.", "ra-denosumab-hand-year."
    placebo, treated = arm(), arm(182.5)
    erosion = evidence.number(trial + "erosion-placebo").value
    total = evidence.number(trial + "mtss-placebo").value
    assert placebo["S_e"] == pytest.approx(erosion, rel=0.01)
    assert placebo["S_n"] == pytest.approx(total - erosion, rel=0.01)
    assert placebo["hand"] == pytest.approx(evidence.number(hand + "placebo").value, abs=0.05)
    seen = evidence.number(trial + "erosion-q6m").value
    assert treated["S_e"] == pytest.approx(seen, rel=0.02)
    assert treated["hand"] == pytest.approx(evidence.number(hand + "low").value, abs=0.1)
    assert treated["S_n"] == pytest.approx(placebo["S_n"], rel=1e-6)
