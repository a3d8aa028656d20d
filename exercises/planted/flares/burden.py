# %% second
def burden(delay, every, response, target):
    visits = 0
    while response ** (visits + 1) > target:
        visits += 1
    return delay + every * sum(response ** (1 + visit) for visit in range(visits))


# %% wrong: treatment acts at the next visit only
# loses: burden-test
# hint: not at the next visit
def burden(delay, every, response, target):
    area, level = delay, 1.0
    while level > target:
        area += every * level
        level *= response
    return area


# %% wrong: counts the level at the target, too
# loses: burden-test
# hint: You go on too long
def burden(delay, every, response, target):
    area, level = delay, response
    while level > target:
        area += every * level
        level *= response
    return area + every * level


# %% wrong: forgets the untreated months
# loses: burden-test
# hint: That area is missing
def burden(delay, every, response, target):
    area, level = 0.0, response
    while level > target:
        area += every * level
        level *= response
    return area
