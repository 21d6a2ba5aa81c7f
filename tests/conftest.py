pytest_plugins = ["tests.plugins.cast", "tests.plugins.cases", "tests.plugins.trail"]
