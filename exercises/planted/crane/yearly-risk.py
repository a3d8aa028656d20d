# %% second
from math import erf, log, sqrt


def yearly_risk(factor, strength, load):
    return (1 + erf(log(factor) / sqrt(2 * (strength**2 + load**2)))) / 2


# %% wrong: gives the chance of none
# loses: yearly-risk-test
# hint: That is the probability of no fracture
def yearly_risk(factor, strength, load):
    return 1 - norm.cdf(np.log(factor) / np.hypot(strength, load))


# %% wrong: adds standard deviations
# loses: yearly-risk-test
# hint: Variances add
def yearly_risk(factor, strength, load):
    return norm.cdf(np.log(factor) / (strength + load))


# %% wrong: draws a step
# loses: yearly-risk-test
# hint: A step at 1 would hold
def yearly_risk(factor, strength, load):
    return float(factor > 1)


# %% wrong: forgets the logarithm
# loses: yearly-risk-test
# hint: so take that of the ratio
def yearly_risk(factor, strength, load):
    return norm.cdf((factor - 1) / np.hypot(strength, load))


# %% wrong: takes the logarithm to base 10
# loses: yearly-risk-test
# hint: The natural logarithm is meant
def yearly_risk(factor, strength, load):
    return norm.cdf(np.log10(factor) / np.hypot(strength, load))
