# %% second
def prior_behind(after, sensitivity, specificity):
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        ill = middle * sensitivity
        found = ill / (ill + (1 - middle) * (1 - specificity))
        low, high = (middle, high) if found < after else (low, middle)
    return low


# %% wrong: stops at the odds
# loses: prior-behind-test
# hint: These are odds
def prior_behind(after, sensitivity, specificity):
    return after / (1 - after) * (1 - specificity) / sensitivity


# %% wrong: goes forward
# loses: prior-behind-test
# hint: goes forward once more
def prior_behind(after, sensitivity, specificity):
    hits = after * sensitivity
    return hits / (hits + (1 - after) * (1 - specificity))


# %% wrong: divides the chance
# loses: prior-behind-test
# hint: divides odds, not a chance
def prior_behind(after, sensitivity, specificity):
    return after * (1 - specificity) / sensitivity
