# %% second
def power(people, rate, ratio, years):
    a = people * rate * years
    b = a * ratio
    z = -np.log(ratio) * np.sqrt(a * b / (a + b))
    return 1 - norm.cdf(norm.ppf(0.975) - z)


# %% wrong: no square root
# loses: power-test
# hint: The error is a square root
def power(people, rate, ratio, years):
    a = people * rate * years
    return norm.cdf(-np.log(ratio) / (1 / a + 1 / (a * ratio)) - 1.96)


# %% wrong: only one group scatters
# loses: power-test
# hint: Both counts scatter
def power(people, rate, ratio, years):
    a = people * rate * years
    return norm.cdf(-np.log(ratio) * np.sqrt(a) - 1.96)


# %% wrong: forgets the years
# loses: power-test
# hint: Fractures add up over the years
def power(people, rate, ratio, years):
    a = people * rate
    return norm.cdf(-np.log(ratio) / np.sqrt(1 / a + 1 / (a * ratio)) - 1.96)


# %% wrong: the share that misses it
# loses: power-test
# hint: That is one minus the power
def power(people, rate, ratio, years):
    a = people * rate * years
    return norm.cdf(1.96 + np.log(ratio) / np.sqrt(1 / a + 1 / (a * ratio)))


# %% wrong: the side of harm, too
# loses: power-test
# hint: That counts the trials that find harm
def power(people, rate, ratio, years):
    a = people * rate * years
    z = -np.log(ratio) / np.sqrt(1 / a + 1 / (a * ratio))
    return norm.cdf(z - 1.96) + norm.cdf(-z - 1.96)
