# %% second
def erosion_in_a_year(amounts, half, i, k_e):
    total = 0.0
    for amount in amounts:
        total += half / (half + amount)
    return total / len(amounts) * i * k_e


# %% wrong: the share at the mean amount
# loses: erosion-test
# hint: Take the mean of the shares
def erosion_in_a_year(amounts, half, i, k_e):
    return k_e * i / (1 + np.mean(amounts) / half)


# %% wrong: the bound share
# loses: erosion-test
# hint: Erosion needs what is free
def erosion_in_a_year(amounts, half, i, k_e):
    return k_e * i * np.mean(amounts / (half + amounts))


# %% wrong: a sum instead of a mean
# loses: erosion-test
# hint: This is the sum
def erosion_in_a_year(amounts, half, i, k_e):
    return k_e * i * np.sum(1 / (1 + amounts / half))


# %% wrong: forgets activity
# loses: erosion-test
# hint: proportional to activity
def erosion_in_a_year(amounts, half, i, k_e):
    return k_e * np.mean(1 / (1 + amounts / half))
