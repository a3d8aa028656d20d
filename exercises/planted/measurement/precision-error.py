# %% second
def precision_error(first, second):
    pairs = np.vstack([first, second])
    return np.sqrt(np.mean(np.var(pairs, axis=0, ddof=1)))


# %% wrong: the scatter of the difference
# loses: precision-error-test
# hint: holds the errors of both scans. One
def precision_error(first, second):
    return np.sqrt(np.mean((second - first) ** 2))


# %% wrong: the standard deviation of the difference
# loses: precision-error-test
# hint: the mean difference is out
def precision_error(first, second):
    return np.std(second - first)


# %% wrong: takes the mean difference out
# loses: precision-error-test
# hint: Square the differences as they are
def precision_error(first, second):
    return np.std(second - first) / np.sqrt(2)


# %% wrong: gains and losses cancel
# loses: precision-error-test
# hint: Gains and losses cancel
def precision_error(first, second):
    return np.mean(second - first)


# %% wrong: the variance
# loses: precision-error-test
# hint: Take its root
def precision_error(first, second):
    return np.mean((second - first) ** 2) / 2
