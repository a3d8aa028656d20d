# %% second
def spared(cases, women, cases_without, women_without):
    shares = np.array([cases / women, cases_without / women_without])
    variances = shares * (1 - shares) / np.array([women, women_without])
    middle, half = shares[1] - shares[0], 1.96 * variances.sum() ** 0.5
    return np.array([middle, middle - half, middle + half]) * 1e4


# %% wrong: harmed for spared
# loses: spared-test
# hint: Harmed and spared are swapped
def spared(cases, women, cases_without, women_without):
    a, b = cases / women, cases_without / women_without
    error = np.sqrt(a * (1 - a) / women + b * (1 - b) / women_without)
    return 1e4 * np.array([a - b, a - b - 1.96 * error, a - b + 1.96 * error])


# %% wrong: adds standard errors
# loses: spared-test
# hint: variances do
def spared(cases, women, cases_without, women_without):
    a, b = cases / women, cases_without / women_without
    error = np.sqrt(a * (1 - a) / women) + np.sqrt(b * (1 - b) / women_without)
    return 1e4 * np.array([b - a, b - a - 1.96 * error, b - a + 1.96 * error])


# %% wrong: one standard error to each side
# loses: spared-test
# hint: one standard error to each side
def spared(cases, women, cases_without, women_without):
    a, b = cases / women, cases_without / women_without
    error = np.sqrt(a * (1 - a) / women + b * (1 - b) / women_without)
    return 1e4 * np.array([b - a, b - a - error, b - a + error])


# %% wrong: shares of one
# loses: spared-test
# hint: these are shares
def spared(cases, women, cases_without, women_without):
    a, b = cases / women, cases_without / women_without
    error = np.sqrt(a * (1 - a) / women + b * (1 - b) / women_without)
    return np.array([b - a, b - a - 1.96 * error, b - a + 1.96 * error])
