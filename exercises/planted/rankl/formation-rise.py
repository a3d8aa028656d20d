# %% second
high = rest["C"] * (100 + given.C_rise) / 100
signal = [1 - (1 - p["f_0"]) / (1 + C / p["C_s"]) for C in (rest["C"], high)]
formation_rise = (signal[1] - signal[0]) / signal[0] * 100

# %% wrong: osteoblasts rise as osteoclasts do
# loses: formation-rise-test
# hint: That is the rise of osteoclasts
formation_rise = given.C_rise

# %% wrong: goes on along the slope at rest
# loses: formation-rise-test
# hint: The curve levels off on the way
C = rest["C"]
slope = C / (C + p["f_0"] * p["C_s"]) - C / (C + p["C_s"])
formation_rise = slope * given.C_rise

# %% wrong: osteoblasts in percent of rest
# loses: formation-rise-test
# hint: How much have they risen?
high = rest["C"] * (1 + given.C_rise / 100)
floor = p["f_0"] * p["C_s"]
after = (high + floor) / (high + p["C_s"])
formation_rise = 100 * after * (rest["C"] + p["C_s"]) / (rest["C"] + floor)
