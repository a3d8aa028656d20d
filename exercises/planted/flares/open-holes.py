# %% second
def open_holes(length, k, c, tau):
    holes = 1 + c - c * np.exp(-length / tau)
    return 100 * (holes - 1) * tau * k


# %% wrong: every flare opens all holes
# loses: open-holes-test
# hint: Holes need time to open
def open_holes(length, k, c, tau):
    return 100 * k * c * tau


# %% wrong: holes never close
# loses: open-holes-test
# hint: they level off
def open_holes(length, k, c, tau):
    return 100 * k * c * length


# %% wrong: the exponential alone
# loses: open-holes-test
# hint: what is still to be opened
def open_holes(length, k, c, tau):
    return 100 * k * c * tau * np.exp(-length / tau)
