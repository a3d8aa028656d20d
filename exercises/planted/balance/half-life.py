# %% second
def half_life(k):
    return -np.log(0.5) / k


# %% wrong: the time constant
# loses: half-life-test
# hint: That is the time constant
def half_life(k):
    return 1 / k


# %% wrong: half of the time constant
# loses: half-life-test
# hint: the decay is exponential
def half_life(k):
    return 0.5 / k


# %% wrong: common logarithm
# loses: half-life-test
# hint: natural logarithm
def half_life(k):
    return np.log10(2) / k


# %% wrong: in days
# loses: half-life-test
# hint: days where years are needed
def half_life(k):
    return 365 * np.log(2) / k
