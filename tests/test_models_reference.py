"""Each model against encodings that others wrote, and against mistakes planted in itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from mutants import terms
from scipy.interpolate import CubicSpline

from bonebalance import Model, Step, models, simulate, simulate_cohort
from bonebalance.numeric import array_function

REFERENCE = Path(__file__).parent / "data" / "reference"
# Relative to the largest value of each state in the reference.
AGREEMENT = 1e-6


@dataclass(frozen=True)
class Run:
    """A stored trajectory and how our model repeats it; columns map its names to ours."""

    model: str
    file: str
    columns: Mapping[str, str]
    parameters: Mapping[str, float] = field(default_factory=dict)
    initial: Mapping[str, float] = field(default_factory=dict)
    interventions: tuple[Step, ...] = ()

    def __str__(self) -> str:
        return self.file.removesuffix(".csv")

    def misfit(self, rows: int | None = None, **parameters: float) -> dict[str, float]:
        """Return the largest difference of each state, relative to its largest value."""
        reference = read(self.file).rename(columns=dict(self.columns))[:rows]
        last = reference["time"].iloc[-1]
        run = simulate(
            getattr(models, self.model),
            reference["time"].to_numpy(),
            parameters={**self.parameters, **parameters},
            initial=self.initial,
            interventions=[step for step in self.interventions if step.start <= last],
        )
        return {
            name: float(np.max(np.abs(run[name] - reference[name])) / np.max(reference[name].abs()))
            for name in self.columns.values()
        }


@cache
def read(file: str) -> pd.DataFrame:
    """Return a reference trajectory."""
    return pd.read_csv(REFERENCE / file)


CELLS = {"R": "R", "B": "B", "C": "C"}


def infused(parameter: str, value: float, file: str) -> Run:
    steps = (Step(parameter, value, 20, 80),)
    return Run("lemaire2004", f"lemaire2004_278_{file}.csv", CELLS, interventions=steps)


def stepped(parameter: str, value: float, file: str) -> Run:
    steps = (Step(parameter, value, 20),)
    return Run("lemaire2004", f"lemaire2004_278_step_{file}.csv", CELLS, interventions=steps)


LEMAIRE = [
    Run("lemaire2004", "lemaire2004_278_relax_to_steady.csv", CELLS,
        initial={"R": 7.734e-4, "B": 7.282e-4, "C": 9.127e-4}),
    infused("I_P", 1000, "PTH_1000"),
    infused("I_L", 10, "RANKL_10"),
    infused("a_R", 1e-4, "addR"),
    infused("a_R", -1.2e-4, "removeR"),
    infused("a_B", -8.3e-5, "removeB"),
    infused("a_C", 1e-4, "addC"),
    infused("a_C", -2.9e-4, "removeC"),
    stepped("K_O_P", 2e4, "estrogen_like_KOP_x0.1"),
    stepped("D_R", 4.9e-4, "ageing_like_DR_x0.7"),
    stepped("S_P", 500, "PTH_secretion_x2"),
]  # fmt: skip

BONE = {"C": "C", "B": "B", "z": "z"}
WITHOUT_TUMOR = {"r_11": 0, "r_21": 0, "r_12": 0, "r_22": 0}
AYATI = [
    Run("ayati2010", "ayati2010_402_tumour.csv", {"Tumour": "T", **BONE}),
    Run("ayati2010", "ayati2010_normal_oscillation.csv", {"x1": "C", "x2": "B", "z": "z"},
        WITHOUT_TUMOR, {"C": 11.16, "B": 231.72, "T": 0}),
    Run("ayati2010", "ayati2010_401_normal.csv", BONE,
        {**WITHOUT_TUMOR, "g_11": 0.5, "k_1": 0.24, "k_2": 0.0017},
        {"C": 11.06, "B": 212.13, "T": 0}),
]  # fmt: skip

# The encoding's own way of giving PTH, which also moves the cells at rest.
PTH = Run(
    "komarova2005", "komarova2005_pth_pulse_default.csv", {"x1": "C", "x2": "B", "z": "z"},
    interventions=(Step("g_21", 0, 1, 2),),
)  # fmt: skip

REPAIR = Run(
    "graham2013", "graham2013_721_targeted_cycle.csv",
    {"Osteocytes__S": "S", "Pre_Osteoblasts__P": "P", "Osteoblasts__B": "B",
     "Osteoclasts__C": "C", "Bone_volume__z": "z"},
)  # fmt: skip

PIVONKA_STATES = {"OBp": "OB_p", "OBa": "OB_a", "OCa": "OC_a", "BV": "BV"}


def pivonka(file: str, *steps: Step, **parameters: float) -> Run:
    file = f"pivonka2008_bonemodels_{file}.csv"
    return Run("pivonka2008", file, PIVONKA_STATES, parameters, interventions=steps)


PIVONKA = [
    pivonka("PTH_1000", Step("P_PTH", 1000, 20, 80)),
    pivonka("OPG_2e5", Step("P_OPG", 2e5, 20, 80)),
    pivonka("RANKL_1e4", Step("P_L", 1e4, 20, 80)),
    pivonka("RANKL_on_mature", s_Lp=0, s_La=1),
]

RUNS = [*LEMAIRE, *AYATI, PTH, REPAIR, *PIVONKA]

# The runs that must notice each mistake planted in a model.
GUARDS = {
    "lemaire2004": [LEMAIRE[1], LEMAIRE[2], *LEMAIRE[5:7], LEMAIRE[3]],
    "ayati2010": [AYATI[0]],
    "komarova2005": [PTH],
    "graham2013": [REPAIR],
    "pivonka2008": PIVONKA,
}
# OPG stays ten thousand times below its published largest value.
UNFELT = {"pivonka2008": ["OPG_max"]}


@pytest.mark.parametrize("run", RUNS, ids=str)
def test_agrees_with_encodings_of_others(run):
    worst = run.misfit()
    assert max(worst.values()) < AGREEMENT, worst


def phases(run: Run, model: Model) -> Iterable[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return states, parameters and slopes of the reference between two steps each."""
    reference = read(run.file).rename(columns=dict(run.columns))
    switches = {moment for step in run.interventions for moment in (step.start, step.stop)}
    breaks = [-np.inf, *sorted(switches - {None}), np.inf]
    for begin, end in pairwise(breaks):
        phase = reference[reference["time"].between(begin, end)]
        if len(phase) < 8:
            continue
        active = {step.parameter: step.value for step in run.interventions if step.start == begin}
        values = model.parameter_values({**run.parameters, **active})
        states = phase[list(model.state_names)].to_numpy().T
        slopes = CubicSpline(phase["time"], states, axis=1)(phase["time"], 1)
        inner = np.s_[:, 2:-2]
        yield states[inner], np.array([list(values.values())]).T, slopes[inner]


