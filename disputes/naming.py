"""Whether words that leave a case name somebody in it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from disputes.names import named_in
from disputes.words import Party


def name_in(dispute, words: str, parties: frozenset[Party]) -> str:
    """Return the first name of a party, of somebody who acted, or of the case that stands in some words; "" if none.

    Names that are held back from the writer (`parties`) are not looked for: finding one would give it away.
    """
    return named_in(words, _names(dispute, parties))


def why_not_anonymous(dispute, words: str, parties: frozenset[Party]) -> str:
    """Say what must be left out of words that are to name nobody; "" where nothing must."""
    if name := name_in(dispute, words, parties):
        return _("Leave out “%(name)s”: these words must name nobody") % {"name": name}
    return ""


def _names(dispute, parties: frozenset[Party]) -> Iterator[str]:
    hidden = dispute.name_hidden_from(parties)
    bodies = [dispute.respondent, *([] if hidden else [dispute.complainant])]
    if dispute.support_body:
        bodies.append(dispute.support_body)
    yield dispute.reference
    for body in bodies:
        yield body.name
        yield from body.other_names.values_list("name", flat=True)
    acted = dispute.events.exclude(actor=None)
    if hidden:
        acted = acted.exclude(party=Party.COMPLAINANT)
    yield from acted.order_by().values_list("actor__name", flat=True).distinct()
