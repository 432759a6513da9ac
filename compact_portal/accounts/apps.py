"""People who sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app, as Django knows it."""

    name = "compact_portal.accounts"
    label = "accounts"
