"""The town: its women, their risks, and that any map gives the same answer."""

from __future__ import annotations

import sys
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from types import SimpleNamespace

import numpy as np
import pytest

from bonebalance import ModelError, diseases, models, risk, simulate, town
from bonebalance.evidence import number

ARTHRITIS = diseases.named("rheumatoid-arthritis")
WOMEN = town.people(400, seed=3, groups=(*town.GROUPS, town.ill(ARTHRITIS, 0.05)))
FIGURES = ["T_hip", "T_spine", "T_hip_end", "hip_rate", "hip", "vertebra"]


@pytest.fixture(scope="module")
def plain():
    return town.follow(WOMEN)


def one_woman(**changes):
    # Two alike, since machine code for one alone would be written separately.
    woman = town.people(2, seed=1, groups=()).assign(
        age=70, peak=0.0, menopause=models.lifetime.parameters["a_e"].value / 365, smokes=False
    )
    return woman.assign(**changes)


def test_seed_makes_the_town_and_nobody_is_in_two_groups():
    again = town.people(400, seed=3, groups=(*town.GROUPS, town.ill(ARTHRITIS, 0.05)))
    assert again.equals(WOMEN)
    assert not town.people(400, seed=4).equals(town.people(400, seed=3))
    large = town.people(50_000)
    for group in town.GROUPS:
        share = (large["group"] == group.name).mean()
        assert share == pytest.approx(group.share, abs=4 * (group.share / 50_000) ** 0.5)
    ill = WOMEN[WOMEN["group"] == ARTHRITIS.name]
    assert (ill["TNF"] == 2).all()
    assert (ill["fracture"] == 1.49).all()
    assert (ill["onset"] <= ill["age"]).all()
    assert WOMEN["age"].between(town.YOUNGEST, town.OLDEST).all()


def test_usual_woman_is_that_of_the_lifetime_model_and_has_the_usual_risk():
    found = town.follow(one_woman(), years=10).iloc[0]
    days = 365 * np.array([25.0, 70.0, 75.0, 80.0])
    run = simulate(models.lifetime, days)
    assert found["T_hip"] == pytest.approx(run["T_hip"][1], abs=1e-3)
    assert found["T_hip_end"] == pytest.approx(run["T_hip"][3], abs=1e-3)
    crowd = np.exp(np.log(risk.PARAMETERS["hip_gradient"].value) ** 2 / 2)
    expected = risk.rate("hip", np.array([70.0, 75.0, 80.0])) / crowd @ [10 / 6, 40 / 6, 10 / 6]
    assert found["hip"] == pytest.approx(expected, rel=1e-3)


def test_crowd_breaks_as_often_as_people_of_its_age_do():
    crowd = one_woman().sample(1000, replace=True, ignore_index=True)
    crowd["peak"] = np.random.default_rng(0).normal(size=1000)
    found = town.follow(crowd, years=1)
    for site in ("hip", "vertebra"):
        seen = found[site].mean() / risk.rate(site, 70.5)
        # A crowd spreads in percent of what it has left, so a little less than at 25.
        assert 0.85 < seen < 1.02


def test_each_cause_raises_the_risk_it_should():
    usual = town.follow(one_woman()).iloc[0]
    smoker = town.follow(one_woman(smokes=True)).iloc[0]
    gone = (1 - 0.002) ** 20  # from 50 to 70
    run = simulate(models.lifetime, [25 * 365, 70 * 365])["BMD_hip"][1]
    spread = models.lifetime.parameters["T_h"].value
    assert smoker["T_hip"] == pytest.approx((gone * run - 1) / spread, abs=1e-3)
    beyond = number("life-smoking-fracture.hip-rr-adjusted-bmd").value
    gradient = risk.PARAMETERS["hip_gradient"].value
    expected = beyond * gradient ** ((1 - gone) * run / spread)
    assert smoker["hip_rate"] / usual["hip_rate"] == pytest.approx(expected, rel=1e-3)
    steroid = town.follow(one_woman(prednisolone=10.0, onset=68.0)).iloc[0]
    assert steroid["vertebra"] > 2 * usual["vertebra"]
    assert steroid["T_spine"] < usual["T_spine"]
    twice = town.follow(one_woman(falls=2.0)).iloc[0]
    share = risk.PARAMETERS["hip_falls"].value
    assert twice["hip"] / usual["hip"] == pytest.approx(1 + share, rel=1e-9)


