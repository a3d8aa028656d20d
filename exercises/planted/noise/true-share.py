# %% second
def true_share(real, power_real, level):
    odds = real / (1 - real) * power_real / level
    return odds / (1 + odds)


# %% wrong: share of the real that is found
# loses: true-share-test
# hint: Divide by all findings
def true_share(real, power_real, level):
    return power_real


# %% wrong: alarms from all
# loses: true-share-test
# hint: not from all
def true_share(real, power_real, level):
    return real * power_real / (real * power_real + level)


# %% wrong: one minus the level
# loses: true-share-test
# hint: The level is not the share
def true_share(real, power_real, level):
    return 1 - level


# %% wrong: the false ones
# loses: true-share-test
# hint: This is the share that is false
def true_share(real, power_real, level):
    return (1 - real) * level / (real * power_real + (1 - real) * level)
