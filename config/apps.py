"""Registers the site itself with Django, for its commands."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The app that wires the others into one site; it has no tables."""

    name = "config"
    verbose_name = "Sitio"
