"""Compacts and their texts: directory, reading, writing, importing."""

from django.apps import AppConfig


class CompactsConfig(AppConfig):
    """The app, as Django knows it."""

    name = "compact_portal.compacts"
    label = "compacts"
