# %% second
def stiffness(k, tied):
    def stacked(springs):
        whole = float("inf")
        for spring in springs:
            both = whole * spring
            whole = spring if whole == float("inf") else both / (whole + spring) if both else 0.0
        return whole

    rows = [[float(x) for x in row] for row in k]
    if tied:
        return stacked([sum(row) for row in rows])
    return sum(stacked([row[i] for row in rows]) for i in range(len(rows[0])))


# %% wrong: tied and free swapped
# loses: stiffness-test stiffness-edges
# hint: Tied and free are swapped
def stiffness(k, tied):
    k = np.asarray(k, dtype=float)

    def stacked(springs):
        return 0.0 if np.any(springs == 0) else 1 / np.sum(1 / springs)

    if not tied:
        return stacked(k.sum(axis=1))
    return sum(stacked(column) for column in k.T)


# %% wrong: side by side and one on another reversed
# loses: stiffness-test stiffness-edges
# hint: reversed here
def stiffness(k, tied):
    k = np.asarray(k, dtype=float)

    def stacked(springs):
        return 0.0 if np.any(springs == 0) else 1 / np.sum(1 / springs)

    if tied:
        return sum(stacked(level) for level in k)
    return stacked(k.sum(axis=0))


# %% wrong: adds everything
# loses: stiffness-test stiffness-edges
# hint: stiffnesses do not add
def stiffness(k, tied):
    return np.sum(k)


# %% wrong: forgets to invert the sum
# loses: stiffness-test stiffness-edges
# hint: then invert the sum
def stiffness(k, tied):
    if tied:
        return np.sum(1 / np.sum(k, axis=1))
    return np.sum(1 / np.sum(1 / k, axis=0))


# %% wrong: leaves out lost struts as if the column had none
# loses: stiffness-edges
# hint: A column with a gap carries nothing
def stiffness(k, tied):
    k = np.asarray(k, dtype=float)

    def stacked(springs):
        whole = springs[springs > 0]
        return 1 / np.sum(1 / whole) if whole.size else 0.0

    if tied:
        return stacked(k.sum(axis=1))
    return sum(stacked(column) for column in k.T)
