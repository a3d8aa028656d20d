# %% second
def osteoblasts(C, D_R, k_B, C_s, f_0):
    full = 1 - (1 - f_0) * C_s / (C + C_s)
    return full * D_R / k_B


# %% wrong: multiplies by the loss
# loses: osteoblasts-test
# hint: Divide by it
def osteoblasts(C, D_R, k_B, C_s, f_0):
    return D_R * k_B * (C + f_0 * C_s) / (C + C_s)


# %% wrong: forgets the signaling without osteoclasts
# loses: osteoblasts-test
# hint: f_0 is missing
def osteoblasts(C, D_R, k_B, C_s, f_0):
    return D_R / k_B * C / (C + C_s)


# %% wrong: adds f_0 to a number of cells
# loses: osteoblasts-test
# hint: multiplied by C_s before it is added
def osteoblasts(C, D_R, k_B, C_s, f_0):
    return D_R / k_B * (C + f_0) / (C + C_s)
