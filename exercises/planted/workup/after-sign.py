# %% second
def after_sign(prior, sensitivity, specificity):
    odds = prior / (1 - prior) * sensitivity / (1 - specificity)
    return 1 - 1 / (1 + odds)


# %% wrong: stops at the odds
# loses: after-sign-test
# hint: These are odds
def after_sign(prior, sensitivity, specificity):
    return prior / (1 - prior) * sensitivity / (1 - specificity)


# %% wrong: multiplies the chance
# loses: after-sign-test
# hint: multiplies odds, not a chance
def after_sign(prior, sensitivity, specificity):
    return prior * sensitivity / (1 - specificity)


# %% wrong: takes the specificity for the false alarms
# loses: after-sign-test
# hint: as often as 1 - specificity
def after_sign(prior, sensitivity, specificity):
    hits = prior * sensitivity
    return hits / (hits + (1 - prior) * specificity)


# %% wrong: turns the condition around
# loses: after-sign-test
# hint: That is the sensitivity
def after_sign(prior, sensitivity, specificity):
    return sensitivity
