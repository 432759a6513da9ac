"""Meeting: of the Forum, from its planning to its confirmed minutes; its agenda, papers, and who came."""

from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact
from compact_portal.history import Event, NotAllowed, keep_history
from compact_portal.printing import Printed
from signatories import quorum
from signatories.models.filed import Filed
from signatories.models.forum import INSIDERS, KEEPERS, Forum, Seat
from signatories.sitting import AHEAD, MOVES, OVER, MeetingState, Step, steps_in

TOO_LATE = _("Somebody else has just changed this meeting. See below how it stands now.")
USUAL_LENGTH = timedelta(hours=2)


class Meeting(models.Model):
    """A meeting of the Forum: three a year is common.

    `sequence` counts what a calendar must be told of (RFC 5545, 3.8.7.4). `statutory_quorum` and `vcs_quorum` keep the
    rule as it was when the meeting was held; `statutory_present` and `vcs_present` how many members came.
    """

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(_("title"), max_length=120)
    starts_at = models.DateTimeField(_("date and time"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    venue = models.CharField(_("place"), max_length=160, blank=True)
    notes = models.TextField(_("what everybody should know"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED, editable=False
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    cancel_reason = models.TextField(_("why it was cancelled"), max_length=1000, blank=True, default="", editable=False)
    statutory_quorum = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    vcs_quorum = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    statutory_present = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    vcs_present = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    confirmed_on = models.DateField(_("minutes confirmed on"), null=True, blank=True, editable=False)
    confirmed_at = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmed",
        editable=False,
        verbose_name=_("meeting that confirmed the minutes"),
    )
    updated_at = models.DateTimeField(auto_now=True, null=True)

    history = keep_history(excluded_fields=["updated_at"])

    class Meta:
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("signatories:meeting", args=[self.forum.compact.slug, self.pk])

    @property
    def uid(self) -> UUID:
        """What calendars know it by: the same for ever (RFC 7986, 5.3)."""
        return uuid5(NAMESPACE_URL, f"meeting of a Compact Forum {self.pk}")

    @property
    def look(self) -> str:
        """Its state, by the name under which tags know its look."""
        return f"meeting-{self.state}"

    @property
    def day(self) -> date:
        """The day on which it begins, in the portal's time zone."""
        return timezone.localdate(self.starts_at)

    @property
    def closes_at(self) -> datetime:
        """When it ends; two hours after it began where nobody has said."""
        return self.ends_at or self.starts_at + USUAL_LENGTH

    @property
    def until(self) -> datetime | None:
        """When it ends by the portal's own clock, where somebody has said."""
        return timezone.localtime(self.ends_at) if self.ends_at else None

    @property
    def has_begun(self) -> bool:
        """Whether its time has come."""
        return self.starts_at <= timezone.now()

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to be held, and not cancelled."""
        return self.state in AHEAD

    @property
    def is_over(self) -> bool:
        """Whether it was held, as was put on record."""
        return self.state in OVER

    @property
    def is_confirmed(self) -> bool:
        """Whether its minutes are, so that everybody reads them."""
        return self.state == MeetingState.CONFIRMED

    @property
    def rule(self) -> quorum.Rule:
        """The quorum that held for it."""
        return quorum.Rule(self.statutory_quorum, self.vcs_quorum) if self.is_over else self.forum.quorum

    @property
    def is_quorate(self) -> bool | None:
        """Whether it could decide; None where nobody can say."""
        if not self.is_over or self.statutory_present is None:
            return None
        return quorum.is_quorate(self.rule, quorum.Present(self.statutory_present, self.vcs_present or 0))

    @property
    def is_inquorate(self) -> bool:
        """Whether too few came, so that what it decided is marked."""
        return self.is_quorate is False

    def quorum_sentence(self) -> str:
        """Whether it was quorate, or what the quorum is, in words."""
        if self.is_over and self.statutory_present is not None:
            return quorum.verdict(self.rule, quorum.Present(self.statutory_present, self.vcs_present or 0))
        return quorum.in_words(self.rule)

    def shows_agenda_to(self, rights) -> bool:
        """Whether the agenda is there for somebody with some rights on the Compact: for all, once it is called."""
        return self.state != MeetingState.PLANNED or bool(INSIDERS & set(rights))

    def shows_minutes_to(self, rights) -> bool:
        """Whether the minutes are there for somebody: for all once confirmed, before that for the Forum."""
        return self.is_confirmed or (self.is_over and bool(INSIDERS & set(rights)))

    def steps_for(self, rights) -> list[Step]:
        """What somebody with some rights on the Compact may do with it now."""
        return steps_in(MeetingState(self.state), begun=self.has_begun) if KEEPERS & set(rights) else []

    def actions_for(self, user) -> frozenset[str]:
        """What a person may do: the steps of the rule book, keep (agenda, papers, minutes, decisions), reply."""
        rights = access.rights(user, self.forum.compact)
        may = {step.value for step in self.steps_for(rights)}
        if KEEPERS & rights:
            may.add("keep")
        if self.is_ahead and not self.has_begun and "sit_on_forum" in rights:
            may.add("reply")
        return frozenset(may)

    def seats(self):
        """The seats of the day it is held, by sector."""
        return (
            self.forum.seats.in_term(self.day)
            .select_related("person", "organisation")
            .order_by("sector", "person__name", "organisation__name", "pk")
        )

    # Verbs.

    @classmethod
    @transaction.atomic
    def announce(cls, compact: Compact, *, by, **fields) -> "Meeting":
        """A meeting that is planned; a Compact without a Forum on record gets one."""
        forum = Forum.objects.get_or_create(compact=compact)[0]
        meeting = cls(forum=forum, **fields)
        meeting._history_user = by
        meeting.save()
        meeting.events.create(action="announced", actor=by)
        return meeting

    @transaction.atomic
    def revise(self, *, by, title: str, notes: str, ends_at: datetime | None) -> None:
        """Change what it is called and what is said of it; its time and place are changed by moving it."""
        self.title, self.notes, self.ends_at = title, notes, ends_at
        self.sequence += 1
        self._history_user = by
        self.save(update_fields=["title", "notes", "ends_at", "sequence", "updated_at"])

    def call(self, *, by) -> "MeetingEvent":
        """Call it with its agenda, which everybody can read from now on."""
        if not self.agenda.exists():
            raise NotAllowed(_t("The agenda is empty. Add at least one item before you call the meeting."))
        return self._step(Step.CALL, by=by)

    def move(
        self, *, by, starts_at: datetime, ends_at: datetime | None, venue: str, reason: str = ""
    ) -> "MeetingEvent":
        """Hold it at another time or place."""
        return self._step(Step.MOVE, by=by, note=reason, starts_at=starts_at, ends_at=ends_at, venue=venue)

    def cancel(self, *, by, reason: str) -> "MeetingEvent":
        """Call it off, with a reason that everybody reads."""
        return self._step(Step.CANCEL, by=by, note=reason, cancel_reason=reason)

    def restore(self, *, by) -> "MeetingEvent":
        """Take the cancelling back: it is planned again, and to be called."""
        return self._step(Step.RESTORE, by=by, cancel_reason="")

    @transaction.atomic
    def hold(self, *, by, attended: dict[int, str], guests: list[tuple[str, str]]) -> "MeetingEvent":
        """Record who came: for each seat's key present, apologies or absent; and guests, each a name and a body.

        It keeps the quorum's rule of the day it is recorded first, and says how many came of each sector.
        """
        first = self.state in AHEAD
        seats = {seat.pk: seat for seat in self.seats()}
        counts = dict.fromkeys(Sector, 0)
        for pk, how in attended.items():
            if how == Attended.PRESENT and pk in seats:
                counts[Sector(seats[pk].sector)] += 1
        rule = self.forum.quorum if first else self.rule
        event = self._step(
            Step.HOLD,
            by=by,
            statutory_present=counts[Sector.STATUTORY],
            vcs_present=counts[Sector.VCS],
            statutory_quorum=rule.statutory,
            vcs_quorum=rule.vcs,
        )
        self._note_who_came([(seats[pk], how) for pk, how in attended.items() if pk in seats], guests, by=by)
        return event

    def _note_who_came(self, attended, guests: list[tuple[str, str]], *, by) -> None:
        """Write down how each seat attended, and which guests came, as far as that is news."""
        known = {row.seat_id: row for row in self.attendance.filter(seat__isnull=False)}
        there = {(row.name, row.organisation): row for row in self.attendance.filter(seat=None)}
        rows = []
        for seat, how in attended:
            row = known.get(seat.pk) or Attendance(meeting=self, seat=seat)
            if (row.attended, row.sector) != (how, seat.sector):
                row.attended, row.sector = how, seat.sector
                rows.append(row)
        for name, organisation in guests:
            if (name, organisation) not in there:
                rows.append(Attendance(meeting=self, name=name, organisation=organisation, attended=Attended.PRESENT))
        for row in rows:
            row._history_user = by  # type: ignore[attr-defined]
            row.save()
        for guest, row in there.items():
            if guest not in guests:
                row._history_user = by  # type: ignore[attr-defined]
                row.delete()

    def confirm(self, *, by, at: "Meeting", on: date) -> "MeetingEvent":
        """Record that a later meeting found the minutes right; everybody reads them from now on."""
        if at.forum_id != self.forum_id or not at.is_over or at.starts_at <= self.starts_at:
            raise NotAllowed(_t("Choose a later meeting of this Forum that has been held."))
        return self._step(Step.CONFIRM, by=by, confirmed_at=at, confirmed_on=on)

    @transaction.atomic
    def _step(self, step: Step, *, by, note: str = "", **changes) -> "MeetingEvent":
        """Take one step and write its history, or raise NotAllowed with a sentence and change nothing."""
        move = MOVES[step]
        if step not in steps_in(MeetingState(self.state), begun=self.has_begun):
            raise NotAllowed(str(TOO_LATE))
        state = move.leads_to or self.state
        moved = Meeting.objects.filter(pk=self.pk, state=self.state, sequence=self.sequence).update(
            state=state, sequence=F("sequence") + 1, **changes
        )
        if not moved:
            raise NotAllowed(str(TOO_LATE))
        before = self.state
        self.refresh_from_db()
        self._history_user, self._change_reason = by, note
        self.save()
        return self.events.create(action=step.value, actor=by, note=note, before=before, after=state)


class MeetingEvent(Event):
    """What was done with a meeting: announced, called, moved, cancelled, recorded, confirmed, its minutes corrected."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="events")
    before = models.CharField(max_length=10, choices=MeetingState, blank=True)
    after = models.CharField(max_length=10, choices=MeetingState, blank=True)

    TITLES = {
        "announced": _("Meeting announced"),
        Step.CALL: _("Meeting called, with its agenda"),
        Step.MOVE: _("Moved to another time or place"),
        Step.CANCEL: _("Cancelled"),
        Step.RESTORE: _("Cancelling taken back"),
        Step.HOLD: _("Who came was recorded"),
        Step.CONFIRM: _("Minutes confirmed"),
        "corrected": _("Minutes corrected"),
        "paper-added": _("Paper added"),
        "paper-away": _("Paper taken away"),
        "paper-back": _("Paper put back"),
    }

    @property
    def title(self) -> str:
        """What was done, in words."""
        return str(self.TITLES.get(self.action, self.action))


class AgendaItem(models.Model):
    """One item of an agenda, numbered by its place, with the minutes that came of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    position = models.PositiveIntegerField(editable=False)
    title = models.CharField(_("title"), max_length=200)
    lead = models.CharField(_("who leads it"), max_length=120, blank=True)
    length = models.PositiveSmallIntegerField(_("minutes planned"), null=True, blank=True)
    about = models.TextField(_("what it is about"), max_length=4000, blank=True)
    minutes = models.TextField(_("minutes"), max_length=20_000, blank=True)

    history = keep_history()

    class Meta:
        ordering = ["meeting", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"

    @classmethod
    @transaction.atomic
    def add(cls, meeting: Meeting, *, by, **fields) -> "AgendaItem":
        """A new item at the end of an agenda."""
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        last = meeting.agenda.aggregate(last=models.Max("position"))["last"] or 0
        item = cls(meeting=meeting, position=last + 1, **fields)
        item._history_user = by
        item.save()
        return item

    @transaction.atomic
    def shift(self, step: int, *, by) -> None:
        """Move it one place up (-1) or down (1); at an end it stays."""
        Meeting.objects.select_for_update().get(pk=self.meeting_id)
        items = list(self.meeting.agenda.order_by("position", "pk"))
        place = next(index for index, item in enumerate(items) if item.pk == self.pk)
        if 0 <= place + step < len(items):
            items.insert(place + step, items.pop(place))
        self._number(items, by=by)

    @transaction.atomic
    def remove(self, *, by) -> None:
        """Take it off the agenda, and number the rest anew. NotAllowed where minutes or decisions hang on it."""
        Meeting.objects.select_for_update().get(pk=self.meeting_id)
        if self.minutes or self.decisions.exists() or self.papers.exists():
            raise NotAllowed(_t("This item has minutes, papers or decisions, so it stays on the agenda."))
        self._history_user = by
        self.delete()
        self._number(list(self.meeting.agenda.order_by("position", "pk")), by=by)

    @staticmethod
    def _number(items: "list[AgendaItem]", *, by) -> None:
        for place, item in enumerate(items, start=1):
            if item.position != place:
                item.position = place
                item._history_user = by
                item.save(update_fields=["position"])

    @transaction.atomic
    def correct(self, *, by, minutes: str, reason: str) -> None:
        """Correct the minutes after they were confirmed: what they said before stays to be read, with the reason."""
        item = AgendaItem.objects.select_for_update().get(pk=self.pk)
        if not item.meeting.is_confirmed:
            raise NotAllowed(_t("These minutes are a draft still: change them there."))
        before, item.minutes = item.minutes, minutes
        item._history_user, item._change_reason = by, reason  # type: ignore[attr-defined]
        item.save(update_fields=["minutes"])
        item.corrections.create(action="corrected", actor=by, note=reason, before=before, after=minutes)
        item.meeting.events.create(action="corrected", actor=by, note=f"{item}: {reason}")
        item.meeting.save(update_fields=["updated_at"])


class Correction(Event):
    """Confirmed minutes of one item were corrected: what they said before and after, and why."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="corrections")
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)


class OpenTo(models.TextChoices):
    """Who may open a paper."""

    EVERYBODY = "everybody", _("Everybody, from now on")
    FORUM = "forum", _("Members of the Forum until the meeting, then everybody")


class PaperQuerySet(models.QuerySet):
    """Papers, and for whom they exist."""

    def visible_to(self, user, rights=None):
        """Those that are there for everybody; for members of a Forum and who keeps it, all of its papers.

        `rights`: what the person may do on the Compact of these papers, where that is known already.
        """
        there = self.filter(away_at=None)
        if rights is None:
            rights_on = Q()
            if user.is_authenticated:
                for right in sorted(INSIDERS):
                    rights_on |= Q(meeting__forum__compact__in=access.objects_for(user, right, Compact.objects.all()))
            mine = self.filter(rights_on) if rights_on else self.none()
            return there.filter(self.public()) | mine
        return self if INSIDERS & set(rights) else there.filter(self.public())

    @staticmethod
    def public() -> Q:
        """What is open to everybody now."""
        begun = Q(meeting__starts_at__lte=timezone.now()) & ~Q(meeting__state=MeetingState.CANCELLED)
        return Q(open_to=OpenTo.EVERYBODY) | begun


class Paper(Filed):
    """A file for a meeting, or for one item of its agenda."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="papers", verbose_name=_("item")
    )
    title = models.CharField(_("title"), max_length=160)
    open_to = models.CharField(_("who may open it"), max_length=10, choices=OpenTo, default=OpenTo.EVERYBODY)
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PaperQuerySet.as_manager()
    history = keep_history()

    class Meta:
        ordering = ["item__position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(file=""), name="a_paper_is_a_file")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("signatories:paper", args=[self.meeting.forum.compact.slug, self.meeting_id, self.pk])

    @classmethod
    @transaction.atomic
    def add(cls, meeting: Meeting, file: tuple, *, by, **fields) -> "Paper":
        """Put a paper beside a meeting. `file`: its name, its kind and its bytes."""
        paper = cls(meeting=meeting, added_by=by, **fields)
        paper.put(*file)
        paper._history_user = by
        paper.save()
        meeting.events.create(action="paper-added", actor=by, note=paper.title)
        return paper

    @transaction.atomic
    def take_away(self, *, by) -> None:
        """Show it to nobody but those who keep the Forum, who can put it back."""
        super().take_away(by=by)
        self.meeting.events.create(action="paper-away", actor=by, note=self.title)

    @transaction.atomic
    def put_back(self, *, by) -> None:
        """Show it again."""
        super().put_back(by=by)
        self.meeting.events.create(action="paper-back", actor=by, note=self.title)

    @property
    def is_public(self) -> bool:
        """Whether everybody may open it now."""
        if self.away_at:
            return False
        begun = self.meeting.has_begun and self.meeting.state != MeetingState.CANCELLED
        return self.open_to == OpenTo.EVERYBODY or begun


class Reply(models.TextChoices):
    """What a member said before a meeting."""

    COMING = "coming", _("I am coming")
    APOLOGIES = "apologies", _("I cannot come: give my apologies")


class Attended(models.TextChoices):
    """Whether a member came."""

    PRESENT = "present", _("Present")
    APOLOGIES = "apologies", _("Apologies")
    ABSENT = "absent", _("Absent")


class Attendance(models.Model):
    """A member's answer before a meeting, and whether they came; or a guest, who has no seat."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance")
    sector = models.CharField(_("sector"), max_length=10, choices=Sector, blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    reply = models.CharField(_("reply"), max_length=10, choices=Reply, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    attended = models.CharField(_("attended"), max_length=10, choices=Attended, blank=True)

    history = keep_history()

    class Meta:
        ordering = ["sector", "seat__person__name", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="a_seat_answers_once_for_a_meeting"),
            models.CheckConstraint(condition=Q(seat__isnull=False) | ~Q(name=""), name="who_came_has_a_seat_or_a_name"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.seat)

    @classmethod
    @transaction.atomic
    def answer(cls, meeting: Meeting, seat: Seat, reply: str, *, by) -> "Attendance":
        """A member says whether they come, before the meeting. The last word counts."""
        if not meeting.is_ahead or meeting.has_begun:
            raise NotAllowed(_t("This meeting is not to come any more."))
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        row = cls.objects.filter(meeting=meeting, seat=seat).first() or cls(meeting=meeting, seat=seat)
        row.sector, row.reply, row.replied_at = seat.sector, reply, timezone.now()
        row._history_user = by  # type: ignore[attr-defined]
        row.save()
        return row


class PrintedMeeting(Printed):
    """The agenda or the minutes of a meeting as a file: one for one content."""

    class What(models.TextChoices):
        """Which of the two it is."""

        AGENDA = "agenda", _("Agenda")
        MINUTES = "minutes", _("Minutes")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="printed")
    what = models.CharField(max_length=8, choices=What)
    file = models.FileField(upload_to="meetings/", blank=True)

    class Meta(Printed.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "what", "content_digest"], name="a_meetings_content_is_printed_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | (~Q(file="") & Q(made_at__isnull=False)),
                name="a_ready_paper_of_a_meeting_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.meeting} ({self.get_state_display()})"
