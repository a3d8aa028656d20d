"""The lifetime model: Jörg's where it must be, better where that fails, and what it still misses."""

from __future__ import annotations

import numpy as np
import pytest

from bonebalance import Dosing, fits, models, simulate, simulate_cohort, trials
from bonebalance.interventions import Step
from calibration.misfit import predict
from calibration.observations import observations
from calibration.priors import priors

LIFE, JORG = models.lifetime, models.jorg2022
YEAR, MONTH = 365.0, 365 / 12
AGES = np.arange(0, 91, 5) * YEAR


def published() -> dict[str, float]:
    """Return the lifetime model's parameters at which it is the published one."""
    p = {name: parameter.value for name, parameter in JORG.parameters.items()}
    rest = JORG.initial_values()
    coupled = p["nu_Omega"] * (1 / p["eta_C"]) / (p["r_Omega"] + 1 / p["eta_C"])
    return {
        "f_P": 1, "f_R": 1, "k_P": p["mu_pC"] / rest["rho_pC"], "k_R": p["mu_pB"] / rest["rho_pB"],
        "eta_C": p["eta_C"], "eta_B": p["eta_B"] + p["omega_B"], "eta_Y": p["eta_Y"],
        "kappa_s": p["kappa_s"], "x_C": p["e_pC"], "x_s": p["e_s"], "d_E": 0, "w_K": 0, "a_R": 0,
        "sigma_C": rest["s"] / p["s_pC"], "sigma_B": rest["s"] / p["s_pB"],
        "sigma_F": p["s_Omega"] / rest["s"], "chi": coupled / (1 + coupled),
        "r_C": p["r_Omega"] * p["eta_C"], "tau_V": 1e-3, "mu": 0, "n_c": 0, "n_rho": 0, "w_h": 0, "k_t": 0,
        "w_a": 0, "w_o": 0, "y_b": 0, "phi_b": 0, "k_c": p["lambda_C"] / p["eta_C"], "tau_e": p["tau_e"], "a_e": p["a_e"],
        "q_CTX": p["q_CTX"], "q_P1NP": p["q_P1NP"], "p_P1NP": 0,
        "V_denosumab": 0, "T_denosumab": p["T_denosumab"], "E_denosumab": p["E_denosumab"],
        "epsilon": 1 - p["beta_pC"], "T_romosozumab": p["T_romosozumab"],
        "E_romosozumab": p["E_romosozumab"], "T_alendronate": p["T_alendronate"],
        "E_alendronate": p["E_alendronate"], "beta_b": p["eta_Cbp"] / p["eta_C"],
    }  # fmt: skip


TREATED = {
    "nothing": (),
    "denosumab": (Dosing("denosumab", 60, 180, 65 * YEAR, 70 * YEAR),),
    "romosozumab": (Dosing("romosozumab", 210, 30, 65 * YEAR, 66 * YEAR),),
    "alendronate": (Dosing("alendronate", 10, 1, 65 * YEAR, 70 * YEAR),),
}


@pytest.mark.parametrize("treatment", TREATED)
def test_with_no_loss_of_precursors_it_is_the_published_model(treatment):
    # The published effect of estrogen on the death of osteoclasts, 1 in 10,000, has no place here.
    changed = {"nu_C": 0.0}
    rest = {"rho_C": 1 / JORG.parameters["eta_C"].value}
    theirs = simulate(
        JORG, AGES, parameters=changed, initial=rest, interventions=TREATED[treatment]
    )
    values = published()
    balance = theirs["F"][0] / theirs["Q"][0]
    ours = simulate(
        LIFE, AGES, parameters=values | {"b_0": balance}, interventions=TREATED[treatment]
    )
    for mine, its in {"C": "rho_C", "B": "rho_B", "s": "s", "rho_c": "rho_b"}.items():
        assert ours[mine] == pytest.approx(theirs[its] / theirs[its][0], rel=1e-5), mine
    for marker in ("CTX", "P1NP"):
        assert ours[marker] == pytest.approx(theirs[marker] / theirs[marker][0], rel=1e-5)


def test_a_healthy_youth_stays_at_rest():
    run = simulate(LIFE, AGES[AGES <= 25 * YEAR])
    for name in ("P", "C", "R", "B", "Y", "s", "K", "V", "m", "rho_c", "rho_t", "CTX", "P1NP"):
        assert run[name] == pytest.approx(1, abs=1e-9), name


def test_age_is_the_time_wherever_a_run_begins():
    late = simulate(LIFE, AGES[AGES >= 25 * YEAR])
    whole = simulate(LIFE, AGES)
    assert late["BMD_hip"] == pytest.approx(whole["BMD_hip"][AGES >= 25 * YEAR], rel=1e-6)


def marker(days, *interventions):
    """Return CTX relative to an untreated life at the same ages."""
    start = np.r_[0.0, days]
    treated = simulate(LIFE, start, interventions=interventions)["CTX"][1:]
    return treated / simulate(LIFE, start)["CTX"][1:]


