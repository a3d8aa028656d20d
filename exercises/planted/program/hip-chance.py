# %% second
def hip_chance(rate, doubling, years):
    # the mean over many short steps, each with its own rate
    middle = (np.arange(20_000) + 0.5) / 20_000 * years
    growth = np.mean(2 ** (middle / doubling)) * years
    return -np.expm1(-np.asarray(rate) * growth)


# %% wrong: gives the expected number
# loses: hip-chance-test
# hint: it can exceed 1
def hip_chance(rate, doubling, years):
    return rate * doubling * (2 ** (years / doubling) - 1) / np.log(2)


# %% wrong: keeps her as old as she is
# loses: hip-chance-test
# hint: She grows older in these years
def hip_chance(rate, doubling, years):
    return 1 - np.exp(-rate * years)


# %% wrong: multiplies the rate by the years
# loses: hip-chance-test
# hint: The rate times the years
def hip_chance(rate, doubling, years):
    return rate * years


# %% wrong: gives the chance of no fracture
# loses: hip-chance-test
# hint: That is the chance of no fracture
def hip_chance(rate, doubling, years):
    return np.exp(-rate * doubling * (2 ** (years / doubling) - 1) / np.log(2))
