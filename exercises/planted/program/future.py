# %% second
def future(chance, chosen, ratio, luck):
    lowered = np.array(chance, dtype=float)
    lowered[chosen] *= ratio
    return 1 * (lowered > luck)


# %% wrong: draws luck anew
# loses: future-test
# hint: compares different women
def future(chance, chosen, ratio, luck):
    again = np.random.default_rng().random(len(chance))
    return (again < np.where(chosen, ratio * chance, chance)).astype(int)


# %% wrong: gives chances
# loses: future-test
# hint: and not a chance
def future(chance, chosen, ratio, luck):
    return np.where(chosen, ratio * chance, chance)


# %% wrong: treats everybody
# loses: future-test
# hint: Here everybody takes the tablet
def future(chance, chosen, ratio, luck):
    return (luck < ratio * chance).astype(int)


# %% wrong: takes what is left for what is spared
# loses: future-test
# hint: is what is left of the chance
def future(chance, chosen, ratio, luck):
    return (luck < np.where(chosen, (1 - ratio) * chance, chance)).astype(int)


# %% wrong: takes a ratio for a difference
# loses: future-test
# hint: A ratio multiplies
def future(chance, chosen, ratio, luck):
    return (luck < np.where(chosen, chance - (1 - ratio), chance)).astype(int)
