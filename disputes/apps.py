"""Disputes: from a concern to a remedy."""

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    """The app, as Django knows it."""

    name = "disputes"
