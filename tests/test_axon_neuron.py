"""NEURON computes its stored numbers again, where it is installed; test_axon.py holds us to them."""

from __future__ import annotations

import json

import pytest

from tools.fingerprint import ROOT

pytest.importorskip("neuron", reason="NEURON is no part of the course's environment")

import neuron_axon as oracle

KNOWN = json.loads((ROOT / "tests/data/axon/neuron.json").read_text(encoding="utf-8"))


def test_the_squids_axon_gives_the_stored_velocity():
    oracle.h.usetable_hh = 0
    assert oracle.squid(18.5) == pytest.approx(KNOWN["squid"]["18.5"], rel=1e-6)


def test_the_double_cable_gives_the_stored_times_and_block():
    oracle.h.usetable_hh = 0
    times = oracle.axon(10.0, stock=True, celsius=20.0, duration=2.5)
    assert [one[0] for one in times] == pytest.approx(KNOWN["stock"]["times"], rel=1e-6)
    ends = [
        oracle.axon(10.0, stock=True, celsius=20.0, duration=3.0, myelin=share)[-4]
        for share in KNOWN["stock"]["block"]
    ]
    assert [len(one) for one in ends] == [0, 1]
