# %% second
def supply(hours, rest, level, tau):
    # What is missing grows toward 1 - level and then decays.
    missing = (1 - level) * (1 - np.exp(-hours / tau))
    return 1 - missing * np.exp(-rest / tau)


# %% wrong: no rest
# loses: supply-test
# hint: The rest is missing
def supply(hours, rest, level, tau):
    return level + (1 - level) * np.exp(-hours / tau)


# %% wrong: rises from the level
# loses: supply-test
# hint: It was on its way
def supply(hours, rest, level, tau):
    if hours == 0:
        return 1.0
    return 1 - (1 - level) * np.exp(-rest / tau)


# %% wrong: falls to zero
# loses: supply-test
# hint: not toward zero
def supply(hours, rest, level, tau):
    least = np.exp(-hours / tau)
    return 1 - (1 - least) * np.exp(-rest / tau)


# %% wrong: starts at zero
# loses: supply-test
# hint: It starts at 1
def supply(hours, rest, level, tau):
    least = level * (1 - np.exp(-hours / tau))
    return 1 - (1 - least) * np.exp(-rest / tau)


# %% wrong: squeeze and rest exchanged
# loses: supply-test
# hint: exchanged
def supply(rest, hours, level, tau):
    missing = (1 - level) * (1 - np.exp(-rest / tau))
    return 1 - missing * np.exp(-hours / tau)


# %% wrong: falls on
# loses: supply-test
# hint: go on falling
def supply(hours, rest, level, tau):
    return level + (1 - level) * np.exp(-(hours + rest) / tau)
