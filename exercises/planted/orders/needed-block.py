# %% second
def needed_block(fall, trace):
    low, high = 0.0, 1.0
    for _ in range(200):
        left = (low + high) / 2
        primed = (1 + trace) * left / (trace + left)
        low, high = (low, left) if primed > 1 - fall else (left, high)
    return 1 - left


# %% wrong: what may be left
# loses: needed-block-test
# hint: How much must be bound
def needed_block(fall, trace):
    return (1 - fall) * trace / (fall + trace)


# %% wrong: in proportion
# loses: needed-block-test
# hint: no straight line
def needed_block(fall, trace):
    return fall


# %% wrong: a fall to instead of by
# loses: needed-block-test
# hint: not a fall by it
def needed_block(fall, trace):
    return 1 - fall * trace / (1 + trace - fall)


# %% wrong: in percent
# loses: needed-block-test
# hint: lies between 0 and 1
def needed_block(fall, trace):
    return 100 * (1 - (1 - fall) * trace / (fall + trace))
