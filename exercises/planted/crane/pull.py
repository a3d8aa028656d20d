# %% second
def pull(moment, most):
    rest = max(0.0, moment - most * 0.055)
    return (moment - rest) / 0.055 + rest / 0.035


# %% wrong: caps and lets the trunk fall
# loses: pull-test
# hint: Then the moment is not balanced
def pull(moment, most):
    return min(moment / 0.055, most)


# %% wrong: forgets the ceiling
# loses: pull-test
# hint: That is as if the muscles held it all
def pull(moment, most):
    return moment / 0.055


# %% wrong: gives helpers the muscles' lever
# loses: pull-test
# hint: Helpers have a shorter lever
def pull(moment, most):
    muscle = min(moment / 0.055, most)
    return muscle + (moment - 0.055 * muscle) / 0.055


# %% wrong: gives helpers the whole moment
# loses: pull-test
# hint: Helpers hold the rest only
def pull(moment, most):
    muscle = moment / 0.055
    return muscle if muscle <= most else most + moment / 0.035


# %% wrong: forgets the muscles
# loses: pull-test
# hint: That is the pull of the helpers alone
def pull(moment, most):
    muscle = moment / 0.055
    return muscle if muscle <= most else (moment - most * 0.055) / 0.035
