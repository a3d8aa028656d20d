"""The cables of `bonebalance.cable` and `bonebalance.axon`, solved by NEURON instead.

``python tests/neuron_axon.py`` writes tests/data/axon/neuron.json with NEURON 9 (which is no part of
the course's environment). The node of McIntyre et al. needs tests/data/axon/mrgnode.mod, compiled
by nrnivmodl in the folder in which the script runs; the squid's channels come with NEURON.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from math import pi
from pathlib import Path

from neuron import __version__, h

DATA = Path(__file__).parent / "data" / "axon"
STEP, NODES = 0.005, 31
TIMES = (
    25  # the squid's channels, in a node of 1 µm, must be so many times as dense to carry a spike
)
# From the paper, typed anew: spacing, node, axon, second compartment (µm), lamellae.
SIZES = {
    5.7: (500, 1.9, 3.4, 35, 80), 7.3: (750, 2.4, 4.6, 38, 100), 8.7: (1000, 2.8, 5.8, 40, 110),
    10.0: (1150, 3.3, 6.9, 46, 120), 11.5: (1250, 3.7, 8.1, 50, 130),
    12.8: (1350, 4.2, 9.2, 54, 135), 14.0: (1400, 4.7, 10.4, 56, 140),
    15.0: (1450, 5.0, 11.5, 58, 145), 16.0: (1500, 5.5, 12.7, 60, 150),
}  # fmt: skip


def run(duration, celsius, rest, places):
    """Return the times at which the potential of each place passes -20 mV, ms."""
    traces = [h.Vector().record(place._ref_v) for place in places]
    h.celsius, h.dt, h.secondorder = celsius, STEP, 0
    h.finitialize(rest)
    while h.t < duration - STEP / 2:
        h.fadvance()
    return [
        [
            STEP * (k + (-20 - low) / (high - low))
            for k, (low, high) in enumerate(pairwise(trace)) if low < -20 <= high
        ]
        for trace in map(list, traces)
    ]  # fmt: skip


# NEURON rounds the leak's potential of 1952, at which the membrane rests at -65 mV.
LEAK = -54.387


def squid(celsius):
    """Return the velocity in the squid's axon, m/s."""
    axon = h.Section(name="axon")
    axon.L, axon.diam, axon.Ra, axon.cm, axon.nseg = 50000, 476, 35.4, 1, 250
    axon.insert("hh")
    axon.el_hh = LEAK
    clamp = h.IClamp(axon(0))
    clamp.delay, clamp.dur, clamp.amp = 0, 0.2, 20e3
    places = [axon((piece + 0.5) / 250) for piece in (100, 200)]
    near, far = run(5, celsius, -65, places)
    return 10 * 5 * 0.4 / (far[0] - near[0])


def _insert(section, stock, reversal):
    if stock:
        section.insert("hh")
        for name in ("gnabar", "gkbar", "gl"):
            setattr(section, f"{name}_hh", TIMES * getattr(section, f"{name}_hh"))
        section.el_hh = reversal
    else:
        section.insert("mrgnode")


