# %% second
def lost_for_good(days, dug, tau, left, empty):
    # The integral of what closes a day.
    level = dug * tau / left
    way = tau / left * (1 - np.exp(-left * days / tau))
    return empty * left / tau * (level * days + (dug * tau - level) * way)


# %% wrong: all that was dug
# loses: lost-for-good-test
# hint: Not all that was dug has closed
def lost_for_good(days, dug, tau, left, empty):
    return empty * dug * days


# %% wrong: the loan counted as lost
# loses: lost-for-good-test
# hint: The open cavities are on loan
def lost_for_good(days, dug, tau, left, empty):
    level = dug * tau / left
    more = (level - dug * tau) * (1 - np.exp(-left * days / tau))
    return empty * (dug * days - more) + more


# %% wrong: filled for empty
# loses: lost-for-good-test
# hint: not the share that is filled
def lost_for_good(days, dug, tau, left, empty):
    level = dug * tau / left
    more = (level - dug * tau) * (1 - np.exp(-left * days / tau))
    return (1 - empty) * (dug * days - more)


# %% wrong: all open cavities taken off
# loses: lost-for-good-test
# hint: that stood open before the drug
def lost_for_good(days, dug, tau, left, empty):
    level = dug * tau / left
    stand = level + (dug * tau - level) * np.exp(-left * days / tau)
    return empty * (dug * days - stand)


# %% wrong: all that closed
# loses: lost-for-good-test
# hint: That is all that closed
def lost_for_good(days, dug, tau, left, empty):
    level = dug * tau / left
    more = (level - dug * tau) * (1 - np.exp(-left * days / tau))
    return dug * days - more
