# %% second
def next_year(history, weak, p_weak, p_strong):
    # Year by year, each film changes the odds that she is weak.
    odds = weak / (1 - weak)
    for broke in history:
        odds *= p_weak / p_strong if broke else (1 - p_weak) / (1 - p_strong)
    return (odds * p_weak + p_strong) / (odds + 1)


# %% wrong: looks at no film
# loses: next-year-test
# hint: That is the chance before any film
def next_year(history, weak, p_weak, p_strong):
    return weak * p_weak + (1 - weak) * p_strong


# %% wrong: looks at years with a fracture only
# loses: next-year-test
# hint: Years without a fracture are news
def next_year(history, weak, p_weak, p_strong):
    a = weak * p_weak ** sum(history)
    b = (1 - weak) * p_strong ** sum(history)
    return (a * p_weak + b * p_strong) / (a + b)


# %% wrong: looks at the last year only
# loses: next-year-test
# hint: That counts the last year only
def next_year(history, weak, p_weak, p_strong):
    a = weak * (p_weak if history[-1] else 1 - p_weak)
    b = (1 - weak) * (p_strong if history[-1] else 1 - p_strong)
    return (a * p_weak + b * p_strong) / (a + b)


# %% wrong: counts any fractures as one
# loses: next-year-test
# hint: Two fractures are more news than one
def next_year(history, weak, p_weak, p_strong):
    whole = len(history) - sum(history)
    a = weak * p_weak ** any(history) * (1 - p_weak) ** whole
    b = (1 - weak) * p_strong ** any(history) * (1 - p_strong) ** whole
    return (a * p_weak + b * p_strong) / (a + b)


# %% wrong: gives the belief that she is weak
# loses: next-year-test
# hint: That is how surely she is weak
def next_year(history, weak, p_weak, p_strong):
    broke, whole = sum(history), len(history) - sum(history)
    a = weak * p_weak**broke * (1 - p_weak) ** whole
    b = (1 - weak) * p_strong**broke * (1 - p_strong) ** whole
    return a / (a + b)
