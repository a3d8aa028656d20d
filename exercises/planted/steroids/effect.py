# %% second
def effect(dose, half):
    left = half / (half + dose)
    return 1 - left


# %% wrong: what is left for what is taken
# loses: effect-test
# hint: That is the formation that is left
def effect(dose, half):
    return half / (dose + half)


# %% wrong: a straight line
# loses: effect-test
# hint: This has no ceiling
def effect(dose, half):
    return dose / half


# %% wrong: half of the half
# loses: effect-test
# hint: Is there a factor too many
def effect(dose, half):
    return 0.5 * dose / (dose + half)


# %% wrong: an exponential
# loses: effect-test
# hint: Another curve
def effect(dose, half):
    return 1 - np.exp(-dose / half)
