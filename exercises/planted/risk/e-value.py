# %% second
def e_value(ratio):
    # a * a - 2 * ratio * a + ratio = 0
    return max(np.roots([1, -2 * ratio, ratio]))


# %% wrong: takes the smaller root
# loses: e-value-test
# hint: That is the smaller solution
def e_value(ratio):
    return ratio - np.sqrt(ratio * (ratio - 1))


# %% wrong: puts the wrong term under the root
# loses: e-value-test
# hint: Which part of it lies under the root
def e_value(ratio):
    return ratio + np.sqrt((ratio - 1) ** 2)


# %% wrong: computes what the arrows fake
# loses: e-value-test
# hint: That is what the arrows can fake
def e_value(ratio):
    return ratio * ratio / (2 * ratio - 1)
