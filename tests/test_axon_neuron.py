"""NEURON computes its stored numbers again, where it is installed; test_axon.py holds us to them.

NEURON is no part of the course's environment. Without it there is nothing to test here.
"""

from __future__ import annotations

import json
from importlib.util import find_spec

import pytest

from tools.fingerprint import ROOT

KNOWN = json.loads((ROOT / "tests/data/axon/neuron.json").read_text(encoding="utf-8"))

if find_spec("neuron"):
    import neuron_axon as oracle

    oracle.h.usetable_hh = 0

    def test_the_squids_axon_gives_the_stored_velocity():
        assert oracle.squid(18.5) == pytest.approx(KNOWN["squid"]["18.5"], rel=1e-6)

    def test_the_double_cable_gives_the_stored_times_and_block():
        times = oracle.axon(10.0, stock=True, celsius=20.0, duration=2.5)
        assert [one[0] for one in times] == pytest.approx(KNOWN["stock"]["times"], rel=1e-6)
        ends = [
            oracle.axon(10.0, stock=True, celsius=20.0, duration=3.0, myelin=share)[-4]
            for share in KNOWN["stock"]["block"]
        ]
        assert [len(one) for one in ends] == [0, 1]
