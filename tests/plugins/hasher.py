"""A hasher for tests: the same Argon2, asked for the least work."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """What the tests are about is not how long Argon2 takes."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
