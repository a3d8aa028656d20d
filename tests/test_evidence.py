"""Findings are complete, cited and usable; a comparison says how far a model is from them."""

from __future__ import annotations

import math

import pytest
from pybtex.database import parse_file

from bonebalance import ModelError, UnitError, comparison, evidence, fits
from bonebalance.units import parse_unit
from tools.fingerprint import ROOT

FINDINGS = evidence.findings()
NUMBERS = [number for item in FINDINGS.values() for number in item.numbers.values()]
USES = {"calibrate", "validate", "context"}
BY_NAME = {"SD", "HU", "HU/year", "degree"}
SOURCES = set(parse_file(ROOT / "references.bib").entries)


def test_every_finding_is_complete_and_cited():
    for item in FINDINGS.values():
        assert item.says.endswith("."), item.id
        assert len(item.says.split()) <= 30, item.id
        assert item.population, item.id
        assert item.design, item.id
        assert item.use in USES, item.id
        assert item.qualitative is (len(item.numbers) == 0), item.id
    assert {item.source for item in FINDINGS.values()} - SOURCES == set()


def test_names_are_unique_over_all_topics():
    files = sorted((ROOT / "src" / "bonebalance" / "data" / "evidence").glob("*.toml"))
    heads = [line for path in files for line in path.read_text("utf-8").splitlines()
             if line.startswith("[")]  # fmt: skip
    assert len(heads) == len(set(heads)) == len(FINDINGS)
    assert {path.stem for path in files} == set(evidence.topics())


def test_every_number_lies_in_its_interval_and_has_a_unit():
    for number in NUMBERS:
        assert math.isfinite(number.value), number.id
        assert number.what, number.id
        assert number.use in USES, number.id
        assert (number.interval != "") is (number.low is not None) is (number.high is not None)
        if number.low is not None:
            assert number.low <= number.value <= number.high, number.id
        assert (number.kind != "") is (number.error is not None), number.id
        assert number.relation in {"", "about", "<", ">", "between"}, number.id
        if number.ratio:
            assert number.value > 0, number.id
        if number.unit not in BY_NAME:
            parse_unit(number.unit)


def test_series_is_complete_and_cited():
    table = evidence.series()
    assert set(table["use"]) <= USES
    assert set(table["source"]) - SOURCES == set()
    assert not table[["study", "arm", "observable", "unit", "months", "value"]].isna().any().any()
    assert not table.duplicated(["study", "arm", "observable", "site", "months", "since"]).any()
    for unit in set(table["unit"]):
        parse_unit(unit)
    known = table.dropna(subset=["low"])
    assert (known["se"] - (known["high"] - known["low"]) / 3.92).abs().max() < 1e-3


