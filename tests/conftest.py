pytest_plugins = ["tests.plugins.cast", "tests.plugins.trail"]
