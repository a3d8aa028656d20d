# %% second
def after_switch(first, then, years, k, f):
    leave = 1 - f + f * first
    grown = -np.expm1(-k * leave * 365 * years)
    return then * (1 + grown * (1 / leave - 1))


# %% wrong: the day before the change
# loses: after-switch-test
# hint: the new drive counts
def after_switch(first, then, years, k, f):
    leave = 1 - f + f * first
    return first * (1 / leave + (1 - 1 / leave) * np.exp(-k * leave * 365 * years))


# %% wrong: the pool alone
# loses: after-switch-test
# hint: That is the pool
def after_switch(first, then, years, k, f):
    leave = 1 - f + f * first
    return 1 / leave + (1 - 1 / leave) * np.exp(-k * leave * 365 * years)


# %% wrong: a pool without memory of the first drug
# loses: after-switch-test
# hint: it is not at 1
def after_switch(first, then, years, k, f):
    return then


# %% wrong: the order turned round
# loses: after-switch-test
# hint: The order is turned round
def after_switch(first, then, years, k, f):
    leave = 1 - f + f * then
    return first * (1 / leave + (1 - 1 / leave) * np.exp(-k * leave * 365 * years))
