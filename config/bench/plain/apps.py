"""Registers the twins with Django, on the plain site only."""

from django.apps import AppConfig


class PlainConfig(AppConfig):
    """The plain app."""

    name = "config.bench.plain"
    label = "plain"
