"""Two records of one organisation are made one.

What is over stays on the record under whose name it was done: signatures, submitted amendments, disputes that were
raised, seats and memberships that have ended. The database keeps them there. What goes on goes over to the record that
remains, which from then on speaks for both: whoever acts for it may see and do what belongs to either.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact
from compact_portal.history import NotAllowed, because
from signatories import hooks
from signatories.models import (
    Amendment,
    Application,
    ChainEntry,
    GroupMember,
    Membership,
    Merger,
    NotTheSame,
    Organisation,
    OtherName,
    Seat,
    SigningRequest,
)
from signatories.models.request import RequestState
from signatories.notifications import mergers as tell

Saying = Callable[[Any], Any]  # Gives a record the reason of the merger, and who does it, for its history.

# What the remaining record takes over where it has nothing itself.
FILLED = [
    "charity_number",
    "company_number",
    "public_number",
    "area_served",
    "complaints_days",
    "ombudsman",
    "website",
    "contact_name",
    "email",
    "contact_phone",
    "postal_address",
]


def why_not_merge(old: Organisation, into: Organisation, by: User) -> str:
    """Why a person cannot merge a record into another now, in a sentence; empty where they can."""
    if old.pk == into.pk:
        return _("Choose another organisation: this is the same record.")
    if old.merged_into_id or into.merged_into_id:
        return _("One of the two has been merged already. Look at how they stand now.")
    for organisation in (old, into):
        if "change_organisation" not in organisation.actions_for(by):
            return _("You do not keep %(organisation)s. Ask an officer of a Compact of its area.") % {
                "organisation": organisation
            }
        if by in organisation.acting():
            return _("You act for %(organisation)s. Ask another officer to merge the two.") % {
                "organisation": organisation
            }
    if old.sector != into.sector:
        return _("The two are of different sectors. Mend the one that is wrong first.")
    return next(filter(None, hooks.call("why_not_merge", old, into)), "")


@transaction.atomic
def merge(old: Organisation, into: Organisation, *, by: User, reason: str) -> Merger:
    """Merge a record into another. NotAllowed with a sentence where it cannot be, also since a moment ago.

    It cannot be undone.
    """
    keys = sorted([old.pk, into.pk])  # Two officers do it one after the other, in whichever direction.
    found = {
        record.pk: record for record in Organisation.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    old, into = found[old.pk], found[into.pk]
    if why := why_not_merge(old, into, by):
        raise NotAllowed(why)
    said = partial(because, reason=reason, by=by)
    told = [*old.acting(), *into.acting()]
    areas = list(old.compacts.all())
    moved = [
        *_names(old, into, said),
        *_details(old, into, said),
        *_relations(old, into, said),
        *_people(old, into, said, by=by, reason=reason),
        *_open_matters(old, into, by=by, reason=reason),
    ]
    for sentences in hooks.call("merge", old, into, by=by, reason=reason):
        moved += sentences
    into.compacts.add(*areas)
    old.compacts.clear()
    old.umbrella = old.successor = old.succeeded_on = None
    old.merged_into, old.merged_at = into, timezone.now()
    said(old).save()
    for earlier in old.merged.all():  # Whatever was merged into the old record is now of the one that remains.
        earlier.merged_into = into
        said(earlier).save()
    NotTheSame.objects.filter(first__in=keys, second__in=keys).delete()
    merger = Merger.objects.create(action="merged", actor=by, note=reason, organisation=old, into=into, moved=moved)
    facts = {"organisation": old.slug, "into": into.slug, "into_name": into.name}
    for compact in Compact.objects.filter(texts__editions__signatures__organisation=old).distinct():
        ChainEntry.add(compact, "organisation merged", facts, by=by)
    tell.merged(merger, people=told)
    return merger


def _names(old: Organisation, into: Organisation, said: Saying) -> list[str]:
    """The names of the old record become other names of the one that remains."""
    known = {name.casefold() for name in [into.name, *into.other_names.values_list("name", flat=True)]}
    taken = [OtherName(name=old.name), *old.other_names.all()]
    added = []
    for name in taken:
        if name.name.casefold() not in known:
            known.add(name.name.casefold())
            added.append(name.name)
            said(
                OtherName(
                    organisation=into, name=name.name, kind=name.kind, from_on=name.from_on, until_on=name.until_on
                )
            ).save()
    return [_("Also known as: %(names)s.") % {"names": ", ".join(added)}] if added else []


def _details(old: Organisation, into: Organisation, said: Saying) -> list[str]:
    """What the remaining record lacks it takes from the old one."""
    filled = [name for name in FILLED if not getattr(into, name) and getattr(old, name)]
    for name in filled:
        setattr(into, name, getattr(old, name))
    if old.umbrella_id and not into.umbrella_id and old.umbrella_id != into.pk:
        into.umbrella_id = old.umbrella_id
        filled.append("umbrella")
    if into.umbrella_id == old.pk:
        into.umbrella = None
    if into.successor_id == old.pk:
        into.successor = into.succeeded_on = None
    if old.successor_id and not into.successor_id and old.successor_id != into.pk:
        into.successor_id, into.succeeded_on = old.successor_id, old.succeeded_on
        filled.append("successor")
    said(into).save()
    names = ", ".join(str(Organisation._meta.get_field(name).verbose_name) for name in filled)
    return [_("Filled from the other record: %(fields)s.") % {"fields": names}] if filled else []


def _relations(old: Organisation, into: Organisation, said: Saying) -> list[str]:
    """The members of an umbrella body, and the bodies it followed, are now those of the remaining record."""
    members = list(old.members.exclude(pk=into.pk))
    for member in members:
        member.umbrella = into
        said(member).save()
    for before in old.predecessors.exclude(pk=into.pk):
        before.successor = into
        said(before).save()
    count = len(members)
    words = ngettext("%(n)s member of the umbrella.", "%(n)s members of the umbrella.", count)
    return [words % {"n": count}] if count else []


def _people(old: Organisation, into: Organisation, said: Saying, *, by: User, reason: str) -> list[str]:
    """Who acts for the old record acts for the remaining one, in the same roles, until the same days."""
    today = timezone.localdate()
    sentences = []
    for membership in old.memberships.exclude(ends_on__lt=today).select_related("person"):
        starts_on, ends_on = max(membership.starts_on, today), membership.ends_on
        membership.end(by=by, on=today - timedelta(days=1), reason=reason)
        same = into.memberships.in_term(starts_on).filter(person=membership.person, role=membership.role)
        if not same.exists():
            Membership.begin(
                membership.person, into, membership.role, by=by, starts_on=starts_on, ends_on=ends_on, reason=reason
            )
        sentences.append(
            _("%(person)s, %(role)s.") % {"person": membership.person, "role": membership.get_role_display().lower()}
        )
    seats = Seat.objects.in_term().filter(organisation=old).select_related("forum__compact", "person")
    for seat in seats:
        seat.organisation = into
        said(seat).save(update_fields=["organisation"])
        sentences.append(_("The seat of %(holder)s on the %(forum)s.") % {"holder": seat, "forum": seat.forum})
    for member in GroupMember.objects.in_term().filter(organisation=old).select_related("group"):
        member.organisation = into
        said(member).save(update_fields=["organisation"])
        sentences.append(
            _("The place of %(member)s in the group %(group)s.") % {"member": member, "group": member.group}
        )
    return sentences


def _open_matters(old: Organisation, into: Organisation, *, by: User, reason: str) -> list[str]:
    """Requests to sign that are open, and amendments that are still drafts."""
    asked = 0
    for request in SigningRequest.objects.filter(organisation=old, state=RequestState.OPEN):
        request.cancel(by=by, reason=reason)
        if not SigningRequest.why_not_ask(request.edition, into):
            SigningRequest.ask(
                edition=request.edition,
                organisation=into,
                to_name=request.to_name,
                to_email=request.to_email,
                by=by,
                origin=request.origin,
                lapses_on=max(request.lapses_on, timezone.localdate()),
                note=request.note,
            )
            asked += 1
    drafts = Amendment.objects.filter(organisation=old, submitted_at=None).update(organisation=into)
    Application.objects.to_decide().filter(organisation=old).update(organisation=into)
    return [
        words % {"n": number}
        for number, words in [
            (asked, ngettext("%(n)s open request to sign.", "%(n)s open requests to sign.", asked)),
            (drafts, ngettext("%(n)s draft of an amendment.", "%(n)s drafts of amendments.", drafts)),
        ]
        if number
    ]
