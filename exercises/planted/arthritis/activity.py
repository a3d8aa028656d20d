# %% second
def activity(das28):
    return float(np.clip(np.interp(das28, [2.6, 5.4], [0, 1]), 0, 1))


# %% wrong: divides by the end of the scale
# loses: activity-test
# hint: Divide by the distance from 2.6 to 5.4
def activity(das28):
    return min(max((das28 - 2.6) / 5.4, 0), 1)


# %% wrong: a score of zero is calm
# loses: activity-test
# hint: Calm is a score of 2.6
def activity(das28):
    return min(max(das28 / 5.4, 0), 1)


# %% wrong: falls below zero in remission
# loses: activity-test
# hint: Activity does not fall below 0
def activity(das28):
    return min((das28 - 2.6) / 2.8, 1)


# %% wrong: rises above one
# loses: activity-test
# hint: Activity does not rise above 1
def activity(das28):
    return max((das28 - 2.6) / 2.8, 0)
