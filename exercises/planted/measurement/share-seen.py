# %% second
def share_seen(loss, error):
    scatter = np.sqrt(error**2 + error**2)
    return 1 - norm.cdf(2.77 * error, loc=loss, scale=scatter)


# %% wrong: the error of one scan
# loses: share-seen-test
# hint: errors of two scans, not of one
def share_seen(loss, error):
    return norm.cdf(loss / error - 1.96)


# %% wrong: counts the loss in errors of one scan
# loses: share-seen-test
# hint: The limit is right
def share_seen(loss, error):
    return norm.cdf((loss - 1.96 * np.sqrt(2) * error) / error)


# %% wrong: the share in whom it is missed
# loses: share-seen-test
# hint: in whom it is missed
def share_seen(loss, error):
    return norm.cdf(1.96 - loss / (np.sqrt(2) * error))


# %% wrong: any loss
# loses: share-seen-test
# hint: any loss at all
def share_seen(loss, error):
    return norm.cdf(loss / (np.sqrt(2) * error))


# %% wrong: percent
# loses: share-seen-test
# hint: a hundred times too large
def share_seen(loss, error):
    return 100 * norm.cdf(loss / (np.sqrt(2) * error) - 1.96)
