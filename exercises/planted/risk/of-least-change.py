# %% second
def of_least_change(difference, error):
    return difference / 2.77 / error


# %% wrong: counts in errors
# loses: of-least-change-test
# hint: That counts in errors of one scan
def of_least_change(difference, error):
    return difference / error


# %% wrong: one scan only
# loses: of-least-change-test
# hint: That is for one scan
def of_least_change(difference, error):
    return difference / (1.96 * error)


# %% wrong: gives the least change
# loses: of-least-change-test
# hint: That is the least change itself
def of_least_change(difference, error):
    return 1.96 * np.sqrt(2) * error
