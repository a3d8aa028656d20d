# %% second
def found_ratio(looking, finding, years):
    hidden, found, steps = 4 / finding, 0.0, 200_000
    dt = years / steps
    for _ in range(steps):
        new = looking * finding * hidden * dt
        found += new
        hidden += 4 * dt - new
    return found / (4 * years)


# %% wrong: takes the first day for all years
# loses: found-ratio-test
# hint: That holds on the first day only
def found_ratio(looking, finding, years):
    return looking


# %% wrong: empties the store at the old pace
# loses: found-ratio-test
# hint: The store empties at the new pace
def found_ratio(looking, finding, years):
    store = (1 - 1 / looking) / finding
    return 1 + store * (1 - np.exp(-finding * years)) / years


# %% wrong: finds all that is hidden
# loses: found-ratio-test
# hint: Not all of the hidden are found in the end
def found_ratio(looking, finding, years):
    return 1 + (1 - np.exp(-finding * looking * years)) / finding / years


# %% wrong: gives the excess
# loses: found-ratio-test
# hint: That is only the excess
def found_ratio(looking, finding, years):
    store = (1 - 1 / looking) / finding
    return store * (1 - np.exp(-finding * looking * years)) / years
