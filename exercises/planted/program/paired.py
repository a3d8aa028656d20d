# %% second
def paired(one, other):
    # only those whose two lives differ count
    more, fewer = np.sum(one > other), np.sum(one < other)
    variance = more + fewer - (more - fewer) ** 2 / len(one)
    reach = 1.96 * variance**0.5
    return [more - fewer, more - fewer - reach, more - fewer + reach]


# %% wrong: takes the women for different ones
# loses: paired-test
# hint: That is the interval for different women
def paired(one, other):
    difference = np.sum(one) - np.sum(other)
    reach = 1.96 * np.sqrt(len(one) * (np.var(one) + np.var(other)))
    return np.array([difference, difference - reach, difference + reach])


# %% wrong: takes the error of the mean
# loses: paired-test
# hint: That is the error of a mean
def paired(one, other):
    each = one - other
    reach = 1.96 * np.std(each) / np.sqrt(len(each))
    return np.array([each.sum(), each.sum() - reach, each.sum() + reach])


# %% wrong: gives one standard error
# loses: paired-test
# hint: One standard error is not an interval
def paired(one, other):
    each = one - other
    reach = np.std(each) * np.sqrt(len(each))
    return np.array([each.sum(), each.sum() - reach, each.sum() + reach])


# %% wrong: turns the difference around
# loses: paired-test
# hint: One minus other
def paired(one, other):
    each = other - one
    reach = 1.96 * np.std(each) * np.sqrt(len(each))
    return np.array([each.sum(), each.sum() - reach, each.sum() + reach])
