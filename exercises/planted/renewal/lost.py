# %% second
wall = given.depth - given.unfilled
per_unit = given.depth * (given.dig / 2 + given.wait + given.fill) - wall * given.fill / 2
cycle = (given.dig + given.wait + given.fill) / 365.25
finished = given.a_before * cycle + given.a_after * (2 - cycle)
opened = (given.a_after - given.a_before) * per_unit / 365.25
lost_in_two_years = (opened + finished * given.unfilled) / given.half * 100

# %% wrong: open holes only
# loses: lost-test
# hint: What do finished units leave for good?
wall = given.depth - given.unfilled
per_unit = given.depth * (given.dig / 2 + given.wait + given.fill) - wall * given.fill / 2
lost_in_two_years = (given.a_after - given.a_before) * per_unit / 365.25 / given.half * 100

# %% wrong: the leak only
# loses: lost-test
# hint: That is the leak alone
lost_in_two_years = 100 * 2 * given.a_after * given.unfilled / given.half

# %% wrong: counts twice what open holes will never get back
# loses: lost-test
# hint: counted twice
wall = given.depth - given.unfilled
per_unit = given.depth * (given.dig / 2 + given.wait + given.fill) - wall * given.fill / 2
opened = (given.a_after - given.a_before) * per_unit / 365.25
lost_in_two_years = 100 * (opened + 2 * given.a_after * given.unfilled) / given.half

# %% wrong: in micrometers
# loses: lost-test
# hint: This is in micrometers
wall = given.depth - given.unfilled
per_unit = given.depth * (given.dig / 2 + given.wait + given.fill) - wall * given.fill / 2
cycle = (given.dig + given.wait + given.fill) / 365.25
finished = given.a_before * cycle + given.a_after * (2 - cycle)
lost_in_two_years = (given.a_after - given.a_before) * per_unit / 365.25 + finished * given.unfilled

# %% wrong: a gain
# loses: lost-test
# hint: are the two frequencies swapped
wall = given.depth - given.unfilled
per_unit = given.depth * (given.dig / 2 + given.wait + given.fill) - wall * given.fill / 2
lost_in_two_years = (given.a_before - given.a_after) * per_unit / 365.25 / given.half * 100
