# %% second
def lost_bone(length, k, c, s, tau):
    times = np.linspace(0, length, 200001)
    holes = 1 + c * (1 - np.exp(-times / tau))
    return 100 * k * s * np.trapezoid(holes, times)


# %% wrong: as many holes as at rest
# loses: lost-bone-test
# hint: more holes to fill than at rest
def lost_bone(length, k, c, s, tau):
    return 100 * k * s * length


# %% wrong: all holes from the first day
# loses: lost-bone-test
# hint: not there from the first day
def lost_bone(length, k, c, s, tau):
    return 100 * k * s * (1 + c) * length


# %% wrong: counts the open holes as lost
# loses: lost-bone-test
# hint: They close by themselves
def lost_bone(length, k, c, s, tau):
    opened = c * tau * (1 - np.exp(-length / tau))
    return 100 * k * (s * ((1 + c) * length - opened) + opened)
