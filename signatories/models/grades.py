"""How far an organisation binds itself, how it signed, and how it was known who signed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Grade(models.TextChoices):
    """How far an organisation binds itself, where a place has grades."""

    FULL = "full", _("Full signatory")
    MEMORANDUM = "memorandum", _("Memorandum of understanding")
    PLEDGE = "pledge", _("Pledge")

    @property
    def meaning(self) -> str:
        """What an organisation that signs so agrees to, in a sentence."""
        return str(MEANINGS[self])


MEANINGS = {
    Grade.FULL: _("The organisation keeps all principles of the Compact, and all commitments of its sector."),
    Grade.MEMORANDUM: _(
        "The organisation works by the principles of the Compact, and keeps the commitments as far as its own rules "
        "allow."
    ),
    Grade.PLEDGE: _("The organisation supports the aims of the Compact, and works towards signing it in full."),
}


#: What the signatory declares, by grade. It is kept with the signature, word for word.
DECLARATIONS = {
    Grade.FULL: _(
        "I have read the text, and declare that I may sign it in the name of this organisation, "
        "which agrees to its principles and commitments."
    ),
    Grade.MEMORANDUM: _(
        "I have read the text, and declare that I may sign it in the name of this organisation, "
        "which works by its principles, and keeps its commitments as far as its own rules allow."
    ),
    Grade.PLEDGE: _(
        "I have read the text, and declare that I may sign it in the name of this organisation, "
        "which supports its aims, and works towards signing it in full."
    ),
}
WITH_CODES = _("The codes of practice named above are part of it.")


def declaration_of(grade: str, *, with_codes: bool) -> str:
    """The declaration for a grade, with or without codes of practice."""
    words = str(DECLARATIONS[Grade(grade)])
    return f"{words} {WITH_CODES}" if with_codes else words


class Method(models.TextChoices):
    """How it was signed."""

    ONLINE = "online", _("Online")
    PAPER = "paper", _("On paper")


class IdentifiedBy(models.TextChoices):
    """How the portal knew who signed online."""

    ACCOUNT = "account", _("Signed in with an account, as an authorised signatory")
    CODE = "code", _("A link and a code, mailed to the address that was invited")