@pytest.mark.parametrize("name", GUARDS)
def test_a_wrong_sign_is_noticed(name):
    """Rates lie close to the slopes of the reference, and far from them with any term turned.

    Nothing is integrated, because a mutant could run away.
    """
    model = getattr(models, name)
    turned = terms(model)
    rates = array_function(model, model.expanded_rates, (len(model.states),))
    single = array_function(model, [model.expand(term) for _, term in turned], (len(turned),))
    noticed = set()
    for run in GUARDS[name]:
        data = [
            (rates(state, values) - slope, single(state, values), slope)
            for state, values, slope in phases(run, model)
        ]
        wrong, parts, slopes = (np.hstack(column) for column in zip(*data, strict=True))
        size = np.sqrt(np.mean(slopes**2, axis=1))
        right = np.sqrt(np.mean(wrong**2, axis=1)) / size
        for index, (row, _) in enumerate(turned):
            mutant = np.sqrt(np.mean((wrong[row] - 2 * parts[index]) ** 2)) / size[row]
            if mutant > max(5 * right[row], 1e-3):
                noticed.add(index)
    assert [term for index, (_, term) in enumerate(turned) if index not in noticed] == []


@pytest.mark.parametrize("name", GUARDS)
def test_one_percent_in_any_parameter_is_noticed(name):
    model = getattr(models, name)
    silent = [
        parameter.name
        for parameter in model.parameters.values()
        if parameter.value != 0
        and not any(
            max(run.misfit(rows, **{parameter.name: 1.01 * parameter.value}).values())
            > 10 * AGREEMENT
            for rows in (60, None)
            for run in GUARDS[name]
        )
    ]
    assert silent == UNFELT.get(name, [])


# Ratio to the steady state on day 80 after sixty days of input, from the same encoding.
@pytest.mark.parametrize(
    ("parameter", "value", "ratios"),
    [
        ("I_P", 1000, (5.21, 2.24, 4.04)),
        ("I_O", 2e5, (0.10, 0.33, 0.07)),
        ("a_R", 1e-4, (1.74, 1.73, 1.01)),
        ("a_R", -1.2e-4, (0.04, 0.07, 0.84)),
        ("a_B", 1e-4, (1.32, 1.88, 1.25)),
        ("a_B", -8.3e-5, (0.31, 0.025, 0.33)),
        ("a_C", 1e-4, (1.46, 1.21, 1.35)),
        ("a_C", -2.9e-4, (0.08, 0.29, 0.02)),
        ("I_L", 10, (1.006, 1.003, 1.005)),
    ],
)
def test_lemaire_figure_2(parameter, value, ratios):
    model = models.lemaire2004
    run = simulate(model, [0, 20, 80], interventions=[Step(parameter, value, 20)])
    rest = model.initial_values()
    for state, ratio in zip("RBC", ratios, strict=True):
        digits = 3 if ratio in (0.025, 1.006, 1.003, 1.005) else 2
        assert round(run[state][-1] / rest[state], digits) == ratio


