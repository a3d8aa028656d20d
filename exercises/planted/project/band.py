# %% second
rng = np.random.default_rng(1)
said = np.concatenate([course(VISITS, arms[name][0], *fitted) for name in ("stopped", "stayed")])
curves = []
for _ in range(200):
    made = said + given.noise * rng.standard_normal(said.size)
    again = least_squares(
        lambda p, made=made: (
            residuals(p)
            + (np.concatenate([arms["stopped"][1], arms["stayed"][1]]) - made) / given.noise
        ),
        fitted,
        x_scale=[0.1, 3, 0.1],
    )
    curves.append(course([given.ask], 1.0, *again.x)[0])
band = np.quantile(curves, (0.05, 0.95))


# %% wrong: the band of a new measurement
# loses: band-test
# hint: leave its noise out
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
cover = np.linalg.inv(own.jac.T @ own.jac)
slope = np.array(
    [
        (course([given.ask], 1.0, *(own.x + h))[0] - course([given.ask], 1.0, *(own.x - h))[0])
        / (2 * h.sum())
        for h in np.diag(1e-4 * own.x)
    ]
)
error = np.sqrt(slope @ cover @ slope + given.noise**2)
band = course([given.ask], 1.0, *own.x)[0] + np.array([-1.645, 1.645]) * error


# %% wrong: the band of another arm
# loses: band-test
# hint: not around the prediction
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
cover = np.linalg.inv(own.jac.T @ own.jac)
slope = np.array(
    [
        (course([given.ask], 3.0, *(own.x + h))[0] - course([given.ask], 3.0, *(own.x - h))[0])
        / (2 * h.sum())
        for h in np.diag(1e-4 * own.x)
    ]
)
error = np.sqrt(slope @ cover @ slope)
band = course([given.ask], 3.0, *own.x)[0] + np.array([-1.645, 1.645]) * error


# %% wrong: one standard error to each side
# loses: band-test
# hint: too narrow
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
cover = np.linalg.inv(own.jac.T @ own.jac)
slope = np.array(
    [
        (course([given.ask], 1.0, *(own.x + h))[0] - course([given.ask], 1.0, *(own.x - h))[0])
        / (2 * h.sum())
        for h in np.diag(1e-4 * own.x)
    ]
)
error = np.sqrt(slope @ cover @ slope)
band = course([given.ask], 1.0, *own.x)[0] + np.array([-1, 1]) * error
