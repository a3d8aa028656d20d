# %% second
def changes(state, i, b, eta, k_e, k_n):
    N, _, _ = state
    rates = np.zeros(3)
    rates[0] = eta * i - eta * i * b - eta * N
    rates[1:] = k_e * N, k_n * i
    return rates


# %% wrong: blocks narrowing, too
# loses: changes-test
# hint: Narrowing does not need RANKL
def changes(state, i, b, eta, k_e, k_n):
    free = i * (1 - b)
    return np.array([eta * (free - state[0]), k_e * state[0], k_n * free])


# %% wrong: narrowing dug by osteoclasts
# loses: changes-test
# hint: Narrowing grows with inflammation
def changes(state, i, b, eta, k_e, k_n):
    return np.array([eta * (i * (1 - b) - state[0]), k_e * state[0], k_n * state[0]])


# %% wrong: bound RANKL acts
# loses: changes-test
# hint: What is bound does not act
def changes(state, i, b, eta, k_e, k_n):
    return np.array([eta * (i * b - state[0]), k_e * state[0], k_n * i])


# %% wrong: erosion without osteoclasts
# loses: changes-test
# hint: Erosion is dug by the osteoclasts
def changes(state, i, b, eta, k_e, k_n):
    return np.array([eta * (i * (1 - b) - state[0]), k_e * i, k_n * i])
