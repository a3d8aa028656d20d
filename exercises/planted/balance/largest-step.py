# %% second
def largest_step(k):
    time_constant = 1 / k
    return time_constant + time_constant


# %% wrong: the step that first overshoots
# loses: largest-step-test
# hint: the swings still shrink
def largest_step(k):
    return 1 / k


# %% wrong: the half-life
# loses: largest-step-test
# hint: That is the half-life
def largest_step(k):
    return np.log(2) / k


# %% wrong: upside down
# loses: largest-step-test
# hint: faster resorption needs shorter steps
def largest_step(k):
    return k / 2


# %% wrong: forgets to return
# loses: largest-step-test
# hint: Did you forget `return`?
def largest_step(k):
    step = 2 / k
