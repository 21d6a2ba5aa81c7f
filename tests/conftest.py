pytest_plugins = ["tests.plugins.trail"]
