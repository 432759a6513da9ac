"""Edition: one agreed text, from draft to in force to superseded; frozen from the moment it is agreed."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.compacts import notifications
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.lifecycle import FROZEN, NEXT, OPEN, PUBLIC, PUBLIC_NOTES, EditionState, EditionStep
from compact_portal.compacts.models.compact import SLUG, Compact
from compact_portal.compacts.models.text import Text
from compact_portal.history import Event, NotAllowed, keep_history

if TYPE_CHECKING:
    from compact_portal.accounts.models import User
    from compact_portal.compacts.models.approval import Approval


TAKEN_BY_PAGES = frozenset({"begin", "editions", "import"})  # Addresses of pages, beside the editions of a text.


class EditionQuerySet(models.QuerySet):
    """Editions, and who may read them."""

    def public(self):
        return self.filter(state__in=sorted(PUBLIC))

    def visible_to(self, user):
        """Everything from consultation on; drafts for those who may read the Compact's drafts."""
        readable = access.objects_for(user, "view_drafts", Compact.objects.all())
        visible = Q(state__in=sorted(PUBLIC)) | Q(text__compact__in=readable)
        if user.is_authenticated and user.is_administrator:
            visible |= Q(text__compact=None)
        return self.filter(visible)


class Edition(models.Model):
    """One edition of a text.

    Once agreed it is frozen: the database refuses changes to its clauses, and `digest` (SHA-256, in hexadecimal, of
    `canonical_text()` in UTF-8) says for ever which words it was. A correction is a new edition.
    """

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="editions")
    ordinal = models.PositiveIntegerField(_("order"), help_text=_("1 for the first edition of the text, then 2, 3 …"))
    label = models.CharField(_("label"), max_length=60, help_text=_("How people call it: 2002, revised, 2024 to 2027."))
    slug = models.SlugField(_("address"), max_length=60, validators=[SLUG])
    state = models.CharField(_("state"), max_length=12, choices=EditionState, default=EditionState.DRAFT)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    in_force_on = models.DateField(_("in force from"), null=True, blank=True)
    ended_on = models.DateField(_("superseded or lapsed on"), null=True, blank=True)
    expires_on = models.DateField(_("fixed term until"), null=True, blank=True)
    signing_opens_on = models.DateField(_("open for signing from"), null=True, blank=True)
    signing_closes_on = models.DateField(_("open for signing until"), null=True, blank=True)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    published_with = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="companions",
        help_text=_("The edition with which this one is published at one moment: a code or annex with its agreement."),
    )
    notice = models.TextField(_("notice"), blank=True, help_text=_("Shown wherever this edition is read."))
    summary = models.TextField(_("what changed, in plain words"), blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EditionQuerySet.as_manager()
    history = keep_history()

    class Meta:
        ordering = ["text", "-ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "slug"],
                name="an_edition_has_its_own_address",
                violation_error_message=_("This text already has an edition of that name. Choose another label."),
            ),
            models.UniqueConstraint(fields=["text", "ordinal"], name="editions_have_an_order"),
            models.UniqueConstraint(
                fields=["text"], condition=Q(state="in_force"), name="one_edition_of_a_text_is_in_force"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN), frozen_at=None, digest="")
                | (Q(state__in=sorted(FROZEN), frozen_at__isnull=False) & ~Q(digest="")),
                name="an_agreed_edition_is_frozen_with_its_digest",
            ),
            models.CheckConstraint(
                condition=Q(published_with=None) | ~Q(published_with=F("id")),
                name="an_edition_is_published_with_another",
            ),
        ]

    def __str__(self) -> str:
        return _t("%(text)s, edition %(label)s") % {"text": self.text, "label": self.label}

    def get_absolute_url(self) -> str:
        return f"{self.text.get_absolute_url()}{self.slug}/"

    @property
    def reference(self) -> str:
        """`derby/revised`: the part of a citation that names the edition."""
        return f"{self.text.slug}/{self.slug}"

    @staticmethod
    def taken_by_a_page() -> str:
        """Why a label cannot be had that would be at the address of a page."""
        return _t("That name is the address of another page. Choose another.")

    def clean(self) -> None:
        """Refuse an address that a page has, however the edition is made."""
        super().clean()
        if self.slug in TAKEN_BY_PAGES:
            raise ValidationError(self.taken_by_a_page())

    @classmethod
    @transaction.atomic
    def begin(cls, text: Text, label: str, *, by=None, note: str = "", **fields) -> "Edition":
        """A new, empty draft of a text."""
        last = text.editions.aggregate(last=models.Max("ordinal"))["last"] or 0
        edition = cls(text=text, label=label, slug=slugify(label), ordinal=last + 1, **fields)
        edition.full_clean()
        edition.save()
        edition.events.create(action="begun", actor=by, note=note)
        return edition

    def actions_for(self, user) -> frozenset[str]:
        """What a person may do with this edition.

        An officer may always "keep" it: read its history. While it is open "edit" (only as a draft: nobody edits what
        people comment on) and "publish" it; once it is agreed, until it has ended, "date" it: move a published date or
        let it lapse. Who approves texts may "approve" it while it is open.
        """
        held = access.rights(user, self.text.compact) if self.text.compact else frozenset()
        actions = set()
        if "change_compact" in held or (self.text.compact is None and "edit" in self.text.actions_for(user)):
            actions.add("keep")
            if self.is_open:
                actions |= {"publish", "edit"} if self.state == EditionState.DRAFT else {"publish"}
            elif self.state in {EditionState.AGREED, EditionState.IN_FORCE}:
                actions.add("date")
        if self.is_open and any(f"approve_for_{sector.value}" in held for sector in Sector):
            actions.add("approve")
        return frozenset(actions)

    @property
    def is_open(self) -> bool:
        """Whether it has not been agreed yet, so that its words may still become others."""
        return self.state in OPEN

    @property
    def open_for_signing(self) -> bool:
        """Whether organisations may sign it today: agreed or in force, and within its signing dates."""
        today = timezone.localdate()
        return (
            self.state in {EditionState.AGREED, EditionState.IN_FORCE}
            and self.signing_opens_on is not None
            and self.signing_opens_on <= today
            and (self.signing_closes_on is None or today <= self.signing_closes_on)
        )

    def was_in_force_on(self, day: date) -> bool:
        """Whether it was in force on a day. Where no first day is known, the day it succeeded another or any day."""
        if self.state not in {EditionState.IN_FORCE, EditionState.SUPERSEDED, EditionState.LAPSED}:
            return False
        since = self.in_force_on or (self.supersedes.ended_on if self.supersedes else None)
        return (since is None or since <= day) and (self.ended_on is None or day < self.ended_on)

    def state_sentence(self) -> str:
        """What it is, in a sentence a reader cannot mistake."""
        state = EditionState(self.state)
        if state == EditionState.IN_FORCE and self.in_force_on:
            return _t("In force since %(date)s.") % {"date": date_format(self.in_force_on)}
        if state == EditionState.IN_FORCE:
            return _t("In force. The printed agreement gives no date.")
        if state == EditionState.AGREED and self.in_force_on:
            return _t("Agreed. In force from %(date)s.") % {"date": date_format(self.in_force_on)}
        if state == EditionState.CONSULTATION and (out := self.last_consultation):
            if out.is_open:
                return _t("Out to consultation until %(date)s.") % {"date": date_format(out.closes_on)}
            return _t("The consultation closed on %(date)s. What was said is being looked at.") % {
                "date": date_format(out.last_day)
            }
        if self.ended_on:
            return _t("%(state)s on %(date)s.") % {"state": state.label, "date": date_format(self.ended_on)}
        return f"{state.label}."

    @property
    def last_consultation(self):
        """The latest consultation on it, planned, open or closed, or None."""
        return max(self.consultations.all(), key=attrgetter("number"), default=None)

    def why_not_edit(self) -> str:
        """Why its text cannot be changed now, in a sentence; empty where it can."""
        if not self.is_open:
            return _t("This edition is agreed. Its text cannot change.")
        if self.state == EditionState.CONSULTATION:
            return _t(
                "This text is out to consultation, so it is locked: people comment on the words as they stand. Take it "
                "back to draft to change it."
            )
        return ""

    def step(self, after: EditionState, *, by, action: str, note: str = "", **changes) -> None:
        """Move it to another state and write the event, or raise NotAllowed: somebody else was faster."""
        before = EditionState(self.state)
        claimed = after in NEXT[before] and Edition.objects.filter(pk=self.pk, state=before).update(
            state=after, updated_at=timezone.now(), **changes
        )
        if not claimed:
            raise NotAllowed(_t("Somebody else has just moved this edition on. Look at how it stands now."))
        self.refresh_from_db(fields=["state", "updated_at", *changes])
        self.remember(by, note)
        self.events.create(action=action, actor=by, note=note)

    def public_notes(self) -> list[str]:
        """What everybody may read of why a date moved, a consultation ended early, or it lapsed, newest first."""
        told = self.events.filter(action__in=sorted(PUBLIC_NOTES)).exclude(note="").order_by("-pk")
        return [f"{date_format(timezone.localdate(event.at))}. {event.note}" for event in told]

    def tell_moved(self, what: str, before: date | None, after: date | None, *, by, reason: str) -> None:
        """Write down for everybody that a published date moved, from when to when and why."""
        moved = _t("%(what)s moved from %(before)s to %(after)s.") % {
            "what": what,
            "before": date_format(before) if before else _t("no date"),
            "after": date_format(after) if after else _t("no date"),
        }
        self.events.create(action=EditionStep.DATE_MOVED, actor=by, note=f"{moved} {reason}")

    def when_sentence(self) -> str:
        """What `state_sentence` says beyond the name of the state, which stands beside it; empty where nothing."""
        state = EditionState(self.state)
        if state == EditionState.IN_FORCE and self.in_force_on:
            return _t("Since %(date)s.") % {"date": date_format(self.in_force_on)}
        if state == EditionState.IN_FORCE:
            return _t("The printed agreement gives no date.")
        if state == EditionState.AGREED and self.in_force_on:
            return _t("It comes into force on %(date)s.") % {"date": date_format(self.in_force_on)}
        if state == EditionState.CONSULTATION and (out := self.last_consultation):
            return _t("Comments until %(date)s.") % {"date": date_format(out.closes_on)} if out.is_open else ""
        return _t("It ended on %(date)s.") % {"date": date_format(self.ended_on)} if self.ended_on else ""

    def canonical_text(self) -> str:
        """The words of the edition in one fixed form, over which `digest` is taken.

        For each clause in order a line of number, kind and who owes it, parted by tabs, then the heading, then the
        body, then an empty line; Unicode in form NFC, lines ended by a line feed, no blank or tab at the end of a line.
        """
        return canonical(self.clauses.order_by("position"))

    def canonical_digest(self) -> str:
        return digest_of(self.canonical_text())

    # Approving.

    def bundle(self) -> list["Edition"]:
        """This edition and those that are published with it, at one moment, or were."""
        states = sorted(OPEN if self.is_open else FROZEN)
        companions = self.companions.filter(state__in=states).select_related("text__compact")
        return [self, *companions.prefetch_related("consultations").order_by("text__slug")]

    def as_it_stands(self) -> "AsItStands":
        """What matters to approving and publishing it now, in the same few queries however much goes out together."""
        bundle = self.bundle()
        words: dict[int, list] = {edition.pk: [] for edition in bundle}
        clause = self.clauses.model
        for one in clause.objects.filter(edition__in=bundle).order_by("position"):
            words[one.edition_id].append(one)
        digests = [digest_of(canonical(words[edition.pk])) for edition in bundle]
        named = "\n".join(f"{edition.reference} {digest}" for edition, digest in zip(bundle, digests, strict=True))
        changes = clause.history.filter(edition__in=bundle).select_related("history_user").order_by("-history_id")
        last = changes.first()
        return AsItStands(
            bundle=bundle,
            digest=digests[0] if len(digests) == 1 else digest_of(named),
            last_editor=last.history_user if last else None,
            empty=[edition for edition in bundle if not words[edition.pk]],
            given=list(self.approvals.select_related("person").order_by("-approved_at", "-pk")),
        )

    def words_digest(self) -> str:
        """The digest of all that is published with this edition as it stands now: what an approval is given to."""
        return self.as_it_stands().digest

    def sectors_approved_by(self, user) -> list[Sector]:
        """The sectors for which a person may approve the texts of this Compact."""
        if self.text.compact is None:
            return []
        held = access.rights(user, self.text.compact)
        return [sector for sector in Sector if f"approve_for_{sector.value}" in held]

    def why_not_approve(self, user, sector: Sector, now: "AsItStands | None" = None) -> str:
        """Why a person who approves for a sector cannot approve it now, in a sentence; empty where they can."""
        now = now or self.as_it_stands()
        if not self.is_open:
            return _t("This edition is already %(state)s.") % {"state": self.get_state_display().lower()}
        if reason := self.why_not_yet():
            return reason
        if user == now.last_editor:
            return _t("You changed this text last, so somebody else must approve it.")
        if sector in now.standing:
            return _t("%(person)s has already approved it for this sector.") % {"person": now.standing[sector].person}
        if any(approval.person_id == user.pk for approval in now.standing.values()):
            return _t("You have approved it for the other sector, so somebody else must approve it for this one.")
        if now.empty:
            return _t("%(edition)s has no clauses yet. Add or import its text first.") % {"edition": now.empty[0]}
        return ""

    @transaction.atomic
    def approve(self, *, by, sector: Sector, note: str = "", seen: str = "") -> "Approval":
        """Approve the words as they stand now for a sector, or raise NotAllowed with a sentence and change nothing.

        `seen`: the digest of the words that the person read, where that is known; others are not approved.
        """
        # Taking the row keeps editors and other approvers out until this is written.
        Edition.objects.filter(pk=self.pk).update(updated_at=F("updated_at"))
        if sector not in self.sectors_approved_by(by):
            raise NotAllowed(_t("You do not approve texts for the %(sector)s.") % {"sector": sector.label.lower()})
        now = self.as_it_stands()
        if reason := self.why_not_approve(by, sector, now):
            raise NotAllowed(reason)
        if seen and seen != now.digest:
            raise NotAllowed(_t("The text has changed since you opened it. Read it again, then approve it."))
        approval = self.approvals.create(sector=sector, person=by, digest=now.digest, note=note)
        self.events.create(action=EditionStep.APPROVED, actor=by, note=note)
        if self.events.filter(action=EditionStep.APPROVAL_ASKED).exists():
            notifications.approved(self, approval)
        return approval

    @transaction.atomic
    def take_back_approval(self, *, by) -> None:
        """Take back the approval that a person gave to the words as they stand now, or raise NotAllowed."""
        Edition.objects.filter(pk=self.pk).update(updated_at=F("updated_at"))
        self.refresh_from_db(fields=["state"])
        given = self.approvals.filter(person=by, digest=self.words_digest(), taken_back_at=None)
        if not self.is_open or not given.update(taken_back_at=timezone.now()):
            raise NotAllowed(_t("There is no approval of yours to take back. Look at how it stands now."))
        self.events.create(action=EditionStep.APPROVAL_TAKEN_BACK, actor=by)
        notifications.approval_taken_back(self, by)

    def missing_approvals(self, now: "AsItStands | None" = None) -> list[Sector]:
        """The sectors that have not approved the words as they stand now. Empty for the national library's texts."""
        if self.text.compact is None:
            return []
        standing = (now or self.as_it_stands()).standing
        return [sector for sector in Sector if sector not in standing]

    # Publishing.

    def why_not_publish(self, now: "AsItStands | None" = None) -> str:
        """Why the edition cannot be published now, in a sentence; empty where it can."""
        now = now or self.as_it_stands()
        if reason := self.why_not_go_out(now):
            return reason
        if missing := self.missing_approvals(now):
            return _t("It has not been approved for: %(sectors)s.") % {
                "sectors": ", ".join(str(sector.label).lower() for sector in missing)
            }
        return ""

    def why_not_go_out(self, now: "AsItStands") -> str:
        """Why it could not be published even if both sectors had approved it, in a sentence; empty where it could."""
        if self.published_with and self.published_with.is_open:
            return _t("This edition is published together with “%(other)s”.") % {"other": self.published_with}
        for edition in now.bundle:
            if EditionState.IN_FORCE not in NEXT[EditionState(edition.state)]:
                words = {"edition": edition, "state": edition.get_state_display().lower()}
                return _t("%(edition)s is already %(state)s.") % words
            if edition in now.empty:
                return _t("%(edition)s has no clauses yet. Add or import its text first.") % {"edition": edition}
            if reason := edition.why_not_yet():
                return reason
        return ""

    def why_not_yet(self) -> str:
        """Why it can be neither approved nor published while a consultation runs or is to come; empty where it can."""
        out = self.last_consultation
        if out and out.is_open:
            return _t("%(edition)s is out to consultation until %(day)s. Hear what people say first.") % {
                "edition": self,
                "day": date_format(out.closes_on),
            }
        if out and not out.ended_at and not out.opened_at:
            return _t("%(edition)s is to go out to consultation on %(day)s. Wait for that, or call it off.") % {
                "edition": self,
                "day": date_format(out.opens_on),
            }
        return ""

    @transaction.atomic
    def publish(self, *, by, in_force_on: date | None = None, note: str = "") -> None:
        """Freeze the text, put it in force, let the edition before it be superseded, and open it for signing.

        All that is published with it is published with it, or nothing is. `in_force_on`: the first day (a day ahead:
        it is agreed, and comes into force by time); None: the day is not known. Raises NotAllowed with a sentence, and
        changes nothing, where it cannot be published or somebody else has just done so.
        """
        # Nobody edits it, or what is published with it, from here on.
        Edition.objects.filter(Q(pk=self.pk) | Q(published_with=self.pk)).update(updated_at=F("updated_at"))
        if reason := self.why_not_publish():
            raise NotAllowed(reason)
        for edition in self.bundle():
            edition.publish_alone(by=by, in_force_on=in_force_on, note=note)

    def publish_alone(self, *, by, in_force_on: date | None, note: str) -> None:
        """One edition's part of `publish`, which alone may call this."""
        today = timezone.localdate()
        ahead = in_force_on is not None and in_force_on > today
        before = Edition.objects.filter(text=self.text, state=EditionState.IN_FORCE).first()
        if before and not ahead:
            before.end(EditionState.SUPERSEDED, on=in_force_on or today, by=by)
        changes = {
            "state": EditionState.AGREED if ahead else EditionState.IN_FORCE,
            "agreed_on": self.agreed_on or (today if in_force_on else None),
            "in_force_on": in_force_on,
            "supersedes": before or self.supersedes,
            "expires_on": self.expires_on,
            "signing_opens_on": self.signing_opens_on or today,
            "signing_closes_on": self.signing_closes_on,
            "frozen_at": timezone.now(),
            "digest": self.canonical_digest(),
        }
        if not Edition.objects.filter(pk=self.pk, state=self.state, updated_at=self.updated_at).update(**changes):
            raise NotAllowed(_t("Somebody else has changed this edition. Open it again to see how it stands now."))
        self.refresh_from_db()
        self.remember(by, note or _t("Published"))
        self.events.create(action="published", actor=by, note=note)

    @transaction.atomic
    def end(self, state: EditionState, *, on: date | None, by) -> None:
        """Let it be superseded or lapse on a day, the first on which it is no longer in force; None: not known."""
        self.state, self.ended_on = state, on
        self.save(update_fields=["state", "ended_on", "updated_at"])
        self.events.create(action=state.value, actor=by)

    @transaction.atomic
    def come_into_force(self) -> None:
        """By time: an agreed edition whose first day has come is in force, and the one before it superseded."""
        before = Edition.objects.filter(text=self.text, state=EditionState.IN_FORCE).first()
        if before:
            before.end(EditionState.SUPERSEDED, on=self.in_force_on or timezone.localdate(), by=None)
        self.state = EditionState.IN_FORCE
        self.save(update_fields=["state", "updated_at"])
        self.events.create(action="in_force", actor=None)

    def remember(self, by, reason: str) -> None:
        """Write the history row that a conditional update does not."""
        self._history_user = by
        self._change_reason = reason
        self.save(update_fields=["updated_at"])


