# %% second
def euler(z_start, F, k, dt, steps):
    path = [float(z_start)]
    while len(path) <= steps:
        path.append(path[-1] * (1 - k * dt) + F * dt)
    return np.array(path)


# %% wrong: keeps no initial value
# loses: euler-test
# hint: The initial value is missing
def euler(z_start, F, k, dt, steps):
    path = []
    z = z_start
    for _ in range(steps):
        z = z + dt * (F - k * z)
        path.append(z)
    return np.array(path)


# %% wrong: every step uses the rate at the start
# loses: euler-test
# hint: Each step starts from the bone mass
def euler(z_start, F, k, dt, steps):
    return z_start + dt * (F - k * z_start) * np.arange(steps + 1)


# %% wrong: one step too few
# loses: euler-test
# hint: Off by one
def euler(z_start, F, k, dt, steps):
    z = np.empty(steps)
    z[0] = z_start
    for i in range(steps - 1):
        z[i + 1] = z[i] + dt * (F - k * z[i])
    return z


# %% wrong: returns the end only
# loses: euler-test
# hint: Only the last value is here
def euler(z_start, F, k, dt, steps):
    z = z_start
    for _ in range(steps):
        z += dt * (F - k * z)
    return z
