# %% second
def quality(ratio, gradient, loss, sd):
    return np.exp(np.log(ratio) - loss / sd * np.log(gradient))


# %% wrong: one subtracted from the other
# loses: quality-test
# hint: Was one subtracted
def quality(ratio, gradient, loss, sd):
    return ratio - gradient ** (loss / sd)


# %% wrong: what density explains
# loses: quality-test
# hint: What is left
def quality(ratio, gradient, loss, sd):
    return gradient ** (loss / sd)


# %% wrong: percent for standard deviations
# loses: quality-test
# hint: Percent are not standard deviations
def quality(ratio, gradient, loss, sd):
    return ratio / gradient**loss


# %% wrong: density on the wrong side
# loses: quality-test
# hint: on the wrong side
def quality(ratio, gradient, loss, sd):
    return ratio * gradient ** (loss / sd)


# %% wrong: a straight line
# loses: quality-test
# hint: it is no straight line
def quality(ratio, gradient, loss, sd):
    return ratio / (1 + loss / sd * (gradient - 1))
