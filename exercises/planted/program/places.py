# %% second
def places(scans, budget, pill, scan):
    left = budget - scans * scan
    return int(left / pill) if left > 0 else 0


# %% wrong: forgets the scans
# loses: places-test
# hint: The scans have to be paid
def places(scans, budget, pill, scan):
    return budget // pill


# %% wrong: treats somebody by half
# loses: places-test
# hint: Nobody is treated by half
def places(scans, budget, pill, scan):
    return max((budget - scans * scan) / pill, 0)


# %% wrong: treats fewer than none
# loses: places-test
# hint: fewer than none is not possible
def places(scans, budget, pill, scan):
    return (budget - scans * scan) // pill


# %% wrong: scans the treated only
# loses: places-test
# hint: not only for those who are treated
def places(scans, budget, pill, scan):
    return budget // (pill + scan)