def test_lemaire_rests_where_it_starts_whatever_the_search_starts_from():
    model = models.lemaire2004
    found = model.steady_state(start={"R": 1e-3, "B": 3e-4, "C": 2e-3})
    assert found == pytest.approx(model.initial_values(), rel=1e-12)


def test_ayati_without_tumor_is_komarova():
    times = np.linspace(0, 400, 101)
    start = {"C": 11.06, "B": 212.13}
    values = {"g_11": 0.5, "k_1": 0.24, "k_2": 0.0017}
    for tumor in (0, 1):
        bone = simulate(
            models.ayati2010, times, parameters={**WITHOUT_TUMOR, **values},
            initial={**start, "T": tumor},
        )  # fmt: skip
        same = simulate(models.komarova2003, times, initial=start)
        for state in "CBz":
            assert bone[state] == pytest.approx(same[state], rel=1e-8)


def test_ayati_landmarks():
    tumor = simulate(models.ayati2010, [0, 600, 1200])
    assert tumor["z"][1:] == pytest.approx([96.978992, -0.905861], abs=1e-5)
    assert [tumor["C"][-1], tumor["B"][-1]] == pytest.approx([15.46958, 368.2984], rel=1e-6)
    treatment = [Step("V_1", 0.001, 600), Step("V_2", 0.008, 600)]
    treated = simulate(
        models.ayati2010, [0, 600, 1500], initial={"C": 13, "B": 300}, interventions=treatment
    )
    assert treated["z"][1:] == pytest.approx([76.266493, 67.79647], abs=1e-5)
    assert treated["T"][-1] == pytest.approx(3.298858, abs=1e-6)


def test_ayati_corrections_are_the_cells_at_rest():
    """With the tumor full grown, and only as corrected, neither population changes."""
    run = simulate(models.ayati2010, [0, 1])
    rest = {"C": run["C_bar"][0], "B": run["B_bar"][0], "T": 100}
    speed = models.ayati2010.rates_at(rest)
    assert [speed["C"], speed["B"], speed["T"]] == pytest.approx([0, 0, 0], abs=1e-12)


def test_komarova_2005_landmarks():
    run = simulate(models.komarova2005, np.arange(0, 150.5, 0.5), interventions=PTH.interventions)
    assert run["z"][-1] == pytest.approx(100.1875, abs=1e-4)
    assert run["z"].min() == pytest.approx(95.27, abs=1e-3)
    assert run["C"].max() == pytest.approx(5.566, abs=5e-4)
    assert run["B"].max() == pytest.approx(306.56, abs=0.01)
    weaker = simulate(
        models.komarova2005, [0, 150], parameters={"g_12": 1.4, "k_2": 0.00075},
        interventions=PTH.interventions,
    )  # fmt: skip
    assert weaker["z"][-1] == pytest.approx(98.813, abs=1e-3)


def test_komarova_2005_resorbs_while_pth_acts():
    """Same cells as the encoding; bone differs by what they do on the day of PTH."""
    times = np.linspace(1, 2, 2001)
    ours, theirs = (
        simulate(models.komarova2005, times, interventions=[step])
        for step in (Step("g_P", 0.5, 1, 2), Step("g_21", 0, 1, 2))
    )
    for cell in "CB":
        assert ours[cell] == pytest.approx(theirs[cell], rel=1e-9)
    value = models.komarova2005.parameter_values()
    excess = value["k_2"] * (ours["B"] - ours["B_bar"][0]) - value["k_1"] * (
        ours["C"] - ours["C_bar"][0]
    )
    done = np.sum((excess[1:] + excess[:-1]) / 2 * np.diff(times))
    assert ours["z"][-1] - 100 == pytest.approx(done, rel=1e-5)
    assert theirs["z"][-1] == pytest.approx(100, abs=1e-9)


def test_graham_landmarks():
    times = np.linspace(0, 200, 2001)
    repair = simulate(models.graham2013, times)
    assert repair["z"][[200, 500, 2000]] == pytest.approx([96.7381, 99.6017, 99.7518], abs=1e-4)
    closed = simulate(models.graham2013, [0, 200], parameters={"k_1": 0.6983})
    assert closed["z"][-1] == pytest.approx(100.005, abs=1e-3)
    for population in "SPBC":
        assert repair[population].min() >= -1e-9
    assert repair["S"][-1] == pytest.approx(200, abs=1e-5)


