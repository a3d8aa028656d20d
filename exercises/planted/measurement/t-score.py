# %% second
def t_score(bmd, mean_young, sd_young):
    return bmd / sd_young - mean_young / sd_young


# %% wrong: sign
# loses: t-score-test
# hint: The sign is the wrong way round
def t_score(bmd, mean_young, sd_young):
    return (mean_young - bmd) / sd_young


# %% wrong: a difference
# loses: t-score-test
# hint: How many standard deviations is it?
def t_score(bmd, mean_young, sd_young):
    return bmd - mean_young


# %% wrong: divides by the mean
# loses: t-score-test
# hint: not by their mean
def t_score(bmd, mean_young, sd_young):
    return (bmd - mean_young) / mean_young
