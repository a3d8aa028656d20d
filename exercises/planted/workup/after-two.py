# %% second
def after_two(prior, ill, others, tied):
    a, b = (np.array([np.prod(pair), min(pair)]) @ [1 - tied, tied] for pair in (ill, others))
    odds = prior / (1 - prior) * a / b
    return odds / (1 + odds)


# %% wrong: multiplies the ratios
# loses: after-two-test
# hint: as if the signs were independent
def after_two(prior, ill, others, tied):
    odds = prior / (1 - prior) * ill[0] * ill[1] / (others[0] * others[1])
    return odds / (1 + odds)


# %% wrong: ties the signs among the ill only
# loses: after-two-test
# hint: tied among the others, too
def after_two(prior, ill, others, tied):
    a = (1 - tied) * ill[0] * ill[1] + tied * min(ill)
    odds = prior / (1 - prior) * a / (others[0] * others[1])
    return odds / (1 + odds)


# %% wrong: ties the signs in everyone
# loses: after-two-test
# hint: That ties the signs in everyone
def after_two(prior, ill, others, tied):
    odds = prior / (1 - prior) * min(ill) / min(others)
    return odds / (1 + odds)


# %% wrong: takes the more frequent sign
# loses: after-two-test
# hint: as often as the rarer one
def after_two(prior, ill, others, tied):
    a, b = ((1 - tied) * p[0] * p[1] + tied * max(p) for p in (ill, others))
    odds = prior / (1 - prior) * a / b
    return odds / (1 + odds)


# %% wrong: takes the second sign for the rarer one
# loses: after-two-test
# hint: not always the second
def after_two(prior, ill, others, tied):
    a, b = ((1 - tied) * p[0] * p[1] + tied * p[1] for p in (ill, others))
    odds = prior / (1 - prior) * a / b
    return odds / (1 + odds)
