"""Jörg 2022 against its reference runs and against every arm of every trial."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from mutants import terms
from scipy.interpolate import CubicSpline

from bonebalance import Dosing, ModelError, Pulse, Step, models, simulate, trials
from bonebalance.models.jorg2022 import YEAR
from bonebalance.numeric import array_function

REFERENCE = Path(__file__).parent / "data" / "reference"
AGREEMENT = 1e-6
# The reference predictions are stored with two decimals, from days stored as whole numbers.
ROUNDING = 0.006
COLUMNS = {
    "preOB": "rho_pB", "OB": "rho_B", "OCY": "rho_Y", "preOC": "rho_pC", "OC": "rho_C",
    "scl": "s", "scl_ab": "s_b", "bone": "rho_b", "bmc": "c_b", "bmd": "BMD", "form": "F",
    "res": "Q", "p1np": "P1NP", "bsap": "BSAP", "ctx": "CTX", "estrogen": "e",
}  # fmt: skip
START = 67 * YEAR
RUNS = {
    "no_treatment": [],
    "denosumab60Q6M_2y_from67": [Dosing("denosumab", 60, 180, START, START + 720)],
    "teriparatide20Q1D_2y_from67": [Dosing("teriparatide", 20, 1, START, START + 730)],
}


@cache
def read(name: str) -> pd.DataFrame:
    return pd.read_csv(REFERENCE / f"jorg2022_{name}.csv")


def misfit(name: str, file: str, **parameters: float) -> dict[str, float]:
    reference = read(file)
    run = simulate(
        models.jorg2022,
        reference["t_d"].to_numpy(),
        parameters=parameters,
        interventions=RUNS[name],
    )
    return {
        ours: float(
            np.max(np.abs(run[ours] - reference[theirs]))
            / max(reference[theirs].abs().max(), 1e-300)
        )
        for theirs, ours in COLUMNS.items()
        if theirs in reference and not (theirs == "scl_ab" and name in RUNS)
    }


@pytest.mark.parametrize("name", RUNS)
def test_agrees_with_an_independent_implementation(name):
    worst = misfit(name, f"independent_{name}")
    assert max(worst.values()) < AGREEMENT, worst


# The authors' solver runs at a relative tolerance of 1e-4, and their teriparatide is read from
# a table with two weeks between its rows; so their own output is no closer than this to the
# solution of their equations. Relative to the largest value of each column.
@pytest.mark.parametrize(
    ("name", "loose"),
    [
        ("no_treatment", 4e-4),
        ("denosumab60Q6M_2y_from67", 2e-3),
        ("teriparatide20Q1D_2y_from67", 0.2),
    ],
)
def test_agrees_with_the_authors_program_as_far_as_its_solver_allows(name, loose):
    worst = misfit(name, f"authorscode_{name}")
    assert worst["BMD"] < 2e-3, worst
    assert max(worst.values()) < loose, worst


def test_precursors_and_cells_rest_before_menopause():
    speed = models.jorg2022.rates_at({})
    resting = {k: v for k, v in speed.items() if k not in ("rho_b", "a")}
    assert max(map(abs, resting.values())) < 1e-12
    assert speed["rho_b"] * YEAR == pytest.approx(-0.0016, abs=5e-5)


def test_density_with_age():
    ages = np.array([0, 25, 50, 60, 70, 80]) * YEAR
    density = simulate(models.jorg2022, ages)["BMD"]
    assert density[2:] / density[1] == pytest.approx([0.9593, 0.8820, 0.8202, 0.7616], abs=1e-4)


def test_what_the_model_says_of_its_limits():
    driven = simulate(
        models.jorg2022, [0, 30 * YEAR, 30.5 * YEAR, 40 * YEAR],
        interventions=[Step("omega_pC", 1.5 * 0.930890444, 30 * YEAR)],
    )["CTX"]  # fmt: skip
    assert 100 * (driven[2:] / driven[1] - 1) == pytest.approx([52, 2.5], abs=0.5)
    ages = np.array([0, 49, 53, 70]) * YEAR
    marker = simulate(models.jorg2022, ages)["CTX"]
    assert 100 * (marker[2:] / marker[1] - 1) == pytest.approx([32, 2], abs=1)
    treated = START + np.array([0, 0.5, 10]) * YEAR
    course = [Dosing("denosumab", 60, 182.5, START, START + 10 * YEAR)]
    marker = simulate(models.jorg2022, [0, *treated], interventions=course)["CTX"]
    assert marker[2] / marker[1] < 0.4
    assert marker[3] / marker[1] > 0.9


def test_denosumab_from_67():
    days = START + np.array([0, 180, 360, 720, 1080])
    run = simulate(models.jorg2022, [0, *days], interventions=RUNS["denosumab60Q6M_2y_from67"])
    change = {k: 100 * (run[k][2:] / run[k][1] - 1) for k in ("BMD", "CTX")}
    assert change["BMD"] == pytest.approx([1.56, 2.38, 3.34, 0.15], abs=0.01)
    assert change["CTX"] == pytest.approx([-73, -69, -61, 53], abs=0.6)


def test_the_rounded_table_of_the_paper_misses_density():
    printed = {
        "omega_pC": 0.93, "e_pC": 0.94, "s_pC": 8.6e6, "eta_C": 0.02, "e_C": 0.99, "r_C": 10.1,
        "omega_pB": 0.32, "s_pB": 163, "eta_B": 0.00868, "omega_B": 0.000624, "e_s": 9.6,
        "s_Omega": 3040, "r_Omega": 1020, "nu_Omega": 108, "gamma": 0.00665, "nu_C": 0.000123,
        "eta_Y": 0.00011,
    }  # fmt: skip
    exact, rounded = (
        simulate(models.jorg2022, [0, 25 * YEAR, 60 * YEAR], parameters=values)["BMD"]
        for values in ({}, printed)
    )
    assert abs(rounded[-1] / rounded[1] - exact[-1] / exact[1]) > 0.05


STORED = pd.read_csv(REFERENCE / "jorg2022_trial_predictions.csv")


@cache
def predicted(name: str) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return the days observed in an arm and the changes predicted for them."""
    return predicted_with(name)


