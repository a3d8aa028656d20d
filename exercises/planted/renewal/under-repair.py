# %% second
def under_repair(a, dig, wait, fill):
    years = sum(days / 365.25 for days in (dig, wait, fill))
    return years * a * 100


# %% wrong: days for years
# loses: under-repair-test
# hint: The frequency is per year and the stages are in days
def under_repair(a, dig, wait, fill):
    return 100 * a * (dig + wait + fill)


# %% wrong: a fraction where percent is asked
# loses: under-repair-test
# hint: looks like a fraction
def under_repair(a, dig, wait, fill):
    return a * (dig + wait + fill) / 365.25


# %% wrong: leaves out those that wait
# loses: under-repair-test
# hint: A place that waits is under repair
def under_repair(a, dig, wait, fill):
    return 100 * a * (dig + fill) / 365.25


# %% wrong: divides by the stay
# loses: under-repair-test
# hint: Frequency times stay
def under_repair(a, dig, wait, fill):
    return 100 * a / ((dig + wait + fill) / 365.25)
