# %% second
def least_significant_change(error):
    return 2.77 * error


# %% wrong: one scan only
# loses: least-change-test
# hint: That is for one scan
def least_significant_change(error):
    return 1.96 * error


# %% wrong: adds the errors
# loses: least-change-test
# hint: Two errors do not simply add
def least_significant_change(error):
    return 1.96 * (error + error)


# %% wrong: one standard deviation
# loses: least-change-test
# hint: one standard deviation of the difference
def least_significant_change(error):
    return error * 2**0.5
