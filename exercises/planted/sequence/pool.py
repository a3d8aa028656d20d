# %% second
def pool(L, years, k, f):
    """Follow the pool with many small steps, each exact."""
    P, leave = 1.0, 1 - f * (1 - L)
    steps = 4000
    shrink = np.exp(-k * leave * 365 * years / steps)
    for _ in range(steps):
        P = P * shrink + (1 - shrink) / leave
    return P


# %% wrong: where the pool ends
# loses: pool-test
# hint: this is where it ends
def pool(L, years, k, f):
    return 1 / (1 - f + f * L)


# %% wrong: the pace without what leaves
# loses: pool-test
# hint: k is multiplied by 1 - f + f L
def pool(L, years, k, f):
    end = 1 / (1 - f + f * L)
    return end + (1 - end) * np.exp(-k * 365 * years)


# %% wrong: years for days
# loses: pool-test
# hint: k is per day
def pool(L, years, k, f):
    leave = 1 - f + f * L
    return 1 / leave + (1 - 1 / leave) * np.exp(-k * leave * years)


# %% wrong: only maturing empties the pool
# loses: pool-test
# hint: 1 - f is missing
def pool(L, years, k, f):
    leave = f * L
    return 1 / leave + (1 - 1 / leave) * np.exp(-k * leave * 365 * years)
