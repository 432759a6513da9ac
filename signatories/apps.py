"""Who is bound by a Compact: organisations, their people, signatures, the Forum, the signed agreement."""

from django.apps import AppConfig


class SignatoriesConfig(AppConfig):
    """The app, as Django knows it."""

    name = "signatories"
