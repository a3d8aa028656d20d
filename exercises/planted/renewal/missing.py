# %% second
def missing(times, starts, sites, depth, wall, dig, wait, fill):
    """Go from unit to unit and add what each lacks at every time."""
    days = 365.25 * np.asarray(times, dtype=float)
    total = np.zeros(days.size)
    for start in starts:
        age = days - 365.25 * start
        total += depth * np.clip(age / dig, 0, 1)
        total -= wall * np.clip((age - dig - wait) / fill, 0, 1)
    return total / sites


# %% wrong: counts years as days
# loses: missing-test missing-edges
# hint: Times are in years
def missing(times, starts, sites, depth, wall, dig, wait, fill):
    age = np.subtract.outer(np.asarray(times), starts)
    stages = np.cumsum([0, dig, wait, fill])
    return np.interp(age, stages, [0, depth, depth, depth - wall]).sum(axis=1) / sites


# %% wrong: averages over units, not over places
# loses: missing-test missing-edges
# hint: also those without a unit
def missing(times, starts, sites, depth, wall, dig, wait, fill):
    age = 365.25 * np.subtract.outer(np.asarray(times), starts)
    stages = np.cumsum([0, dig, wait, fill])
    return np.interp(age, stages, [0, depth, depth, depth - wall]).mean(axis=1)


# %% wrong: forgets what finished units left
# loses: missing-test missing-edges
# hint: What finished units left unfilled is missing
def missing(times, starts, sites, depth, wall, dig, wait, fill):
    age = 365.25 * np.subtract.outer(np.asarray(times), starts)
    stages = np.cumsum([0, dig, wait, fill])
    lacks = np.interp(age, stages, [0, depth, depth, depth - wall])
    return np.where(age < stages[-1], lacks, 0).sum(axis=1) / sites


# %% wrong: stumbles over an empty list
# loses: missing-edges
# hint: zero-size array
def missing(times, starts, sites, depth, wall, dig, wait, fill):
    age = 365.25 * np.subtract.outer(np.asarray(times), starts)
    if age.max() < 0:
        return np.zeros(len(times))
    stages = np.cumsum([0, dig, wait, fill])
    return np.interp(age, stages, [0, depth, depth, depth - wall]).sum(axis=1) / sites


# %% wrong: sums over times instead of units
# loses: missing-test missing-edges
# hint: It should be 4 numbers
def missing(times, starts, sites, depth, wall, dig, wait, fill):
    age = 365.25 * np.subtract.outer(np.asarray(times), starts)
    stages = np.cumsum([0, dig, wait, fill])
    return np.interp(age, stages, [0, depth, depth, depth - wall]).sum(axis=0) / sites
