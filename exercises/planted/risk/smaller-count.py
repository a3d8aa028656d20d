# %% second
def smaller_count(low, high):
    middle = np.sqrt(low * high)
    return (1.96 / np.log(high / middle)) ** 2


# %% wrong: treats the ratio as symmetric
# loses: smaller-count-test
# hint: symmetric on the scale of logarithms
def smaller_count(low, high):
    return (3.92 / (high - low)) ** 2


# %% wrong: takes half of the interval for all
# loses: smaller-count-test
# hint: not 1.96
def smaller_count(low, high):
    return (1.96 / np.log(high / low)) ** 2


# %% wrong: forgets the square
# loses: smaller-count-test
# hint: One over the error is not one over its square
def smaller_count(low, high):
    return 3.92 / np.log(high / low)


# %% wrong: takes both groups as equal
# loses: smaller-count-test
# hint: each would have twice as many
def smaller_count(low, high):
    return 2 * (3.92 / np.log(high / low)) ** 2
