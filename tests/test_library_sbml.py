"""The SBML export, read by another simulator, gives the same trajectory."""

from __future__ import annotations

import numpy as np
import pytest
import roadrunner

from bonebalance import models, simulate

AGREEMENT = 1e-6
SPAN = {"balance": 20.0, "baker2013": 60.0, "jorg2022": 365.0 * 60, "graham2013": 200.0}


@pytest.fixture(params=models.__all__)
def case(request):
    return getattr(models, request.param), np.linspace(0, SPAN.get(request.param, 200.0), 51)


def test_another_simulator_gives_the_same_trajectory(case):
    model, times = case
    simulator = roadrunner.RoadRunner(model.to_sbml())
    simulator.integrator.relative_tolerance = 1e-11
    simulator.integrator.absolute_tolerance = 1e-14
    names = list(model.state_names)
    found = simulator.simulate(times[0], times[-1], times.size, ["time", *names])
    own = simulate(model, times)
    for column, name in enumerate(names, start=1):
        scale = np.max(np.abs(own[name])) or 1.0
        assert np.max(np.abs(found[:, column] - own[name])) < AGREEMENT * scale, name


def test_a_run_that_starts_late_sets_the_clock_as_the_notes_say():
    model, times = models.jorg2022, np.linspace(50, 70, 5) * 365
    text = model.to_sbml()
    assert "a tells the time. It is 0 here; where a run starts later, set it to the first" in text
    simulator = roadrunner.RoadRunner(text)
    simulator.integrator.relative_tolerance = 1e-11
    simulator["a"] = times[0]
    found = simulator.simulate(times[0], times[-1], times.size, ["a", "rho_b"])
    own = simulate(model, times)
    for column, name in enumerate(("a", "rho_b")):
        assert found[:, column] == pytest.approx(own[name], rel=AGREEMENT), name


def test_the_document_is_valid_and_complete(case):
    model, _ = case
    text = model.to_sbml()
    assert roadrunner.validateSBML(text) == ""
    for quantity in (*model.states, *model.parameters.values(), *model.definitions):
        assert f'id="{quantity.name}"' in text
    assert text.count("<rateRule") == len(model.states)
    assert text.count("<assignmentRule") == len(model.definitions)


def test_a_wrong_document_is_not_valid():
    text = models.komarova2003.to_sbml()
    assert "beta_1" in roadrunner.validateSBML(text.replace('id="beta_1"', 'id="beta_9"'))
