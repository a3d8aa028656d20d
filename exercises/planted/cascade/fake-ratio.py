# %% second
def fake_ratio(weak, p_weak, p_strong, years):
    kinds = [(weak, p_weak), (1 - weak, p_strong)]
    without = sum(share * (1 - p) ** years for share, p in kinds)
    again = sum(share * (1 - p) ** (years + 1) for share, p in kinds)
    risk_without = 1 - again / without
    everyone = sum(share * p for share, p in kinds)
    risk_with = (everyone - without * risk_without) / (1 - without)
    return risk_with / risk_without


# %% wrong: takes everyone with a fracture for weak
# loses: fake-ratio-test
# hint: Not all with a fracture are weak
def fake_ratio(weak, p_weak, p_strong, years):
    return p_weak / p_strong


# %% wrong: gives the risk and no ratio
# loses: fake-ratio-test
# hint: Divide by that of the others
def fake_ratio(weak, p_weak, p_strong, years):
    share, p = np.array([weak, 1 - weak]), np.array([p_weak, p_strong])
    some = share * (1 - (1 - p) ** years)
    return some @ p / some.sum()


# %% wrong: compares with everyone
# loses: fake-ratio-test
# hint: not with everyone
def fake_ratio(weak, p_weak, p_strong, years):
    share, p = np.array([weak, 1 - weak]), np.array([p_weak, p_strong])
    some = share * (1 - (1 - p) ** years)
    return some @ p / some.sum() / (share @ p)


# %% wrong: watches for one year
# loses: fake-ratio-test
# hint: The watching lasted for several years
def fake_ratio(weak, p_weak, p_strong, years):
    share, p = np.array([weak, 1 - weak]), np.array([p_weak, p_strong])
    some, none = share * p, share * (1 - p)
    return (some @ p / some.sum()) / (none @ p / none.sum())


# %% wrong: believes that independent years make equal groups
# loses: fake-ratio-test
# hint: not without frailty
def fake_ratio(weak, p_weak, p_strong, years):
    return 1.0
