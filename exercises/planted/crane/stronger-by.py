# %% second
from scipy.optimize import brentq


def stronger_by(reduction, base, strength, load):
    spread = np.hypot(strength, load)
    before = np.exp(norm.ppf(base) * spread)
    wanted = base * (1 - reduction)

    def too_many(gain):
        return norm.cdf(np.log(before / (1 + gain)) / spread) - wanted

    return brentq(too_many, 0, 5, xtol=1e-12)


# %% wrong: gives the factor
# loses: stronger-by-test
# hint: That is the factor
def stronger_by(reduction, base, strength, load):
    shift = norm.ppf(base) - norm.ppf(base * (1 - reduction))
    return np.exp(shift * np.hypot(strength, load))


# %% wrong: takes risk for weakness
# loses: stronger-by-test
# hint: Risk is not proportional to weakness
def stronger_by(reduction, base, strength, load):
    return reduction


# %% wrong: takes risk for one over strength
# loses: stronger-by-test
# hint: Risk is not inversely proportional
def stronger_by(reduction, base, strength, load):
    return 1 / (1 - reduction) - 1


# %% wrong: forgets the spread
# loses: stronger-by-test
# hint: That shift is in standard deviations
def stronger_by(reduction, base, strength, load):
    return np.exp(norm.ppf(base) - norm.ppf(base * (1 - reduction))) - 1


# %% wrong: weakens the bone
# loses: stronger-by-test
# hint: Before minus after
def stronger_by(reduction, base, strength, load):
    shift = norm.ppf(base * (1 - reduction)) - norm.ppf(base)
    return np.exp(shift * np.hypot(strength, load)) - 1
