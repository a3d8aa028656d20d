# %% second
formation = 100 * given.k * (1 + given.F_rise / 100)
rate = given.k * (1 + given.k_rise / 100)
mass = 100.0
for _ in range(100_000):
    mass += 1e-4 * (formation - rate * mass)
loss_after_ten_years = 100 - mass

# %% wrong: the bone that is left
# loses: loss-test
# hint: Is this the bone that is left?
a = 1 + given.k_rise / 100
b = 1 + given.F_rise / 100
loss_after_ten_years = 100 * (b / a + (1 - b / a) * np.exp(-given.k * a * 10))

# %% wrong: the loss in the end, not after ten years
# loses: loss-test
# hint: How much of it happens in ten years?
loss_after_ten_years = 100 - 100 * (1 + given.F_rise / 100) / (1 + given.k_rise / 100)

# %% wrong: the two rises are swapped
# loses: loss-test
# hint: are the two rises swapped
end = 100 * (1 + given.k_rise / 100) / (1 + given.F_rise / 100)
loss_after_ten_years = (100 - end) * (1 - np.exp(-given.k * (1 + given.F_rise / 100) * 10))

# %% wrong: only resorption rises
# loses: loss-test
# hint: Formation still has its old value
end = 100 / (1 + given.k_rise / 100)
loss_after_ten_years = (100 - end) * (1 - np.exp(-given.k * (1 + given.k_rise / 100) * 10))