def test_a_chronic_drive_stays_chronic():
    on = 55 * YEAR
    early, ten, twenty = marker([on + YEAR, on + 10 * YEAR, on + 20 * YEAR], Step("RANKL", 1.5, on))
    assert early > ten > 1.1
    assert twenty == pytest.approx(ten, abs=0.02)


def test_markers_stay_raised_after_menopause():
    run = simulate(LIFE, np.array([45, 55, 65, 75, 85]) * YEAR)
    for name in ("CTX", "P1NP"):
        assert np.all(run[name][1:] > 1.3 * run[name][0]), name


def ctx_on(model, course, day):
    """Return what a course does to a model's CTX on a day."""
    treated, untreated = (simulate(model, [0, day], interventions=i) for i in ([course], []))
    return treated["CTX"][-1] / untreated["CTX"][-1]


def test_ten_years_of_denosumab_stay_suppressed_and_the_rebound_emerges():
    on = 65 * YEAR
    course = Dosing("denosumab", 60, 6 * MONTH, on, on + 10 * YEAR)
    days = [on + 6 * MONTH, on + 9.75 * YEAR, on + 10 * YEAR, on + 10 * YEAR + 9 * MONTH]
    first, midway, last, rebound = marker(days, course)
    # Midway between two doses a dose acts in full; when the next is due it has worn off in part.
    assert first < 0.6
    assert midway < 0.35
    assert last < 0.7 < ctx_on(JORG, course, days[2])
    assert rebound > 1.3


@pytest.mark.parametrize(
    ("parameter", "level", "site", "sign"),
    [
        ("TNF", 2.0, "BMD_hip", -1), ("IL1", 2.0, "BMD_hip", -1), ("IL6", 2.0, "BMD_hip", -1),
        ("IL17", 2.0, "BMD_spine", -1), ("IFNg", 2.0, "BMD_hip", 1), ("GC", 4.0, "BMD_spine", -1),
        ("load", 0.2, "BMD_hip", -1), ("load", 1.5, "BMD_hip", 1), ("supply", 0.6, "BMD_hip", -1),
        ("PTH", 1.5, "BMD_hip", -1), ("OPG", 1.5, "BMD_hip", 1), ("estrogen", 0.5, "BMD_spine", -1),
    ],
)  # fmt: skip
def test_each_driver_moves_bone_as_physiology_says(parameter, level, site, sign):
    ages = np.array([0, 40, 42]) * YEAR
    driven = simulate(LIFE, ages, interventions=[Step(parameter, level, 40 * YEAR)])[site][-1]
    assert np.sign(driven - simulate(LIFE, ages)[site][-1]) == sign


@pytest.mark.parametrize(
    ("drug", "dose", "every"),
    [
        ("denosumab", 60, 182), ("etanercept", 50, 7),
        ("teriparatide", 20, 1), ("abaloparatide", 80, 1), ("romosozumab", 210, 30),
        ("blosozumab", 180, 14), ("estradiol", 1, 1), ("tocilizumab", 480, 28),
    ],
)  # fmt: skip
def test_each_drug_adds_bone_and_its_effect_passes(drug, dose, every):
    on, years = 60 * YEAR, 40
    ages = np.array([0, 60, 62, 60 + years]) * YEAR
    inflamed = [Step("TNF", 1.5, 55 * YEAR), Step("IL6", 1.5, 55 * YEAR)]
    course = Dosing(drug, dose, every, on, on + 2 * YEAR)
    ratio = (
        simulate(LIFE, ages, interventions=[*inflamed, course])["BMD_spine"]
        / simulate(LIFE, ages, interventions=inflamed)["BMD_spine"]
    )
    assert ratio[2] > 1.003
    assert abs(ratio[3] - 1) < 0.5 * (ratio[2] - 1)


@pytest.mark.parametrize(
    ("drug", "dose", "every"), [("alendronate", 10, 1), ("zoledronate", 5, 365)]
)
def test_bisphosphonates_add_bone_and_leave_a_store_that_fades(drug, dose, every):
    on = 60 * YEAR
    ages = np.array([0, 60, 62, 72, 100]) * YEAR
    course = Dosing(drug, dose, every, on, on + 2 * YEAR)
    treated, untreated = (simulate(LIFE, ages, interventions=i) for i in ([course], []))
    gain = treated["BMD_spine"] / untreated["BMD_spine"] - 1
    effect = treated["psi_b"][1:]
    assert gain[2] > 0.02
    # Two years of alendronate left women ahead seven years later; no site is named (bagger2003).
    assert 0.3 * gain[2] < gain[3] < gain[2]
    assert 0.05 * effect[1] < effect[2] < 0.3 * effect[1]
    assert effect[3] < 0.1 * effect[1]


@pytest.mark.parametrize("dose", [10, 15, 30])
def test_lasting_glucocorticoid_keeps_formation_low_and_resorption_high(dose):
    on = 48 * YEAR
    course = Dosing("prednisolone", dose, 1, on, on + 3 * YEAR)
    grid = [0, on - 1, on + 4, on + YEAR, on + 2 * YEAR]
    run = simulate(LIFE, grid, interventions=[course])
    assert np.all(run["F"][2:] < 0.98 * run["F"][1])
    assert np.all(run["C"][2:] > run["C"][1])
    assert np.all(run["W"][3:] < run["W"][1])


