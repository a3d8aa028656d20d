"""The chain that a page solves, beside the double cable that it stands for."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from bonebalance import axon, models, simulate
from bonebalance.cable import crossings
from bonebalance.fibre import Fibre, lumped
from bonebalance.models.chain import NODES, POOR, THIN

TIMES = np.linspace(0, 1.2, 121)


@cache
def followed(**parameters):
    run = simulate(models.chain, TIMES, parameters=parameters)
    return np.array([run[f"u{i}"] - 120 for i in range(NODES)])


def peaks(**parameters):
    return followed(**parameters).max(axis=1)


def test_a_spike_arrives_through_a_sound_chain():
    assert peaks().min() > 40


def test_a_chain_at_rest_stays_there():
    run = simulate(models.chain, TIMES, initial={"u0": 40})
    last = np.array([run[f"u{i}"][-1] - 120 for i in range(NODES)])
    assert last == pytest.approx(-80, abs=2)


def test_the_chain_blocks_later_than_the_double_cable_but_at_a_cliff_as_well():
    assert peaks(f=3.0)[-1] > 30
    assert peaks(f=2.5)[-1] < -60
    assert not axon.conduct(Fibre(10.0), myelin=0.035).arrived


def test_heat_blocks_and_cold_helps():
    assert peaks(f=2.5, T=32)[-1] > 30
    assert peaks(f=2.6, T=40)[-1] < -60


def test_the_lesion_is_in_the_middle():
    # Two sound nodes on each side; internode k lies between nodes k and k + 1.
    assert set(POOR) == set(range(2, NODES - 2))
    assert {k for one in THIN for k in (one, one + 1)} <= set(POOR)


def test_lost_channels_count_only_where_the_sheath_is_thin():
    assert peaks(f=20, s=0)[-1] > 20
    assert peaks(f=5, s=0)[-1] < -60


def test_a_sound_chain_conducts_about_twice_as_fast_as_the_double_cable():
    trace = followed()
    near, far = (float(crossings(trace[node], 0.01, 0.0)[0]) for node in (2, 6))
    velocity = 4 * Fibre(10.0).spacing / 1000 / (far - near)
    assert 1.7 < velocity / axon.conduct(Fibre(10.0)).velocity < 2.3


def test_lumps_are_those_of_the_fiber():
    # By hand: 3.3 µm x 1 µm of node at 2 µF/cm², and 120 lamellae of two membranes in a row.
    lumps = lumped(Fibre(10.0))
    assert lumps.node == pytest.approx(1e6 * 2 * np.pi * 3.3e-4 * 1e-4, rel=1e-9)
    sheath = np.pi * 10e-4 * 1149e-4
    assert lumps.sheath == pytest.approx(1e6 * 0.1 / 240 * sheath, rel=1e-9)
    inside = 70e4 * (6 / 3.3**2 + 1143 / 6.9**2) / (np.pi / 4)  # ohm
    assert lumps.inside == pytest.approx(1e9 / inside, rel=1e-9)
    assert lumps.sodium / lumps.node == pytest.approx(1e3 * 3.0 / 2, rel=1e-9)
    assert lumps.leak / lumps.sheath == pytest.approx(1e3 * 0.001 / 0.1, rel=1e-9)
