"""What was done to whom: each study as interventions on the lifetime model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bonebalance import Dosing, courses, trials
from bonebalance.interventions import Step

YEAR = 365.0
MONTH = YEAR / 12


@dataclass(frozen=True)
class Protocol:
    """A group of people and what happened to them.

    Attributes
    ----------
    start : float
        Age in days at which the study began.
    interventions : tuple
        What happened, in days of age.
    """

    start: float
    interventions: tuple[Dosing | Step, ...] = ()

    def until(self, last: float) -> tuple[Dosing | Step, ...]:
        """Return what begins up to a day of age."""
        return tuple(one for one in self.interventions if one.start <= last)


def raised(levels: Mapping[str, float], start: float) -> list[Step]:
    """Return drivers that stay at other levels from `start` on."""
    return [Step(name, level, start) for name, level in levels.items()]


# Active disease, in units of health. Only what such levels do is calibrated, not the levels.
ARTHRITIS, SPONDYLITIS = (
    {name: active for name, (_, active) in drivers.items()}
    for drivers in (courses.ARTHRITIS, courses.SPONDYLITIS)
)


def _after(age: float, months: float) -> float:
    return age * YEAR + months * MONTH


def _course(
    age: float, *phases: tuple[str, float, float, float, float], drivers: Iterable[Step] = ()
) -> Protocol:
    """Return phases of (drug, amount, every how many days, from month, to month)."""
    doses = tuple(
        Dosing(drug, amount, every, _after(age, first), _after(age, last))
        for drug, amount, every, first, last in phases
    )
    return Protocol(age * YEAR, (*doses, *drivers))


def _flare(age: float, levels: Mapping[str, float], years_before: float) -> list[Step]:
    return raised(levels, (age - years_before) * YEAR)


def protocols() -> dict[str, Protocol]:
    """Return every protocol by name: digitized trial arms and those of the table."""
    found = {name: Protocol(arm.start, arm.doses) for name, arm in trials.arms().items()}
    return found | _of_drugs() | _of_steroids_and_inflammation()


def _of_drugs() -> dict[str, Protocol]:
    """Return life itself, and trials of drugs for bone."""
    return {
        "life": Protocol(25 * YEAR),
        "menopause": Protocol(50 * YEAR),
        "around-menopause": Protocol(46 * YEAR),
        "old-age-68": Protocol(68 * YEAR),
        "old-age-87": Protocol(87 * YEAR),
        "before-menopause": Protocol(45 * YEAR),
        "pepi-placebo": _course(56),
        "pepi-estrogen": _course(56, ("estradiol", 1, 1, 0, 36)),
        "wasnich-estrogen": _course(53, ("estradiol", 1, 1, 0, 48)),
        "wasnich-alendronate": _course(53, ("alendronate", 5, 1, 0, 48)),
        "freedom-placebo": _course(72),
        "freedom-denosumab": _course(72, ("denosumab", 60, 6 * MONTH, 0, 120)),
        "freedom-crossover": _course(75, ("denosumab", 60, 6 * MONTH, 0, 24)),
        "arch": _course(74, ("romosozumab", 210, MONTH, 0, 12), ("alendronate", 10, 1, 12, 36)),
        "frame": _course(
            71, ("romosozumab", 210, MONTH, 0, 12), ("denosumab", 60, 6 * MONTH, 12, 24)
        ),
        "data-combination": _course(
            66, ("teriparatide", 20, 1, 0, 24), ("denosumab", 60, 6 * MONTH, 0, 24)
        ),
        "data-teriparatide": _course(66, ("teriparatide", 20, 1, 0, 24)),
        "data-denosumab": _course(66, ("denosumab", 60, 6 * MONTH, 0, 24)),
        "flex-stopped": _course(68, ("alendronate", 5, 1, 0, 24), ("alendronate", 10, 1, 24, 60)),
        "flex-continued": _course(
            68, ("alendronate", 5, 1, 0, 24), ("alendronate", 10, 1, 24, 60),
            ("alendronate", 7.5, 1, 60, 120),
        ),
        "giop-teriparatide": _course(
            57, ("prednisolone", 7.5, 1, -24, 18), ("teriparatide", 20, 1, 0, 18)
        ),
        "giop-alendronate": _course(
            57, ("prednisolone", 7.5, 1, -24, 18), ("alendronate", 10, 1, 0, 18)
        ),
        "liberman-placebo": _course(64),
        "liberman-alendronate": _course(64, ("alendronate", 10, 1, 0, 36)),
        "prevention-placebo": _course(58),
        "prevention-one": _course(58, ("zoledronate", 5, 365, 0, 1)),
        "prevention-two": _course(58, ("zoledronate", 5, 365, 0, 24)),
        "grey-placebo": _course(65),
        "grey-1": _course(65, ("zoledronate", 1, 365, 0, 1)),
        "grey-2.5": _course(65, ("zoledronate", 2.5, 365, 0, 1)),
        "grey-5": _course(65, ("zoledronate", 5, 365, 0, 1)),
        "fpt-teriparatide": _course(69, ("teriparatide", 20, 1, 0, 19)),
        "fpt-placebo": _course(69),
        "mcclung2005-teriparatide": _course(65, ("teriparatide", 20, 1, 0, 18)),
        "mcclung2005-alendronate": _course(65, ("alendronate", 10, 1, 0, 18)),
        "active": _course(69, ("abaloparatide", 80, 1, 0, 18), ("alendronate", 10, 1, 19, 43)),
        "active-placebo": _course(69, ("alendronate", 10, 1, 19, 43)),
    }  # fmt: skip


def _of_steroids_and_inflammation() -> dict[str, Protocol]:
    """Return steroids, inflammation, its drugs, and bed rest."""
    return {
        "cohen1999": _course(60, ("prednisolone", 11, 1, 0, 12)),
        "adachi1997": _course(60, ("prednisolone", 15, 1, 0, 12)),
        "dempster": _course(55, ("prednisolone", 12, 1, 0, 24)),
        "okada": _course(
            30, ("prednisolone", 50, 1, 0, 2), ("prednisolone", 25, 1, 2, 6),
            ("prednisolone", 12, 1, 6, 12),
        ),
        "laan": _course(
            45, ("prednisolone", 10, 1, 0, 2.8), ("prednisolone", 5, 1, 2.8, 4.6)
        ),
        "spondylitis-anti-tnf": _course(
            42, ("etanercept", 50, 7, 0, 24), drivers=_flare(42, SPONDYLITIS, 5)
        ),
        "early-arthritis": _course(45, drivers=_flare(45, ARTHRITIS, 0)),
        "withdrawal": _course(62, ("estradiol", 1, 1, -2, 0)),
        "withdrawal-etanercept": _course(
            62, ("estradiol", 1, 1, -2, 0), ("etanercept", 25, 3.5, 0, 1)
        ),
        "bed-rest": _course(34, drivers=[Step("load", 0.0, 34 * YEAR)]),
        **{
            f"godschalk-{dose}": _course(30, ("prednisolone", dose, 1, 0, 1))
            for dose in (10, 15, 20, 60)
        },
    }  # fmt: skip
