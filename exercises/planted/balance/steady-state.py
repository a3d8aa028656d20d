# %% second
def steady_state(F, k):
    return F * k**-1.0


# %% wrong: upside down
# loses: steady-state-test
# hint: Upside down
def steady_state(F, k):
    return k / F


# %% wrong: product for ratio
# loses: steady-state-test
# hint: then solve for z
def steady_state(F, k):
    return F * k


# %% wrong: subtracts the rates
# loses: steady-state-test
# hint: Their difference is a rate
def steady_state(F, k):
    return F - k


# %% wrong: a fraction where percent is asked
# loses: steady-state-test
# hint: looks like a fraction
def steady_state(F, k):
    return F / k / 100
