# %% second
def people_needed(rate, ratio, years):
    error = -np.log(ratio) / (1.96 + norm.ppf(0.8))
    fractures = (1 + 1 / ratio) / error**2
    return np.ceil(fractures / years / rate)


# %% wrong: a power of one half
# loses: needed-test
# hint: only half of the trials see it
def people_needed(rate, ratio, years):
    return (1.96 / np.log(ratio)) ** 2 * (1 + 1 / ratio) / (rate * years)


# %% wrong: fractures instead of people
# loses: needed-test
# hint: That is the number of fractures
def people_needed(rate, ratio, years):
    return ((1.96 + norm.ppf(0.8)) / np.log(ratio)) ** 2 * (1 + 1 / ratio)


# %% wrong: one year
# loses: needed-test
# hint: That is for one year
def people_needed(rate, ratio, years):
    return ((1.96 + norm.ppf(0.8)) / np.log(ratio)) ** 2 * (1 + 1 / ratio) / rate


# %% wrong: one group scatters
# loses: needed-test
# hint: Both counts scatter
def people_needed(rate, ratio, years):
    return ((1.96 + norm.ppf(0.8)) / np.log(ratio)) ** 2 / (rate * years)
