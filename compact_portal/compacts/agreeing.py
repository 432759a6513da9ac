"""From a draft to an edition in force, and to its end: what officers do. Each is one transaction, with its history."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact_portal import access
from compact_portal.compacts import notifications
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.lifecycle import FROZEN, OPEN, EditionState, EditionStep
from compact_portal.compacts.models import Approval, Clause, Comment, Consultation, Edition, EditionEvent
from compact_portal.compacts.models.edition import AsItStands
from compact_portal.history import NotAllowed

# Dates that everybody has read, by field: what they are called in a sentence.
PUBLISHED_DATES = {
    "in_force_on": gettext_lazy("The first day in force"),
    "expires_on": gettext_lazy("The last day of the fixed term"),
    "signing_closes_on": gettext_lazy("The last day for signing"),
}


@dataclass
class Awaited:
    """A sector on the page of approvals: its approval of the words as they stand, or who could give it."""

    sector: Sector
    approval: Approval | None
    people: list = field(default_factory=list)


def awaited(edition: Edition, now: AsItStands) -> list[Awaited]:
    """Who has approved an edition as it stands and who is awaited, sector by sector."""
    if edition.text.compact is None:
        return []
    roles = {f"approver_{sector.value}": sector for sector in Sector}
    people: dict[Sector, list] = {sector: [] for sector in Sector}
    for role, person in access.holders_of(edition.text.compact, list(roles)):
        people[roles[role]].append(person)
    return [
        Awaited(sector, now.standing.get(sector), [] if sector in now.standing else people[sector]) for sector in Sector
    ]


def why_not_ask(edition: Edition, now: AsItStands, waiting: list[Awaited]) -> str:
    """Why nobody can be asked to approve an edition now, in a sentence; empty where they can."""
    if edition.text.compact is None:
        return _("The texts of the national library need no approval.")
    if reason := edition.why_not_go_out(now):
        return reason
    waiting = [one for one in waiting if not one.approval]
    if not waiting:
        return _("Both sectors have approved it.")
    if nobody := [one for one in waiting if not one.people]:
        return _(
            "Nobody approves texts for the %(sector)s yet. Ask an administrator of the portal to appoint somebody."
        ) % {"sector": str(nobody[0].sector.label).lower()}
    return ""


@transaction.atomic
def ask_for_approval(edition: Edition, *, by, note: str = "") -> int:
    """Ask, by mail, everybody who could give an approval that is missing. Returns how many people were asked."""
    now = edition.as_it_stands()
    waiting = awaited(edition, now)
    if reason := why_not_ask(edition, now, waiting):
        raise NotAllowed(reason)
    asked = [person for one in waiting for person in one.people]
    edition.events.create(action=EditionStep.APPROVAL_ASKED, actor=by, note=note)
    notifications.approval_asked(edition, asked, together=now.bundle[1:], note=note, by=by)
    return len(asked)


@dataclass
class UnderWay:
    """An edition that waits for somebody: the sectors whose approval is awaited, its latest consultation, comments."""

    edition: Edition
    asked: bool
    missing: list[Sector]
    out_number: int | None
    out_closes_on: date | None
    out_is_open: bool
    waiting: int
    unanswered: int

    @property
    def wants_approval(self) -> bool:
        """Whether approval was asked for, and it can still be given."""
        return self.asked and self.edition.is_open


def under_way(compacts) -> list[UnderWay]:
    """The editions of some Compacts that wait: drafts, what is out, what has comments to decide on. One query.

    An approval is taken to count here when it was given after the last change of a clause, and of what is published
    together: by moments and not by digests, which would take reading every text.
    """
    this = OuterRef("pk")
    changed = Clause.history.model.objects.filter(Q(edition=this) | Q(edition__published_with=this))
    events = EditionEvent.objects.filter(edition=this)
    out = Consultation.objects.begun().filter(edition=this).order_by("-number")
    said = Comment.objects.filter(consultation__edition=this).order_by()
    approved = Approval.objects.filter(edition=this, taken_back_at=None).order_by("-approved_at").values("approved_at")
    found = (
        Edition.objects.filter(Q(state__in=sorted(OPEN)) | Exists(said.to_decide()), text__compact__in=compacts)
        .annotate(
            asked=Exists(events.filter(action=EditionStep.APPROVAL_ASKED)),
            changed_at=Subquery(changed.order_by("-history_id").values("history_date")[:1]),
            bundled_at=Subquery(events.filter(action=EditionStep.BUNDLED).order_by("-pk").values("at")[:1]),
            out_number=Subquery(out.values("number")[:1]),
            out_closes_on=Subquery(out.values("closes_on")[:1]),
            out_ended_at=Subquery(out.values("ended_at")[:1]),
            waiting=Coalesce(Subquery(counted(said.to_decide())), 0),
            unanswered=Coalesce(Subquery(counted(said.to_answer())), 0),
            **{f"approved_{sector.value}": Subquery(approved.filter(sector=sector)[:1]) for sector in Sector},
        )
        .select_related("text__compact")
    )
    return [_under_way(edition) for edition in found]


def _under_way(edition) -> UnderWay:
    since = max(filter(None, [edition.changed_at, edition.bundled_at]), default=None)
    given = {sector: getattr(edition, f"approved_{sector.value}") for sector in Sector}
    return UnderWay(
        edition=edition,
        asked=edition.asked,
        missing=[sector for sector, at in given.items() if at is None or (since is not None and at < since)],
        out_number=edition.out_number,
        out_closes_on=edition.out_closes_on,
        out_is_open=bool(
            edition.out_number and not edition.out_ended_at and timezone.localdate() <= edition.out_closes_on
        ),
        waiting=edition.waiting,
        unanswered=edition.unanswered,
    )


def counted(comments):
    """How many comments there are, for a subquery."""
    return comments.values("consultation__edition").annotate(count=Count("pk")).values("count")


def could_come_with(edition: Edition):
    """The open editions of the same Compact that could be published together with one: its codes and annexes."""
    if edition.text.compact is None:
        return Edition.objects.none()
    others = Edition.objects.filter(text__compact=edition.text.compact, state__in=sorted(OPEN), companions=None)
    free = others.filter(Q(published_with=None) | Q(published_with=edition)).exclude(text=edition.text)
    return free.select_related("text").order_by("text__kind", "text__title")


@transaction.atomic
def put_together(edition: Edition, others: Iterable[Edition], *, by) -> None:
    """Let these editions, and no others, be published together with one. An approval given before is void by it."""
    if edition.published_with and edition.published_with.is_open:
        raise NotAllowed(_("This edition is published together with “%(other)s”.") % {"other": edition.published_with})
    Edition.objects.filter(pk=edition.pk).update(updated_at=F("updated_at"))  # Nobody publishes it meanwhile.
    if not Edition.objects.filter(pk=edition.pk, state__in=sorted(OPEN)).exists():
        raise NotAllowed(_("Somebody else has just moved this edition on. Look at how it stands now."))
    wanted = {other.pk: other.text_id for other in others}
    if len(set(wanted.values())) < len(wanted):
        raise NotAllowed(_("Choose one edition of each text."))
    before = set(edition.companions.filter(state__in=sorted(OPEN)).values_list("pk", flat=True))
    for other in Edition.objects.filter(pk__in=wanted.keys() ^ before).select_related("text"):
        other.published_with = edition if other.pk in wanted else None
        other.full_clean()
        other.save(update_fields=["published_with", "updated_at"])
    if wanted.keys() != before:
        edition.events.create(
            action=EditionStep.BUNDLED, actor=by, note=", ".join(str(other) for other in edition.bundle()[1:])
        )


def before_each(editions: Iterable[Edition]) -> list[tuple[Edition, Edition | None]]:
    """Editions, each with the agreed one of the same text that it follows, if there is one. One query."""
    editions = list(editions)
    agreed = Edition.objects.filter(text__in=[one.text_id for one in editions], state__in=sorted(FROZEN))
    by_text: dict[int, list[Edition]] = {}
    for one in agreed.select_related("text").order_by("ordinal"):
        by_text.setdefault(one.text_id, []).append(one)
    return [
        (one, next((b for b in reversed(by_text.get(one.text_id, [])) if b.ordinal < one.ordinal), None))
        for one in editions
    ]


@transaction.atomic
def publish(edition: Edition, *, by, in_force_on: date | None, summaries: dict[int, str], note: str, **dates) -> None:
    """Publish an edition and all that belongs with it at one moment, or nothing of it.

    `summaries`: key of an edition → what changed since the one before, in plain words. `dates`: agreed_on, expires_on,
    signing_closes_on. Raises NotAllowed with a sentence that says which edition cannot be published, and why.
    """
    for one, earlier in before_each(edition.bundle()):
        summary = summaries.get(one.pk, "").strip() or one.summary
        if earlier and not summary:
            raise NotAllowed(_("Say in plain words what changed in %(edition)s.") % {"edition": one})
        Edition.objects.filter(pk=one.pk, state__in=sorted(OPEN)).update(summary=summary, **dates)
    for name, value in dates.items():
        setattr(edition, name, value)
    edition.publish(by=by, in_force_on=in_force_on, note=note)


def movable(edition: Edition) -> dict[str, date | None]:
    """The published dates of an edition that can still move: field → the day now."""
    if edition.state not in {EditionState.AGREED, EditionState.IN_FORCE}:
        return {}
    names = list(PUBLISHED_DATES) if edition.state == EditionState.AGREED else list(PUBLISHED_DATES)[1:]
    return {name: getattr(edition, name) for name in names}


def why_not_move(edition: Edition, which: str, to: date | None) -> str:
    """Why a published date cannot move to a day, in a sentence; empty where it can."""
    today = timezone.localdate()
    if which not in movable(edition):
        return _("This date cannot move any more.")
    if to == getattr(edition, which):
        return _("That is the day already. Enter another one.")
    if which == "in_force_on" and (to is None or to <= today):
        return _("The first day in force must lie ahead. Enter a later day.")
    if to is not None and to < today:
        return _("The day cannot lie in the past. Enter today or a later day.")
    begins = to if which == "in_force_on" else edition.in_force_on
    ends = to if which == "expires_on" else edition.expires_on
    if begins and ends and ends < begins:
        return _("The last day must not be before the first. Enter a later day.")
    return ""


@transaction.atomic
def move_date(edition: Edition, which: str, to: date | None, *, by, reason: str) -> None:
    """Move a published date, for a reason that everybody can read. The first day moves for all published together."""
    if why_not := why_not_move(edition, which, to):
        raise NotAllowed(why_not)
    if not reason.strip():
        raise NotAllowed(_("Enter why the date moves. Everybody can read it."))
    moved = [edition]
    if which == "in_force_on":
        together = Edition.objects.filter(state=EditionState.AGREED, in_force_on=edition.in_force_on)
        main = edition.published_with_id or edition.pk
        moved += together.filter(published_with=main).exclude(pk=edition.pk)
        moved += together.filter(pk=main).exclude(pk=edition.pk)
    for one in moved:
        before = getattr(one, which)
        changes = {which: to, "updated_at": timezone.now()}
        if not Edition.objects.filter(pk=one.pk, state=one.state, **{which: before}).update(**changes):
            raise NotAllowed(_("Somebody else has just changed this edition. Look at how it stands now."))
        one.refresh_from_db(fields=[*changes])
        one.remember(by, reason)
        one.tell_moved(str(PUBLISHED_DATES[which]), before, to, by=by, reason=reason)


@transaction.atomic
def lapse(edition: Edition, *, by, reason: str) -> None:
    """Let an edition lapse today, for a reason that everybody can read: from today it is no longer in force."""
    if not reason.strip():
        raise NotAllowed(_("Enter why it lapses. Everybody can read it."))
    edition.step(EditionState.LAPSED, by=by, action=EditionStep.LAPSED, note=reason, ended_on=timezone.localdate())
