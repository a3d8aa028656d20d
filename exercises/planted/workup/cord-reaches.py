# %% second
def cord_reaches(place, mean, spread):
    z = (place - 0.5 - mean) / spread
    return norm.cdf(-z)


# %% wrong: gives those who end higher up
# loses: cord-reaches-test
# hint: whose cord ends higher up
def cord_reaches(place, mean, spread):
    return norm.cdf(place - 0.5, mean, spread)


# %% wrong: forgets the half step
# loses: cord-reaches-test
# hint: half a step above its number
def cord_reaches(place, mean, spread):
    return norm.sf(place, mean, spread)


# %% wrong: leaves this place out
# loses: cord-reaches-test
# hint: The half step goes the other way
def cord_reaches(place, mean, spread):
    return norm.sf(place + 0.5, mean, spread)
