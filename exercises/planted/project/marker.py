# %% second
def marker(years, stop, k, f):
    """Follow the pool with many small steps, each exact."""
    change = []
    for last in np.atleast_1d(years):
        P = 1.0
        for span, L in ((min(last, stop), given.left), (max(last - stop, 0.0), 1.0)):
            leave = 1 - f * (1 - L)
            for _ in range(50):
                P += (1 / leave - P) * -np.expm1(-k * leave * span / 50)
        change.append(100 * ((given.left if last <= stop else 1.0) * P - 1))
    return np.array(change)


# %% wrong: a pool that never fills
# loses: marker-test
# hint: The pool has not filled
def marker(years, stop, k, f):
    years = np.asarray(years, dtype=float)
    return 100 * (np.where(years <= stop, given.left, 1.0) - 1)


# %% wrong: a pool that never empties
# loses: marker-test
# hint: goes on from where the drug left it
def marker(years, stop, k, f):
    years = np.asarray(years, dtype=float)
    leave = 1 - f + f * given.left
    pool = 1 / leave + (1 - 1 / leave) * np.exp(-k * leave * np.minimum(years, stop))
    return 100 * (np.where(years <= stop, given.left, 1.0) * pool - 1)


# %% wrong: the level for the change
# loses: marker-test
# hint: subtract 1
def marker(years, stop, k, f):
    years = np.asarray(years, dtype=float)
    leave = 1 - f + f * given.left
    pool = 1 / leave + (1 - 1 / leave) * np.exp(-k * leave * np.minimum(years, stop))
    left = 1 + (pool - 1) * np.exp(-k * np.maximum(years - stop, 0))
    return 100 * np.where(years <= stop, given.left, 1.0) * left