def test_series_is_narrowed_by_what_is_asked():
    rows = evidence.series("Cohen 1999", observable="BMD", site="lumbar spine", use="calibrate")
    assert rows[["months", "value", "se"]].to_numpy().tolist() == [[12, -2.8, 0.5]]
    with pytest.raises(ModelError, match=r"no site 'moon'\. .*It has: lumbar spine"):
        evidence.series("Cohen 1999", site="moon")


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: evidence.finding("gc-lan"), "no finding 'gc-lan'; the nearest are gc-laan"),
        (lambda: evidence.finding("Ω"), r"no finding 'Ω'; evidence.findings\(\) has them all"),
        (lambda: evidence.finding(3), "no finding 3"),
        (lambda: evidence.number(["gc-laan"]), r"no finding \['gc-laan'\]"),
        (lambda: evidence.series(["Cohen 1999"]), "give the study .* by its name, as text"),
        (lambda: comparison.misfit("gc-laan.loss", math.nan), "gc-laan.loss must be finite"),
        (lambda: comparison.misfit("gc-laan.loss", "3"), "must be a number, not '3'"),
        (lambda: comparison.misfit("gc-laan.loss", (3,)), r"must be a number or \(number, unit\)"),
        (lambda: comparison.compare({"gc-laan.loss": 3}, digits=-1), "digits must be a whole"),
        (lambda: fits.table("jorg", "parameters"), "no fitted model 'jorg'.* It has: lifetime"),
        (lambda: fits.ensemble("../evidence"), "no fitted model '../evidence'"),
        (lambda: fits.table("lifetime", "priors"), "lifetime has no table 'priors'"),
        (lambda: fits.Fitted("lifetime").parameter("mass", "1", "mass"), "no parameter 'mass'"),
        (lambda: evidence.number("gc-laan.gain"), "gc-laan has no number 'gain'.*loss, diff"),
        (lambda: evidence.number("gc-laan"), "gc-laan stands for 3 numbers: gc-laan.loss, "),
        (lambda: evidence.number("gc-barfot"), "stands for 0 numbers: it says only a direction"),
        (lambda: evidence.findings("estrogens"), "no topic 'estrogens'. Did you mean estrogen"),
        (lambda: evidence.findings(use="fit"), "no use 'fit'. It has: calibrate, validate"),
        (lambda: comparison.compare({}), "needs at least one number"),
        (lambda: comparison.misfit("gc-dose-hip.below-2p5", 0), "ratio; compare it with"),
    ],
)
def test_errors_say_what_is_allowed(ask, words):
    with pytest.raises(ModelError, match=words):
        ask()


def test_a_table_of_a_fit_is_the_callers_own():
    best = fits.table("lifetime", "parameters")
    best["value"] = 0.0
    assert (fits.table("lifetime", "parameters")["value"] != 0).any()


def test_findings_are_narrowed_by_topic_and_use():
    found = evidence.findings("glucocorticoids", use="calibrate")
    assert "gc-laan" in found
    assert {(item.topic, item.use) for item in found.values()} == {("glucocorticoids", "calibrate")}


def test_misfit_is_in_standard_errors_where_they_are_known():
    # SE printed; SE from an interval; SE of a ratio on the logarithmic scale; none known.
    assert comparison.misfit("gc-cohen1999.spine-placebo", -3.8).size == pytest.approx(-2)
    loss = evidence.number("gc-laan.loss")
    assert loss.standard_error == pytest.approx(9.0 / 3.92)
    ratio = evidence.number("gc-dose-vertebral.from-7p5")
    apart = comparison.misfit(ratio.id, 4.0)
    assert apart.unit == "SE"
    assert apart.size == pytest.approx(3.92 * math.log(4.0 / 5.18) / math.log(6.31 / 4.25))
    bare = comparison.misfit("gc-men.spine-placebo-prevention-study", -1.7)
    assert (bare.unit, str(bare)) == ("percent", "+50 %")
    assert evidence.number("mp-swan-ntx.before").standard_error is None


def test_listing_holds_every_finding_of_a_topic_with_numbers_and_source():
    text = str(comparison.listing("glucocorticoids"))
    assert text.count("\n- ") + 1 == len(evidence.findings("glucocorticoids"))
    assert "Trabecular spine density, change in 20 weeks: -8.2 % (-12.7 to -3.7); " in text
    assert "Spine placebo: -2.8 % (SE 0.5); spine risedronate 5 mg: 0.6 % (SE 0.5); " in text
    assert "randomized trial; 44 weeks; for fitting.* `gc-laan`" in text


def test_comparison_converts_units_and_shows_the_misfit():
    table = str(comparison.compare({"gc-laan.loss": (-0.082, "1"), "mp-garnero.resorption": 60}))
    assert "{footcite:p}`laan1993` (calibrate) | -8.2 % (-12.7 to -3.7) | -8.2 | +0.0 SE |" in table
    assert "| 79 to 97 % | 60.0 | below |" in table
    with pytest.raises(UnitError, match="a value in gram cannot be turned into percent"):
        comparison.compare({"gc-laan.loss": (1, "gram")})
