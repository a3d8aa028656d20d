# %% second
def errors_off(chance, seen, women):
    share = seen / women
    errors = (share * (1 - share) / women) ** 0.5, chance.std(ddof=1) / len(chance) ** 0.5
    return (chance.mean() - share) / np.hypot(*errors)


# %% wrong: takes the study for exact
# loses: errors-off-test
# hint: The study counted a sample
def errors_off(chance, seen, women):
    return (np.mean(chance) - seen / women) / np.sqrt(np.var(chance) / len(chance))


# %% wrong: takes the spread of women for the error of their mean
# loses: errors-off-test
# hint: mind their number
def errors_off(chance, seen, women):
    share = seen / women
    study = share * (1 - share) / women
    return (np.mean(chance) - share) / np.sqrt(study + np.var(chance))


# %% wrong: adds the errors
# loses: errors-off-test
# hint: Independent errors add as squares
def errors_off(chance, seen, women):
    share = seen / women
    study = np.sqrt(share * (1 - share) / women)
    town = np.std(chance) / np.sqrt(len(chance))
    return (np.mean(chance) - share) / (study + town)


# %% wrong: subtracts the town from the count
# loses: errors-off-test
# hint: the sign is the wrong way round
def errors_off(chance, seen, women):
    share = seen / women
    study = share * (1 - share) / women
    return (share - np.mean(chance)) / np.sqrt(study + np.var(chance) / len(chance))
