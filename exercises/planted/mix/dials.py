# %% second
def dials(hip, spine, years):
    come_h, come_s = 1 - np.exp(-0.07 * years), 1 - np.exp(-0.19 * years)
    pulls = [[10 * come_h, 30 * come_h], [10 * come_s, 0]]
    return np.linalg.solve(pulls, [hip, spine])


# %% wrong: takes the loss for the level
# loses: dials-test
# hint: neither site has reached its level
def dials(hip, spine, years):
    return np.array([spine / 10, (hip - spine) / 30])


# %% wrong: gives both sites one pace
# loses: dials-test
# hint: The spine has a pace of its own
def dials(hip, spine, years):
    come = 1 - np.exp(-0.07 * years)
    return np.array([spine / come / 10, (hip - spine) / come / 30])


# %% wrong: blames the legs for all of the hip
# loses: dials-test
# hint: Inflammation pulls at the hip, too
def dials(hip, spine, years):
    i = spine / (1 - np.exp(-0.19 * years)) / 10
    return np.array([i, hip / (1 - np.exp(-0.07 * years)) / 30])


# %% wrong: swaps the dials
# loses: dials-test
# hint: First inflammation, then the legs
def dials(hip, spine, years):
    to_hip = hip / (1 - np.exp(-0.07 * years))
    to_spine = spine / (1 - np.exp(-0.19 * years))
    return np.array([(to_hip - to_spine) / 30, to_spine / 10])
