"""The ground app: recorded grants of rights, and the outbox."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The app, as Django knows it."""

    name = "compact_portal"
    label = "portal"
    verbose_name = "Compact Portal"