def predicted_with(name: str, **parameters: float) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    arm = trials.arms()[name]
    days = np.unique([0, *arm.observations["day"]])
    asked = arm.observations["observable"].unique()
    return days, arm.predict(models.jorg2022, days, asked, parameters=parameters)


def furthest(name: str, days: np.ndarray, changes: dict[str, np.ndarray]) -> float:
    """Return the largest difference to the stored predictions of an arm, in percent."""
    return max(
        abs(changes[row.observable][np.searchsorted(days, row.day)] - row.change)
        for row in STORED[STORED["arm"] == name].itertuples()
    )


@pytest.mark.parametrize("name", STORED["arm"].unique())
def test_every_observation_of_an_arm_is_predicted_as_elsewhere(name):
    assert furthest(name, *predicted(name)) < ROUNDING


# Appendix 3, table 3 of the paper: mean absolute percentage error of BMD, CTX, P1NP, BSAP. The
# last five are what the authors' program writes, rounded like the table.
PUBLISHED = {
    "black2006_alendronate-placebo": (0.9, 7.0, 21.1, None),
    "recknor2015_blosozumab_180_q4w": (0.7, 16.5, 23.8, None),
    "recknor2015_blosozumab_270_q2w": (0.3, 26.8, 13.2, None),
    "mcclung2017_denosumab_8yrs": (0.3, None, None, None),
    "mcclung2006_denosumab_14_q6m": (0.2, 73.9, None, 17.0),
    "recknor2015_placebo": (0.4, 7.3, 15.4, None),
    "leder2014_teriparatide": (0.4, 17.1, 8.5, None),
    "leder2015_teriparatide_to_denosumab": (0.4, 65.5, None, None),
    "recknor2015_blosozumab_180_q2w": (0.3, 21.3, 20.3, None),
    "leder2015_denosumab_to_teriparatide": (0.4, 103.1, None, None),
    "mcclung2018_placebo_to_placebo": (0.6, 6.2, 10.5, None),
    "mcclung2018_placebo_to_denosumab": (0.6, 13.2, 10.1, None),
    "leder2015_combination_to_denosumab": (0.7, 183.7, None, None),
    "cosman2016_placebo_to_denosumab": (0.5, 81.9, 9.6, None),
    "lewiecki2018_placebo_to_denosumab": (0.4, None, None, None),
    "mcclung2017_placebo_4yrs_to_denosumab_4yrs": (0.6, None, None, None),
    "cosman2016_romosozumab_to_denosumab": (1.2, 92.5, 22.4, None),
    "mcclung2018_romosozumab_to_denosumab": (0.6, 14.2, 57.8, None),
    "mcclung2018_romosozumab_to_placebo": (0.7, 15.0, 53.3, None),
    "saag2017_alendronate": (0.5, 34.4, 13.7, None),
    "saag2017_romosozumab_to_alendronate": (1.0, 29.9, 37.1, None),
    "lewiecki2018_romosozumab_to_denosumab": (1.0, None, None, None),
    "mcclung2018_alendronate_to_romosozumab_to_denosumab": (0.5, 25.4, 20.0, None),
    "mcclung2018_alendronate_to_romosozumab_to_placebo": (0.5, 22.9, 16.9, None),
}


