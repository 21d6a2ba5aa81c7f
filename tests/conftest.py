pytest_plugins = [
    "tests.plugins.cast",
    "tests.plugins.cases",
    "tests.plugins.house",
    "tests.plugins.shelf",
    "tests.plugins.trail",
]