def axon(diameter, *, stock, myelin=1.0, internodes=3, celsius=37.0, duration=2.0, reversal=LEAK):
    """Return the times at which each node of the double cable passes -20 mV, ms."""
    spacing, node_d, axon_d, second, lamellae = SIZES[diameter]
    rest = -65.0 if stock else -80.0
    third = (spacing - 1 - 6 - 2 * second) / 6
    thin = range(NODES // 2 - internodes // 2, NODES // 2 - internodes // 2 + internodes)
    kinds = {"a": (3, node_d, 0.002, 1e-3), "b": (second, axon_d, 0.004, 1e-4),
             "c": (third, axon_d, 0.004, 1e-4)}  # fmt: skip
    nodes, before, kept = [], None, []

    def ring(d, gap):
        return 0.7 / (pi * ((d / 2 + gap) ** 2 - (d / 2) ** 2)) * 1e4  # MΩ/cm

    for number in range(NODES):
        node = h.Section(name=f"node{number}")
        node.L, node.diam, node.Ra, node.cm, node.nseg = 1, node_d, 70, 1 if stock else 2, 1
        _insert(node, stock, reversal)
        node.insert("extracellular")
        node.xraxial[0], node.xg[0], node.xc[0] = ring(node_d, 0.002), 1e10, 0
        node.xg[1], node.xraxial[1] = 1e10, 1e9
        if before is not None:
            node.connect(before(1), 0)
        nodes.append(node)
        before = node
        if number == NODES - 1:
            break
        turns = lamellae * (myelin if number in thin else 1)
        for place, kind in enumerate("abccccccba"):
            length, d, gap, leak = kinds[kind]
            part = h.Section(name=f"part{number}_{place}")
            part.L, part.diam, part.Ra, part.cm, part.nseg = length, d, 70, 2, 1
            part.insert("pas")
            part.g_pas, part.e_pas = leak, rest
            part.insert("extracellular")
            # NEURON takes the sheath per area of the axon; it lies at the outer diameter.
            wider = diameter / d
            part.xraxial[0] = ring(d, gap)
            part.xg[0], part.xc[0] = wider * 1e-3 / (2 * turns), wider * 0.1 / (2 * turns)
            part.xg[1], part.xraxial[1] = 1e10, 1e9
            part.connect(before(1), 0)
            kept.append(part)
            before = part
    clamp = h.IClamp(nodes[0](0.5))
    clamp.delay, clamp.dur, clamp.amp = 0, 0.1, 4
    return run(duration, celsius, rest, [node(0.5) for node in nodes])


def velocity(times, diameter):
    """Return the velocity between nodes 4 and 10, m/s."""
    return 6 * SIZES[diameter][0] / 1000 / (times[10][0] - times[4][0])


def block(*, stock, celsius, low=0.01, high=0.2, rounds=12, **changes):
    """Return shares of myelin, close together, of which the lower blocks and the upper conducts."""
    for _ in range(rounds):
        middle = (low * high) ** 0.5
        duration = 3.0
        times = axon(
            10.0, stock=stock, myelin=middle, celsius=celsius, duration=duration, **changes
        )
        low, high = (low, middle) if times[-4] else (middle, high)
    return low, high


def main():
    as_shipped = axon(10.0, stock=True, celsius=20.0, duration=2.5, reversal=-54.3)
    h.usetable_hh = 0  # rates from their formulas, not from a table
    stock = axon(10.0, stock=True, celsius=20.0, duration=2.5)
    found = {
        "squid": {str(celsius): squid(celsius) for celsius in (6.3, 18.5, 25.0)},
        "stock": {
            "velocity": velocity(stock, 10.0),
            "velocity_as_shipped": velocity(as_shipped, 10.0),
            "times": [one[0] for one in stock],
            "block": block(stock=True, celsius=20.0),
        },
    }
    if hasattr(h, "mrgnode"):
        warm = {str(c): velocity(axon(10.0, stock=False, celsius=c, duration=3), 10.0)
                for c in (25.0, 30.0, 33.0, 37.0, 40.0)}  # fmt: skip
        found["node"] = {
            "velocity": {str(d): velocity(axon(d, stock=False), d) for d in SIZES},
            "by_temperature": warm,
            "block": {str(k): block(stock=False, celsius=37.0, internodes=k) for k in (1, 2, 3, 5)},
            "block_40": block(stock=False, celsius=40.0),
        }
    origin = (
        f"Computed by NEURON {__version__}, fixed step 0.005 ms, rates not from a table and leak "
        "of hh at -54.387 mV unless as shipped, with tests/neuron_axon.py. squid: "
        "velocity (m/s) at some temperatures (degrees Celsius), hh of NEURON, 476 µm, 35.4 Ω cm. "
        "stock: double cable of 10 µm whose nodes carry NEURON's hh at 25 times its density, 20 "
        "degrees: velocity, time (ms) at which each node passes -20 mV, shares of myelin over "
        "three internodes of which the lower blocks and the upper conducts. node: the same with "
        "the channels of McIntyre et al. 2002, from mrgnode.mod."
    )
    text = json.dumps({"origin": origin} | found, indent=1, ensure_ascii=False) + "\n"
    (DATA / "neuron.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
