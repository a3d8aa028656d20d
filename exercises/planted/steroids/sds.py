# %% second
import math


def sds(ratio, gradient):
    return math.log(ratio, gradient)


# %% wrong: divided once
# loses: sds-test
# hint: Is the risk divided only once
def sds(ratio, gradient):
    return ratio / gradient


# %% wrong: no base
# loses: sds-test
# hint: The gradient is missing
def sds(ratio, gradient):
    return np.log(ratio)


# %% wrong: upside down
# loses: sds-test
# hint: Upside down
def sds(ratio, gradient):
    return np.log(gradient) / np.log(ratio)


# %% wrong: a straight line
# loses: sds-test
# hint: it multiplies
def sds(ratio, gradient):
    return (ratio - 1) / (gradient - 1)
