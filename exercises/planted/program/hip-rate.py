# %% second
def hip_rate(age, z, base, doubling, gradient):
    steep = np.log(gradient)
    log_rate = np.log(base) + np.log(2) * (age - 70) / doubling - steep * z - steep**2 / 2
    return np.exp(log_rate)


# %% wrong: forgets that the factor has a mean above one
# loses: hip-rate-test
# hint: The frail break more than the strong save
def hip_rate(age, z, base, doubling, gradient):
    return base * 2 ** ((age - 70) / doubling) * gradient**-z


# %% wrong: lets the dense break more
# loses: hip-rate-test
# hint: mind the sign of z
def hip_rate(age, z, base, doubling, gradient):
    average = base * 2 ** ((age - 70) / doubling)
    return average * gradient**z / np.exp(np.log(gradient) ** 2 / 2)


# %% wrong: counts age twice
# loses: hip-rate-test
# hint: age counts twice
def hip_rate(age, z, base, doubling, gradient):
    T = z - given.loss * (age - 40) / 10
    average = base * 2 ** ((age - 70) / doubling)
    return average * gradient**-T / np.exp(np.log(gradient) ** 2 / 2)


# %% wrong: takes e for 2
# loses: hip-rate-test
# hint: powers of 2, not of e
def hip_rate(age, z, base, doubling, gradient):
    average = base * np.exp((age - 70) / doubling)
    return average * gradient**-z / np.exp(np.log(gradient) ** 2 / 2)
