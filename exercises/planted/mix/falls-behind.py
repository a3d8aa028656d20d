# %% second
def falls_behind(ratio, gap, gradient, share):
    explained = np.exp(gap * np.log(gradient))
    return (ratio / explained - (1 - share)) / share


# %% wrong: takes the factor for the falls
# loses: falls-behind-test
# hint: only a share of fractures follows a fall
def falls_behind(ratio, gap, gradient, share):
    return ratio / gradient**gap


# %% wrong: leaves density out
# loses: falls-behind-test
# hint: Divide by what density explains first
def falls_behind(ratio, gap, gradient, share):
    return 1 + (ratio - 1) / share


# %% wrong: forgets fractures without a fall
# loses: falls-behind-test
# hint: The fractures without a fall stay
def falls_behind(ratio, gap, gradient, share):
    return ratio / gradient**gap / share


# %% wrong: multiplies gap and gradient
# loses: falls-behind-test
# hint: to the power of the gap
def falls_behind(ratio, gap, gradient, share):
    return 1 + (ratio / (gap * gradient) - 1) / share
