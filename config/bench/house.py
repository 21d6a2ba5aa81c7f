"""The house's own settings, with the means to count queries."""

from config import settings

globals().update({name: value for name, value in vars(settings).items() if name.isupper()})

MIDDLEWARE = ["config.bench.counting.CountingMiddleware", *settings.MIDDLEWARE]
