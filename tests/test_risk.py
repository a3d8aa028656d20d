"""Risk is what the evidence says where it was fitted, and near it where it was not."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from pybtex.database import parse_file

from bonebalance import ModelError, risk
from bonebalance.evidence import number
from tools.fingerprint import ROOT

SPINE, HIP = -3.19, -1.59  # percent that new users lose in a year (Cochrane 2016)


def test_every_parameter_has_a_known_source():
    known = parse_file(ROOT / "references.bib").entries
    assert {p.source for p in risk.PARAMETERS.values()} - set(known) == set()
    assert str(risk.given()).count("footcite") == len(risk.PARAMETERS)


@pytest.mark.parametrize(
    ("site", "dose", "percent", "seen"),
    [
        ("vertebra", 1.25, 0, 1.55), ("vertebra", 5, SPINE, 2.59), ("vertebra", 12, SPINE, 5.18),
        ("hip", 1.25, 0, 0.99), ("hip", 5, HIP, 1.77), ("hip", 12, HIP, 2.27),
    ],
)  # fmt: skip
def test_a_dose_and_the_density_it_costs_give_the_ratio_of_its_band(site, dose, percent, seen):
    found = risk.relative(site, sds=risk.sds_from(site, percent), glucocorticoid=dose)
    assert found.ratio == pytest.approx(seen, rel=1e-9)
    assert found.turnover == found.falls == 1


def test_denosumab_is_density_and_turnover_at_the_vertebra_and_density_alone_at_the_hip():
    # CTX: the middle of seven readings in two years is 76.5 percent below its start.
    spine = risk.relative("vertebra", sds=risk.sds_from("vertebra", 7.7), turnover=0.23522)
    assert spine.ratio == pytest.approx(0.32, rel=1e-3)
    assert spine.density == pytest.approx(2.3 ** -(7.7 / 9.9624), rel=1e-4)
    hip = risk.relative("hip", sds=risk.sds_from("hip", 6.4), turnover=0.23522)
    assert hip.ratio == pytest.approx(0.60, rel=1e-3)
    assert hip.turnover == pytest.approx(1, abs=0.02)


def test_one_sd_of_a_marker_predicts_what_cohorts_saw():
    # Seven times from the lowest to the highest normal value are 3.92 SD of the logarithm.
    found = risk.relative("vertebra", turnover=exp(log(7) / 3.92)).turnover
    seen = number("fx-markers.ctx-adjusted")
    assert seen.use == "validate"
    assert abs(log(found / seen.value)) < seen.standard_error


def test_rates_are_those_of_rotterdam_and_predict_those_of_europe():
    assert 1000 * risk.rate("vertebra", [60, 80]) == pytest.approx([7.8, 19.6])
    assert 1000 * risk.rate("vertebra", [60, 80], "man") == pytest.approx([5.2, 9.3])
    men, women = 3173, 3402
    said = men * risk.rate("vertebra", 63.1, "man") + women * risk.rate("vertebra", 62.2)
    seen = number("fx-epos-count.crude-morphometric-incidence")
    assert 1000 * said / (men + women) == pytest.approx(seen.value, rel=0.1)


def test_hip_rate_grows_as_in_harstad_and_stands_where_kaiser_saw_it():
    young, old = risk.rate("hip", [52.5, 92.5], "man")
    assert old / young == pytest.approx(349.2 / 5.8)
    assert 1000 * risk.rate("hip", 89) == pytest.approx(27.1)


@pytest.mark.parametrize("sex", risk.SEXES)
@pytest.mark.parametrize("site", risk.SITES)
def test_probability_is_the_sum_of_the_rate(site, sex):
    ages = np.linspace(62, 77, 3001)
    total = np.trapezoid(3 * risk.rate(site, ages, sex), ages)
    said = risk.probability(site, 62, 15, ratio=3, sex=sex)
    assert said == pytest.approx(1 - exp(-total), rel=1e-6)


def test_falls_count_for_the_share_that_follows_a_fall():
    assert risk.relative("hip", falls=2).ratio == pytest.approx(1.755)
    assert risk.relative("vertebra", falls=0).ratio == pytest.approx(0.55)


def test_a_fivefold_risk_would_need_two_standard_deviations():
    sds = risk.sds_behind("vertebra", 5.18)
    assert sds == pytest.approx(-1.97, abs=0.01)
    assert risk.relative("vertebra", sds=sds).ratio == pytest.approx(5.18)


def test_many_people_at_once_get_what_each_gets_alone():
    sds, dose = np.array([-1.0, 0.0, 2.0]), np.array([0.0, 7.5, 40.0])
    every = risk.relative("vertebra", sds=sds, glucocorticoid=dose, turnover=1.5).ratio
    alone = [
        risk.relative("vertebra", sds=z, glucocorticoid=mg, turnover=1.5).ratio
        for z, mg in zip(sds, dose, strict=True)
    ]
    assert every.tolist() == alone
    assert (
        risk.relative("hip", glucocorticoid=40).ratio
        == risk.relative("hip", glucocorticoid=12).ratio
    )


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: risk.relative("spine"), "risk of fracture has no site 'spine'. It has: vertebra"),
        (lambda: risk.rate("hip", 70, "women"), "no sex 'women'. Did you mean woman"),
        (lambda: risk.relative("hip", glucocorticoid=-1), "glucocorticoid must be 0 or more"),
        (lambda: risk.relative("hip", turnover=[1, 0]), "turnover must be 0.001 or more"),
        (lambda: risk.relative("hip", sds=float("nan")), "sds must be finite"),
        (lambda: risk.relative("hip", sds=-31.9), "sds must be from -20 to 20, not -31.9"),
        (
            lambda: risk.relative("hip", sds=[0, 1], falls=[1] * 3),
            "shapes do not fit together: sds",
        ),
        (
            lambda: risk.probability("hip", [60, 70], [1] * 3),
            "shapes do not fit together: age",
        ),
        (lambda: risk.relative("hip", falls="often"), "falls must be numbers, not 'often'"),
        (lambda: risk.rate("hip", 7), "age must be from 20 to 110, not 7"),
        (lambda: risk.probability("hip", 70, -1), "years must be 0 or more"),
        (lambda: risk.sds_behind("hip", 0), "ratio must be"),
    ],
)
def test_an_error_names_what_is_wrong(ask, words):
    with pytest.raises(ModelError, match=words.replace("(", r"\(")):
        ask()
