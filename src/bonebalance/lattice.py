"""A lattice of bone struts under compression: what the same loss of bone does to stiffness.

Each strut is a beam of rectangular section that can be squeezed and bent, rigidly joined to its
neighbors (Euler-Bernoulli frame in a plane). A plate glued to the bottom holds it, a plate glued
to the top is pushed down.

>>> import numpy as np
>>> intact = grid(6, 6, rng=np.random.default_rng(1))
>>> round(float(intact.thinned(0.2).bone / intact.bone), 2)
0.8
>>> bool(intact.thinned(0.2).stiffness() < 0.8 * intact.stiffness())
True
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import spsolve

from bonebalance.errors import ModelError
from bonebalance.quantities import checked_value, real_numbers, whole_number

__all__ = ["Lattice", "grid"]

Floats = NDArray[np.float64]
# How far from a plate a node may lie and still be glued to it, as a share of the lattice's height.
_TOUCH = 1e-9
_DEGREES = 3  # of freedom of a node: across, up, turn


@dataclass(frozen=True)
class Lattice:
    """Struts between nodes in a plane, each with a thickness.

    Parameters
    ----------
    nodes : array of shape (n, 2)
        Place of each node: across and up, in mm.
    struts : array of int of shape (m, 2)
        The two nodes that each strut joins.
    thickness : array of shape (m,)
        Thickness of each strut in the plane, in mm. All are equally deep.

    Raises
    ------
    ModelError
        If a strut names a node that does not exist or has no length, or if a thickness is not
        positive, or if anything is no finite number.
    """

    nodes: Floats
    struts: NDArray[np.intp]
    thickness: Floats

    def __post_init__(self) -> None:
        for name in ("nodes", "thickness"):
            values = real_numbers(name, getattr(self, name))
            _require(bool(np.all(np.isfinite(values))), f"{name} must be finite")
            object.__setattr__(self, name, values)
        object.__setattr__(self, "struts", np.asarray(self.struts))
        _require(self.struts.dtype.kind in "iu", "struts must name nodes by whole numbers")
        _require(
            self.nodes.ndim == 2 and self.nodes.shape[1:] == (2,) and self.nodes.size > 0,
            "nodes must have shape (n, 2), with one node or more",
        )
        _require(
            self.struts.shape == (self.thickness.size, 2),
            "each strut needs two nodes and one thickness",
        )
        known = self.struts.size == 0 or 0 <= self.struts.min() <= self.struts.max() < len(
            self.nodes
        )
        _require(bool(known), f"struts must name nodes from 0 to {len(self.nodes) - 1}")
        _require(
            bool(np.all(self.length > 0)), "each strut must join two nodes at different places"
        )
        _require(
            bool(np.all(self.thickness > 0)),
            "each thickness must be positive; take a lost strut out with without()",
        )

    @property
    def length(self) -> Floats:
        """Length of each strut, in mm, of shape (m,)."""
        return np.asarray(np.hypot(*self._span.T))

    @property
    def vertical(self) -> NDArray[np.bool_]:
        """Whether each strut rises more than it runs, of shape (m,)."""
        return np.asarray(np.abs(self._span[:, 1]) > np.abs(self._span[:, 0]))

    @property
    def bone(self) -> float:
        """Area of all struts in the plane, in mm²; what a scan sees is in proportion to it."""
        return float(self.thickness @ self.length)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height between the outermost nodes, in mm."""
        width, height = np.ptp(self.nodes, axis=0)
        return float(width), float(height)

    def thinned(self, share: float) -> Lattice:
        """Return the lattice after each strut has lost the same share of its thickness.

        Parameters
        ----------
        share : float
            Share of the bone that is lost, below 1; a negative one thickens the struts.

        Raises
        ------
        ModelError
            If nothing would be left, or the share is no finite number.
        """
        share = checked_value("share", share, signed=True)
        _require(
            share < 1, f"thinning by a share of {share:g} leaves no bone; the share must be below 1"
        )
        return replace(self, thickness=self.thickness * (1 - share))

    def without(self, lost: ArrayLike) -> Lattice:
        """Return the lattice without the struts that are lost.

        Parameters
        ----------
        lost : array_like of bool of shape (m,)
            Which struts are lost.

        Raises
        ------
        ModelError
            If this is not one yes or no for each strut.
        """
        found = np.asarray(lost)
        _require(
            found.dtype == bool and found.shape == self.thickness.shape,
            f"which struts are lost must be {self.thickness.size} times True or False",
        )
        kept = ~found
        return replace(self, struts=self.struts[kept], thickness=self.thickness[kept])

    def pruned(self, share: float, rng: np.random.Generator) -> Lattice:
        """Return the lattice after whole struts, drawn at random, have taken a share of the bone.

        Parameters
        ----------
        share : float
            Share of the bone that is lost, from 0 to 1. Struts go one by one; the loss that comes
            nearest to the share is taken.
        rng : numpy.random.Generator
            Draws which struts are lost.

        Raises
        ------
        ModelError
            If the share does not lie between 0 and 1, or `rng` draws no numbers.
        """
        share = checked_value("share", share, signed=True)
        _require_generator(rng)
        _require(
            0 <= share <= 1,
            f"the share of bone that is lost must lie between 0 and 1, not {share:g}",
        )
        order = rng.permutation(self.thickness.size)
        gone = np.append(0.0, np.cumsum((self.thickness * self.length)[order]))
        lost = np.zeros(order.size, dtype=bool)
        lost[order[: int(np.argmin(np.abs(gone - share * self.bone)))]] = True
        return self.without(lost)

    def stiffness(self) -> float:
        """Return the stiffness of the whole, as a share of the stiffness of solid bone tissue.

        The lattice is squeezed by a little; the force on the top plate, over the width and the
        shortening per height, is divided by Young's modulus of the tissue.
        """
        return self.squeeze()[0]

    def squeeze(self) -> tuple[float, Floats]:
        """Return the stiffness, as `stiffness` does, and what each strut carries.

        Returns
        -------
        stiffness : float
            Share of the stiffness of solid tissue.
        force : array of shape (m,)
            Pressing force along each strut as a share of the force on the plate; a pulled strut
            has a negative one, a strut that hangs free zero.
        """
        width, height = self.size
        _require(width > 0 and height > 0, "a lattice needs a width and a height to be squeezed")
        up = self.nodes[:, 1] - self.nodes[:, 1].min()
        bottom, top = up < _TOUCH * height, up > (1 - _TOUCH) * height
        moved = np.zeros(_DEGREES * len(self.nodes))
        moved[1::_DEGREES][top] = -height  # by its own height: all here is in proportion
        free = np.repeat(self._carried(bottom | top) & ~(bottom | top), _DEGREES)
        matrix = self._matrix()
        if free.any():
            moved[free] = spsolve(matrix[free][:, free].tocsc(), -(matrix @ moved)[free])
        pressed = 0.0 - float((matrix @ moved)[1::_DEGREES][top].sum())
        place = moved.reshape(-1, _DEGREES)[:, :2]
        shortened = np.sum(
            (place[self.struts[:, 0]] - place[self.struts[:, 1]]) * self._along, axis=1
        )
        force = self.thickness / self.length * shortened
        return pressed / width, force / pressed if pressed else np.zeros_like(force)

    @property
    def _span(self) -> Floats:
        return np.asarray(self.nodes[self.struts[:, 1]] - self.nodes[self.struts[:, 0]])

    @property
    def _along(self) -> Floats:
        return np.asarray(self._span / self.length[:, None])

    def _carried(self, held: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Tell which nodes hang together with a plate; the others would float."""
        links = coo_array(
            (np.ones(len(self.struts)), (self.struts[:, 0], self.struts[:, 1])),
            shape=(len(self.nodes),) * 2,
        )
        _, piece = connected_components(links, directed=False)
        return np.asarray(np.isin(piece, piece[held]))

    def _matrix(self) -> csr_array:
        """Return the stiffness matrix of the frame, for a Young's modulus and a depth of one."""
        cosine, sine = self._along.T
        local = _beams(self.thickness, self.length)
        turn = np.zeros_like(local)
        for end in (0, 3):
            turn[:, end, end], turn[:, end, end + 1] = cosine, sine
            turn[:, end + 1, end], turn[:, end + 1, end + 1] = -sine, cosine
            turn[:, end + 2, end + 2] = 1.0
        blocks = np.swapaxes(turn, 1, 2) @ local @ turn
        place = (_DEGREES * self.struts[:, :, None] + np.arange(_DEGREES)).reshape(-1, 6)
        rows, columns = np.repeat(place, 6, axis=1), np.tile(place, (1, 6))
        size = _DEGREES * len(self.nodes)
        entries = (blocks.ravel(), (rows.ravel(), columns.ravel()))
        return coo_array(entries, shape=(size, size)).tocsr()


def grid(
    columns: int,
    rows: int,
    *,
    rng: np.random.Generator,
    spacing: float = 0.8,
    vertical: float = 0.12,
    horizontal: float = 0.08,
    disorder: float = 0.25,
) -> Lattice:
    """Return a piece of spongy bone: upright struts in columns, tied by thinner ones across.

    Parameters
    ----------
    columns, rows : int
        Cells across and up.
    rng : numpy.random.Generator
        Draws how the inner nodes are displaced.
    spacing : float
        Distance of neighboring nodes before they are displaced, in mm.
    vertical, horizontal : float
        Thickness of upright and of crossing struts, in mm.
    disorder : float
        Largest displacement of a node in each direction, as a share of the spacing, below 0.5.

    Returns
    -------
    Lattice
        Its lowest and highest nodes stay on the plates.

    Raises
    ------
    ModelError
        If there is no cell, the disorder could make two nodes meet, or a length is no number.
    """
    columns = whole_number("columns", columns, least=1)
    rows = whole_number("rows", rows, least=1)
    _require_generator(rng)
    spacing = checked_value("spacing", spacing, signed=False)
    disorder = checked_value("disorder", disorder, signed=False)
    _require(0 <= disorder < 0.5, f"disorder must be at least 0 and below 0.5, not {disorder:g}")
    number = np.arange((columns + 1) * (rows + 1)).reshape(rows + 1, columns + 1)
    up, across = np.divmod(number.ravel(), columns + 1)
    shift = rng.uniform(-disorder, disorder, (number.size, 2))
    shift[(up == 0) | (up == rows), 1] = 0.0
    nodes = spacing * (np.column_stack([across, up]) + shift)
    upright = np.column_stack([number[:-1].ravel(), number[1:].ravel()])
    crossing = np.column_stack([number[1:-1, :-1].ravel(), number[1:-1, 1:].ravel()])
    thickness = np.repeat([vertical, horizontal], [len(upright), len(crossing)])
    return Lattice(nodes, np.vstack([upright, crossing]), thickness.astype(float))


def _beams(thickness: Floats, length: Floats) -> Floats:
    """Return the stiffness of each strut along itself, across and in turning, shape (m, 6, 6)."""
    axial, bend = thickness / length, thickness**3 / (12 * length**3)
    zero = np.zeros_like(axial)
    shear, arm, near, far = 12 * bend, 6 * bend * length, 4 * bend * length**2, 2 * bend * length**2
    rows = [
        [axial, zero, zero, -axial, zero, zero],
        [zero, shear, arm, zero, -shear, arm],
        [zero, arm, near, zero, -arm, far],
        [-axial, zero, zero, axial, zero, zero],
        [zero, -shear, -arm, zero, shear, -arm],
        [zero, arm, far, zero, -arm, near],
    ]
    return np.moveaxis(np.array(rows), 2, 0)


def _require_generator(rng: object) -> None:
    _require(
        isinstance(rng, np.random.Generator),
        f"rng must be a generator such as numpy.random.default_rng(1), not {rng!r}",
    )


def _require(fits: bool, otherwise: str) -> None:
    if not fits:
        raise ModelError(otherwise)
