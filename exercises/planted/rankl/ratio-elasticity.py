# %% second
def ratio_elasticity(name):
    """Solve J dx = -df, as in the chapter."""
    rates = [list(model.rates_at(rest, {name: s * p[name]}).values()) for s in (0.9999, 1.0001)]
    push = (np.array(rates[1]) - np.array(rates[0])) / 2e-4
    cells = np.linalg.solve(model.jacobian(rest), -push) / np.array(list(rest.values()))
    return cells[2] - cells[1]


# %% wrong: osteoclasts alone
# loses: ratio-elasticity-test
# hint: That is the elasticity of C alone
def ratio_elasticity(name):
    end = [model.steady_state({name: s * p[name]})["C"] for s in (0.9999, 1.0001)]
    return (end[1] / end[0] - 1) / 2e-4


# %% wrong: forgets to divide by the ratio at rest
# loses: ratio-elasticity-test
# hint: percent for percent is asked
def ratio_elasticity(name):
    ends = [model.steady_state({name: s * p[name]}) for s in (0.9999, 1.0001)]
    low, high = (end["C"] / end["B"] for end in ends)
    return (high - low) / 2e-4


# %% wrong: a step of two percent, to one side
# loses: ratio-elasticity-test
# hint: Take a smaller step, on both sides
def ratio_elasticity(name):
    end = model.steady_state({name: 1.02 * p[name]})
    return (end["C"] / end["B"] / (rest["C"] / rest["B"]) - 1) / 0.02
