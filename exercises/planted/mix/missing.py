# %% second
def missing(history, age):
    def loan(mg, begin, end):
        g = mg / (mg + 12)
        since = max(age - begin, 0), max(age - end, 0)
        # A course is one that never ends, less one that begins when it ends.
        rise = [3 * g * (1 - np.exp(-years / 1.5)) for years in since]
        return rise[0] - rise[1] + 0.2 * g * (since[0] - since[1])

    return sum(loan(*course) for course in history)


# %% wrong: never returns the loan
# loses: missing-test
# hint: What was on loan returns
def missing(history, age):
    total = 0
    for mg, begin, end in history:
        years = max(min(end, age) - begin, 0)
        g = mg / (mg + 12)
        total += 3 * g * (1 - np.exp(-years / 1.5)) + 0.2 * g * years
    return total


# %% wrong: forgets what is lost for good
# loses: missing-test
# hint: What is lost for good
def missing(history, age):
    total = 0
    for mg, begin, end in history:
        stop = min(end, age)
        if stop > begin:
            loan = 3 * mg / (mg + 12) * (1 - np.exp(-(stop - begin) / 1.5))
            total += loan * np.exp(-(age - stop) / 1.5)
    return total


# %% wrong: lets the effect grow with the dose
# loses: missing-test
# hint: The effect levels off
def missing(history, age):
    total = 0
    for mg, begin, end in history:
        stop = min(end, age)
        if stop > begin:
            g = mg / 12
            loan = 3 * g * (1 - np.exp(-(stop - begin) / 1.5))
            total += loan * np.exp(-(age - stop) / 1.5) + 0.2 * g * (stop - begin)
    return total


# %% wrong: counts years that have not come yet
# loses: missing-test
# hint: count to the age asked for
def missing(history, age):
    total = 0
    for mg, begin, end in history:
        g = mg / (mg + 12)
        loan = 3 * g * (1 - np.exp(-(end - begin) / 1.5))
        total += loan * np.exp(-(age - end) / 1.5) + 0.2 * g * (end - begin)
    return total
