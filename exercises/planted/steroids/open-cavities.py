# %% second
def open_cavities(days, dug, tau, left):
    share_of_way = 1 - np.exp(-days * left / tau)
    first = dug * tau
    return first * (1 + (1 / left - 1) * share_of_way)


# %% wrong: no cavities before the drug
# loses: open-cavities-test
# hint: Cavities stood open before
def open_cavities(days, dug, tau, left):
    return dug * tau / left * (1 - np.exp(-left * days / tau))


# %% wrong: the pace of before
# loses: open-cavities-test
# hint: is the pace that of before
def open_cavities(days, dug, tau, left):
    level = dug * tau / left
    return level + (dug * tau - level) * np.exp(-days / tau)


# %% wrong: the end for the way
# loses: open-cavities-test
# hint: That is where it ends
def open_cavities(days, dug, tau, left):
    return dug * tau / left


# %% wrong: the addition alone
# loses: open-cavities-test
# hint: That is what was added
def open_cavities(days, dug, tau, left):
    return dug * tau * (1 / left - 1) * (1 - np.exp(-left * days / tau))


# %% wrong: closing faster
# loses: open-cavities-test
# hint: Slower closing should leave more open
def open_cavities(days, dug, tau, left):
    level = dug * tau * left
    return level + (dug * tau - level) * np.exp(-days / (tau * left))
