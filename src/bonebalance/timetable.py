"""The lifetime model with a timetable of drugs that sliders can set.

>>> from bonebalance import timetable
>>> plan = timetable.designer(age=65)
>>> run = plan.simulate([0, 2, 4], choices=("teriparatide", "denosumab", "none"))
>>> print(bool(run["hip"][2] > run["hip"][1] > 1))
True
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sympy
from numpy.typing import ArrayLike
from sympy import Integer, exp, log

from bonebalance import models
from bonebalance.errors import ModelError, unknown_name
from bonebalance.model import Model
from bonebalance.quantities import Definition, Parameter, Quantity, State, checked_value
from bonebalance.regimens import USUAL
from bonebalance.simulation import simulate
from bonebalance.trajectory import Trajectory

__all__ = ["CHOICES", "Designer", "designer"]

CHOICES = ("none", "alendronate", "denosumab", "teriparatide", "romosozumab")
"""Drugs that a block can hold; a slider stands at the place in this list."""

BLOCKS = 3
YEARS = 2  # a block
YEAR = 365.0
# Denosumab's mean level outlasts that of its last injection by so many years.
OUTLASTS = 0.3
# Years over which a drug fades in, and the width of a stop of a slider: both only keep the rates
# smooth, which a solver without doses needs.
EDGE, STOP = 0.02, 0.1
# A blood value follows the model within twenty days.
FOLLOWS = 0.05

REST = "estrogen PTH OPG RANKL TNF IL1 IL6 IL17 IFNg GC load supply"
UNUSED = (
    "A_blosozumab A_zoledronate D_zoledronate A_etanercept A_tocilizumab "
    "I_abaloparatide I_estradiol I_prednisolone"
)
# Amounts that start at nothing, and their names where they are counted from 1 mg. The page allows
# each state an error relative to its own size, and stops where one grows far beyond it.
COUNTED = {
    "A_denosumab": "X_denosumab",
    "A_alendronate": "X_alendronate",
    "D_alendronate": "Y_alendronate",
}
SHOWN = {
    "BMD_hip": ("hip", "hip density", "bone"),
    "CTX": ("CTX_blood", "blood CTX", "resorption"),
    "P1NP": ("P1NP_blood", "blood P1NP", "formation"),
}

Part = Mapping[str, Quantity]


@dataclass(frozen=True)
class Designer:
    """A model of three blocks of two years, and where it starts.

    Attributes
    ----------
    model : Model
        Time is in years; states ``hip``, ``CTX_blood`` and ``P1NP_blood`` are 1 at the start.
        Parameters ``z_1`` to ``z_3`` choose the drug of a block, as its place in `CHOICES`.
    parameters, initial : dict of str to float
        Settings for a woman of that age without a drug.
    """

    model: Model
    parameters: dict[str, float]
    initial: dict[str, float]

    def simulate(self, times: ArrayLike, choices: Iterable[str]) -> Trajectory:
        """Return a run over years from the start with the named drugs, one a block.

        Raises
        ------
        ModelError
            If there are not three, or one is none of `CHOICES`.
        """
        named = list(choices)
        if len(named) != BLOCKS:
            message = f"a sequence has {BLOCKS} blocks, not {len(named)}; use none for a pause"
            raise ModelError(message)
        for name in named:
            if name not in CHOICES:
                raise unknown_name("drug", name, CHOICES, "the timetable")
        numbers = {f"z_{i + 1}": float(CHOICES.index(name)) for i, name in enumerate(named)}
        return simulate(
            self.model, times, parameters=self.parameters | numbers, initial=self.initial
        )


def designer(age: float) -> Designer:
    """Return the lifetime model with a timetable, for women of an age in years.

    Doses are mean amounts a day, and osteoclasts and romosozumab's antibody follow at once.

    Raises
    ------
    ModelError
        If the age is not above 25.
    """
    if checked_value("age", age, signed=False) <= models.lifetime.initial_values()["a"] / YEAR:
        message = f"age must be above 25 years, not {age:g}"
        raise ModelError(message)
    life = models.lifetime
    before = simulate(life, [25 * YEAR, age * YEAR])
    part = {x.name: x for x in [*life.states, *life.parameters.values(), *life.definitions]}
    model = _model(part, age)
    own = {f"{name}_0": float(before[name][1]) for name in SHOWN}
    initial = {x.name: float(before[x.name][1]) for x in model.states if x.name in life.state_names}
    initial["w"] = float(before["s"][1])
    return Designer(model, own, initial)


def _model(part: Part, age: float) -> Model:
    life = models.lifetime
    time = State("t", "year", "time", initial=0, role="guide", clock=True)
    days = _chosen("D", "day/year", "days in a year", YEAR)
    put, meanings = _replaced(part, time, days, age)
    amounts = {
        part[name]: State(
            new, "milligram", f"{part[name].description}, counted from 1 mg", initial=1
        )
        for name, new in COUNTED.items()
    }
    milligram = _chosen("one", "milligram", "from which drugs are counted", 1)
    put |= {old: x - milligram for old, x in amounts.items()}
    bound = State("w", "1", "sclerostin, free and bound", initial=1)
    put[part["s_b"]] = bound - part["s"]

    rates = {x: days * life.rates[x].xreplace(put) for x in life.states if x not in put}
    for old, x in amounts.items():
        rates[x] = days * life.rates[old].xreplace(put)
    dose = next(x for x in meanings if x.name == "I_denosumab")
    rates[amounts[part["A_denosumab"]]] += days * dose
    both = life.rates[part["s"]] + life.rates[part["s_b"]]
    rates[bound] = days * both.expand().xreplace(put)
    speed = _chosen("k_blood", "1/day", "speed at which it follows", FOLLOWS)
    for name, (state, words, role) in SHOWN.items():
        shown = State(state, "1", words, initial=1, role=role)  # type: ignore[arg-type]
        start = _chosen(f"{name}_0", "1", f"{words} at the start", 1)
        rates[shown] = days * speed * (part[name] / start - shown)
    rates[time] = Integer(1)
    meanings |= _ordered(part, put)
    return _only_needed(rates, meanings)


def _replaced(
    part: Part, time: State, days: Parameter, age: float
) -> tuple[dict[Quantity, sympy.Expr], dict[Definition, sympy.Expr]]:
    """Return what stands for which symbol, and definitions of what is new."""
    put: dict[Quantity, sympy.Expr] = {part[name]: Integer(1) for name in REST.split()}
    put |= {part[name]: Integer(0) for name in UNUSED.split()}
    mg = _chosen("mg", "milligram/day", "a milligram a day", 1)
    ug = _chosen("ug", "microgram/day", "a microgram a day", 1)
    staying = part["T_romosozumab"] / log(2)
    first = _chosen("a_0", "day", "age at the start", age * YEAR)

    def daily(name: str) -> sympy.Expr:
        usual = USUAL[name]
        short = OUTLASTS if name == "denosumab" else 0.0
        return usual.amount / usual.every * _given(time, CHOICES.index(name), short)

    new = {
        Definition("a", "day", "age"): first + days * time,
        Definition("I_teriparatide", "microgram/day", "dose"): ug * daily("teriparatide"),
        Definition("I_alendronate", "milligram/day", "dose"): mg * daily("alendronate"),
        Definition("I_denosumab", "milligram/day", "dose"): mg * daily("denosumab"),
        Definition("A_romosozumab", "milligram", "amount"): mg * staying * daily("romosozumab"),
    }
    put |= {part[x.name]: x for x in new if x.name in part}
    put[part["C"]] = Definition("C", "1", "osteoclasts, which follow at once")
    return put, new


def _given(time: State, number: int, short: float) -> sympy.Expr:
    """Return 1 while the drug of a number is chosen and 0 otherwise, with soft edges."""
    year = _chosen("y", "year", "one year", 1)

    def after(at: float) -> sympy.Expr:
        return 1 / (1 + exp((at - time / year) / EDGE))

    shares = []
    for block in range(BLOCKS):
        choice = _chosen(f"z_{block + 1}", "1", f"choice {block + 1}", 0)
        span = after(YEARS * block) - after(YEARS * (block + 1) - short)
        shares.append(exp(-(((choice - number) / STOP) ** 2)) * span)
    return sympy.Add(*shares)


def _ordered(part: Part, put: Mapping[Quantity, sympy.Expr]) -> dict[Definition, sympy.Expr]:
    """Return the definitions of the lifetime model, osteoclasts after what drives them."""
    life = models.lifetime
    late = [x for x in life.definitions if x.name in SHOWN]
    early = {x: life.definitions[x].xreplace(put) for x in life.definitions if x not in late}
    slowed = 1 + part["beta_b"] * part["psi_b"]
    early[put[part["C"]]] = (part["Phi_C"] * part["P"] / slowed).xreplace(put)
    return early | {x: life.definitions[x].xreplace(put) for x in late}


def _only_needed(
    rates: Mapping[State, sympy.Expr], meanings: Mapping[Definition, sympy.Expr]
) -> Model:
    needed = set().union(*(x.free_symbols for x in rates.values()))
    for name in reversed(list(meanings)):
        needed |= meanings[name].free_symbols if name in needed else set()
    used = sorted((x for x in needed if isinstance(x, Parameter)), key=str)
    return Model(
        "Three choices", "year", list(rates), used, rates,
        {x: meaning for x, meaning in meanings.items() if x in needed},
        summary="The lifetime model with a timetable of drugs.", source="thiscourse",
    )  # fmt: skip


def _chosen(name: str, unit: str, words: str, value: float) -> Parameter:
    return Parameter(name, unit, words, value=value, source="thiscourse", status="assumed")
