# %% second
def activity(times, starts, length):
    on = np.zeros(len(times))
    for place, time in enumerate(times):
        for start in starts:
            if 0 <= time - start < length:
                on[place] = 1
    return on


# %% wrong: adds flares that overlap
# loses: activity-test
# hint: Two flares at once are still one
def activity(times, starts, length):
    times = np.asarray(times, dtype=float)
    return sum(((start <= times) & (times < start + length)).astype(float) for start in starts)


# %% wrong: counts the end of a flare as flare
# loses: activity-test
# hint: A flare is over at its end
def activity(times, starts, length):
    times = np.asarray(times, dtype=float)
    inside = [(start <= times) & (times <= start + length) for start in starts]
    return np.any(inside, axis=0).astype(float)


# %% wrong: overwrites earlier flares
# loses: activity-test
# hint: Only the last flare is here
def activity(times, starts, length):
    times = np.asarray(times, dtype=float)
    for start in starts:
        on = (start <= times) & (times < start + length)
    return on.astype(float)
