"""A page about a whole class: how many points, what was missed most, who needs a look."""

import html
from collections import Counter
from pathlib import Path

from tools.assignments.results import Result

BINS = 10
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .2rem .6rem .2rem 0; vertical-align: top }
th { border-bottom: 1px solid } svg { width: 100%; height: auto } .bar { fill: #0072b2 }
.warning { border-left: .3rem solid #d55e00; padding-left: .8rem }
@media (prefers-color-scheme: dark) { body { background: #121212; color: #eee }
svg text { fill: #eee } .bar { fill: #56b4e9 } }
"""


def write_summary(results: list[Result], path: Path) -> None:
    """Write the page; it needs nothing beside itself.

    Parameters
    ----------
    results : list of Result
        All results.
    path : Path
        The page.
    """
    names = sorted({one.assignment for one in results if one.assignment})
    parts = [_warning(results)]
    for name in names:
        parts += _assignment(name, [one for one in results if one.assignment == name])
    lost = [one for one in results if not one.assignment]
    if lost:
        rows = [[one.student, one.reason] for one in lost]
        parts += ["<h2>Without a notebook</h2>", _table(["folder", "why"], rows)]
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Grades</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>{_STYLE}</style></head><body><h1>Grades</h1>{''.join(parts)}</body></html>\n"
    )
    unfinished = path.with_suffix(".part")
    unfinished.write_text(page, encoding="utf-8")
    unfinished.replace(path)


def _warning(results: list[Result]) -> str:
    free = sum(not one.confined for one in results)
    if not free:
        return ""
    return (
        f'<p class="warning">{free} submissions ran unconfined: with the rights of whoever graded, '
        "with the network, and able to read the solutions. Look at them before you trust them.</p>"
    )


def _assignment(name: str, mine: list[Result]) -> list[str]:
    count = Counter(one.status for one in mine)
    said = ", ".join(f"{number} {status}" for status, number in sorted(count.items()))
    late = sum(one.days_late > 0 for one in mine)
    waiting = sum(one.open_points > 0 for one in mine)
    parts = [f"<h2>{html.escape(name)}</h2>", f"<p>Handed in: {len(mine)}, {said}; {late} late; "]
    parts.append(f"{waiting} with answers that wait for a person. Points are those by tests.</p>")
    parts.append(_histogram(mine))
    missed: Counter[str] = Counter()
    typical: dict[str, Counter[str]] = {}
    graded = [one for one in mine if one.status == "graded"]
    for one in graded:
        for test, cell in one.cells.items():
            if cell.get("hint") and not cell.get("score") and not cell.get("manual"):
                missed[test] += 1
                typical.setdefault(test, Counter())[str(cell["hint"])[:160]] += 1
    if missed:
        rows = [
            [test, f"{number} of {len(graded)}", typical[test].most_common(1)[0][0]]
            for test, number in missed.most_common(8)
        ]
        parts += ["<h3>Missed most</h3>", _table(["test", "missed by", "most often"], rows)]
    look = [one for one in mine if one.status != "graded"]
    if look:
        rows = [[one.student, one.status, one.reason[:200]] for one in look]
        parts += ["<h3>Not graded to the end</h3>", _table(["student", "status", "why"], rows)]
    return parts


def _histogram(mine: list[Result]) -> str:
    possible = max((one.possible for one in mine), default=0) or 1
    bins = Counter(min(BINS - 1, int(BINS * one.score / possible)) for one in mine)
    most = max(bins.values(), default=1)
    bars = []
    for place in range(BINS):
        number = bins[place]
        height = 90 * number / most
        x = 10 + 48 * place
        bars.append(
            f'<rect class="bar" x="{x}" y="{110 - height:.1f}" width="44" height="{height:.1f}"/>'
            f'<text x="{x + 22}" y="{104 - height:.1f}" text-anchor="middle" font-size="12">'
            f"{number or ''}</text>"
        )
    ends = (
        '<text x="10" y="128" font-size="12">0 points</text>'
        f'<text x="488" y="128" font-size="12" text-anchor="end">{possible:g} points</text>'
    )
    counts = ", ".join(str(bins[place]) for place in range(BINS))
    label = f"Histogram of points in tenths of {possible:g}, from lowest: {counts}"
    return f'<svg viewBox="0 0 500 135" role="img" aria-label="{label}">{"".join(bars)}{ends}</svg>'


def _table(columns: list[str], rows: list[list[str]]) -> str:
    head = "".join(f'<th scope="col">{html.escape(column)}</th>' for column in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(value)}</td>" for value in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
