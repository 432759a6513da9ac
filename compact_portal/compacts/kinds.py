"""The few lists of words that clauses, Compacts and organisations choose from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ClauseKind(TextChoices):
    """What a citable piece of a text is."""

    SECTION = "section", _("Section")
    PRINCIPLE = "principle", _("Shared principle")
    COMMITMENT = "commitment", _("Commitment")
    DEFINITION = "definition", _("Definition")
    TEXT = "text", _("Text")


class Sector(TextChoices):
    """The two sides of a Compact."""

    STATUTORY = "statutory", _("Statutory sector")
    VCS = "vcs", _("Voluntary and community sector")


class OwedBy(TextChoices):
    """Which sector has promised a commitment."""

    STATUTORY = Sector.STATUTORY.value, _("Statutory sector")
    VCS = Sector.VCS.value, _("Voluntary and community sector")
    BOTH = "both", _("Both sectors")


class Nation(TextChoices):
    """The nations of the United Kingdom: each has holidays, an ombudsman and a framework of its own."""

    ENGLAND = "england", _("England")
    WALES = "wales", _("Wales")
    SCOTLAND = "scotland", _("Scotland")
    NORTHERN_IRELAND = "northern_ireland", _("Northern Ireland")


class TextKind(TextChoices):
    """What a text is that lives through editions."""

    AGREEMENT = "agreement", _("Agreement")
    CODE = "code", _("Code of practice")
    ANNEX = "annex", _("Annex")
