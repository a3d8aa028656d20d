# %% second
def calmed(blocked_1, blocked_T, weight, K, n=4):
    free = np.array([1 - blocked_T, 1 - blocked_1])
    drive = free @ np.array([1 - weight, weight])
    left = (1 + K**n) / (1 + (K / drive) ** n)
    return 100 - 100 * left


# %% wrong: blocked for free
# loses: calmed-test
# hint: Is the blocked share used
def calmed(blocked_1, blocked_T, weight, K, n=4):
    d = (1 - weight) * blocked_T + weight * blocked_1
    return 100 * (1 - (1 + K**n) * d**n / (K**n + d**n))


# %% wrong: what is left
# loses: calmed-test
# hint: not its fall
def calmed(blocked_1, blocked_T, weight, K, n=4):
    d = (1 - weight) * (1 - blocked_T) + weight * (1 - blocked_1)
    return 100 * (1 + K**n) * d**n / (K**n + d**n)


# %% wrong: weights swapped
# loses: calmed-test
# hint: TNF has the rest
def calmed(blocked_1, blocked_T, weight, K, n=4):
    d = weight * (1 - blocked_T) + (1 - weight) * (1 - blocked_1)
    return 100 * (1 - (1 + K**n) * d**n / (K**n + d**n))


# %% wrong: the fall of the drive
# loses: calmed-test
# hint: Inflammation is a curve of it
def calmed(blocked_1, blocked_T, weight, K, n=4):
    return 100 * ((1 - weight) * blocked_T + weight * blocked_1)
