# %% second
third = arms["third"]
predicted = np.array([course([t], third[0], *fitted)[0] for t in VISITS])
kept_out = (np.sum(((third[1] - predicted) / given.noise) ** 2) / len(VISITS)) ** 0.5


# %% wrong: another arm is predicted
# loses: predicted-test
# hint: stopped after two years
from scipy.optimize import brentq, least_squares


def own_misses(p):
    found = []
    for name in ("stopped", "stayed"):
        stop, seen = arms[name]
        found.append((course(VISITS, stop, *p) - seen) / given.noise)
    return np.concatenate(found)


own = min(
    (
        least_squares(
            own_misses, start, x_scale=[0.1, 3, 0.1], bounds=([0.01, 1, 0.02], [5, 60, 0.98])
        )
        for start in ([0.6, 12, 0.5], [0.2, 20, 0.3], [1.1, 8, 0.8])
    ),
    key=lambda run: run.cost,
)
predicted = course(VISITS, 2.0, *own.x)
kept_out = np.sqrt(np.mean(((predicted - arms["third"][1]) / given.noise) ** 2))


# %% wrong: percent for standard errors
# loses: predicted-test
# hint: divide by given.noise
from scipy.optimize import brentq, least_squares


def own_misses(p):
    found = []
    for name in ("stopped", "stayed"):
        stop, seen = arms[name]
        found.append((course(VISITS, stop, *p) - seen) / given.noise)
    return np.concatenate(found)


own = min(
    (
        least_squares(
            own_misses, start, x_scale=[0.1, 3, 0.1], bounds=([0.01, 1, 0.02], [5, 60, 0.98])
        )
        for start in ([0.6, 12, 0.5], [0.2, 20, 0.3], [1.1, 8, 0.8])
    ),
    key=lambda run: run.cost,
)
predicted = course(VISITS, 1.0, *own.x)
kept_out = np.sqrt(np.mean((predicted - arms["third"][1]) ** 2))


# %% wrong: no root
# loses: predicted-test
# hint: and then its root
from scipy.optimize import brentq, least_squares


def own_misses(p):
    found = []
    for name in ("stopped", "stayed"):
        stop, seen = arms[name]
        found.append((course(VISITS, stop, *p) - seen) / given.noise)
    return np.concatenate(found)


own = min(
    (
        least_squares(
            own_misses, start, x_scale=[0.1, 3, 0.1], bounds=([0.01, 1, 0.02], [5, 60, 0.98])
        )
        for start in ([0.6, 12, 0.5], [0.2, 20, 0.3], [1.1, 8, 0.8])
    ),
    key=lambda run: run.cost,
)
predicted = course(VISITS, 1.0, *own.x)
kept_out = np.mean(((predicted - arms["third"][1]) / given.noise) ** 2)
