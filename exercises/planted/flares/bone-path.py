# %% second
def bone_path(levels, dt, k, c, s, tau, n):
    holes, bone = np.ones((2, len(levels) + 1))
    for i, a in enumerate(levels):
        resorbed = (1 + c * a) * (1 + n * (bone[i] - 1))
        formed = holes[i] - s * a * holes[i]
        holes[i + 1] = holes[i] + (1 + c * a - holes[i]) * dt / tau
        bone[i + 1] = bone[i] + (formed - resorbed) * k * dt
    return 100 * bone


# %% wrong: bone uses the holes of the end of the step
# loses: bone-path-test
# hint: B uses the old V
def bone_path(levels, dt, k, c, s, tau, n):
    V = B = 1.0
    path = [100.0]
    for a in levels:
        dig = 1 + c * a
        V = V + dt * (dig - V) / tau
        B = B + dt * k * ((1 - s * a) * V - dig * (1 - n + n * B))
        path.append(100 * B)
    return np.array(path)


# %% wrong: builders fill as at rest
# loses: bone-path-test
# hint: where is s
def bone_path(levels, dt, k, c, s, tau, n):
    V = B = 1.0
    path = [100.0]
    for a in levels:
        dig = 1 + c * a
        V, B = V + dt * (dig - V) / tau, B + dt * k * (V - dig * (1 - n + n * B))
        path.append(100 * B)
    return np.array(path)


# %% wrong: leaves n out
# loses: bone-path-test
# hint: if nothing returns
def bone_path(levels, dt, k, c, s, tau, n):
    V = B = 1.0
    path = [100.0]
    for a in levels:
        dig, fill = 1 + c * a, (1 - s * a) * V
        V, B = V + dt * (dig - V) / tau, B + dt * k * (fill - dig)
        path.append(100 * B)
    return np.array(path)
