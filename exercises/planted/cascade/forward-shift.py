# %% second
def forward_shift(lost, made_up):
    slope = lost * 27 / 32
    # The sine of the angle with that tangent.
    return 200 * (1 - made_up) * slope / np.hypot(1, slope)


# %% wrong: gives what posture takes back
# loses: forward-shift-test
# hint: That is the shift that posture takes back
def forward_shift(lost, made_up):
    return made_up * 200 * np.sin(np.arctan(lost * 27 / 32))


# %% wrong: leaves posture out
# loses: forward-shift-test
# hint: Posture takes back a share of it
def forward_shift(lost, made_up):
    return 200 * np.sin(np.arctan(lost * 27 / 32))


# %% wrong: takes the share for the tangent
# loses: forward-shift-test
# hint: divide it by the depth
def forward_shift(lost, made_up):
    return (1 - made_up) * 200 * np.sin(np.arctan(lost))


# %% wrong: takes the sine of degrees
# loses: forward-shift-test
# hint: takes radians
def forward_shift(lost, made_up):
    return (1 - made_up) * 200 * np.sin(np.degrees(np.arctan(lost * 27 / 32)))


# %% wrong: tilts by what is left
# loses: forward-shift-test
# hint: The front that is left is no wedge
def forward_shift(lost, made_up):
    return (1 - made_up) * 200 * np.sin(np.arctan((1 - lost) * 27 / 32))


# %% wrong: takes the tangent for the sine
# loses: forward-shift-test
# hint: Take the sine
def forward_shift(lost, made_up):
    return (1 - made_up) * 200 * lost * 27 / 32
