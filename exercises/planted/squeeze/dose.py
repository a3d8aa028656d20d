# %% second
def dose(hours, pressures, bears):
    total = 0.0
    for long, pressure in zip(hours, pressures, strict=True):
        if pressure > bears:
            total += long * (pressure - bears)
    return total


# %% wrong: low pressure heals
# loses: dose-test
# hint: takes nothing back
def dose(hours, pressures, bears):
    return np.sum((np.array(pressures) - bears) * np.array(hours))


# %% wrong: all pressure counts
# loses: dose-test
# hint: Only what exceeds
def dose(hours, pressures, bears):
    return np.sum(np.array(pressures) * np.array(hours))


# %% wrong: the whole pressure above the threshold
# loses: dose-test
# hint: Count the excess
def dose(hours, pressures, bears):
    pressures = np.array(pressures)
    return np.sum(np.where(pressures > bears, pressures, 0) * np.array(hours))


# %% wrong: no hours
# loses: dose-test
# hint: Multiply before you add
def dose(hours, pressures, bears):
    return np.sum(np.maximum(np.array(pressures) - bears, 0))


# %% wrong: the mean pressure of the day
# loses: dose-test
# hint: The mean pressure hides the hours
def dose(hours, pressures, bears):
    mean = np.average(pressures, weights=hours)
    return max(mean - bears, 0) * np.sum(hours)
