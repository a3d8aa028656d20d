# %% second
def misfit(k, r, f):
    squares = [
        ((course(VISITS, arms[name][0], k, r, f) - arms[name][1]) / given.noise) ** 2
        for name in ("stayed", "stopped")
    ]
    return float(np.concatenate(squares).sum())


# %% wrong: percent for standard errors
# loses: misfit-test
# hint: divide each miss by given.noise
def misfit(k, r, f):
    total = 0.0
    for name in ("stopped", "stayed"):
        stop, seen = arms[name]
        total += np.sum((course(VISITS, stop, k, r, f) - seen) ** 2)
    return total


# %% wrong: the third arm is fitted, too
# loses: misfit-test
# hint: stays in its envelope
def misfit(k, r, f):
    total = 0.0
    for stop, seen in arms.values():
        total += np.sum(((course(VISITS, stop, k, r, f) - seen) / given.noise) ** 2)
    return total


# %% wrong: the mean for the sum
# loses: misfit-test
# hint: The sum was asked for
def misfit(k, r, f):
    squares = []
    for name in ("stopped", "stayed"):
        stop, seen = arms[name]
        squares.append(((course(VISITS, stop, k, r, f) - seen) / given.noise) ** 2)
    return np.mean(squares)
