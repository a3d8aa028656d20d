# %% second
def attributable_share(exposed, ratio):
    with_drug = exposed * ratio + 1 - exposed
    return (with_drug - 1) / with_drug


# %% wrong: gives the share among users
# loses: attributable-share-test
# hint: That is the share of the users' fractures
def attributable_share(exposed, ratio):
    return (ratio - 1) / ratio


# %% wrong: counts all fractures of users
# loses: attributable-share-test
# hint: Users would have broken some bones
def attributable_share(exposed, ratio):
    return exposed * ratio / (1 + exposed * (ratio - 1))


# %% wrong: divides by the town without the drug
# loses: attributable-share-test
# hint: Divide by all fractures
def attributable_share(exposed, ratio):
    return exposed * (ratio - 1)


# %% wrong: weighs users by their number
# loses: attributable-share-test
# hint: Users have more fractures than their share
def attributable_share(exposed, ratio):
    return exposed * (ratio - 1) / ratio
