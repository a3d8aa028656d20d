# %% second
from scipy.optimize import brentq


def people_needed(effect, chance):
    """Search for the number."""

    def lacking(people):
        return norm.cdf(effect * np.sqrt(people / 2) - 1.96) - chance

    return brentq(lacking, 1, 1e7)


# %% wrong: one mean
# loses: people-needed-test
# hint: two means is less sure
def people_needed(effect, chance):
    return ((1.96 + norm.ppf(chance)) / effect) ** 2


# %% wrong: both groups
# loses: people-needed-test
# hint: How many in each
def people_needed(effect, chance):
    return 4 * ((1.96 + norm.ppf(chance)) / effect) ** 2


# %% wrong: power of one half
# loses: people-needed-test
# hint: power of one half
def people_needed(effect, chance):
    return 2 * (1.96 / effect) ** 2


# %% wrong: not squared
# loses: people-needed-test
# hint: the square of one over
def people_needed(effect, chance):
    return 2 * (1.96 + norm.ppf(chance)) / effect
