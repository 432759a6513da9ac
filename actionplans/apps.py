"""Action plans: who will do what by when, and what came of it."""

from django.apps import AppConfig


class ActionPlansConfig(AppConfig):
    """The app, as Django knows it."""

    name = "actionplans"
