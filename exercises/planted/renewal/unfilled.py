# %% second
def unfilled(loss, a, half):
    lost_a_year = 0.01 * loss * half
    return lost_a_year * a**-1.0


# %% wrong: the loss of a year, not of a unit
# loses: unfilled-test
# hint: How many start at one place in a year
def unfilled(loss, a, half):
    return loss / 100 * half


# %% wrong: multiplies by the frequency
# loses: unfilled-test
# hint: each of them leaves less
def unfilled(loss, a, half):
    return loss / 100 * half * a


# %% wrong: percent for fraction
# loses: unfilled-test
# hint: a hundred times too large
def unfilled(loss, a, half):
    return loss * half / a


# %% wrong: both faces
# loses: unfilled-test
# hint: Each face has half
def unfilled(loss, a, half):
    return loss / 100 * 2 * half / a
