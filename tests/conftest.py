pytest_plugins = [
    "tests.plugins.cast",
    "tests.plugins.cases",
    "tests.plugins.shelf",
    "tests.plugins.trail",
]