def test_loss_speeds_up_in_old_age_only_by_its_own_term():
    ages = np.array([0, 67, 69, 85, 89]) * YEAR
    with_it, without = (simulate(LIFE, ages, parameters=p)["BMD_hip"] for p in ({}, {"w_o": 0}))
    for hip_density, faster in ((with_it, True), (without, False)):
        young = (hip_density[1] - hip_density[2]) / 2
        old = (hip_density[3] - hip_density[4]) / 4
        assert (old > young) == faster


def test_stored_predictions_are_those_of_the_model():
    stored = fits.table("lifetime", "predictions")
    rows = stored[(stored["protocol"] == "menopause") & (stored["scale"] == "linear")]
    for row in rows.itertuples():
        run = simulate(LIFE, np.array([0, row.since, row.until]))[row.observable]
        assert 100 * (run[2] / run[1] - 1) == pytest.approx(row.said, abs=0.02), row


def test_every_stored_prediction_is_what_the_calibration_says_of_this_model():
    stored, seen = fits.table("lifetime", "predictions"), observations()
    best = {
        row.name: row.value for row in fits.table("lifetime", "parameters").itertuples(index=False)
    }
    fitted = {name: np.full(2, best[name]) for name in priors().names}
    said = predict(seen, fitted)[0]
    assert [one.protocol for one in seen] == list(stored["protocol"])
    assert said == pytest.approx(stored["said"].to_numpy(), rel=2e-3, abs=2e-3)


def test_no_fitted_number_left_its_prior_far_behind():
    precision = fits.table("lifetime", "precision")
    assert (precision["distance"].abs() < 3.5).all(), precision.sort_values("distance")


def test_every_member_of_the_ensemble_lives():
    members = fits.ensemble("lifetime")
    assert len(members["f_P"]) >= 30
    cohort = simulate_cohort(
        LIFE, [0, 50 * YEAR, 90 * YEAR], parameters=members, keep=["BMD_hip"], engine="numpy",
        tolerance=1e-6, progress=False,
    )  # fmt: skip
    last = cohort["BMD_hip"][:, -1]
    assert np.all((last > 0.6) & (last < 0.95))


def hip(kept):
    """Return stored predictions of hip density in arms that were, or were not, fitted."""
    stored = fits.table("lifetime", "predictions")
    arms = stored["protocol"].str.contains(r"\d{4}_") & (stored["observable"] == "BMD_hip")
    return stored[arms & (stored["fitted"] != kept)]


def test_kept_out_arms_are_predicted_better_than_by_the_published_model():
    rows = hip(kept=True)
    ours = np.sqrt(np.mean((rows["said"] - rows["seen"]) ** 2))
    theirs = np.sqrt(np.mean((rows["jorg"] - rows["seen"]) ** 2))
    assert ours < 0.5 * theirs


def test_a_percent_counts_from_the_hips_of_an_arm_where_they_are_known():
    known = {arm.programme: arm.hip for arm in trials.arms().values() if not np.isnan(arm.hip)}
    # What the trials say of one gain in percent and in standard deviations of the young, of which
    # the mean of the young is 7.76: ARCH and its T-score give that.
    young = 0.31 / 0.0625 + 2.80
    assert known["ARCH"] == pytest.approx(0.31 / 0.0625 / young, abs=0.005)
    for change, percent in ((0.32, 5.96), (0.45, 8.40)):
        assert known["FRAME"] == pytest.approx(100 * change / percent / young, abs=0.005)
    assert known.keys() == {"ARCH", "FRAME", "FRAME extension"}
    density = np.array([0.8, 0.9])
    assert trials.arms()["saag2017_alendronate"].own_density(density) == pytest.approx(0.64)
    assert trials.arms()["bone2011_denosumab"].own_density(density) == pytest.approx(density)


def test_a_long_course_of_alendronate_wears_off_more_slowly_than_a_short_one():
    off = 70 * YEAR
    left = []
    for years in (1, 10):
        course = Dosing("alendronate", 10, 1, off - years * YEAR, off)
        run = simulate(LIFE, [0, off, off + 2 * YEAR], interventions=[course])
        assert run["psi_b"][1] > 0.5
        left.append(run["psi_b"][2] / run["psi_b"][1])
    assert left[0] < 0.6 * left[1]


@pytest.mark.parametrize(("drug", "off"), [("romosozumab_to", 1), ("black2006_alendronate", 0)])
def test_the_first_year_of_two_drugs(drug, off):
    # Of four reports of romosozumab, which lie two points apart, one is more than a point away.
    stored = fits.table("lifetime", "predictions")
    year = (stored["until"] - stored["since"] - YEAR).abs() < 15
    rows = stored[
        stored["protocol"].str.contains(drug) & year & (stored["observable"] == "BMD_hip")
    ]
    rows = rows[~rows["protocol"].str.contains("alendronate_to")]
    assert len(rows) >= 1
    assert ((rows["said"] - rows["seen"]).abs() > 1).sum() == off
    assert ((rows["said"] - rows["seen"]).abs() < 0.6 * (rows["jorg"] - rows["seen"]).abs()).all()
