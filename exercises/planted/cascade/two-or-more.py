# %% second
def two_or_more(p, times, years):
    # By the year of the first fracture: someone who breaks in year y has years - y left.
    share = 0.0
    for y in range(1, int(years) + 1):
        first = (1 - p) ** (y - 1) * p
        share += first * (1 - (1 - p * times) ** (years - y))
    return share


# %% wrong: counts everyone with a fracture
# loses: two-or-more-test
# hint: Leave out those with just one
def two_or_more(p, times, years):
    return 1 - (1 - p) ** years


# %% wrong: forgets the feedback
# loses: two-or-more-test
# hint: After her first fracture her chance is larger
def two_or_more(p, times, years):
    return 1 - (1 - p) ** years - years * p * (1 - p) ** (years - 1)


# %% wrong: lets her break twice in a year
# loses: two-or-more-test
# hint: She breaks once a year
def two_or_more(p, times, years):
    none, one, two = 1.0, 0.0, 0.0
    for _ in range(int(years)):
        one, none = one + none * p, none * (1 - p)
        two, one = two + one * p * times, one * (1 - p * times)
    return two


# %% wrong: runs for a year too long
# loses: two-or-more-test
# hint: run a year too long
def two_or_more(p, times, years):
    none, one = 1.0, 0.0
    for _ in range(int(years) + 1):
        none, one = none * (1 - p), one * (1 - p * times) + none * p
    return 1 - none - one


# %% wrong: gives the share with just one
# loses: two-or-more-test
# hint: the share with just one
def two_or_more(p, times, years):
    none, one = 1.0, 0.0
    for _ in range(int(years)):
        none, one = none * (1 - p), one * (1 - p * times) + none * p
    return one


# %% wrong: overwrites last year's share before it is used
# loses: two-or-more-test
# hint: keep last year's share
def two_or_more(p, times, years):
    none, one = 1.0, 0.0
    for _ in range(int(years)):
        none = none * (1 - p)
        one = one * (1 - p * times) + none * p
    return 1 - none - one
