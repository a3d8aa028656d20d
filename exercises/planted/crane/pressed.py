# %% second
def pressed(weight, lean, held, reach):
    up, forward = np.cos(np.deg2rad(lean)), np.sin(np.deg2rad(lean))
    forces = 9.81 * np.array([0.45 * weight, held])
    arms = np.array([0.02 * up + 0.22 * forward, reach])
    return float(forces @ (arms / 0.055 + up))


# %% wrong: forgets radians
# loses: pressed-test
# hint: NumPy's sine and cosine want radians
def pressed(weight, lean, held, reach):
    trunk, hands = 0.45 * weight * 9.81, held * 9.81
    arm = 0.02 * np.cos(lean) + 0.22 * np.sin(lean)
    return (trunk * arm + hands * reach) / 0.055 + (trunk + hands) * np.cos(lean)


# %% wrong: counts the weight only
# loses: pressed-test
# hint: That is the weight alone
def pressed(weight, lean, held, reach):
    return (0.45 * weight + held) * 9.81 * np.cos(np.radians(lean))


# %% wrong: leaves out the weight
# loses: pressed-test
# hint: The weight along the spine is missing
def pressed(weight, lean, held, reach):
    angle = np.radians(lean)
    arm = 0.02 * np.cos(angle) + 0.22 * np.sin(angle)
    return 9.81 * (0.45 * weight * arm + held * reach) / 0.055


# %% wrong: answers in kilograms
# loses: pressed-test
# hint: That is in kilograms
def pressed(weight, lean, held, reach):
    angle = np.radians(lean)
    arm = 0.02 * np.cos(angle) + 0.22 * np.sin(angle)
    moment = 0.45 * weight * arm + held * reach
    return moment / 0.055 + (0.45 * weight + held) * np.cos(angle)


# %% wrong: swaps sine and cosine
# loses: pressed-test
# hint: Sine and cosine have changed places
def pressed(weight, lean, held, reach):
    angle = np.radians(lean)
    trunk, hands = 0.45 * weight * 9.81, held * 9.81
    arm = 0.02 * np.sin(angle) + 0.22 * np.cos(angle)
    return (trunk * arm + hands * reach) / 0.055 + (trunk + hands) * np.cos(angle)


# %% wrong: puts the whole body above L3
# loses: pressed-test
# hint: Only 45 percent of the body
def pressed(weight, lean, held, reach):
    angle = np.radians(lean)
    trunk, hands = weight * 9.81, held * 9.81
    arm = 0.02 * np.cos(angle) + 0.22 * np.sin(angle)
    return (trunk * arm + hands * reach) / 0.055 + (trunk + hands) * np.cos(angle)
