# %% second
def choose(score, number):
    rank = np.argsort(np.argsort(score))
    return rank >= len(score) - number


# %% wrong: treats the lowest scores
# loses: choose-test
# hint: That treats the lowest scores first
def choose(score, number):
    chosen = np.zeros(len(score), dtype=bool)
    chosen[np.argsort(score)[:number]] = True
    return chosen


# %% wrong: takes the order for the ranks
# loses: choose-test
# hint: argsort says who stands at each rank
def choose(score, number):
    return np.argsort(score) >= len(score) - number


# %% wrong: gives places
# loses: choose-test
# hint: These are the places of the women, not a True or False
def choose(score, number):
    return np.argsort(-score)[:number][::-1]


# %% wrong: treats all if nobody can be paid
# loses: choose-test
# hint: With nobody to treat you treat all
def choose(score, number):
    return score >= np.sort(score)[-number]


# %% wrong: leaves out the last one
# loses: choose-test
# hint: One too few
def choose(score, number):
    return score > np.sort(score)[-number]
