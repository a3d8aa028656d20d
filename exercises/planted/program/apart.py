# %% second
def apart(one, other):
    sums = [np.sum(one), np.sum(other)]
    variance = sum(s * (1 - s / len(one)) for s in sums)
    low, high = np.array([-1, 1]) * 1.96 * variance**0.5 + sums[0] - sums[1]
    return [sums[0] - sums[1], low, high]


# %% wrong: takes the women for the same
# loses: apart-test
# hint: That is the interval for the same women
def apart(one, other):
    each = one - other
    reach = 1.96 * np.std(each) * np.sqrt(len(each))
    return np.array([each.sum(), each.sum() - reach, each.sum() + reach])


# %% wrong: adds the errors
# loses: apart-test
# hint: Independent errors add as squares
def apart(one, other):
    difference = np.sum(one) - np.sum(other)
    reach = 1.96 * np.sqrt(len(one)) * (np.std(one) + np.std(other))
    return np.array([difference, difference - reach, difference + reach])


# %% wrong: subtracts the variances
# loses: apart-test
# hint: Variances of independent towns add
def apart(one, other):
    difference = np.sum(one) - np.sum(other)
    reach = 1.96 * np.sqrt(len(one) * (np.var(one) - np.var(other)))
    return np.array([difference, difference - reach, difference + reach])


# %% wrong: takes the root of the counts
# loses: apart-test
# hint: the variance is below the count
def apart(one, other):
    difference = np.sum(one) - np.sum(other)
    reach = 1.96 * np.sqrt(np.sum(one) + np.sum(other))
    return np.array([difference, difference - reach, difference + reach])
