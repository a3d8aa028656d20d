# %% second
def open_space(a, depth, wall, dig, wait, fill):
    """Add up the hole of one unit on a fine clock."""
    stages = np.cumsum([0, dig, wait, fill])
    step = stages[-1] / 2_000_000
    age = step * (np.arange(2_000_000) + 0.5)
    return a * np.interp(age, stages, [0, depth, depth, depth - wall]).sum() * step / 365.25


# %% wrong: whole depth while digging
# loses: open-space-test
# hint: only half of the depth is missing on average
def open_space(a, depth, wall, dig, wait, fill):
    return a * (depth * (dig + wait) + (depth - wall / 2) * fill) / 365.25


# %% wrong: whole depth while refilling
# loses: open-space-test
# hint: on average half of the wall is back
def open_space(a, depth, wall, dig, wait, fill):
    return a * depth * (dig / 2 + wait + fill) / 365.25


# %% wrong: half of the depth back, not half of the wall
# loses: open-space-test
# hint: not half of the depth
def open_space(a, depth, wall, dig, wait, fill):
    return a * depth * (dig / 2 + wait + fill / 2) / 365.25


# %% wrong: the share of the surface times the depth
# loses: open-space-test
# hint: the whole depth in all stages
def open_space(a, depth, wall, dig, wait, fill):
    return a * (dig + wait + fill) / 365.25 * depth


# %% wrong: days for years
# loses: open-space-test
# hint: days where years are needed
def open_space(a, depth, wall, dig, wait, fill):
    return a * (depth * (dig / 2 + wait + fill) - wall * fill / 2)
