# %% second
def after_drip(day, amount):
    grid = np.linspace(0, day, 50)
    run = simulate(model, grid, parameters={"I_P": amount}, initial=rest)
    table = np.array([run["R"], run["B"], run["C"]])
    return table[:, -1] / table[:, 0]


# %% wrong: replaces the glands' own PTH
# loses: after-drip-test
# hint: Add the drip, as I_P
def after_drip(day, amount):
    run = simulate(model, [0, day], interventions=[Step("S_P", amount, start=0)])
    return np.array([run[s][-1] / rest[s] for s in "RBC"])


# %% wrong: in picomolar
# loses: after-drip-test
# hint: Divide each by its resting value
def after_drip(day, amount):
    run = simulate(model, [0, day], interventions=[Step("I_P", amount, start=0)])
    return np.array([run[s][-1] for s in "RBC"])


# %% wrong: where the drip leads in the end
# loses: after-drip-test
# hint: What is there on that day?
def after_drip(day, amount):
    end = model.steady_state({"I_P": amount})
    return np.array([end[s] / rest[s] for s in "RBC"])
