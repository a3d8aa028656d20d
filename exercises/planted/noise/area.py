# %% second
def area(mean_ill, sd_ill, mean_well, sd_well):
    """Walk over the values of the well person."""
    x = np.linspace(mean_well - 9 * sd_well, mean_well + 9 * sd_well, 20_001)
    higher = norm.sf(x, mean_ill, sd_ill)
    weight = norm.pdf(x, mean_well, sd_well)
    return (higher * weight).sum() / weight.sum()


# %% wrong: only the ill vary
# loses: area-test
# hint: both vary
def area(mean_ill, sd_ill, mean_well, sd_well):
    return norm.cdf((mean_ill - mean_well) / sd_ill)


# %% wrong: widths added
# loses: area-test
# hint: their squares do
def area(mean_ill, sd_ill, mean_well, sd_well):
    return norm.cdf((mean_ill - mean_well) / (sd_ill + sd_well))


# %% wrong: the other order
# loses: area-test
# hint: the chance of the other order
def area(mean_ill, sd_ill, mean_well, sd_well):
    return norm.cdf((mean_well - mean_ill) / np.hypot(sd_ill, sd_well))


# %% wrong: mean variance
# loses: area-test
# hint: Do not average the variances
def area(mean_ill, sd_ill, mean_well, sd_well):
    return norm.cdf((mean_ill - mean_well) / np.sqrt((sd_ill**2 + sd_well**2) / 2))
