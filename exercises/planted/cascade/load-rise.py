# %% second
def load_rise(shift, lean):
    def load(extra):
        theta = lean * np.pi / 180
        arm = 20 * np.cos(theta) + 220 * np.sin(theta) + extra
        return arm / 55 + np.cos(theta)

    return load(shift) / load(0) - 1


# %% wrong: lets her stand
# loses: load-rise-test
# hint: someone who stands
def load_rise(shift, lean):
    return shift / (20 + 55)


# %% wrong: takes the cosine of degrees
# loses: load-rise-test
# hint: in degrees, and NumPy's sine takes radians
def load_rise(shift, lean):
    before = (20 * np.cos(lean) + 220 * np.sin(lean)) / 55 + np.cos(lean)
    return shift / 55 / before


# %% wrong: forgets the weight
# loses: load-rise-test
# hint: the rise of the muscles' pull
def load_rise(shift, lean):
    theta = np.radians(lean)
    return shift / (20 * np.cos(theta) + 220 * np.sin(theta))


# %% wrong: gives the ratio of the loads
# loses: load-rise-test
# hint: the load after, over the load before
def load_rise(shift, lean):
    theta = np.radians(lean)
    before = (20 * np.cos(theta) + 220 * np.sin(theta)) / 55 + np.cos(theta)
    return (before + shift / 55) / before
