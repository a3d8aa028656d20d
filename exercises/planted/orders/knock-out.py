# %% second
def knock_out(Z, gene, a):
    rises = np.zeros(len(Z))
    for _ in range(400):
        rises = (1 - Z.sum(axis=1)) * a + Z @ rises
        rises[gene] = 0
    return rises


# %% wrong: only the first step down
# loses: knock-out-test
# hint: What falls with them
def knock_out(Z, gene, a):
    rises = a * (1 - Z[:, gene])
    rises[gene] = 0
    return rises


# %% wrong: the disease takes over the missing share
# loses: knock-out-test
# hint: Is the share given to the disease
def knock_out(Z, gene, a):
    inner = Z.copy()
    inner[:, gene] = 0
    own = (1 - inner.sum(axis=1)) * a
    own[gene], inner[gene] = 0, 0
    return np.linalg.solve(np.eye(len(Z)) - inner, own)


# %% wrong: nothing is knocked out
# loses: knock-out-test
# hint: must be 0
def knock_out(Z, gene, a):
    return np.linalg.solve(np.eye(len(Z)) - Z, (1 - Z.sum(axis=1)) * a)


# %% wrong: the others still cause it
# loses: knock-out-test
# hint: may not cause it either
def knock_out(Z, gene, a):
    own = (1 - Z.sum(axis=1)) * a
    own[gene] = 0
    return np.linalg.solve(np.eye(len(Z)) - Z, own)


# %% wrong: always the first messenger
# loses: knock-out-test
# hint: Is `gene` used
def knock_out(Z, gene, a):
    own, inner = (1 - Z.sum(axis=1)) * a, Z.copy()
    own[0], inner[0] = 0, 0
    return np.linalg.solve(np.eye(len(Z)) - inner, own)
