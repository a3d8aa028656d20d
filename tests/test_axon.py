"""The cables against NEURON's stored numbers, and against what they must do at any number."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest
import sympy

from bonebalance import ModelError, axon, cable
from bonebalance.axon import Case, Fibre
from bonebalance.channels import NODE, SQUID
from bonebalance.fibre import DIAMETERS, NODES, PARAMETERS, double_cable
from tools.fingerprint import ROOT

NEURON = json.loads((ROOT / "tests/data/axon/neuron.json").read_text(encoding="utf-8"))
TEN = Fibre(10.0)
# The same channels as NEURON's hh, so dense that a node of 1 µm carries a spike.
DENSE = replace(SQUID, channels={
    name: replace(one, conductance=25 * one.conductance) for name, one in SQUID.channels.items()
})  # fmt: skip


@pytest.fixture(scope="module")
def lesions():
    """Every run of the 10 µm fiber that the tests below read, in one go."""
    cases = {
        "sound": Case(TEN),
        "0.04": Case(TEN, myelin=0.04),
        "0.03": Case(TEN, myelin=0.03),
        "hot": Case(TEN, myelin=0.04, temperature=40.0),
        "one": Case(TEN, myelin=0.03, internodes=1),
        "five": Case(TEN, myelin=0.04, internodes=5),
        "no node": Case(TEN, sodium=0.0, nodes=1),
        "five nodes": Case(TEN, sodium=0.1, nodes=5),
        "five nodes more": Case(TEN, sodium=0.25, nodes=5),
    }
    return dict(zip(cases, axon.follow(list(cases.values())), strict=True))


# ---- the squid's axon ----------------------------------------------------------------------------


@pytest.mark.parametrize("celsius", [6.3, 18.5, 25.0])
def test_the_squids_axon_conducts_as_in_neuron(celsius):
    found = cable.squid_velocity(celsius)
    assert found == pytest.approx(NEURON["squid"][str(celsius)], rel=1e-5)


def test_the_squids_axon_conducts_as_hodgkin_and_huxley_computed():
    assert cable.squid_velocity(18.5) == pytest.approx(18.7, abs=0.2)


def test_a_squids_axon_four_times_as_thick_conducts_twice_as_fast():
    slow, fast = (cable.squid_velocity(18.5, d) for d in (119, 476))
    assert fast / slow == pytest.approx(2, rel=1e-6)


def test_a_squids_axon_fails_in_heat():
    assert np.isnan(cable.squid_velocity(38))


def test_no_squids_axon_is_impossible():
    with pytest.raises(ModelError, match="positive diameter"):
        cable.squid(diameter_um=0)
    with pytest.raises(ModelError, match="at 50 degrees"):
        cable.squid(50)


# ---- the double cable ----------------------------------------------------------------------------


def test_a_double_cable_with_the_squids_channels_equals_neurons():
    cases = [Case(TEN, temperature=20.0, myelin=f) for f in (1.0, *NEURON["stock"]["block"])]
    sound, blocked, passed = axon.follow(cases, membrane=DENSE, duration=3.0)
    assert sound.velocity == pytest.approx(NEURON["stock"]["velocity_as_shipped"], abs=0.05)
    assert sound.velocity == pytest.approx(NEURON["stock"]["velocity"], rel=1e-5)
    times = [float(one[0]) for one in sound.spikes]
    assert times == pytest.approx(NEURON["stock"]["times"], abs=1e-4)
    assert [blocked.arrived, passed.arrived] == [False, True]


def test_every_fiber_conducts_as_in_neuron():
    runs = axon.follow([Case(Fibre(d)) for d in DIAMETERS])
    for run in runs:
        expected = NEURON["node"]["velocity"][str(run.case.fibre.diameter)]
        assert run.velocity == pytest.approx(expected, rel=1e-6)


def test_the_fiber_of_10_um_conducts_as_in_an_independent_solver(lesions):
    # Of another code with its own time steps, so less exact than the twin in NEURON.
    assert lesions["sound"].velocity == pytest.approx(51.3, abs=0.5)


def test_warmth_speeds_a_spike_as_in_neuron():
    known = NEURON["node"]["by_temperature"]
    runs = axon.follow([Case(TEN, temperature=float(t)) for t in known])
    assert [run.velocity for run in runs] == pytest.approx(list(known.values()), rel=1e-6)


def test_a_thin_sheath_blocks_and_heat_blocks_earlier(lesions):
    assert lesions["0.04"].arrived
    assert not lesions["0.03"].arrived
    assert not lesions["hot"].arrived


@pytest.mark.parametrize("internodes", [1, 2, 3, 5])
def test_the_block_lies_where_neuron_finds_it(internodes):
    low, high = NEURON["node"]["block"][str(internodes)]
    runs = axon.follow([Case(TEN, myelin=f, internodes=internodes) for f in (low, high)])
    assert [run.arrived for run in runs] == [False, True]


def test_a_search_finds_the_block():
    low, high = axon.block_point(Case(TEN, temperature=40.0), low=0.02, high=0.1)
    known = NEURON["node"]["block_40"]
    assert low <= known[0] < known[1] <= high < 1.04 * low


def test_a_longer_lesion_blocks_earlier(lesions):
    assert lesions["one"].arrived
    assert not lesions["five"].arrived


def test_one_silent_node_is_jumped_and_five_poor_ones_are_not(lesions):
    assert lesions["no node"].arrived
    assert not lesions["five nodes"].arrived
    assert lesions["five nodes more"].arrived
    assert lesions["five nodes more"].zone_velocity < lesions["sound"].velocity


def test_the_delay_of_a_lesion_is_the_time_lost_in_it(lesions):
    sound, slow = lesions["sound"], lesions["0.04"]
    lost = slow.spikes[NODES - 4][0] - sound.spikes[NODES - 4][0]
    assert slow.delay == pytest.approx(lost, abs=2e-3)
    assert 0.3 < slow.delay < 0.6
    assert np.isnan(lesions["0.03"].delay)


def test_a_thin_sheath_relays_a_slow_train_and_drops_spikes_of_a_fast_one():
    trains = [tuple(1000 / rate * np.arange(3)) for rate in (200, 300)]
    slow, fast = axon.follow([Case(TEN, myelin=0.042, train=train) for train in trains])
    assert slow.relayed == 3
    assert fast.relayed == 2
    assert not fast.arrived


def test_a_finer_step_is_faster_and_blocks_at_nearly_the_same_share(lesions):
    fine, passes, blocked = axon.follow(
        [Case(TEN, myelin=f) for f in (1.0, 0.0365, 0.0350)], step=0.002
    )
    assert 1.03 < fine.velocity / lesions["sound"].velocity < 1.07
    assert [passes.arrived, blocked.arrived] == [True, False]


def test_axons_that_are_followed_together_do_not_meet(lesions):
    alone = axon.conduct(TEN, myelin=0.04)
    steps = len(alone.time)
    assert lesions["0.04"].potential[:steps] == pytest.approx(alone.potential, abs=1e-9)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"myelin": 0.0}, "myelin must be above 0"), ({"sodium": 1.1}, "sodium must be 0 to 1"),
        ({"internodes": 16}, "must be 1 to 15"), ({"nodes": 1.5}, "must be 1 to 15"),
        ({"temperature": 50.0}, "15 to 45 degrees"), ({"train": ()}, "a train needs times"),
        ({"train": (1.0, 1.0)}, "that increase"),
    ],
)  # fmt: skip
def test_an_impossible_lesion_is_refused(changes, message):
    with pytest.raises(ModelError, match=message):
        axon.conduct(TEN, **changes)


def test_other_requests_are_refused():
    with pytest.raises(ModelError, match=r"published ones are 5\.7"):
        Fibre(9.0)
    with pytest.raises(ModelError, match="no axon"):
        axon.follow([])
    with pytest.raises(ModelError, match="step must be above 0"):
        axon.follow([Case(TEN)], step=0)
    with pytest.raises(ModelError, match="at least one step"):
        axon.follow([Case(TEN)], duration=-1)
    with pytest.raises(ModelError, match="low < high"):
        axon.block_point(Case(TEN), "sodium", low=0)
    with pytest.raises(ModelError, match="share 'sodum'"):
        axon.block_point(Case(TEN), "sodum")
    with pytest.raises(ModelError, match=r"is blocked at 0\.01 and is blocked at 0\.02"):
        axon.block_point(Case(TEN), low=0.01, high=0.02)


def test_a_number_of_nodes_may_come_from_an_array():
    assert Case(TEN, nodes=np.arange(4)[3]).poor == range(14, 17)


def test_a_cable_without_solution_is_refused():
    whole = double_cable(TEN, np.ones(NODES - 1), np.ones(NODES), NODE)
    broken = replace(whole, capacity=-whole.capacity)
    with pytest.raises(ModelError, match="no solution at step 0"):
        cable.march(broken, NODE, 37.0, np.zeros((1, 1)), np.array([0]))


# ---- channels ------------------------------------------------------------------------------------


@pytest.mark.parametrize("membrane", [SQUID, NODE], ids=["squid", "node"])
def test_rates_are_the_same_for_numbers_and_symbols(membrane):
    v = sympy.Symbol("v")
    symbols = membrane.rates(v, 30, sympy.exp)
    numbers = membrane.rates(np.array([-90.0, -41.0, 10.0]), 30)
    for gate, pair in symbols.items():
        for symbol, number in zip(pair, numbers[gate], strict=True):
            there = [float(symbol.subs(v, at)) for at in (-90.0, -41.0, 10.0)]
            assert there == pytest.approx(list(number), rel=1e-6)


@pytest.mark.parametrize(
    ("membrane", "celsius"), [(SQUID, 6.3), (NODE, 37.0)], ids=["squid", "node"]
)
def test_a_membrane_rests_where_no_current_flows(membrane, celsius):
    gates = membrane.resting_gates(celsius)
    currents = [
        one.conductance * one.open_share(gates) * (membrane.rest - one.reversal)
        for one in membrane.channels.values()
    ]
    assert abs(sum(currents)) < 0.1 * max(map(abs, currents))


def test_a_rate_has_a_value_where_its_formula_is_zero_by_zero():
    opening, _ = SQUID.rates(-40.0, 6.3)["m"]
    assert opening == pytest.approx(1.0, rel=1e-6)


def test_sources_are_in_the_references():
    named = {SQUID.source, NODE.source, *(one.source for one in PARAMETERS.values())}
    known = re.findall(r"^@\w+\{(\w+),", (ROOT / "references.bib").read_text("utf-8"), re.MULTILINE)
    assert named <= set(known)
