# %% second
def bone_mass(times, t_menopause, before, after):
    """Go from time to time; stop at menopause on the way."""
    now, z = times[0], 100.0
    path = []
    for t in times:
        for stop, (F, k) in ((min(t, t_menopause), before), (t, after)):
            if stop > now:
                part = solve_ivp(
                    lambda _, y: F - k * y, (now, stop), [z], method="LSODA", rtol=1e-11, atol=1e-11
                )
                now, z = stop, part.y[0, -1]
        path.append(z)
    return np.array(path)


# %% wrong: starts from 100 percent again at menopause
# loses: bone-mass-test bone-mass-edges
# hint: The second part starts from 100 again
def bone_mass(times, t_menopause, before, after):
    jump = min(max(t_menopause, times[0]), times[-1])
    mass = np.full(len(times), 100.0)
    for (start, end), (F, k), part in (
        ((times[0], jump), before, times <= jump),
        ((jump, times[-1]), after, times > jump),
    ):
        if end > start:
            run = solve_ivp(
                lambda t, z: F - k * z,
                (start, end),
                [100.0],
                dense_output=True,
                rtol=1e-10,
                atol=1e-10,
            )
            mass[part] = run.sol(times[part])[0]
    return mass


# %% wrong: counts the value at menopause twice
# loses: bone-mass-edges
# hint: the value at the jump was counted twice
def bone_mass(times, t_menopause, before, after):
    def rate(t, z, F, k):
        return F - k * z

    options = {"dense_output": True, "rtol": 1e-10, "atol": 1e-10}
    first = solve_ivp(rate, (times[0], t_menopause), [100.0], args=before, **options)
    second = solve_ivp(rate, (t_menopause, times[-1]), first.y[:, -1], args=after, **options)
    early = first.sol(times[times <= t_menopause])[0]
    late = second.sol(times[times >= t_menopause])[0]
    return np.concatenate([early, late])


# %% wrong: one run across the jump at the usual tolerance
# loses: bone-mass-test bone-mass-edges
# hint: Set rtol and atol, and stop the solver at the jump
def bone_mass(times, t_menopause, before, after):
    def rate(t, z):
        F, k = before if t < t_menopause else after
        return F - k * z

    return solve_ivp(rate, (times[0], times[-1]), [100.0], t_eval=times).y[0]


# %% wrong: old rates when menopause lies before the first time
# loses: bone-mass-edges
# hint: bone_mass with menopause before the first time
def bone_mass(times, t_menopause, before, after):
    def rate(t, z, F, k):
        return F - k * z

    options = {"dense_output": True, "rtol": 1e-10, "atol": 1e-10}
    first = solve_ivp(rate, (times[0], t_menopause), [100.0], args=before, **options)
    second = solve_ivp(rate, (t_menopause, times[-1]), first.y[:, -1], args=after, **options)
    return np.where(times < t_menopause, first.sol(times)[0], second.sol(times)[0])
