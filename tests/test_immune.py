"""The immune network: rest, closed forms, knock-outs, two hypotheses, and the bone that it drives."""

from __future__ import annotations

import numpy as np
import pytest

from bonebalance import Dosing, Step, evidence, models, simulate
from bonebalance.models.immune import RANGES

M = models.immune
P = {name: parameter.value for name, parameter in M.parameters.items()}
CYTOKINES = ("TNF_j", "IL1_j", "IL6_j", "IL17_j", "H_j")
DRIVERS = ("TNF", "IL1", "IL6", "IL17", "IFNg", "RANKL", "OPG")
LONG = np.array([0, 1500, 3000])


def settled(**settings):
    """Return what does not change any more, with the pace of erosion."""
    run = simulate(M, LONG, parameters=settings)
    names = (*M.state_names, "inflammation", "L_j", "F_j", *DRIVERS)
    return {name: run[name][-1] for name in names} | {"pace": np.diff(run["E_j"])[-1] / 1500}


def change(name, before, after):
    return 100 * (after[name] / before[name] - 1)


def test_health_is_at_rest_and_drives_nothing():
    rest = settled()
    assert [rest[name] for name in (*M.state_names[:-1], *DRIVERS)] == [1] * (15 + len(DRIVERS))
    assert rest["inflammation"] == rest["pace"] == rest["E_j"] == 0


def test_full_activity_doubles_each_cytokine_whatever_causes_it():
    draw = np.random.default_rng(4)
    shares = {name: draw.uniform(*RANGES[name]) for name in RANGES if name.startswith("z_")}
    ill = settled(activity=1, **shares)
    assert [ill[name] for name in CYTOKINES] == pytest.approx([2] * len(CYTOKINES), rel=1e-9)
    assert ill["inflammation"] == pytest.approx(1, rel=1e-9)


def test_cells_of_full_activity_in_closed_form():
    ill = settled(activity=1)
    ligand = 1 + P["l_T"] + P["l_1"] + P["l_6"] + P["l_17"] + P["l_H"]
    precursors = 1 + P["m_T"]
    primed = precursors * (1 + P["epsilon_p"]) * ligand / (P["epsilon_p"] + ligand)
    rank = (1 + P["a_j"]) * ligand / (1 + P["a_j"] * ligand)
    drive = rank * (1 + P["f_g"]) ** -P["n_j"] + P["y_T"] + P["y_1"]
    restraint = 1 - P["w_j"] + P["w_j"] * (1 + P["d_j"])
    builders = (1 + P["sigma_j"]) / (1 + P["sigma_j"] * restraint) / (1 + P["b_17"])
    breakers = primed * drive
    assert ill["C_j"] == pytest.approx(breakers, rel=1e-8)
    assert ill["B_j"] == pytest.approx(builders, rel=1e-8)
    built = builders * (1 - P["chi_j"] + P["chi_j"] * breakers)
    assert ill["pace"] == pytest.approx(P["k_E"] * (breakers - built), rel=1e-8)


def test_knock_outs():
    ill = settled(activity=1)
    for gene in ("has_osteoclasts", "has_RANKL"):
        without = settled(activity=1, **{gene: 0})
        assert without["inflammation"] == pytest.approx(ill["inflammation"], rel=1e-12)
        assert without["C_j"] < 1e-12
        assert without["pace"] <= 0
    no_tnf = settled(activity=1, has_TNF=0)
    assert 0 < no_tnf["inflammation"] < 0.5 * ill["inflammation"]
    assert 0 < no_tnf["pace"] < 0.5 * ill["pace"]
    assert settled(activity=1, anti_DKK1=0.9)["pace"] < 0


def test_mice_with_too_much_tnf():
    """What was fitted is met; what was not is as near, or as far, as the chapter says."""
    sick, dose = settled(x_TNF=1), 0.565
    decoy = settled(x_TNF=1, x_OPG=20)
    assert change("pace", sick, decoy) == pytest.approx(
        evidence.number("oi-blockade-mice.erosion-opg").value, abs=1
    )
    blocked = settled(x_TNF=1, anti_TNF=dose)
    calm = evidence.number("oi-blockade-mice.inflammation-anti-tnf").value
    assert change("inflammation", sick, blocked) == pytest.approx(calm, abs=1)
    assert change("pace", sick, blocked) == pytest.approx(-72, abs=1)
    assert change("pace", sick, settled(x_TNF=1, anti_IL1=0.9)) == pytest.approx(-30, abs=1)


def test_interleukin_1_lies_between_two_findings_that_disagree():
    """In culture it carries half of what TNF makes; in mice its blocker saved no bone."""
    free = settled(x_TNF=1)["C_j"] - 1
    without = settled(x_TNF=1, anti_IL1=1)["C_j"] - 1
    culture = evidence.number("oi-il1-mediates-tnf.reduction-tnf-osteoclastogenesis").value
    assert 0.5 * culture < 100 * (1 - without / free) < culture


@pytest.mark.parametrize(("part", "least", "most"), [(0, 0, 1e-12), (1, 0.5, 5)])
def test_only_total_lack_of_rankl_tells_the_hypotheses_apart(part, least, most):
    assert least <= settled(x_TNF=1, has_RANKL=0, q_T=part)["C_j"] <= most
    nearly = [settled(x_TNF=1, anti_RANKL=0.99, q_T=q)["C_j"] for q in (0, 1)]
    assert nearly[0] == pytest.approx(nearly[1], rel=0.25)


def test_tnf_before_rankl_holds_back_and_after_it_drives():
    def after_a_week(tnf):
        changes = [Step("anti_RANKL", 0, 4), Step("x_TNF", 1, tnf)]
        start = {"D_j": 0, "C_j": 0}
        run = simulate(M, [0, 5.5], parameters={"anti_RANKL": 1, "u_T": 10}, initial=start,
                       interventions=changes)  # fmt: skip
        return run["D_j"][-1]

    assert after_a_week(tnf=0.5) < 0.5 * after_a_week(tnf=5.4)


def test_ranges_hold_the_values():
    for name, (low, high) in RANGES.items():
        assert low <= P[name] <= high, name


def test_without_activity_the_whole_is_the_lifetime_model():
    times = np.array([20, 50, 60]) * 365.0
    whole, life = simulate(models.osteoimmune, times), simulate(models.lifetime, times)
    for name in (*models.lifetime.state_names, "BMD_spine", "CTX"):
        assert whole[name] == pytest.approx(life[name], rel=1e-8), name


def test_early_disease_costs_the_spine_what_was_seen():
    onset = 45 * 365.0
    times = onset + np.array([-9000, 0, 365.0])
    run = simulate(models.osteoimmune, times, interventions=[Step("activity", 1, onset)])
    seen = evidence.number("ra-bmd-early-gough.spine-disease-below-6m")
    found = 100 * (run["BMD_spine"][2] / run["BMD_spine"][1] - 1)
    assert abs(found - seen.value) < seen.error


def test_a_dose_reaches_joint_and_skeleton():
    onset = 45 * 365.0
    times = onset + np.array([-9000, 0, 365, 730.0])
    plan = [Step("activity", 1, onset), Dosing("denosumab", 60, 182.5, onset + 365, onset + 720)]
    run = simulate(models.osteoimmune, times, interventions=plan)
    worn = np.diff(run["E_j"])
    assert 0 < worn[2] < 0.6 * worn[1]
    assert run["inflammation"][3] == pytest.approx(run["inflammation"][2], rel=1e-3)
    assert run["BMD_spine"][3] > run["BMD_spine"][2]