def percentage_error(arm: trials.Arm, observable: str) -> float:
    """Return the paper's measure: over all points, those of aging and the start included."""
    rows = arm.observed(observable)
    days, changes = predicted(arm.name)
    moments = np.unique([0, *rows["day"]])
    seen = (
        1
        + np.interp(moments, *np.unique([(0, 0), *rows[["day", "change"]].to_numpy()], axis=0).T)
        / 100
    )
    said = 1 + changes[observable][np.searchsorted(days, moments)] / 100
    if observable != "BMD":
        # The paper counts a marker from the first visit, on placebo or not.
        seen, said = seen / seen[0], said / said[0]
    if observable == "BMD":
        aging = trials.aging()
        ages = aging["age"].to_numpy() * YEAR
        early = ages < arm.start
        grid = np.unique([0, *ages[early], arm.start])
        density = simulate(models.jorg2022, grid)["BMD"]
        density = density / density[np.searchsorted(grid, 25 * YEAR)]
        seen = np.concatenate([aging["density"][early], arm.density * seen])
        said = np.concatenate([density[np.searchsorted(grid, ages[early])], density[-1] * said])
    return float(np.mean(np.abs(seen - said) / seen) * 100)


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_goodness_of_fit(name):
    arm = trials.arms()[name]
    for observable, published in zip(("BMD", "CTX", "P1NP", "BSAP"), PUBLISHED[name], strict=True):
        if published is None:
            continue
        found = percentage_error(arm, observable)
        if observable == "BMD":
            # Printed with one decimal; the authors' solver adds two hundredths.
            assert found == pytest.approx(published, abs=0.05 + 0.021), observable
        elif "leder" in name:
            # The authors read teriparatide from a table with two weeks between its rows, and
            # divide by marker levels as low as four percent of their start.
            assert found == pytest.approx(published, rel=0.3), observable
        elif "alendronate_to_romosozumab" in name:
            # Weekly tablets are single doses in the authors' program and a mean intake here.
            assert found == pytest.approx(published, rel=0.03, abs=0.06), observable
        else:
            assert found == pytest.approx(published, rel=0.025, abs=0.06), observable


# Figure 3 of the paper: three drugs for one year each from 67 on, in every order. Largest change
# of density from 67 on, and the change at 82, where the authors' program reads what the paper
# calls ten years after the end. Numbers of that program, whose solver stops at 1 in 1000.
SEQUENCES = {
    "ARD": (0.0511962, -0.0769701), "ADR": (0.0402064, -0.0839895),
    "RAD": (0.0522585, -0.0705178), "RDA": (0.0467814, -0.0570563),
    "DAR": (0.0333970, -0.0719126), "DRA": (0.0335284, -0.0596560),
}  # fmt: skip


@pytest.mark.parametrize("order", SEQUENCES)
def test_figure_3_six_orders_of_three_drugs(order):
    course = []
    for year, drug in zip((67, 68, 69), order, strict=True):
        start, stop = year * YEAR, (year + 1) * YEAR
        course += {
            "A": [Pulse("A_alendronate", 70, day) for day in range(start, stop, 7)],
            "R": [Dosing("romosozumab", 140, 30, start, stop)],
            "D": [Dosing("denosumab", 60, 180, start, stop)],
        }[drug]
    days = np.concatenate([[0], np.arange(66 * YEAR, 82 * YEAR + 1)])
    density = simulate(models.jorg2022, days, interventions=course)["BMD"][1:]
    change = density / density[YEAR] - 1
    assert (change.max(), change[-1]) == pytest.approx(SEQUENCES[order], abs=1.3e-4)


def test_arms_of_calibration_are_kept_apart():
    uses = {name: arm.use for name, arm in trials.arms().items()}
    assert sum(use == "calibration" for use in uses.values()) == 9
    assert sum(use == "validation" for use in uses.values()) == 15
    assert all((uses[name] != "other") == (name in PUBLISHED) for name in uses)


# Arms that together give every drug and observe every observable.
ALL_DRUGS = (
    "black2006_alendronate-placebo", "leder2014_teriparatide", "mcclung2006_denosumab_14_q6m",
    "recknor2015_blosozumab_180_q4w", "cosman2016_romosozumab_to_denosumab",
)  # fmt: skip
# The fit left estrogen almost without effect on the death of osteoclasts; only these hold it.
UNFELT = {"nu_C", "e_C", "r_C"}


def test_one_percent_in_any_parameter_is_noticed():
    model = models.jorg2022
    silent = set()
    for parameter in model.parameters.values():
        changed = {parameter.name: 1.01 * parameter.value}
        if parameter.value == 0:
            continue
        noticed = any(
            max(misfit(name, f"independent_{name}", **changed).values()) > 10 * AGREEMENT
            for name in list(RUNS)[1:]
        ) or any(furthest(arm, *predicted_with(arm, **changed)) > 2 * ROUNDING for arm in ALL_DRUGS)
        if not noticed:
            silent.add(parameter.name)
    assert silent <= UNFELT, silent


