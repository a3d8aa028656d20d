"""What the chapter on spondylitis leans on: two diseases, and how they were calibrated."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from bonebalance import diseases, models, simulate
from bonebalance.patients import Patient
from calibration.protocols import SPONDYLITIS

YEAR = 365.0


@pytest.mark.parametrize("name", ["ankylosing-spondylitis", "psoriatic-arthritis"])
def test_disease_is_the_one_that_the_model_was_fitted_to(name):
    assert {one.quantity: one.value for one in diseases.named(name).changes} == SPONDYLITIS


@cache
def gains(treatment: str | None) -> dict[str, float]:
    """Return percent in a year from 40 on, after twelve years of disease."""
    given = {} if treatment is None else {treatment: 40}
    ill = Patient(41, "ankylosing-spondylitis", 28, treatments=given)
    times = YEAR * np.array([25, 40, 41])
    run = simulate(models.lifetime, times, interventions=ill.interventions(models.lifetime))
    return {name: 100 * (run[name][2] / run[name][1] - 1) for name in ("BMD_spine", "BMD_hip")}


def test_blocking_tnf_gives_bone_back_and_more_to_the_spine():
    untreated, treated = gains(None), gains("etanercept")
    assert treated["BMD_spine"] > treated["BMD_hip"] + 1 > untreated["BMD_hip"] + 2
    assert untreated["BMD_spine"] < 0


def test_blocking_interleukin_17_does_something_but_less_than_blocking_tnf():
    spine = [gains(name)["BMD_spine"] for name in (None, "secukinumab", "etanercept")]
    assert spine[0] < spine[1] < spine[2] - 1
