"""What the pages of organisations and their people know of the disputes (signatories/hooks.py): mostly numbers."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.figures import band
from disputes.models import Dispute, Nomination
from disputes.models.lists import ENDED_VALUES
from disputes.procedure import FEWEST_SHOWN
from disputes.words import State
from signatories.hooks import Work

# Whose complainant nobody may know but its own side.
HELD_BACK = Q(held_back=True, shown_at=None)


def of_organisation(organisation, user) -> dict:
    """How many disputes it raised and how many were raised against it: each number in fives, from five on."""
    records = organisation.records()
    raised = Dispute.objects.filter(Q(complainant__in=records) | Q(respondent__in=records)).exclude(state=State.DRAFT)
    answered = Q(respondent__in=records)
    counted = raised.aggregate(
        raised=Count("pk", filter=Q(complainant__in=records) & ~HELD_BACK),
        answered=Count("pk", filter=answered),
        ended=Count("pk", filter=answered & Q(state__in=ENDED_VALUES)),
    )
    shown = [
        (_("Disputes it raised"), counted["raised"]),
        (_("Disputes raised with it"), counted["answered"]),
        (_("Of these, ended"), counted["ended"]),
    ]
    rows = [(words, told) for words, number in shown if (told := band(number))]
    return {"template": "disputes/of_organisation.html", "rows": rows, "fewest": FEWEST_SHOWN}


def _acted_in(person, organisation):
    """The open disputes of an organisation in which a person took a step, and the drafts that they began.

    Not those in which its name is held back: an officer may read this too.
    """
    records = organisation.records()
    of_it = Q(complainant__in=records) | (Q(respondent__in=records) & ~Q(state=State.DRAFT))
    theirs = Q(events__actor=person) | Q(begun_by=person)
    return Dispute.objects.exclude(HELD_BACK).filter(of_it, theirs).exclude(state__in=ENDED_VALUES).distinct()


def open_work_of(person, organisation) -> list[Work]:
    """The open disputes in which a person acts for an organisation, and what they are asked to mediate."""
    found = []
    disputes = list(_acted_in(person, organisation).select_related("compact", "complainant", "respondent"))
    if disputes:
        words = ngettext("%(n)s open dispute in which they act", "%(n)s open disputes in which they act", len(disputes))
        links = tuple((f"{dispute}, {dispute.title}", dispute.get_absolute_url()) for dispute in disputes)
        after = _("The colleague acts in them, as everybody does who acts for the organisation.")
        found.append(Work(words % {"n": len(disputes)}, True, after, links))
    asked = Nomination.objects.filter(person=person, state__in=Nomination.OPEN).count()
    if asked:
        words = ngettext("%(n)s dispute that they mediate or were asked to", "%(n)s disputes that they mediate", asked)
        after = _("That is personal. The Chair of the Forum chooses somebody else when they can no longer do it.")
        found.append(Work(words % {"n": asked}, False, after))
    return found


def hand_over(person, organisation, *, to, by) -> list[str]:
    """A dispute is the organisation's: the colleague is told how many there are, and reads them in the portal."""
    count = _acted_in(person, organisation).count()
    words = ngettext(
        "Act in %(n)s open dispute: see “My disputes”.", "Act in %(n)s open disputes: see “My disputes”.", count
    )
    return [words % {"n": count}] if count else []


def why_not_merge(old, into) -> str:
    """Refuse to make one of two that are against each other.

    Of two sectors always, so that nobody can find out by trying between whom a name is held back.
    """
    if old.sector != into.sector:
        return _("The two are of different sectors, so they are two bodies. If one sector is wrong, mend it first.")
    between = Q(complainant__in=old.records(), respondent__in=into.records())
    between |= Q(complainant__in=into.records(), respondent__in=old.records())
    if Dispute.objects.filter(between).exclude(state__in=ENDED_VALUES).exists():
        return _("The two are on different sides of an open matter, so they are two bodies.")
    return ""


def merge(old, into, *, by, reason) -> list[str]:
    """Drafts go over. What was raised keeps its parties: whoever acts for the remaining record acts in it."""
    drafts = Dispute.objects.filter(state=State.DRAFT)
    drafts.filter(complainant=old).exclude(respondent=into).update(complainant=into)
    drafts.filter(respondent=old).exclude(complainant=into).update(respondent=into)
    return []