def test_a_wrong_sign_is_noticed():
    """The runs held to references above do not solve the equations with any term turned.

    So a model with that mistake would have another run, and fail above. No mutant is
    integrated, because it could run away.
    """
    model = models.jorg2022
    pairs = terms(model)
    rates = array_function(model, model.expanded_rates, (len(model.states),))
    single = array_function(model, [model.expand(term) for _, term in pairs], (len(pairs),))
    values = model.parameter_values()
    noticed = set()
    courses = [
        [Dosing(drug, amount, every, START, START + 360)]
        for drug, amount, every in (
            ("denosumab", 60, 400), ("romosozumab", 210, 400), ("blosozumab", 180, 400),
            ("alendronate", 10, 1), ("teriparatide", 20, 1),
        )
    ]  # fmt: skip
    for course in courses:
        times = START + np.arange(1.0, 90, 0.25)
        run = simulate(model, [0, *times], interventions=course)
        inputs = np.array([run.parameters[name][1] for name in values])[:, None]
        states = run.states[:, 1:]
        slopes = CubicSpline(times, states, axis=1)(times, 1)[:, 4:-4]
        wrong = rates(states, inputs)[:, 4:-4] - slopes
        parts = single(states, inputs)[:, 4:-4]
        for index, (row, _) in enumerate(pairs):
            right = np.max(np.abs(wrong[row]))
            if np.max(np.abs(wrong[row] - 2 * parts[index])) > 100 * right + 1e-12:
                noticed.add(index)
    assert [term for index, (_, term) in enumerate(pairs) if index not in noticed] == []


def test_the_observations_are_those_of_the_source():
    arms = trials.arms()
    assert len(arms) == 35
    treated = [arm.observations[arm.observations["day"] > 0] for arm in arms.values()]
    assert sum(map(len, treated)) == 765
    assert len(STORED) == 654
    ninth = arms["saag2017_alendronate"].observed("BMD").set_index("day")["change"]
    assert ninth[365] == pytest.approx(100 * (0.8041839255 / 0.7820942408 - 1), rel=1e-5)
    hip = arms["bone2011_denosumab"].observed("BMD").set_index("day")["change"]
    assert hip[730] == pytest.approx(3.5, abs=0.05)
    assert not arms["bone2011_placebo"].doses


# Standard deviations of the change of hip density at one year and the number of women that
# the trial of Leder and colleagues prints.
@pytest.mark.parametrize(
    ("name", "spread", "women"),
    [("combination", 2.9, 30), ("teriparatide", 2.7, 31), ("denosumab", 2.6, 33)],
)
def test_bars_are_standard_errors_where_the_printed_spread_says_so(name, spread, women):
    arm = trials.arms()[f"leder2014_{name}"]
    assert arm.women == women
    error = arm.observed("BMD").set_index("day")["error"][365]
    assert error == pytest.approx(spread / women**0.5, rel=0.17)


def test_every_kind_of_bar_becomes_a_standard_error():
    arms = trials.arms()
    row = arms["saag2017_alendronate"].observed("BMD").iloc[0]
    assert row["error"] == pytest.approx((row["high"] - row["low"]) / 2 / 1.959964)
    row = arms["mcclung2006_denosumab_60_q6m"].observed("BMD").iloc[0]
    assert row["error"] == pytest.approx((row["high"] - row["low"]) / 2)
    # Quartiles of 33 women: their median scatters 1.2533 times as much as their mean.
    row = arms["leder2015_denosumab_to_teriparatide"].observed("CTX").iloc[0]
    deviation = (row["high"] - row["low"]) / (2 * 0.67449)
    assert row["error"] == pytest.approx(1.253314 * deviation / 33**0.5, rel=1e-5)
    unknown = [arm for arm in arms.values() for bar in arm.bars.values() if bar == "unknown"]
    assert arms["bone2011_denosumab"] in unknown
    assert arms["bone2011_denosumab"].observations["error"].isna().all()
    assert {arm.source for arm in arms.values()} == set(trials.error_bars()["source"])


def test_misses_that_the_level_of_density_hides():
    """In change since treatment began, two drugs miss by far more than a trial's error."""
    for name, day, least in (
        ("cosman2016_romosozumab_to_denosumab", 365, 3.5),
        ("black2006_alendronate-placebo", 365, 2),
    ):
        arm = trials.arms()[name]
        seen = arm.observed("BMD").set_index("day")["change"][day]
        said = arm.predict(models.jorg2022, [day], ["BMD"])["BMD"][0]
        assert seen - said > least


def test_wrong_names_are_named():
    arm = trials.arms()["lewiecki2018_placebo_to_denosumab"]
    with pytest.raises(ModelError, match="no observable 'CTX'"):
        arm.observed("CTX")
    with pytest.raises(ModelError, match="no drug 'denosumab'"):
        arm.predict(models.lemaire2004, [1], ["C"])
