"""The rule book of the quorum: how many of each sector must be there for a meeting of the Forum to decide.

It knows neither the database nor the web. The Derby Compact says that both sectors are represented equally on the Forum
("Compact Forum"), and nothing about a quorum; so each Forum sets its own, the least number of each sector, and one that
has set none has none.
"""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Rule(NamedTuple):
    """The least number of each sector; None for a sector of which nothing is asked."""

    statutory: int | None = None
    vcs: int | None = None

    @property
    def is_set(self) -> bool:
        """Whether the Forum has a rule at all."""
        return self.statutory is not None or self.vcs is not None


class Present(NamedTuple):
    """How many members of each sector were there. Guests never count."""

    statutory: int
    vcs: int


def is_quorate(rule: Rule, present: Present) -> bool | None:
    """Whether a meeting could decide; None where the Forum has no rule."""
    if not rule.is_set:
        return None
    return present.statutory >= (rule.statutory or 0) and present.vcs >= (rule.vcs or 0)


def in_words(rule: Rule) -> str:
    """The rule in a sentence."""
    if not rule.is_set:
        return _("No quorum is set for this Forum.")
    return _("Quorum: %(both)s.") % {"both": _both(rule.statutory or 0, rule.vcs or 0)}


def verdict(rule: Rule, present: Present) -> str:
    """Whether a meeting was quorate, in words, with the numbers."""
    came = _("%(both)s came") % {"both": _both(*present)}
    answer = is_quorate(rule, present)
    if answer is None:
        return _("%(came)s. No quorum is set for this Forum, so nobody can say whether they were enough.") % {
            "came": came
        }
    if answer:
        return _("The meeting was quorate: %(came)s.") % {"came": came}
    return _("The meeting was not quorate: %(came)s, and %(missing)s.") % {
        "came": came,
        "missing": _missing(rule, present),
    }


def _both(statutory: int, vcs: int) -> str:
    return _("%(statutory)s of the statutory sector and %(vcs)s of the voluntary and community sector") % {
        "statutory": statutory,
        "vcs": vcs,
    }


def _missing(rule: Rule, present: Present) -> str:
    """Who was missing, by sector."""
    short = [
        (max((rule.statutory or 0) - present.statutory, 0), _("the statutory sector")),
        (max((rule.vcs or 0) - present.vcs, 0), _("the voluntary and community sector")),
    ]
    said = [
        ngettext("%(n)s of %(sector)s was missing", "%(n)s of %(sector)s were missing", number)
        % {"n": number, "sector": sector}
        for number, sector in short
        if number
    ]
    return _(" and ").join(said)
