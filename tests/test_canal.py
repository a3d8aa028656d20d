"""Canal, sac and foramen: the numbers of the science base, published cut-offs, hostile input."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.special import ndtr

from bonebalance import canal, evidence, simulate
from bonebalance.errors import ModelError
from bonebalance.models.vertebra import BODY, CANAL, PIECE, SAC, model

SMALL = 262.0  # mm²: the canal that the science base takes for L2
WEEKS = np.linspace(0, 60, 61)


def vertebra(**changes):
    return simulate(model, WEEKS, parameters=changes)


def area(run, outline, when=-1):
    """Return the area inside an outline by the surveyor's formula, mm²."""
    corners = np.array(
        [[at if isinstance(at, float) else run[at][when] for at in point] for point in outline]
    )
    x, y = corners.T
    return abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


# ---- pressure ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("shrunk", "mmhg"), [(0.19, 50), (0.26, 100)])
@pytest.mark.parametrize("critical", canal.CRITICAL_AREA.values())
def test_pressure_law_meets_the_cadavers(shrunk, mmhg, critical):
    found = canal.pressure((1 - shrunk) * critical, critical)
    assert found == pytest.approx(mmhg, abs=0.5)


def test_sac_with_room_has_no_pressure_and_pressure_rises_without_a_jump():
    limit = canal.CRITICAL_AREA["L2"]
    assert np.all(canal.pressure([limit, limit + 1, 300]) == 0)
    falling = canal.pressure(np.linspace(limit, 30, 500))
    assert np.all(np.diff(falling) > 0)
    assert np.max(np.diff(falling)[:20]) < 0.5


@pytest.mark.parametrize(
    ("kappa", "first", "fifty", "hundred"),
    [(0.6, 0.51, 0.60, 0.64), (0.7, 0.58, 0.66, 0.69), (0.8, 0.63, 0.70, 0.73)],
)
def test_predicted_occupancies_of_the_science_base(kappa, first, fifty, hundred):
    found = canal.occupancy_at([0, 50, 100], SMALL, kappa)
    assert found == pytest.approx([first, fifty, hundred], abs=0.0055)


def test_a_measured_sac_meets_the_clinical_cut_offs_without_an_assumed_share():
    canal_area = evidence.number("lim2017.canal").value
    kappa = evidence.number("lim2017.sac").value / canal_area
    found = canal.occupancy_at([0, 50, 100], canal_area, kappa, canal.CRITICAL_AREA["L4"])
    assert kappa == pytest.approx(0.76, abs=0.005)
    assert canal.CRITICAL_OCCUPANCY["cauda"] < found[0] < found[1]
    assert found[1] == pytest.approx(evidence.number("korean-64.cauda").value / 100, abs=0.01)


def test_occupancy_at_inverts_sac_area_and_pressure():
    for wanted in (1, 50, 100, 150):
        filled = canal.occupancy_at(wanted, 290, 0.65)
        assert canal.pressure(canal.sac_area(290, filled, 0.65)) == pytest.approx(wanted)


def test_sampled_people_are_reproducible_and_straddle_the_thresholds():
    one, two = (canal.anatomy(4000, np.random.default_rng(3)) for _ in range(2))
    assert all(np.array_equal(one[key], two[key]) for key in one)
    filled = canal.occupancy_at(50, **one)
    assert 0.65 < np.median(filled) < 0.73
    assert np.mean(filled < canal.CRITICAL_OCCUPANCY["epiconus"]) < 0.01
    assert np.mean(filled < 0.65) > 0.15


# ---- the two schools -----------------------------------------------------------------------------


def test_thresholds_rise_down_the_spine_and_one_half_is_passed_there():
    thresholds = [canal.CRITICAL_OCCUPANCY[region] for region in ("epiconus", "conus", "cauda")]
    assert thresholds == [0.35, 0.45, 0.55]
    for region, half in canal.CRITICAL_OCCUPANCY.items():
        assert canal.deficit_chance(half, region, "threshold") == pytest.approx(0.5)
        safe = evidence.number(f"korean-64.safe-{region}").value / 100
        assert canal.deficit_chance(safe, region, "threshold") == pytest.approx(0.05)


def test_schools_differ_in_steepness_and_not_in_direction():
    filled = np.linspace(0, 1, 101)
    slope = {s: np.max(np.diff(canal.deficit_chance(filled, "cauda", s))) for s in canal.SCHOOLS}
    assert slope["threshold"] > 4 * slope["overlap"] > slope["none"] == 0


