# %% second
def faked_ratio(users, others, times):
    risk = [share * times + (1 - share) for share in (users, others)]
    return risk[0] / risk[1]


# %% wrong: counts the frail only
# loses: faked-ratio-test
# hint: Users who are not frail break bones, too
def faked_ratio(users, others, times):
    return users * times / (others * times)


# %% wrong: gives the risk of users
# loses: faked-ratio-test
# hint: That is the risk of users alone
def faked_ratio(users, others, times):
    return users * times + 1 - users


# %% wrong: turns the ratio around
# loses: faked-ratio-test
# hint: Others over users
def faked_ratio(users, others, times):
    return (1 + others * (times - 1)) / (1 + users * (times - 1))


# %% wrong: adds the frail on top
# loses: faked-ratio-test
# hint: the shares must add up to one
def faked_ratio(users, others, times):
    return (1 + users * times) / (1 + others * times)
