# %% second
def hole(age, depth, wall, dig, wait, fill):
    age = np.asarray(age, dtype=float)
    dug = depth * np.clip(age / dig, 0, 1)
    refilled = wall * np.clip((age - dig - wait) / fill, 0, 1)
    return dug - refilled


# %% wrong: refills to the brim
# loses: hole-test
# hint: it did not refill to the brim
def hole(age, depth, wall, dig, wait, fill):
    return np.interp(age, np.cumsum([0, dig, wait, fill]), [0, depth, depth, 0])


# %% wrong: begins to refill at once
# loses: hole-test
# hint: The hole is also open while it waits
def hole(age, depth, wall, dig, wait, fill):
    age = np.asarray(age, dtype=float)
    return depth * np.clip(age / dig, 0, 1) - wall * np.clip((age - dig) / fill, 0, 1)


# %% wrong: heals when the unit is finished
# loses: hole-test
# hint: It does not heal
def hole(age, depth, wall, dig, wait, fill):
    days = np.cumsum([0, dig, wait, fill])
    return np.interp(age, days, [0, depth, depth, depth - wall], right=0)


# %% wrong: the height of the surface, not what is missing
# loses: hole-test
# hint: The sign is the wrong way round
def hole(age, depth, wall, dig, wait, fill):
    return np.interp(age, np.cumsum([0, dig, wait, fill]), [0, -depth, -depth, wall - depth])


# %% wrong: digs before the start
# loses: hole-test
# hint: the unit has not started
def hole(age, depth, wall, dig, wait, fill):
    age = np.asarray(age, dtype=float)
    dug = np.minimum(depth * age / dig, depth)
    return dug - wall * np.clip((age - dig - wait) / fill, 0, 1)
