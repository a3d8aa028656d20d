"""The lattice of struts: against closed forms, the laws of statics, and its own scale."""

from __future__ import annotations

import numpy as np
import pytest

from bonebalance import ModelError
from bonebalance.lattice import Lattice, grid


def strut(angle: float, length: float = 1.5, thickness: float = 0.1) -> Lattice:
    """One strut between two plates, leaning by an angle (degrees) from the horizontal."""
    end = length * np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    return Lattice(np.array([[0.0, 0.0], end]), np.array([[0, 1]]), np.array([thickness]))


def spongy(seed: int = 4, **options: float) -> Lattice:
    return grid(8, 8, rng=np.random.default_rng(seed), **options)


def test_straight_columns_are_as_stiff_as_their_share_of_the_area():
    columns = grid(5, 3, rng=np.random.default_rng(0), spacing=0.8, vertical=0.12, disorder=0)
    assert columns.stiffness() == pytest.approx(6 * 0.12 / (5 * 0.8), rel=1e-12)
    _, force = columns.squeeze()
    assert force[columns.vertical] == pytest.approx(1 / 6, rel=1e-12)
    assert force[~columns.vertical] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("angle", [20, 45, 60, 89])
def test_leaning_strut_is_squeezed_and_bent_as_beam_theory_says(angle):
    length, thickness = 1.5, 0.1
    lean = np.radians(angle)
    up = thickness / length * np.sin(lean) ** 2 + (thickness / length) ** 3 * np.cos(lean) ** 2
    width, height = strut(angle).size
    assert strut(angle).stiffness() == pytest.approx(up * height / width, rel=1e-12)


def test_beam_in_two_halves_is_the_same_beam():
    whole = strut(50)
    middle = whole.nodes.mean(axis=0)
    halves = Lattice(np.vstack([whole.nodes, middle]), np.array([[0, 2], [2, 1]]), np.full(2, 0.1))
    assert halves.stiffness() == pytest.approx(whole.stiffness(), rel=1e-9)


def test_bending_makes_thinning_cost_the_cube():
    """A strut that lies almost flat mostly bends: half as thick, about an eighth as stiff."""
    flat = strut(1.0, thickness=1e-2)
    bent = 1 / (1 + (np.tan(np.radians(1.0)) * 1.5 / 1e-2) ** 2)  # share that bending carries
    ratio = flat.thinned(0.5).stiffness() / flat.stiffness()
    assert ratio == pytest.approx(bent / 8 + (1 - bent) / 2, rel=1e-9)


def test_every_level_carries_the_whole_load():
    lattice = spongy().pruned(0.05, np.random.default_rng(1))
    stiffness, force = lattice.squeeze()
    again = Lattice(10 * lattice.nodes, lattice.struts, 10 * lattice.thickness)
    assert again.stiffness() == pytest.approx(stiffness, rel=1e-9), (
        "size does not matter, shape does"
    )
    steep = force[lattice.vertical]
    assert steep.sum() / 8 == pytest.approx(1, abs=0.05), "eight levels, each with the load once"


def test_forces_balance_at_each_free_node_when_struts_cannot_bend():
    lattice = spongy(vertical=1e-4, horizontal=1e-4)
    _, force = lattice.squeeze()
    along = lattice.nodes[lattice.struts[:, 1]] - lattice.nodes[lattice.struts[:, 0]]
    push = force[:, None] * along / lattice.length[:, None]
    total = np.zeros_like(lattice.nodes)
    np.add.at(total, lattice.struts[:, 0], -push)
    np.add.at(total, lattice.struts[:, 1], push)
    inner = (lattice.nodes[:, 1] > 0.1) & (lattice.nodes[:, 1] < lattice.nodes[:, 1].max() - 0.1)
    assert np.abs(total[inner]).max() < 1e-4 * np.abs(force).max()


def test_same_bone_lost_as_struts_costs_more_stiffness_than_lost_by_thinning():
    intact = spongy()
    thin = intact.thinned(0.1)
    lost = [intact.pruned(0.1, np.random.default_rng(seed)) for seed in range(10)]
    assert thin.bone == pytest.approx(0.9 * intact.bone)
    assert [one.bone for one in lost] == pytest.approx([0.9 * intact.bone] * 10, rel=5e-3)
    assert all(one.stiffness() < thin.stiffness() for one in lost)


def test_a_floating_piece_carries_nothing_and_a_cut_lattice_has_no_stiffness():
    intact = spongy()
    cut = intact.without(intact.vertical & (np.arange(intact.thickness.size) // 9 == 4))
    stiffness, force = cut.squeeze()
    assert stiffness == pytest.approx(0, abs=1e-12)
    assert np.isfinite(force).all()
    nodes = np.array([[0, 0], [0, 1.5], [1, 0.5], [1.2, 0.9]])
    floating = Lattice(nodes, np.array([[0, 1], [2, 3]]), np.full(2, 0.1))
    assert floating.squeeze()[1] == pytest.approx([1, 0], abs=1e-12)


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: spongy().thinned(1), "leaves no bone; the share must be below 1"),
        (lambda: spongy().pruned(1.2, np.random.default_rng()), "between 0 and 1, not 1.2"),
        (lambda: spongy(disorder=0.5), "disorder must be at least 0 and below 0.5, not 0.5"),
        (lambda: grid(0, 3, rng=np.random.default_rng()), "columns must be a whole number of 1"),
        (lambda: grid(3, 3, rng=1), r"rng must be a generator such as numpy.random.default_rng\(1"),
        (lambda: spongy().pruned(0.1, 1), "rng must be a generator"),
        (lambda: spongy().thinned(np.nan), "share must be finite"),
        (lambda: spongy().without([0, 1, 2]), r"must be \d+ times True or False"),
        (lambda: strut(45, thickness=np.nan), "thickness must be finite"),
        (lambda: Lattice(np.eye(2), np.array([[0, 0.5]]), np.ones(1)), "by whole numbers"),
        (lambda: strut(45, thickness=0), "thickness must be positive; take a lost strut out"),
        (lambda: strut(45, length=0), "two nodes at different places"),
        (lambda: strut(0).stiffness(), "needs a width and a height"),
        (
            lambda: Lattice(np.zeros((2, 2)), np.array([[0, 2]]), np.ones(1)),
            "must name nodes from 0 to 1",
        ),
        (lambda: Lattice(np.zeros((2, 3)), np.array([[0, 1]]), np.ones(1)), r"shape \(n, 2\)"),
        (lambda: Lattice(np.zeros((2, 2)), np.array([[0, 1]]), np.ones(2)), "one thickness"),
    ],
)
def test_errors_name_culprit_and_remedy(attempt, message):
    with pytest.raises(ModelError, match=message):
        attempt()
