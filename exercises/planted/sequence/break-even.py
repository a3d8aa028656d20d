# %% second
def break_even(spared_a_year, rise):
    # The area under a line from zero equals that of a rectangle of half its height.
    next_year = spared_a_year / rise
    return next_year * np.array([1, 2])


# %% wrong: the same for one year and for all
# loses: break-even-test
# hint: The second counts all years
def break_even(spared_a_year, rise):
    return np.array([spared_a_year / rise, spared_a_year / rise])


# %% wrong: swapped
# loses: break-even-test
# hint: The two are swapped
def break_even(spared_a_year, rise):
    return np.array([2 * spared_a_year / rise, spared_a_year / rise])


# %% wrong: a square root for an area
# loses: break-even-test
# hint: half of height times width
def break_even(spared_a_year, rise):
    return np.array([1, 2**0.5]) * spared_a_year / rise


# %% wrong: upside down
# loses: break-even-test
# hint: not the rise by what is spared
def break_even(spared_a_year, rise):
    return np.array([rise / spared_a_year, 2 * rise / spared_a_year])
