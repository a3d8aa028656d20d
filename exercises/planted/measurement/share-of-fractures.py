# %% second
def share_of_fractures(below, gradient):
    z = np.linspace(-9, 9, 400_001)
    broken = norm.pdf(z) * gradient ** (-z)
    return broken[z <= norm.ppf(below)].sum() / broken.sum()


# %% wrong: a product
# loses: share-of-fractures-test
# hint: a product ignores that
def share_of_fractures(below, gradient):
    return below * gradient


# %% wrong: the risk falls
# loses: share-of-fractures-test
# hint: Which way does the risk rise
def share_of_fractures(below, gradient):
    return norm.cdf(norm.ppf(below) - np.log(gradient))


# %% wrong: forgets the logarithm
# loses: share-of-fractures-test
# hint: density does not matter
def share_of_fractures(below, gradient):
    return norm.cdf(norm.ppf(below) + gradient)


# %% wrong: common logarithm
# loses: share-of-fractures-test
# hint: natural logarithm
def share_of_fractures(below, gradient):
    return norm.cdf(norm.ppf(below) + np.log10(gradient))
