# %% second
def closed(pressure, mean, sd):
    # The logistic curve is half a hyperbolic tangent, shifted.
    steps = np.pi / np.sqrt(3) * (pressure - mean) / sd
    return 0.5 * (1 + np.tanh(steps / 2))


# %% wrong: the open ones
# loses: closed-test
# hint: That is the share that is open
def closed(pressure, mean, sd):
    return 1 / (1 + np.exp((pressure - mean) / sd * np.pi / np.sqrt(3)))


# %% wrong: no factor with pi
# loses: closed-test
# hint: Is the factor with pi missing
def closed(pressure, mean, sd):
    return 1 / (1 + np.exp((mean - pressure) / sd))


# %% wrong: the root above the line
# loses: closed-test
# hint: Is the square root of 3 on the right side
def closed(pressure, mean, sd):
    return 1 / (1 + np.exp((mean - pressure) / sd * np.pi * np.sqrt(3)))


# %% wrong: all at once
# loses: closed-test
# hint: vessels differ
def closed(pressure, mean, sd):
    return np.where(pressure > mean, 1, 0)
