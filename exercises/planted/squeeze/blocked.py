# %% second
def blocked(dose, half, starved):
    left = 1 / (1 + (dose / half) ** 2)
    hurt = 1 - left
    return hurt + starved - hurt * starved


# %% wrong: counted twice
# loses: blocked-test
# hint: Are they counted twice
def blocked(dose, half, starved):
    return dose**2 / (dose**2 + half**2) + starved


# %% wrong: from both only
# loses: blocked-test
# hint: One of the two is enough
def blocked(dose, half, starved):
    return dose**2 / (dose**2 + half**2) * starved


# %% wrong: those that conduct
# loses: blocked-test
# hint: That is the share that conducts
def blocked(dose, half, starved):
    return half**2 / (dose**2 + half**2) * (1 - starved)


# %% wrong: the larger of the two
# loses: blocked-test
# hint: The larger of the two is not enough
def blocked(dose, half, starved):
    return max(dose**2 / (dose**2 + half**2), starved)


# %% wrong: no squares
# loses: blocked-test
# hint: Are the squares missing
def blocked(dose, half, starved):
    return 1 - half / (dose + half) * (1 - starved)


# %% wrong: upside down
# loses: blocked-test
# hint: Is the fraction upside down
def blocked(dose, half, starved):
    return 1 - dose**2 / (dose**2 + half**2) * (1 - starved)
