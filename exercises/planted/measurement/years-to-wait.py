# %% second
def years_to_wait(rate, error, share):
    scatter = np.hypot(error, error)
    loss = 1.96 * scatter - norm.ppf(1 - share, scale=scatter)
    return loss / rate


# %% wrong: until the loss is the least significant change
# loses: years-to-wait-test
# hint: half the people show it
def years_to_wait(rate, error, share):
    return 1.96 * np.sqrt(2) * error / rate


# %% wrong: the error of one scan
# loses: years-to-wait-test
# hint: Two scans have errors, not one
def years_to_wait(rate, error, share):
    return (1.96 + norm.ppf(share)) * error / rate


# %% wrong: forgets the threshold
# loses: years-to-wait-test
# hint: must also exceed the least significant change
def years_to_wait(rate, error, share):
    return norm.ppf(share) * np.sqrt(2) * error / rate


# %% wrong: multiplies by the rate
# loses: years-to-wait-test
# hint: divide by the rate
def years_to_wait(rate, error, share):
    return (1.96 + norm.ppf(share)) * np.sqrt(2) * error * rate


# %% wrong: adds the share itself
# loses: years-to-wait-test
# hint: a place on the bell curve
def years_to_wait(rate, error, share):
    return (1.96 + share) * np.sqrt(2) * error / rate
