# %% second
def any_alarm(tests, level):
    silent = 1.0
    for _ in range(int(tests)):
        silent = silent * (1 - level)
    return 1 - silent


# %% wrong: adds the chances
# loses: any-alarm-test
# hint: how many alarms to expect
def any_alarm(tests, level):
    return tests * level


# %% wrong: no alarm
# loses: any-alarm-test
# hint: no alarm at all
def any_alarm(tests, level):
    return (1 - level) ** tests


# %% wrong: all are alarms
# loses: any-alarm-test
# hint: all of them
def any_alarm(tests, level):
    return level**tests