def test_overlap_school_is_what_two_bell_curves_give():
    rng = np.random.default_rng(8)
    share = evidence.number("dai2007.deficit").value / 100
    hurt = rng.random(400_000) < share
    filled = rng.normal(np.where(hurt, 0.50, 0.36), canal.DEFICIT_SPREAD)
    for low, high in pairwise((0.2, 0.35, 0.5, 0.65)):
        inside = (filled > low) & (filled < high)
        expected = np.mean(canal.deficit_chance(filled[inside], "cauda", "overlap"))
        assert np.mean(hurt[inside]) == pytest.approx(expected, abs=0.006)


# ---- foramen -------------------------------------------------------------------------------------


def test_roots_are_hit_more_often_down_the_spine_as_in_the_series_and_l2_is_missed():
    found = canal.root_chance(list(canal.FORAMEN.values()))
    seen = [evidence.number(f"nv-radiculopathy.{level.lower()}").value for level in canal.FORAMEN]
    assert np.all(np.diff(found) > 0)
    assert 100 * found[1:] == pytest.approx(seen[1:], abs=7)
    assert 100 * found[0] - seen[0] > 10


def test_upper_endplate_spares_the_root_below():
    upper = canal.root_chance(18, 5, inferior=0)
    assert upper == pytest.approx(0.8 * ndtr((15 - 18) / 2.3))
    assert canal.root_chance(18, 5, inferior=1) > 4 * upper
    assert canal.root_chance(2, 30, inferior=1) == pytest.approx(0.8, abs=1e-6)


# ---- the vertebra --------------------------------------------------------------------------------


def test_whole_vertebra_before_and_chosen_shape_after_the_collapse():
    run = vertebra(loss=40, back=50, lower=100, push=5)
    first, last = ({name: run[name][i] for name in ("h_f", "h_b", "F_low", "occ")} for i in (0, -1))
    assert first == pytest.approx({"h_f": 27, "h_b": 27, "F_low": 18, "occ": 0})
    wanted = {"h_f": 27 * 0.6, "h_b": 27 * 0.8, "F_low": 18 - 27 * 0.2, "occ": 0.9 * 5 / 16}
    assert last == pytest.approx(wanted, rel=1e-6)
    angle = np.degrees(np.arctan(27 * 0.2 / 32))
    assert run["wedge"][-1] == pytest.approx(angle, rel=1e-6)


def test_crush_has_no_wedge_and_upper_collapse_spares_the_lower_foramen():
    run = vertebra(back=100, lower=0)
    assert np.max(np.abs(run["wedge"])) < 1e-6
    assert np.all(run["F_low"] == 18)
    assert run["F_up"][-1] == pytest.approx(18 - 27 * 0.4, rel=1e-6)


def corners(steps):
    """Return the share of half an ellipse that a polygon of so many steps covers."""
    return steps * np.sin(np.pi / steps) / np.pi


@pytest.mark.parametrize("push", [0.0, 4.0, 9.0, 14.0])
def test_drawn_areas_are_the_numbers(push):
    run = vertebra(push=push)
    whole, piece = area(run, CANAL), area(run, PIECE)
    lost = run["occ"][-1] * np.pi / 4 * 16 * 23
    assert whole == pytest.approx((run["A_canal"][-1] + lost) * corners(12))
    assert piece == pytest.approx(lost * corners(8))
    assert area(run, SAC) == pytest.approx(0.7 * (whole - piece))


def test_drawn_body_is_a_wedge_with_a_bulge():
    run = vertebra(back=0, push=6)
    bulge = 0.5 * 27 * 6
    assert area(run, BODY) == pytest.approx(32 * 27 * (1 + 0.6) / 2 + bulge, rel=1e-5)


def test_functions_and_vertebra_agree():
    run = vertebra(push=13)
    filled = canal.occupancy(run["r"], 16)
    assert filled == pytest.approx(run["occ"])
    sac = canal.sac_area(np.pi / 4 * 16 * 23, filled)
    assert canal.pressure(sac) == pytest.approx(run["P"], abs=1e-9)
    assert run["P"][-1] > 50


# ---- hostile input -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: canal.sac_area(290, 55), "share between 0 and 1, not a percentage: 55"),
        (lambda: canal.sac_area(-1, 0.5), "canal_area must be finite and not below 0"),
        (lambda: canal.pressure(np.nan), "area must be finite"),
        (lambda: canal.pressure(60, 0), "critical_area must be above 0"),
        (lambda: canal.occupancy(17, 16), "deeper in the canal than the canal is"),
        (lambda: canal.occupancy_at(0, 290, 0), "must be above 0"),
        (lambda: canal.deficit_chance(0.5, "L5"), "no region 'L5'"),
        (lambda: canal.deficit_chance(0.5, "cauda", "both"), "no school 'both'"),
        (lambda: canal.anatomy(0, np.random.default_rng(1)), "whole number of 1 or more"),
        (lambda: canal.root_chance("high"), "height must be numbers"),
    ],
)
def test_errors_name_the_culprit(call, words):
    with pytest.raises(ModelError, match=words):
        call()
