"""Consultation: a draft is put before everybody, from a day until a day; what was asked, and the words it was about."""

from datetime import date
from uuid import UUID

from django.db import models, transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.compacts import notifications
from compact_portal.compacts.kinds import ClauseKind, OwedBy
from compact_portal.compacts.lifecycle import CommentState, EditionState, EditionStep, Standing, is_short, why_not_dates
from compact_portal.compacts.models.compact import Compact
from compact_portal.compacts.models.edition import Edition
from compact_portal.history import NotAllowed


class ConsultationQuerySet(models.QuerySet):
    """Consultations, and who may read them."""

    def begun(self):
        """Those that went out: their pages stay public for ever, also while the text is a draft again."""
        return self.filter(opened_at__isnull=False)

    def visible_to(self, user):
        """Everything that went out; what is only planned for those who may read the drafts."""
        readable = access.objects_for(user, "view_drafts", Compact.objects.all())
        visible = Q(opened_at__isnull=False) | Q(edition__text__compact__in=readable)
        if user.is_authenticated and user.is_administrator:
            visible |= Q(edition__text__compact=None)
        return self.filter(visible)


class Consultation(models.Model):
    """One time that an edition goes out to everybody. It may go out more than once.

    While it is open the text is locked: nobody should comment on words that change. What it asked about, the words it
    was about (`clauses`) and every comment stay beside the edition.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="consultations")
    number = models.PositiveSmallIntegerField(editable=False, help_text=_("1 for the first time it goes out."))
    opens_on = models.DateField(_("opens"))
    closes_on = models.DateField(_("closes"), help_text=_("The last day for comments."))
    short_reason = models.TextField(_("why fewer than twelve weeks"), blank=True)
    about = models.TextField(_("what is asked"), blank=True)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    early_reason = models.TextField(_("why it ended early"), blank=True)
    summary = models.TextField(_("what you said, and what we did"), blank=True)
    summary_at = models.DateTimeField(_("summary published"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="consultations_of_an_edition_are_counted"),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(ended_at=None),
                name="an_edition_is_out_to_one_consultation_at_a_time",
                violation_error_message=_("This edition has a consultation already that has not ended."),
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="a_consultation_closes_after_it_opens",
                violation_error_message=_("The consultation must close after it opens. Enter a later closing date."),
            ),
            models.CheckConstraint(
                condition=Q(summary_at=None) | ~Q(summary=""), name="a_published_summary_says_something"
            ),
        ]

    def __str__(self) -> str:
        return _t("Consultation on %(edition)s") % {"edition": self.edition}

    def get_absolute_url(self) -> str:
        return f"{self.edition.get_absolute_url()}consultation/{self.number}/"

    @property
    def standing(self) -> Standing:
        """Whether it is planned, open or closed today."""
        if self.ended_at:
            return Standing.CLOSED if self.opened_at else Standing.CALLED_OFF
        if not self.opened_at:
            return Standing.PLANNED
        return Standing.OPEN if timezone.localdate() <= self.closes_on else Standing.CLOSED

    @property
    def is_open(self) -> bool:
        """Whether people may comment now."""
        return self.standing == Standing.OPEN

    @property
    def is_short(self) -> bool:
        """Whether it runs for fewer than twelve weeks."""
        return is_short(self.opens_on, self.closes_on)

    @property
    def last_day(self) -> date:
        """The last day on which people could comment, or can."""
        ended = self.ended_at and timezone.localdate(self.ended_at)
        return min(self.closes_on, ended) if ended and self.early_reason else self.closes_on

    def sentence(self) -> str:
        """How it stands, in a sentence."""
        fill = {
            "opens": date_format(self.opens_on),
            "closes": date_format(self.closes_on),
            "ended": date_format(self.last_day),
        }
        return {
            Standing.PLANNED: _t("It opens on %(opens)s and closes at the end of %(closes)s."),
            Standing.OPEN: _t("Open for comments until the end of %(closes)s."),
            Standing.CLOSED: _t("Closed. It was open from %(opens)s to %(ended)s."),
            Standing.CALLED_OFF: _t("It was called off before it opened."),
        }[self.standing] % fill

    def actions_for(self, user) -> frozenset[str]:
        """What a person may do: "moderate" (officers of the text: read every comment, decide, answer), or nothing."""
        return frozenset({"moderate"} if "edit" in self.edition.text.actions_for(user) else ())

    @classmethod
    @transaction.atomic
    def plan(cls, edition, *, by, opens_on: date, closes_on: date, short_reason: str = "", about: str = ""):
        """Let a draft go out on a day, today or ahead. Raises NotAllowed with a sentence where it cannot."""
        if edition.state != EditionState.DRAFT:
            raise NotAllowed(_t("Only a draft can go out to consultation, and this edition is no draft any more."))
        if not edition.clauses.exists():
            raise NotAllowed(_t("This edition has no clauses yet. Add or import its text first."))
        if reason := why_not_dates(opens_on, closes_on, short_reason, today=timezone.localdate()):
            raise NotAllowed(reason)
        # One at a time: of two officers who press at once, the second finds the edition claimed.
        if not Edition.objects.filter(pk=edition.pk, state=EditionState.DRAFT).update(updated_at=timezone.now()):
            raise NotAllowed(_t("Somebody else has just moved this edition on. Look at how it stands now."))
        if edition.consultations.filter(ended_at=None).exists():
            raise NotAllowed(_t("This edition has a consultation already. Change its dates, or call it off."))
        last = edition.consultations.aggregate(last=Max("number"))["last"] or 0
        made = cls.objects.create(
            edition=edition,
            number=last + 1,
            opens_on=opens_on,
            closes_on=closes_on,
            short_reason=short_reason if is_short(opens_on, closes_on) else "",
            about=about,
        )
        edition.events.create(
            action=EditionStep.PLANNED,
            actor=by,
            note=_t("From %(opens)s to %(closes)s")
            % {"opens": date_format(opens_on), "closes": date_format(closes_on)},
        )
        if opens_on <= timezone.localdate():
            made.open(by=by)
        return made

    @transaction.atomic
    def open(self, *, by=None) -> None:
        """Let everybody read the draft and comment, from now on; its words are kept as they stand now."""
        self.edition.step(EditionState.CONSULTATION, by=by, action=EditionStep.OPENED)
        clauses = list(self.edition.clauses.order_by("position").select_related("parent"))
        if not clauses:
            raise NotAllowed(_t("This edition has no clauses yet. Add or import its text first."))
        depths: dict[int | None, int] = {None: 0}
        rows = []
        for place, clause in enumerate(clauses, start=1):
            depths[clause.pk] = depths.get(clause.parent_id, 0) + 1
            rows.append(
                ConsultedClause(
                    consultation=self,
                    position=place,
                    depth=depths[clause.pk],
                    number=clause.number,
                    kind=clause.kind,
                    owed_by=clause.owed_by,
                    heading=clause.heading,
                    body=clause.body,
                    lineage=clause.lineage,
                )
            )
        ConsultedClause.objects.bulk_create(rows, batch_size=500)
        self.opened_at = timezone.now()
        self.save(update_fields=["opened_at", "updated_at"])

    def why_not_move(self, to: date) -> str:
        """Why its last day cannot move to a day, in a sentence; empty where it can."""
        if self.standing not in {Standing.PLANNED, Standing.OPEN}:
            return _t("This consultation has closed. A new one can be opened from the draft.")
        if to < timezone.localdate():
            return _t("The last day cannot lie in the past. Enter today or a later day.")
        if to < self.opens_on:
            return _t("The consultation must close after it opens. Enter a later closing date.")
        if to == self.closes_on:
            return _t("That is the last day already. Enter another day.")
        return ""

    @transaction.atomic
    def move_closing(self, to: date, *, by, reason: str) -> None:
        """Move its last day, with a reason that everybody can read. Raises NotAllowed with a sentence."""
        if why_not := self.why_not_move(to):
            raise NotAllowed(why_not)
        if not reason.strip():
            raise NotAllowed(_t("Enter why the date moves. Everybody can read it."))
        before = self.closes_on
        changes: dict[str, object] = {"closes_on": to, "updated_at": timezone.now()}
        if is_short(self.opens_on, to) and not self.short_reason:
            changes["short_reason"] = reason
        same = Consultation.objects.filter(pk=self.pk, ended_at=None, closes_on=before)
        if not same.update(**changes):
            raise NotAllowed(_t("Somebody else has just changed this consultation. Look at how it stands now."))
        self.refresh_from_db(fields=[*changes])
        self.edition.tell_moved(_t("The last day for comments"), before, to, by=by, reason=reason)

    @transaction.atomic
    def call_off(self, *, by) -> None:
        """Let a planned consultation not take place."""
        if not Consultation.objects.filter(pk=self.pk, opened_at=None, ended_at=None).update(ended_at=timezone.now()):
            raise NotAllowed(_t("This consultation has opened already. Look at how it stands now."))
        self.refresh_from_db(fields=["ended_at"])
        self.edition.events.create(action=EditionStep.CALLED_OFF, actor=by)

    @transaction.atomic
    def take_back(self, *, by, reason: str = "") -> None:
        """Make the text a draft again. While people may still comment that needs a reason, which everybody can read."""
        if self.is_open:
            if not reason.strip():
                raise NotAllowed(_t("Enter why it ends early. Everybody can read it."))
            self._end(early_reason=reason)
            action = EditionStep.ENDED_EARLY
        else:
            self.close_by_time()
            action = EditionStep.TAKEN_BACK
        self.edition.step(EditionState.DRAFT, by=by, action=action, note=reason)

    def _end(self, **changes) -> bool:
        now = timezone.now()
        ended = Consultation.objects.filter(pk=self.pk, ended_at=None).update(ended_at=now, updated_at=now, **changes)
        self.refresh_from_db(fields=["ended_at", "updated_at", *changes])
        return bool(ended)

    @transaction.atomic
    def close_by_time(self) -> bool:
        """After its last day: it has closed, the officers are told. False where that is done already."""
        if self.ended_at or timezone.localdate() <= self.closes_on or not self._end():
            return False
        self.edition.events.create(action=EditionStep.CLOSED, actor=None)
        notifications.consultation_closed(self)
        return True

    @transaction.atomic
    def tell(self, summary: str, *, publish: bool, by) -> None:
        """Keep "You said, we did", and publish it where told. A change of what is published is told too."""
        if self.standing != Standing.CLOSED:
            raise NotAllowed(_t("Wait until the consultation has closed, so that everybody’s comments count."))
        if publish and not summary.strip():
            raise NotAllowed(_t("Enter what was said and what you did."))
        first = publish and not self.summary_at
        self.summary = summary
        if publish:
            self.summary_at = timezone.now()
        elif self.summary_at:
            raise NotAllowed(_t("The summary is public. What you change becomes public too."))
        self.save(update_fields=["summary", "summary_at", "updated_at"])
        if publish:
            self.edition.events.create(
                action=EditionStep.SUMMARISED if first else EditionStep.SUMMARY_CHANGED, actor=by
            )
        if first:
            notifications.summary_published(self)

    @cached_property
    def spoken_of(self) -> list[tuple[UUID, str, int]]:
        """Lineage and number of each clause it is about, and how many comments on it are published. One query."""
        published = models.Count("comments", filter=Q(comments__state=CommentState.PUBLISHED))
        return list(self.clauses.order_by().annotate(said=published).values_list("lineage", "number", "said"))


class ConsultedClause(models.Model):
    """A clause as it stood when a consultation opened. The database refuses every change to it."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="clauses")
    position = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField(default=1, help_text=_("1 for a clause at the top, 2 for one below it."))
    number = models.CharField(_("number"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=ClauseKind)
    owed_by = models.CharField(_("owed by"), max_length=10, choices=OwedBy, blank=True)
    heading = models.CharField(_("heading"), max_length=250, blank=True)
    body = models.TextField(_("text"), blank=True)
    lineage = models.UUIDField(db_index=True)

    class Meta:
        ordering = ["consultation", "position"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="a_consulted_clause_has_its_own_number")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip()

    @property
    def shown_number(self) -> str:
        """The number as readers see it: none where the address is made of a heading."""
        return self.number if self.number[0].isdigit() else ""

    @property
    def level(self) -> int:
        """The level of its heading on a page: 3 to 6."""
        return min(self.depth + 2, 6)

    @property
    def short(self) -> str:
        """Its number and heading, or its number alone where it has no heading; its first words where it has neither."""
        return f"{self.shown_number} {self.heading}".strip() or self.called

    @property
    def called(self) -> str:
        """What to call it in a sentence: its number and heading, or its number and first words."""
        words = self.heading or " ".join(self.body.split())
        short = words if len(words) <= 60 else f"{words[:60].rsplit(' ', 1)[0]} …"
        return f"{self.shown_number} {short}".strip()


def keep_consultations() -> str:
    """Timed work: consultations open and close on their days."""
    today = timezone.localdate()
    opened = 0
    due = Consultation.objects.filter(opened_at=None, ended_at=None, opens_on__lte=today, closes_on__gte=today)
    for consultation in due.select_related("edition__text__compact"):
        try:
            consultation.open()
        except NotAllowed:  # Its text was taken out meanwhile: its page says so.
            continue
        opened += 1
    over = Consultation.objects.filter(opened_at__isnull=False, ended_at=None, closes_on__lt=today)
    closed = sum(one.close_by_time() for one in over.select_related("edition__text__compact"))
    return f"{opened} consultations opened, {closed} closed"
