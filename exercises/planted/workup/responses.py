# %% second
def responses(cuts, ganglion, foot):
    left = [0, 0, 0]
    for cut in cuts:
        for k, soma in enumerate((ganglion, 0)):
            left[k] += not soma <= cut < foot
        left[2] += not cut < foot
    return np.array(left) / len(cuts)


# %% wrong: puts both cell bodies into the cord
# loses: responses-test
# hint: has its cell body in the ganglion
def responses(cuts, ganglion, foot):
    whole = np.mean(cuts >= foot)
    return np.array([whole, whole, whole])


# %% wrong: lets the cord's side die
# loses: responses-test
# hint: A cut between cord and ganglion spares
def responses(cuts, ganglion, foot):
    whole = np.mean(cuts >= foot)
    return np.array([np.mean(cuts > ganglion), whole, whole])


# %% wrong: feels what the nerve conducts
# loses: responses-test
# hint: Touch must pass the whole way
def responses(cuts, ganglion, foot):
    whole = np.mean(cuts >= foot)
    sensory = np.mean((cuts < ganglion) | (cuts >= foot))
    return np.array([sensory, whole, sensory])


# %% wrong: forgets cuts beyond the foot
# loses: responses-test
# hint: A cut beyond the foot changes nothing
def responses(cuts, ganglion, foot):
    whole = np.mean(np.isinf(cuts))
    return np.array([whole + np.mean(cuts < ganglion), whole, whole])


# %% wrong: spares the cell body in the ganglion
# loses: responses-test
# hint: exactly at the ganglion kills
def responses(cuts, ganglion, foot):
    whole = np.mean(cuts >= foot)
    return np.array([whole + np.mean(cuts <= ganglion), whole, whole])
