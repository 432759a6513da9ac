"""Codes of practice: the national library, and their adoption by Compacts."""

from django.apps import AppConfig


class CodesConfig(AppConfig):
    """The app, as Django knows it."""

    name = "codes"
