"""When somebody leaves: their open work goes to a colleague, and officers learn where nobody is left."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal.accounts.models import User
from compact_portal.history import NotAllowed
from signatories import open_work
from signatories.hooks import Work
from signatories.models import Handover, Organisation
from signatories.notifications import people as tell


@transaction.atomic
def hand_over_work(organisation: Organisation, person: User, *, to: User, by: User, note: str = "") -> Handover:
    """Hand what a person has open in an organisation to a colleague, who is told in one message.

    NotAllowed where the colleague does not act for it. The name of who leaves stays wherever it stands.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if to not in organisation.acting() or to == person:
        raise NotAllowed(_("Choose a colleague who acts for %(organisation)s.") % {"organisation": organisation})
    moved = open_work.hand_over(person, organisation, to=to, by=by)
    if not moved:
        raise NotAllowed(_("Nothing is open any more that a colleague could take over."))
    handover = Handover.objects.create(
        action="handed over", actor=by, note=note, organisation=organisation, person=person, to=to, moved=moved
    )
    tell.handed_over(handover)
    return handover


def open_everywhere(person: User) -> list[tuple[Organisation, list[Work]]]:
    """What a person has open in each organisation in which they hold a role today."""
    roles = person.memberships.in_term()
    found = Organisation.objects.filter(pk__in=roles.values("organisation")).order_by("name")
    everything = [(organisation, open_work.open_work(person, organisation)) for organisation in found]
    return [(organisation, work) for organisation, work in everything if work]


@transaction.atomic
def account_moved(person: User, *, by: User) -> None:
    """An account was closed, or opened again: colleagues learn what is open, and officers where nobody is left."""
    roles = person.memberships.in_term().select_related("organisation").order_by("organisation", "pk")
    for membership in {membership.organisation_id: membership for membership in roles}.values():
        if not person.is_active:
            tell.account_closed(membership, work=open_work.open_work(person, membership.organisation), by=by)
        tell_officers(membership.organisation)


@transaction.atomic
def tell_officers(organisation: Organisation | None = None) -> str:
    """Tell officers, once, of organisations that somebody acted for and nobody does now; of all, or of one.

    Timed work too: terms end by date, and accounts are closed elsewhere.
    """
    empty = Organisation.objects.left_by_all()
    of_these = Organisation.objects.filter(officers_told_at__isnull=False).exclude(pk__in=empty.values("pk"))
    if organisation:
        empty, of_these = empty.filter(pk=organisation.pk), of_these.filter(pk=organisation.pk)
    of_these.update(officers_told_at=None)  # Somebody acts for them again: the next time is a new one.
    told = 0
    for found in empty.filter(officers_told_at=None):
        claimed = Organisation.objects.filter(pk=found.pk, officers_told_at=None)
        if claimed.update(officers_told_at=timezone.now()):
            tell.nobody_left(found)
            told += 1
    return f"{told} organisations found with nobody left"
