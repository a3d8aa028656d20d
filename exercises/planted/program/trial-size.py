# %% second
def trial_size(risk, ratio, taken):
    arms = np.array([risk, taken * risk * ratio + (1 - taken) * risk])
    middle = arms.mean()
    return 2 * middle * (1 - middle) * (2.8016 / (arms[0] - arms[1])) ** 2


# %% wrong: lets everybody take the tablet
# loses: trial-size-test
# hint: are counted where the lot put them
def trial_size(risk, ratio, taken):
    q = risk * ratio
    return 2.8016**2 * (risk * (1 - risk) + q * (1 - q)) / (risk - q) ** 2


# %% wrong: takes a relative risk for a difference
# loses: trial-size-test
# hint: A relative risk is no difference of chances
def trial_size(risk, ratio, taken):
    q = risk - taken * (1 - ratio)
    return 2.8016**2 * (risk * (1 - risk) + q * (1 - q)) / (risk - q) ** 2


# %% wrong: loses those who do not take it
# loses: trial-size-test
# hint: at the full risk
def trial_size(risk, ratio, taken):
    q = risk * taken * ratio
    return 2.8016**2 * (risk * (1 - risk) + q * (1 - q)) / (risk - q) ** 2


# %% wrong: sees it half of the time
# loses: trial-size-test
# hint: Such a trial would see it half of the time
def trial_size(risk, ratio, taken):
    q = risk * (1 - taken * (1 - ratio))
    return 1.96**2 * (risk * (1 - risk) + q * (1 - q)) / (risk - q) ** 2


# %% wrong: gives both groups
# loses: trial-size-test
# hint: That is both groups together
def trial_size(risk, ratio, taken):
    q = risk * (1 - taken * (1 - ratio))
    return 2 * 2.8016**2 * (risk * (1 - risk) + q * (1 - q)) / (risk - q) ** 2
