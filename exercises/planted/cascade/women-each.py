# %% second
def women_each(p_new, p_old):
    def counts(p):
        return 1 / p + 1 / (1 - p)

    odds = p_new * (1 - p_old) / (p_old * (1 - p_new))
    return (counts(p_new) + counts(p_old)) * (2.8016 / np.log(odds)) ** 2


# %% wrong: counts both groups
# loses: women-each-test
# hint: That is both groups together
def women_each(p_new, p_old):
    effect = np.log(p_new / (1 - p_new) / (p_old / (1 - p_old)))
    return 2 * 2.8016**2 * (1 / (p_new * (1 - p_new)) + 1 / (p_old * (1 - p_old))) / effect**2


# %% wrong: finds it half of the time
# loses: women-each-test
# hint: half of the time
def women_each(p_new, p_old):
    effect = np.log(p_new / (1 - p_new) / (p_old / (1 - p_old)))
    return 1.96**2 * (1 / (p_new * (1 - p_new)) + 1 / (p_old * (1 - p_old))) / effect**2


# %% wrong: takes the ratio of chances
# loses: women-each-test
# hint: take the odds, not the chances
def women_each(p_new, p_old):
    effect = np.log(p_new / p_old)
    return 2.8016**2 * (1 / (p_new * (1 - p_new)) + 1 / (p_old * (1 - p_old))) / effect**2


# %% wrong: counts those who broke only
# loses: women-each-test
# hint: Women who did not break count, too
def women_each(p_new, p_old):
    effect = np.log(p_new / (1 - p_new) / (p_old / (1 - p_old)))
    return 2.8016**2 * (1 / p_new + 1 / p_old) / effect**2


# %% wrong: forgets the square
# loses: women-each-test
# hint: the square of the errors
def women_each(p_new, p_old):
    effect = np.log(p_new / (1 - p_new) / (p_old / (1 - p_old)))
    return 2.8016 * np.sqrt(1 / (p_new * (1 - p_new)) + 1 / (p_old * (1 - p_old))) / effect
