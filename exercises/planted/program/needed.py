# %% second
def needed(after, ratio):
    return ratio / (1 - ratio) / after


# %% wrong: takes the risk on the tablet for that without
# loses: needed-test
# hint: The register counts what broke on the tablet
def needed(after, ratio):
    return 1 / (after * (1 - ratio))


# %% wrong: knows the relative risk only
# loses: needed-test
# hint: That knows only the relative risk
def needed(after, ratio):
    return 1 / (1 - ratio)


# %% wrong: subtracts a ratio from a chance
# loses: needed-test
# hint: A ratio is no difference of chances
def needed(after, ratio):
    return 1 / (ratio - after)


# %% wrong: spares all
# loses: needed-test
# hint: Not all of these are spared
def needed(after, ratio):
    return ratio / after
