# %% second
from bonebalance import studies


def power(effect, people):
    error = studies.difference_error(people, people)
    return float(studies.power(effect, error, level=2 * norm.sf(1.96)))


# %% wrong: error of one mean
# loses: power-test
# hint: not of one
def power(effect, people):
    return norm.sf(1.96 - effect * people**0.5) + norm.cdf(-1.96 - effect * people**0.5)


# %% wrong: people of both groups
# loses: power-test
# hint: the number in each
def power(effect, people):
    return norm.sf(1.96 - effect * (people / 4) ** 0.5) + norm.cdf(
        -1.96 - effect * (people / 4) ** 0.5
    )


# %% wrong: one-sided
# loses: power-test
# hint: one-sided test
def power(effect, people):
    return norm.sf(1.645 - effect * (people / 2) ** 0.5)


# %% wrong: without the wrong sign
# loses: power-test
# hint: wrong sign
def power(effect, people):
    return norm.sf(1.96 - effect * (people / 2) ** 0.5)
