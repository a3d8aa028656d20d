# %% second
from bonebalance import studies


def winners(effect, error):
    """Mean of a bell curve beyond the bar, by the course's library."""
    return effect * float(studies.exaggeration(effect, error))


# %% wrong: keeps all
# loses: winners-test
# hint: Keep the significant ones
def winners(effect, error):
    return effect


# %% wrong: with signs
# loses: winners-test
# hint: take absolute values
def winners(effect, error):
    found = np.random.default_rng(1).normal(effect, error, 1_000_000)
    return found[np.abs(found) > 1.96 * error].mean()


# %% wrong: those that lost
# loses: winners-test
# hint: not significant
def winners(effect, error):
    size = np.abs(np.random.default_rng(1).normal(effect, error, 1_000_000))
    return size[size < 1.96 * error].mean()


# %% wrong: bar of 1.96
# loses: winners-test
# hint: not at 1.96
def winners(effect, error):
    x = np.linspace(1.96, effect + 12 * error, 100_001)
    weight = norm.pdf(x, effect, error)
    return (x * weight).sum() / weight.sum()