def test_drug_begins_at_the_start_and_saves_fractures(plain):
    treated = town.follow(WOMEN, drug="alendronate")
    assert treated["T_hip"].to_numpy() == pytest.approx(plain["T_hip"].to_numpy(), abs=1e-3)
    assert (treated["T_hip_end"] > plain["T_hip_end"]).all()
    assert (treated["hip"] < plain["hip"]).all()


class Cluster:
    """What a client of Dask does: it takes jobs and hands back promises."""

    def map(self, work, jobs):
        promises = []
        for job in jobs:
            promise = Future()
            promise.set_result(work(job))
            promises.append(promise)
        return promises


def test_any_map_gives_the_same_answer_in_the_same_order(plain):
    some = WOMEN.sample(60, random_state=1)
    here = town.follow(some)
    assert list(here.index) == list(some.index)
    # Women who are followed together share steps, so other company moves the last digits.
    assert here[FIGURES].to_numpy() == pytest.approx(plain.loc[some.index, FIGURES], abs=1e-3)
    assert town.follow(some, map=Cluster().map).equals(here)
    few = some[some["age"] == some["age"].iloc[0]]
    # A fork has the machine code already; to write it again takes longer than all other tests.
    way = "fork" if "fork" in get_all_start_methods() else "spawn"
    with ProcessPoolExecutor(1, mp_context=get_context(way)) as pool:
        assert town.follow(few, map=pool.map).equals(town.follow(few))


def test_a_connected_cluster_runs_the_town_without_a_changed_line(monkeypatch):
    class Counting(Cluster):
        runs = 0

        def map(self, work, jobs):
            self.runs += 1
            return super().map(work, jobs)

    cluster, connected = Counting(), []

    def current():
        if not connected:
            raise ValueError("no client")
        return connected[0]

    dask = SimpleNamespace(Client=SimpleNamespace(current=current))
    few = WOMEN[WOMEN["age"] == WOMEN["age"].iloc[0]]
    here = town.follow(few)
    monkeypatch.setitem(sys.modules, "distributed", dask)
    assert town.follow(few).equals(here)
    assert cluster.runs == 0
    connected.append(cluster)
    assert town.follow(few).equals(here)
    assert cluster.runs == 1


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (lambda: town.people(0), "count"),
        (lambda: town.people(5, groups=[town.Group("a", 0.6)] * 2), "shares of the groups add up"),
        (lambda: town.Group(" ", 0.1), "name in plain words"),
        (lambda: town.Group("a", 1.5), "share of a must lie between 0 and 1"),
        (lambda: town.Group("a", 0.1, {"lod": 2}), "driver 'lod'"),
        (lambda: town.Group("a", 0.1, falls=-1), "falls of a"),
        (lambda: town.follow(WOMEN, drug="aspirin"), "drug 'aspirin'"),
        (lambda: town.follow(WOMEN, years=0), "years must lie above 0 and be at most 20"),
        (lambda: town.follow(WOMEN.drop(columns="falls")), "missing: falls"),
        (lambda: town.follow(WOMEN[:0]), "missing: all of them"),
        (lambda: town.follow(WOMEN.assign(peak=np.nan)), "column peak of women must hold a finite"),
        (lambda: town.follow(WOMEN.assign(age=30)), "women must be 50 to 89 years old"),
        (lambda: town.follow(WOMEN.assign(onset=120.0)), "onset must lie between 25 and the end"),
        (lambda: town.follow(WOMEN.set_index("smokes", drop=False)), "two women share a row label"),
    ],
)
def test_error_names_the_culprit(work, words):
    with pytest.raises(ModelError, match=words):
        work()
