"""What the page of the lifetime model rests on: tables, kept-out arms, excerpts, another model."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

from bonebalance import Dosing, ModelError, bands, excerpts, fits, models, openbonemin, simulate
from bonebalance import predictions as said
from bonebalance.trials import arms

LIFE, YEAR = models.lifetime, 365.0


def test_excerpt_prints_rates_and_definitions_and_names_what_is_unknown():
    text = excerpts.excerpt(LIFE, "P", "CTX").text
    assert r"\frac{\mathrm{d}P}{\mathrm{d}t} &= k_{P}" in text
    assert r"\mathrm{CTX} &= C^{" in text
    with pytest.raises(ModelError, match=r"no state or definition 'ctx'.*CTX"):
        excerpts.excerpt(LIFE, "ctx")


@pytest.mark.parametrize("name", [d.name for d in LIFE.definitions])
def test_breaking_a_long_product_changes_nothing(name):
    whole = next(rule for key, rule in LIFE.definitions.items() if key.name == name)
    parts = excerpts._quotients(sympy.Mul.make_args(whole))
    assert sympy.Mul(*parts) == whole


def test_long_products_take_several_lines_and_words_stand_upright():
    text = excerpts.excerpt(LIFE, "L").text
    assert text.count(r"&\quad \cdot") >= 2
    assert r"\mathrm{RANKL}" in text
    assert r"\frac{1 + \frac{1}{x_{C}}}{1 + \frac{e}{x_{C}}}" in text
    assert r"\mathrm{\mathrm" not in text


def test_every_study_has_words():
    known = {name for group in said.GROUPS.values() for name in group}
    studies = set(said.table()["protocol"])
    assert studies - set(arms()) == known


def test_changes_of_markers_are_in_percent():
    row = said.at("before-menopause", 180, "CTX")
    assert row["seen"] == pytest.approx(88, abs=0.1)
    assert row["seen_low"] < row["seen"] < row["seen_high"]
    assert (row["said"] - row["seen"]) * row["errors"] > 0


def test_what_was_not_observed_is_named():
    with pytest.raises(ModelError, match="no observation 'arch CTX'"):
        said.at("arch", 12, "CTX")


@pytest.mark.parametrize(
    "name",
    [
        "bone2011_denosumab", "black2006_alendronate-placebo",
        "saag2017_romosozumab_to_alendronate",
    ],
)  # fmt: skip
def test_the_table_says_what_the_model_says(name):
    rows, arm = said.table(), arms()[name]
    rows = rows[(rows["protocol"] == name) & (rows["observable"] == "BMD_hip")]
    days = rows["until"] - rows["since"]
    start = simulate(LIFE, [0, arm.start])["BMD_hip"][-1]
    own = arm.own_density(start)
    for model, column, density, of in (
        (LIFE, "said", "BMD_hip", start / own), (models.jorg2022, "jorg", "BMD", 1),
    ):  # fmt: skip
        live = of * arm.predict(model, days, [density])[density]
        assert rows[column].to_numpy() == pytest.approx(live, abs=0.01), "run: make calibrate"


def test_errors_of_arms_add_up_and_no_fitted_arm_counts():
    errors = said.kept_out()
    parts = errors.drop("all")
    whole = np.sqrt((parts["count"] * parts["lifetime"] ** 2).sum() / parts["count"].sum())
    assert errors.loc["all", "lifetime"] == pytest.approx(whole)
    rows = said.table()
    assert set(parts.index).isdisjoint(rows.loc[rows["fitted"], "protocol"])
    assert said.kept_out_table().text.count("\n") == len(errors) + 1


def test_the_density_of_hips_helps_whoever_is_told_it():
    errors, swapped = said.kept_out().loc["all"], said.told_otherwise()
    assert swapped["lifetime"] > errors["lifetime"]
    assert swapped["jorg2022"] < errors["jorg2022"]
    # Even so the lifetime model is nearer.
    assert swapped["lifetime"] < 0.65 * swapped["jorg2022"]


def test_misses_are_the_worst_first():
    rows = said.table()
    worst = rows.loc[rows["errors"].abs().idxmax()]
    items = said.misses(5).text.splitlines()
    assert len(items) == 5
    assert f"said {worst['said']:+.1f} percent, {abs(worst['errors']):.1f} errors" in items[0]
    sizes = [float(item.split(" percent, ")[1].split(" errors")[0]) for item in items]
    assert sizes == sorted(sizes, reverse=True)


def test_every_parameter_but_drivers_and_intakes_stands_in_one_table():
    given, fitted = said.given_table().text, said.fitted_table().text
    status = [p.status for p in LIFE.parameters.values()]
    assert fitted.count("\n") == status.count("fitted") + 1
    drivers = [p.name for p in LIFE.parameters.values() if p.status != "fitted" and p.value == 1
               and "_" not in p.name]  # fmt: skip
    intakes = [p for p in LIFE.parameters if p.startswith("I_")]
    assert set(drivers) == said._DRIVERS
    left = len(status) - status.count("fitted") - len(drivers) - len(intakes)
    assert given.count("\n") == left + 1
    assert "| 18250\N{NO-BREAK SPACE}$\\mathrm{day}$ |" in given
    assert "e+0" not in given + fitted


def test_courses_begin_with_the_best_fit_and_hold_the_ensemble():
    ages = YEAR * np.array([25, 50, 60, 80])
    course = bands.courses(ages, ["BMD_hip"])["BMD_hip"]
    assert course.shape == (len(fits.ensemble("lifetime")["f_P"]) + 1, 4)
    alone = simulate(LIFE, ages)["BMD_hip"]
    assert course[0] == pytest.approx(alone, rel=1e-3)
    changed = bands.changes(course)
    assert np.all(changed[:, 0] == 0)
    assert changed[0, -1] == pytest.approx(100 * (alone[-1] / alone[0] - 1), abs=0.1)


def test_elasticity_is_the_change_of_a_change():
    span, dose = YEAR * np.array([65, 67]), Dosing("denosumab", 60, 182.5, 65 * YEAR, 67 * YEAR)
    moved = bands.elasticities(list(span), "BMD_hip", [dose])
    assert np.all(np.diff(moved.abs()) <= 0)
    chi = LIFE.parameters["chi"].value
    gains = []
    for value in (chi, 1.01 * chi):
        run = simulate(
            LIFE, [25 * YEAR, *span], parameters={"chi": value}, interventions=[dose]
        )["BMD_hip"]  # fmt: skip
        gains.append(100 * (run[2] / run[1] - 1))
    assert moved["chi"] == pytest.approx(gains[1] - gains[0], abs=0.01)


@pytest.mark.parametrize(
    ("run", "column", "day", "change"),
    [("denosumab_60", "spine", 1344, 9.68), ("denosumab_210", "osteoclasts", 1008, 82.69)],
)
def test_what_openbonemin_says_is_what_was_stored(run, column, day, change):
    table = openbonemin.theirs(run)
    assert np.interp(day, table["day"], table[column]) == pytest.approx(change, abs=0.05)


def test_both_models_are_laid_at_the_same_times():
    theirs, ours = openbonemin.theirs("denosumab_30"), openbonemin.ours("denosumab_30")
    assert list(ours.columns) == list(theirs.columns)
    assert np.all(ours["day"] == theirs["day"])
    assert ours.iloc[0, 1:].tolist() == [0, 0, 0]
    # The last of eight doses is given on day 588; the next on day 1008.
    low = {day: np.interp(day, ours["day"], ours["osteoclasts"]) for day in (560, 980, 1100)}
    assert low[560] < -50 < low[980]
    assert low[1100] < -50
    with pytest.raises(ModelError, match="no run 'denosumab'"):
        openbonemin.ours("denosumab")
