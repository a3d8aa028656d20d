"""What the page of proof rests on: thinned references, errors in bars, planted mistakes."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from IPython.core.formatters import DisplayFormatter
from lxml import html as lxml_html
from matplotlib import pyplot as plt
from mutants import with_parameter
from test_models_reference import RUNS

from bonebalance import ModelError, models, page, proof, trials
from bonebalance.trials import Arm

FULL = Path(__file__).parent / "data" / "reference"
REFERENCES = proof.references()


@pytest.mark.parametrize("run", REFERENCES, ids=lambda run: run.name)
def test_model_agrees_with_others_at_the_times_that_ship(run):
    differences = run.differences()
    assert max(differences.values()) < proof.AGREEMENT, differences
    assert len(differences) >= 3


@pytest.mark.parametrize("run", REFERENCES, ids=lambda run: run.name)
def test_what_ships_is_taken_from_the_whole_reference(run):
    whole = pd.read_csv(FULL / f"{run.name}.csv", comment="#")
    times = whole[whole.columns[0]].to_numpy()
    rows = np.searchsorted(times, run.table["time"] * (1 - 1e-9))
    assert len(set(rows)) == len(rows) >= 40
    assert rows[[0, -1]].tolist() == [0, len(times) - 1]
    for state in run.table.columns[1:]:
        shipped = run.table[state].to_numpy()
        same = [
            column
            for column in whole.columns
            if np.allclose(whole[column].to_numpy()[rows], shipped, rtol=1e-11, atol=0)
        ]
        assert same, state
        assert np.max(np.abs(shipped)) == pytest.approx(whole[same[0]].abs().max(), rel=1e-11)


def test_every_run_of_the_tests_ships():
    assert {str(run) for run in RUNS} <= {run.name for run in REFERENCES}


def test_a_planted_percent_is_seen(monkeypatch):
    run = next(run for run in REFERENCES if run.name == "lemaire2004_278_PTH_1000")
    wrong = with_parameter(models.lemaire2004, "k_B", value=0.189 * 1.01)
    monkeypatch.setattr(models, "lemaire2004", wrong)
    assert max(run.differences().values()) > 1e-3


@pytest.mark.parametrize(
    ("difference", "power"), [(0, -9), (4e-9, -9), (6e-9, -8), (3e-7, -7), (0.4, -1), (0.6, 0)]
)
def test_differences_are_rounded_up(difference, power):
    assert proof._decade(difference) == power


START = 60 * 365.0


def placebo(rows, **settings):
    """Return an arm without drug; settings replace what the observations of a plain one are."""
    table = pd.DataFrame(rows, columns=["observable", "day", "change", "low", "high", "error"])
    plain = {
        "women": np.nan, "hip": np.nan, "bars": {"BMD": "unknown"}, "observations": table,
    }  # fmt: skip
    return Arm(
        "someone2000_placebo", "none", "bone2011", "other", START, 0.88, (), **(plain | settings)
    )


def test_errors_are_counted_in_standard_errors_and_in_halves_of_the_bars():
    truth = placebo([]).predict(models.jorg2022, [365], ["BMD"])["BMD"][0]
    rows = [
        ("BMD", -365, 9, 8, 10, 1),  # before treatment
        ("BMD", 365, truth + 1, truth + 0.5, truth + 1.5, 0.25),  # model below
        ("BMD", 365, truth - 1, truth - 2, truth, np.nan),  # model above, kind of bar unknown
        ("BMD", 365, truth - 1, truth - 3, truth - 1, 1),  # drawn to the other side only
        ("BMD", 365, truth - 1, truth - 3.5, truth + 0.5, 2),  # lopsided: mean of the sides
        ("BMD", 365, truth - 1, np.nan, np.nan, np.nan),
    ]
    table = proof.compared(placebo(rows), models.jorg2022)
    assert table["said"].tolist() == pytest.approx([truth] * 5)
    assert table["bars"].tolist() == pytest.approx([-2, 1, 0.5, 0.5, np.nan], nan_ok=True)
    assert table["errors"].tolist() == pytest.approx([-4, np.nan, 1, 0.5, np.nan], nan_ok=True)


def test_every_arm_stands_in_one_table_and_none_in_two():
    uses = ("calibration", "validation", "other")
    lines = [proof.trial_table(models.jorg2022, use).text.splitlines()[2:] for use in uses]
    assert [len(table) for table in lines] == [9, 15, 11]
    assert len({line for table in lines for line in table}) == len(trials.arms())
    alendronate, blosozumab, denosumab = (
        next(line for line in lines[0] if source in line)
        for source in ("`saag2017`", "`recknor2015`", "`mcclung2017`")
    )
    assert re.search(r"\| 2\.2\xa0\(18\.\d\) \|", alendronate), "in standard errors"
    assert blosozumab.count("†)") == 3, "of an unknown kind"
    assert denosumab.count("none") == 3, "not measured"


def test_the_table_of_bars_names_every_trial():
    text = proof.bar_table().text
    assert all(f"`{arm.source}`" in text for arm in trials.arms().values())
    assert text.count("unknown") == 9


def test_a_trial_is_drawn_with_all_its_data():
    figure = proof.draw_trial(models.jorg2022, "bone2011")
    data = [line for axes in figure.axes for line in axes.get_lines() if line.get_marker() == "o"]
    arms = [arm for arm in trials.arms().values() if arm.source == "bone2011"]
    assert sum(len(line.get_xdata()) for line in data) == sum(len(a.observations) for a in arms)
    plt.close(figure)
    with pytest.raises(ModelError, match="bone2010"):
        proof.draw_trial(models.jorg2022, "bone2010")


def test_jupyter_is_offered_tables_without_the_roles_of_the_book():
    shown = DisplayFormatter().format(page.parameter_table(models.komarova2005))[0]
    assert "{footcite:p}`komarova2005`" in shown["text/markdown"], "for the book"
    table = lxml_html.fromstring(shown["text/html"])
    rows = [[cell.text_content() for cell in row] for row in table.iter("tr")]
    assert rows[0] == ["Symbol", "Meaning", "Value", "Unit", "Source"]
    assert len(rows) == 1 + len(models.komarova2005.parameters)
    assert rows[9][0] == "$g_{P}$"
    assert rows[9][-1] == "[komarova2005]"
    assert table.xpath("//p")[0].text_content() == "Status of all values: assumed"


def test_html_of_markdown_is_escaped_and_keeps_its_blocks():
    text = "If a < b {footcite:t}`one2000,two2001`:\n\n- `x` & y\n- z\n\nThe end."
    made = page.Markdown(text)._repr_html_()
    assert made == (
        "<p>If a &lt; b [one2000,two2001]:</p>\n"
        "<ul><li><code>x</code> &amp; y</li><li>z</li></ul>\n<p>The end.</p>"
    )
    assert page.limits(models.komarova2005)._repr_html_() is None, "plain Markdown is enough"