def canonical(clauses) -> str:
    """The words of clauses, given in reading order, in the form that `Edition.canonical_text` tells."""
    parts = []
    for clause in clauses:
        words = f"{clause.number}\t{clause.kind}\t{clause.owed_by}\n{clause.heading}\n{clause.body}\n"
        parts.append("\n".join(line.rstrip() for line in words.splitlines()) + "\n")
    return unicodedata.normalize("NFC", "\n".join(parts))


def digest_of(words: str) -> str:
    """SHA-256 of some words in UTF-8, in hexadecimal."""
    return hashlib.sha256(words.encode()).hexdigest()


@dataclass
class AsItStands:
    """An edition and what is published with it (`bundle`) at one moment; which have no clause; all approvals given."""

    bundle: list[Edition]
    digest: str
    last_editor: "User | None"
    empty: list[Edition]
    given: list["Approval"]

    @cached_property
    def standing(self) -> dict[str, "Approval"]:
        """Sector → its approval of the words as they stand. An edit, or being the last editor, makes it void."""
        return {
            one.sector: one
            for one in self.given
            if one.digest == self.digest and not one.taken_back_at and one.person != self.last_editor
        }


class EditionEvent(Event):
    """What was done to an edition: begun, imported, published, superseded, lapsed."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="events")


def keep_time() -> str:
    """Timed work: agreed editions come into force and fixed terms run out on their days."""
    today = timezone.localdate()
    begun = list(Edition.objects.filter(state=EditionState.AGREED, in_force_on__lte=today))
    for edition in begun:
        edition.come_into_force()
    over = list(Edition.objects.filter(state=EditionState.IN_FORCE, expires_on__lt=today))
    for edition in over:
        edition.end(EditionState.LAPSED, on=(edition.expires_on or today) + timedelta(days=1), by=None)
    return f"{len(begun)} editions came into force, {len(over)} lapsed"
