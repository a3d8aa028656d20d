# %% second
def spared(score, scans, chance, luck, own):
    number = places(scans, own.budget, own.pill, own.scan)
    mine = np.asarray(choose(score, number), dtype=bool)
    would = luck[mine] < chance[mine]
    does = luck[mine] < own.ratio * chance[mine]
    return would.sum() - does.sum()


# %% wrong: does not pay for scans
# loses: spared-test
# hint: The scans are not paid
def spared(score, scans, chance, luck, own):
    chosen = choose(score, places(0, own.budget, own.pill, own.scan))
    without = future(chance, chosen & False, own.ratio, luck)
    return np.sum(without) - np.sum(future(chance, chosen, own.ratio, luck))


# %% wrong: counts what still breaks
# loses: spared-test
# hint: That is how many hips still break
def spared(score, scans, chance, luck, own):
    chosen = choose(score, places(scans, own.budget, own.pill, own.scan))
    return np.sum(future(chance, chosen, own.ratio, luck))


# %% wrong: takes the share from the risk of the treated on the tablet
# loses: spared-test
# hint: They broke at the lower risk
def spared(score, scans, chance, luck, own):
    chosen = choose(score, places(scans, own.budget, own.pill, own.scan))
    broken = future(chance, chosen, own.ratio, luck)
    return (1 - own.ratio) * np.sum(broken[chosen])


# %% wrong: compares the treated with the others
# loses: spared-test
# hint: The others are other women
def spared(score, scans, chance, luck, own):
    chosen = choose(score, places(scans, own.budget, own.pill, own.scan))
    broken = future(chance, chosen, own.ratio, luck)
    return np.sum(broken[~chosen]) - np.sum(broken[chosen])


# %% wrong: gives a share
# loses: spared-test
# hint: Asked is their number
def spared(score, scans, chance, luck, own):
    chosen = choose(score, places(scans, own.budget, own.pill, own.scan))
    without = np.sum(future(chance, chosen & False, own.ratio, luck))
    return 1 - np.sum(future(chance, chosen, own.ratio, luck)) / without
