"""Compacts and their texts: directory, reading, writing, importing."""

from django.apps import AppConfig


class CompactsConfig(AppConfig):
    name = "compact_portal.compacts"
    label = "compacts"
