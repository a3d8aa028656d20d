# %% second
def share_ill_of_flagged(prevalence, sensitivity, specificity):
    odds = prevalence / (1 - prevalence) * sensitivity / (1 - specificity)
    return odds / (1 + odds)


# %% wrong: the sensitivity
# loses: ill-of-flagged-test
# hint: That is the sensitivity
def share_ill_of_flagged(prevalence, sensitivity, specificity):
    return sensitivity


# %% wrong: of all instead of the flagged
# loses: ill-of-flagged-test
# hint: Divide by all who are flagged
def share_ill_of_flagged(prevalence, sensitivity, specificity):
    return prevalence * sensitivity


# %% wrong: specificity where its complement belongs
# loses: ill-of-flagged-test
# hint: 1 - specificity of the well
def share_ill_of_flagged(prevalence, sensitivity, specificity):
    found = prevalence * sensitivity
    return found / (found + (1 - prevalence) * specificity)


# %% wrong: forgets how many are well
# loses: ill-of-flagged-test
# hint: Weigh both by their number
def share_ill_of_flagged(prevalence, sensitivity, specificity):
    return sensitivity / (sensitivity + 1 - specificity)
