"""The house without its second wall: what the wall costs is the difference.

It reads the tables as their owner, whom no policy binds, and tells no transaction anything.
"""

from config import settings
from config.bench import house

globals().update({name: value for name, value in vars(house).items() if name.isupper()})

DATABASES = {
    "default": {**settings.DATABASES["default"], "ENGINE": "django.db.backends.postgresql"}
}
