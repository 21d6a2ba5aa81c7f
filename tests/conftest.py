pytest_plugins = [  # each before those that import it
    "tests.plugins.surroundings",
    "tests.plugins.stages",
    "tests.plugins.cast",
    "tests.plugins.cases",
    "tests.plugins.house",
    "tests.plugins.running",
    "tests.plugins.shelf",
    "tests.plugins.trail",
]
