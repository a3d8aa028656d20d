# %% second
def risk_per_sd(base, correlation, strength, load):
    x = norm.isf(base)
    mean_of_the_broken = norm.pdf(x) / norm.sf(x)
    share = strength / (strength**2 + load**2) ** 0.5
    return float(np.exp(correlation * share * mean_of_the_broken))


# %% wrong: takes the scan for strength
# loses: risk-per-sd-test
# hint: That is the gradient of strength itself
def risk_per_sd(base, correlation, strength, load):
    depth = norm.pdf(norm.ppf(base)) / base
    return np.exp(strength / np.hypot(strength, load) * depth)


# %% wrong: stops at the logarithm
# loses: risk-per-sd-test
# hint: That is the logarithm of the gradient
def risk_per_sd(base, correlation, strength, load):
    depth = norm.pdf(norm.ppf(base)) / base
    return correlation * strength / np.hypot(strength, load) * depth


# %% wrong: does not divide by the share
# loses: risk-per-sd-test
# hint: Divide the height of the normal curve
def risk_per_sd(base, correlation, strength, load):
    depth = norm.pdf(norm.ppf(base))
    return np.exp(correlation * strength / np.hypot(strength, load) * depth)


# %% wrong: forgets the load
# loses: risk-per-sd-test
# hint: Part of what decides is load
def risk_per_sd(base, correlation, strength, load):
    return np.exp(correlation * norm.pdf(norm.ppf(base)) / base)


# %% wrong: turns the gradient around
# loses: risk-per-sd-test
# hint: asked is the factor for one SD less
def risk_per_sd(base, correlation, strength, load):
    depth = norm.pdf(norm.ppf(base)) / base
    return np.exp(-correlation * strength / np.hypot(strength, load) * depth)


# %% wrong: takes shares of variance
# loses: risk-per-sd-test
# hint: take that of the standard deviation
def risk_per_sd(base, correlation, strength, load):
    depth = norm.pdf(norm.ppf(base)) / base
    return np.exp(correlation * strength**2 / (strength**2 + load**2) * depth)
