# %% second
def pulsed_ratio(amount, hours, days):
    """Go from day to day, each with its pulse and its pause."""
    cells, week = rest, {"B": [], "C": []}
    for day in range(days):
        pulse = [Step("I_P", amount / (hours / 24), 0, hours / 24)]
        run = simulate(model, np.linspace(0, 1, 25), initial=cells, interventions=pulse)
        cells = {s: run[s][-1] for s in "RBC"}
        if day >= days - 7:
            for s, kept in week.items():
                kept.extend(run[s][0 if not kept else 1 :])
    means = {s: sum(kept) / len(kept) / rest[s] for s, kept in week.items()}
    return means["C"] / means["B"]


# %% wrong: shorter pulses of the same strength
# loses: pulsed-ratio-test
# hint: a shorter pulse has to be stronger
def pulsed_ratio(amount, hours, days):
    pulses = [Step("I_P", amount, day, day + hours / 24) for day in range(days)]
    times = np.linspace(0, days, 24 * days + 1)
    run = simulate(model, times, interventions=pulses)
    last = times >= days - 7
    return run["C"][last].mean() / run["B"][last].mean() * rest["B"] / rest["C"]


# %% wrong: averages over all days
# loses: pulsed-ratio-test
# hint: Average over the last week only
def pulsed_ratio(amount, hours, days):
    pulses = [Step("I_P", amount * 24 / hours, day, day + hours / 24) for day in range(days)]
    run = simulate(model, np.linspace(0, days, 24 * days + 1), interventions=pulses)
    return run["C"].mean() / run["B"].mean() * rest["B"] / rest["C"]


# %% wrong: the ratio at the end
# loses: pulsed-ratio-test
# hint: This is the ratio at the end
def pulsed_ratio(amount, hours, days):
    pulses = [Step("I_P", amount * 24 / hours, day, day + hours / 24) for day in range(days)]
    run = simulate(model, np.linspace(0, days, 24 * days + 1), interventions=pulses)
    return run["C"][-1] / run["B"][-1] * rest["B"] / rest["C"]


# %% wrong: the mean of the ratios
# loses: pulsed-ratio-test
# hint: Average first and divide then
def pulsed_ratio(amount, hours, days):
    pulses = [Step("I_P", amount * 24 / hours, day, day + hours / 24) for day in range(days)]
    times = np.linspace(0, days, 24 * days + 1)
    run = simulate(model, times, interventions=pulses)
    last = times >= days - 7
    return (run["C"][last] / run["B"][last]).mean() * rest["B"] / rest["C"]


# %% wrong: the trapezoid instead of the plain mean
# loses: pulsed-ratio-test
# hint: Take the plain mean of all samples
def pulsed_ratio(amount, hours, days):
    pulses = [Step("I_P", amount * 24 / hours, day, day + hours / 24) for day in range(days)]
    times = np.linspace(0, days, 24 * days + 1)
    run = simulate(model, times, interventions=pulses)
    last = times >= days - 7
    C, B = np.trapezoid(run["C"][last]), np.trapezoid(run["B"][last])
    return C / B * rest["B"] / rest["C"]
