"""People who sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "compact_portal.accounts"
    label = "accounts"