@pytest.mark.parametrize("left", [160, 190])
def test_graham_repairs_other_wounds(left):
    """The call for new cells ends as the rest of two nearly equal numbers, and must not stop."""
    times = np.linspace(0, 200, 51)
    one = simulate(models.graham2013, times, initial={"S": left})
    many = simulate_cohort(
        models.graham2013, times, initial={"S": left}, tolerance=1e-8, engine="numpy"
    )
    for state in "SPBCz":
        assert many[state][0] == pytest.approx(one[state], abs=1e-6 * one[state].max())


def test_graham_exponent_of_sclerostin_is_an_exponent():
    """The encoding multiplies by g_22, which would double what an exponent makes a tenth."""
    start = models.graham2013.rates_at({})["P"]
    steeper = models.graham2013.rates_at({}, {"g_22": 2})["P"]
    assert steeper / start == pytest.approx(1 - 180 / 200, rel=1e-12)


def test_pivonka_rests_at_the_printed_cells():
    rest = models.pivonka2008.steady_state(start={"OB_p": 1e-3, "OB_a": 1e-3, "OC_a": 1e-3})
    printed = {"OB_p": 6.1964e-4, "OB_a": 5.5839e-4, "OC_a": 8.0696e-4}
    assert {name: rest[name] for name in printed} == pytest.approx(printed, rel=2e-5)


def test_pivonka_constants_of_a_public_translation_rest_elsewhere():
    wrong = {"K_Pa": 0.2226, "K_Pr": 150, "beta_L": 1.684e4}
    rest = models.pivonka2008.initial_values()
    speed = models.pivonka2008.rates_at({}, wrong)
    assert abs(speed["OC_a"]) > 0.1 * rest["OC_a"]


def test_baker_ends_low_or_high():
    """End states of the encoding at t = 500 from low and high inflammation."""
    scan = read("baker2013_550_scan_alpha2.csv")
    for _, row in scan.iterrows():
        # Close to the end of bistability the high state rings for long in the encoding.
        ringing = row["p_max_tail"] - row["p_min_tail"] > 1e-9
        found = models.baker2013.steady_state(
            {"alpha_2": row["alpha2"]}, start={"a": row["a_end"], "p": row["p_end"]}
        )
        assert found["p"] == pytest.approx(row["p_end"], rel=1e-6 if ringing else 1e-9)
        assert found["a"] == pytest.approx(row["a_end"], rel=1e-6 if ringing else 1e-9)


@pytest.mark.parametrize(("alpha_2", "states"), [(8, 1), (10, 2), (15, 2), (20, 1)])
def test_baker_remembers_where_it_started(alpha_2, states):
    ends = [
        simulate(models.baker2013, [0, 300], parameters={"alpha_2": alpha_2}, initial=start)["p"][
            -1
        ]
        for start in ({"a": 0, "p": 0}, {"a": 2, "p": 1})
    ]
    assert (abs(ends[1] - ends[0]) > 0.1) == (states == 2)
    if alpha_2 == 20:
        assert ends == pytest.approx([0.87358546, 0.87358546], rel=1e-6)


@pytest.mark.parametrize("name", ["alpha_1", "alpha_2", "alpha_3", "alpha_4", "gamma"])
def test_baker_notices_one_percent(name):
    scan = read("baker2013_550_scan_alpha2.csv")
    row = scan[scan["alpha2"] == 15].iloc[1]
    values = {"alpha_2": 15.0}
    values[name] = 1.01 * values.get(name, models.baker2013.parameters[name].value)
    found = models.baker2013.steady_state(values, start={"a": row["a_end"], "p": row["p_end"]})
    change = [found["a"] / row["a_end"] - 1, found["p"] / row["p_end"] - 1]
    assert max(np.abs(change)) > 10 * AGREEMENT


def test_baker_notices_a_wrong_sign():
    """At rest of the encoding every term is balanced, so a turned one shows as speed."""
    scan = read("baker2013_550_scan_alpha2.csv")
    rest = scan[(scan["alpha2"] == 1) & (scan["start"] == "low")].iloc[0]
    state = {"a": rest["a_end"], "p": rest["p_end"]}
    assert max(map(abs, models.baker2013.rates_at(state).values())) < 1e-12
    model = models.baker2013
    turned = terms(model)
    parts = array_function(model, [term for _, term in turned], (len(turned),))(
        np.array(list(state.values())), np.array(list(model.parameter_values().values()))
    )
    for (row, term), part in zip(turned, parts, strict=True):
        assert abs(2 * part) > 0.1 * state[model.state_names[row]], term
