"""Names held back: which names they are, and whether somebody's words give one away.

A group that a support body speaks for may be held back from everybody but its own side while the stage allows it. What
shows a name asks the dispute (`name_hidden_from`, `complainant_as`, `title_as`); this module looks after the words.
"""

from django.db.models import Q
from django.utils.translation import gettext as _

from disputes.names import named_in
from signatories.models import Membership, Organisation
from signatories.models.organisation import OtherName

SHORTEST = 4  # Shorter names ("Ann") occur in other words too often to be looked for.


def held_back_names(organisation: Organisation) -> list[str]:
    """Return the names of an organisation and its people, whose occurrence would tell who it is. Three queries."""
    records = organisation.records()
    names = set(records.values_list("name", flat=True))
    names |= set(OtherName.objects.filter(organisation__in=records).values_list("name", flat=True))
    people = Membership.objects.filter(organisation__in=records).values_list("person__name", "person__email")
    for name, email in people:
        names |= {name, email}
    contacts = records.exclude(Q(contact_name="") & Q(email="")).values_list("contact_name", "email")
    for name, email in contacts:
        names |= {name, email}
    return sorted((name for name in names if len(name) >= SHORTEST), key=len, reverse=True)


def people_held_back(dispute) -> frozenset[int]:
    """Return the keys of everybody who is or was of the complainant's organisation. One query."""
    people = Membership.objects.filter(organisation__in=dispute.complainant.records())
    return frozenset(people.values_list("person", flat=True))


def gives_away(dispute, *texts: str) -> str:
    """Return the sentence that refuses words which would tell the name that is held back; "" where none does."""
    if not any(text.strip() for text in texts):
        return ""
    found = named_in("\n".join(texts), held_back_names(dispute.complainant))
    if not found:
        return ""
    return _(
        "These words have “%(name)s” in them, which is held back from the other side. Write “we” or “the group” "
        "instead."
    ) % {"name": found}
