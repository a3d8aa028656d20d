# %% second
def drive(share, R, B, a, b, c):
    rankl = a * share * B
    decoy = c * R / share
    return rankl / (decoy + (1 + b))


# %% wrong: PTH raises OPG
# loses: drive-test
# hint: Is OPG multiplied by the share
def drive(share, R, B, a, b, c):
    return a * share * B / (1 + b + c * R * share)


# %% wrong: PTH does nothing to RANKL
# loses: drive-test
# hint: PTH also raises RANKL
def drive(share, R, B, a, b, c):
    return a * B / (1 + b + c * R / share)


# %% wrong: young and mature osteoblasts swapped
# loses: drive-test
# hint: R and B are swapped
def drive(share, R, B, a, b, c):
    return a * share * R / (1 + b + c * B / share)
