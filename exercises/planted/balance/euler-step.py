# %% second
def euler_step(z, F, k, dt):
    built = F * dt
    resorbed = k * dt * z
    z = z + built
    z -= resorbed
    return z


# %% wrong: formation and resorption swapped
# loses: euler-step-test
# hint: Formation and resorption are swapped
def euler_step(z, F, k, dt):
    return z + dt * (k * z - F)


# %% wrong: returns the change, not the new bone mass
# loses: euler-step-test
# hint: This is the change in one step
def euler_step(z, F, k, dt):
    return dt * (F - k * z)


# %% wrong: forgets the length of the step
# loses: euler-step-test
# hint: How much of a year is one step
def euler_step(z, F, k, dt):
    return z + F - k * z


# %% wrong: resorbs k, however much bone there is
# loses: euler-step-test
# hint: Resorption is k times the bone mass
def euler_step(z, F, k, dt):
    return z + dt * (F - k)
