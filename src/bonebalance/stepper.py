"""One step of `bonebalance.rosenbrock` for some patients at once, in machine code.

A step is written out for one model: its equations, the elimination with only the entries that are
not zero, and every stage. So it knows no loops, and its vectors stay in the processor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import sympy
from llvmlite import binding, ir  # type: ignore[import-untyped]

from bonebalance.equations import Equations
from bonebalance.instructions import Evaluation, Instructions, Vector
from bonebalance.kernel import Rows
from bonebalance.numeric import slopes, smooth
from bonebalance.rosenbrock import ALPHA, DELTA, DENSE, FLOOR, GAMMA, PROBE, STAGES, A, C

# A row and column of a matrix.
Place = tuple[int, int]


@dataclass(frozen=True)
class Elimination:
    """In which order to eliminate, and which entries are not zero after it.

    Attributes
    ----------
    order : tuple of int
        States in the order in which they are eliminated.
    places : tuple of (int, int)
        Entries that may not be zero, in an order in which they can be stored.
    """

    order: tuple[int, ...]
    places: tuple[Place, ...]

    @classmethod
    def of(cls, entries: set[Place], count: int) -> Elimination:
        """Choose the order that fills in little: always the state with the fewest entries."""
        left, order = set(range(count)), []
        filled = entries | {(i, i) for i in range(count)}
        while left:
            rows = {k: [i for i in left if i != k and (i, k) in filled] for k in left}
            columns = {k: [j for j in left if j != k and (k, j) in filled] for k in left}
            k = min(left, key=lambda k: (len(rows[k]) * len(columns[k]), k))
            order.append(k)
            left.remove(k)
            filled |= {(i, j) for i in rows[k] for j in columns[k]}
        return cls(tuple(order), tuple(sorted(filled)))

    def factorized(
        self, write: Instructions, matrix: Mapping[Place, Vector]
    ) -> dict[Place, Vector]:
        """Return the factors, with the inverse of each pivot on the diagonal."""
        m = dict(matrix)
        for position, k in enumerate(self.order):
            m[k, k] = write.inverse(m[k, k])
            later = self.order[position + 1 :]
            for i in (i for i in later if (i, k) in m):
                m[i, k] = write.multiply(m[i, k], m[k, k])
                for j in (j for j in later if (k, j) in m):
                    product = write.multiply(m[i, k], m[k, j])
                    m[i, j] = (
                        write.subtract(m[i, j], product)
                        if (i, j) in m
                        else write.subtract(write.constant(0), product)
                    )
        return m

    def solved(
        self, write: Instructions, factors: Mapping[Place, Vector], right: Sequence[Vector]
    ) -> list[Vector]:
        """Return the solution of the linear system."""
        x = list(right)
        for position, i in enumerate(self.order):
            for j in self.order[:position]:
                if (i, j) in factors:
                    x[i] = write.subtract(x[i], write.multiply(factors[i, j], x[j]))
        for position, i in reversed(list(enumerate(self.order))):
            for j in self.order[position + 1 :]:
                if (i, j) in factors:
                    x[i] = write.subtract(x[i], write.multiply(factors[i, j], x[j]))
            x[i] = write.multiply(x[i], factors[i, i])
        return x


class Stepper:
    """Machine code of one model's steps.

    Parameters
    ----------
    equations : Equations
        The model.
    ramped : tuple of str
        Parameters that move inside a step.
    lanes : int
        Patients that take a step together.

    Attributes
    ----------
    rows : Rows
        Where the functions find and leave their numbers.
    step, between, speed : int
        Addresses of the functions that take a step, that check and prepare the continuous solution
        inside it, and that measure how fast the states change. Each takes the address of the table.
    """

    def __init__(self, equations: Equations, ramped: tuple[str, ...], lanes: int) -> None:
        self._states = equations.states
        self._parameters = tuple(equations.parameters.values())
        self._ramped = [equations.parameters[name] for name in ramped]
        self._rates = [smooth(equations.rates[state]) for state in self._states]
        own, self._jacobian = slopes(equations, self._states)
        driven, self._sensitivity = slopes(equations, self._ramped)
        meant = {**equations.definitions, **own, **driven}
        self._definitions = {key: smooth(rule) for key, rule in meant.items()}
        # Parts of parameters alone; each definition comes behind those on which it builds.
        self._fixed: set[sympy.Symbol] = set(self._parameters)
        for key, rule in self._definitions.items():
            if rule.free_symbols <= self._fixed:
                self._fixed.add(key)
        count = len(self._states)
        self._elimination = Elimination.of(set(self._jacobian), count)
        self.rows = Rows.laid_out(
            count, len(self._parameters), len(ramped), STAGES, len(self._elimination.places)
        )
        self.lanes = lanes
        module = ir.Module()
        self._write_step(Instructions(module, "step", lanes))
        self._write_between(Instructions(module, "between", lanes))
        self._write_speed(Instructions(module, "speed", lanes))
        self._engine = _compiled(module)
        self.step, self.between, self.speed = (
            self._engine.get_function_address(name) for name in ("step", "between", "speed")
        )

    def _evaluation(
        self, write: Instructions, states: Sequence[Vector], share: float, h: Vector | None
    ) -> Evaluation:
        """Return values at a share of the step, to which ramped parameters have moved."""
        values = dict(zip(self._states, states, strict=True))
        inputs = write.loaded(self.rows.p, len(self._parameters))
        values |= dict(zip(self._parameters, inputs, strict=True))
        speeds = write.loaded(self.rows.slope, len(self._ramped))
        if share and h is not None:
            for parameter, speed in zip(self._ramped, speeds, strict=True):
                moved = write.multiply(write.constant(share), write.multiply(h, speed))
                values[parameter] = write.add(values[parameter], moved)
        return Evaluation(write, values, self._definitions, self._fixed)

    def _drift(self, write: Instructions, value: Evaluation) -> list[Vector | None]:
        """Return how fast each rate moves with the ramped parameters, None where it does not."""
        drifts: list[Vector | None] = [None] * len(self._rates)
        speeds = write.loaded(self.rows.slope, len(self._ramped))
        for (i, j), slope in self._sensitivity.items():
            part = write.multiply(write.finite(value(slope)), speeds[j])
            before = drifts[i]
            drifts[i] = part if before is None else write.add(before, part)
        return drifts

    def _write_step(self, write: Instructions) -> None:
        rows, count = self.rows, len(self._states)
        y, h = write.loaded(rows.y, count), write.load(rows.h)
        per_h = write.inverse(h)
        value = self._evaluation(write, y, 0, None)
        right = [value(rate) for rate in self._rates]
        drifts = self._drift(write, value)
        matrix = {
            place: write.subtract(write.constant(0), write.finite(value(slope)))
            for place, slope in self._jacobian.items()
        }
        shift = write.multiply(per_h, write.constant(1 / GAMMA))
        for i in range(count):
            matrix[i, i] = write.add(matrix[i, i], shift) if (i, i) in matrix else shift
        factors = self._elimination.factorized(write, matrix)
        write.store(rows.factors, *(factors[place] for place in self._elimination.places))
        stages: list[list[Vector]] = []
        for stage in range(STAGES):
            before = [list(column) for column in zip(*stages, strict=True)] or [[]] * count
            if stage:
                new = [write.weighted(A[stage], u, v) for u, v in zip(before, y, strict=True)]
                value = self._evaluation(write, new, ALPHA[stage], h)
                right = [
                    write.add(value(rate), write.multiply(per_h, write.weighted(C[stage], u)))
                    for rate, u in zip(self._rates, before, strict=True)
                ]
            if DELTA[stage]:
                weight = write.multiply(h, write.constant(DELTA[stage]))
                right = [
                    r if drift is None else write.add(r, write.multiply(weight, drift))
                    for r, drift in zip(right, drifts, strict=True)
                ]
            stages.append(self._elimination.solved(write, factors, right))
            write.store(rows.stages + stage * count, *stages[stage])
        new = [write.add(a, b) for a, b in zip(new, stages[-1], strict=True)]
        write.store(rows.new, *new)
        write.store(rows.norm, self._norm(write, y, new, stages[-1]))
        write.end()

    def _norm(
        self, write: Instructions, y: list[Vector], new: list[Vector], errors: list[Vector]
    ) -> Vector:
        """Return the size of an error, one where it is just allowed."""
        scale = write.loaded(self.rows.scale, len(y))
        tolerance = write.load(self.rows.tolerance)
        shares = []
        for i, error in enumerate(errors):
            size = write.larger(write.size(y[i]), write.size(new[i]))
            size = write.weighted([FLOOR], [scale[i]], size)
            shares.append(write.multiply(error, write.inverse(write.multiply(tolerance, size))))
        return write.norm(shares)

    def _write_between(self, write: Instructions) -> None:
        rows, count = self.rows, len(self._states)
        y, new = write.loaded(rows.y, count), write.loaded(rows.new, count)
        h = write.load(rows.h)
        per_h = write.inverse(h)
        stages = [write.loaded(rows.stages + i * count, count) for i in range(STAGES)]
        by_state = list(zip(*stages, strict=True))
        inside, speeds = [], []
        for i in range(count):
            bends = [write.weighted(weights, by_state[i]) for weights in DENSE]
            for row, bend in enumerate(bends):
                write.store(rows.bends + row * count + i, bend)
            s = PROBE
            rest = s * (1 - s)
            inside.append(
                write.weighted([1 - s, s, rest, rest * s, rest * s**2], [y[i], new[i], *bends])
            )
            change = write.weighted(
                [1, -1, 1 - 2 * s, s * (2 - 3 * s), s**2 * (3 - 4 * s)], [new[i], y[i], *bends]
            )
            speeds.append(write.multiply(change, per_h))
        value = self._evaluation(write, inside, PROBE, h)
        defect = [
            write.subtract(value(rate), speed)
            for rate, speed in zip(self._rates, speeds, strict=True)
        ]
        places = self._elimination.places
        factors = dict(zip(places, write.loaded(rows.factors, len(places)), strict=True))
        between = self._elimination.solved(write, factors, defect)
        write.store(rows.between, self._norm(write, y, new, between))
        write.end()

    def _write_speed(self, write: Instructions) -> None:
        """Write how fast the fastest state changes, relative to its own size."""
        rows, count = self.rows, len(self._states)
        y, scale = write.loaded(rows.y, count), write.loaded(rows.scale, count)
        value = self._evaluation(write, y, 0, None)
        fastest = write.constant(1e-300)
        for i, rate in enumerate(self._rates):
            size = write.weighted([1e-3], [scale[i]], write.size(y[i]))
            speed = write.multiply(write.size(value(rate)), write.inverse(size))
            fastest = write.larger(speed, fastest)
        write.store(rows.speed, fastest)
        write.end()


def _compiled(module: ir.Module) -> binding.ExecutionEngine:
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    module.triple = binding.get_process_triple()
    parsed = binding.parse_assembly(str(module))
    parsed.verify()
    target = binding.Target.from_triple(module.triple)
    # As Numba asks for it, whose choices run on every system.
    machine = target.create_target_machine(
        cpu=binding.get_host_cpu_name(), features=binding.get_host_cpu_features().flatten(), opt=2,
        reloc="static" if target.name.startswith("x86") else "default", jit=True,
    )  # fmt: skip
    options = binding.create_pipeline_tuning_options(speed_level=2)
    builder = binding.create_pass_builder(machine, options)
    builder.getModulePassManager().run(parsed, builder)
    return binding.create_mcjit_compiler(parsed, machine)


@lru_cache(maxsize=32)
def stepper(equations: Equations, ramped: tuple[str, ...], lanes: int) -> Stepper:
    """Return the machine code of a model's steps, made once."""
    return Stepper(equations, ramped, lanes)
