# %% second
def t_score(age, z, loss):
    decades = np.where(age > 40, age - 40, 0) / 10
    return z - decades * loss


# %% wrong: lets the young gain
# loses: t-score-test
# hint: Before 40 nothing is lost yet
def t_score(age, z, loss):
    return z - loss * (age - 40) / 10


# %% wrong: loses in a year what ten years take
# loses: t-score-test
# hint: The loss is that of ten years
def t_score(age, z, loss):
    return z - loss * np.maximum(age - 40, 0)


# %% wrong: loses from birth
# loses: t-score-test
# hint: The fall begins at 40
def t_score(age, z, loss):
    return z - loss * age / 10


# %% wrong: gives the mean of the age
# loses: t-score-test
# hint: That is the mean of her age
def t_score(age, z, loss):
    return -loss * np.maximum(age - 40, 0) / 10
