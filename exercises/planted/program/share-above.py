# %% second
def share_above(score, chance, line=-2.5):
    return np.average(score > line, weights=chance)


# %% wrong: counts women
# loses: share-above-test
# hint: That is the share of the women
def share_above(score, chance, line=-2.5):
    return np.mean(score > line)


# %% wrong: takes the other side of the line
# loses: share-above-test
# hint: That is the share below the line
def share_above(score, chance, line=-2.5):
    return chance[score < line].sum() / chance.sum()


# %% wrong: gives the chance of a woman above
# loses: share-above-test
# hint: That is the chance of a woman above the line
def share_above(score, chance, line=-2.5):
    return chance[score > line].mean()


# %% wrong: gives percent
# loses: share-above-test
# hint: percent where a fraction is needed
def share_above(score, chance, line=-2.5):
    return 100 * chance[score > line].sum() / chance.sum()
