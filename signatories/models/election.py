"""Election: how seats or offices of the Forum were filled, by whom, with how many votes."""

from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.kinds import Sector
from compact_portal.history import NotAllowed, keep_history
from signatories.models.forum import Forum, Office, Seat
from signatories.models.organisation import Organisation

TOO_LATE = _("Somebody else has just done that. See below how it stands now.")


class Method(models.TextChoices):
    """How votes were given."""

    SHOW_OF_HANDS = "hands", _("Show of hands at a meeting")
    BALLOT = "ballot", _("Secret ballot at a meeting")
    POST = "post", _("By post")
    ONLINE = "online", _("Online or by email")
    UNOPPOSED = "unopposed", _("No vote was needed: as many candidates as seats, or fewer")


class ElectionState(models.TextChoices):
    """How far an election is."""

    ANNOUNCED = "announced", _("Announced")
    HELD = "held", _("Result recorded")
    CANCELLED = "cancelled", _("Cancelled")


class Election(models.Model):
    """An election for seats of a sector, or for an office: its notice, its dates, what came of it.

    The dates say when nominations are open (both days included). The result fills the seats, once.
    """

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="elections")
    title = models.CharField(_("title"), max_length=120)
    office = models.CharField(_("for which office"), max_length=10, choices=Office, default=Office.MEMBER)
    sector = models.CharField(_("for seats of which sector"), max_length=10, choices=Sector, blank=True)
    places = models.PositiveSmallIntegerField(_("how many seats"), default=1)
    notice = models.TextField(_("notice"), max_length=4000, blank=True)
    opens_on = models.DateField(_("nominations open"))
    closes_on = models.DateField(_("nominations close"))
    planned_on = models.DateField(_("day of the election"))
    state = models.CharField(
        _("state"), max_length=10, choices=ElectionState, default=ElectionState.ANNOUNCED, editable=False
    )
    method = models.CharField(_("by what method"), max_length=10, choices=Method, blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    note = models.TextField(_("note on the result"), max_length=2000, blank=True)
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    recorded_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancel_reason = models.TextField(_("why it was cancelled"), max_length=1000, blank=True)

    history = keep_history()

    class Meta:
        ordering = ["-planned_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="nominations_close_after_they_open",
                violation_error_message=_("Nominations must close on the day they open, or later."),
            ),
            models.CheckConstraint(
                condition=Q(planned_on__gte=F("closes_on")),
                name="an_election_follows_its_nominations",
                violation_error_message=_("The election must be on the day nominations close, or later."),
            ),
            models.CheckConstraint(condition=Q(places__gte=1), name="an_election_is_for_a_seat"),
            models.CheckConstraint(
                condition=Q(office="member") | Q(places=1), name="an_election_for_an_office_fills_one_seat"
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | (Q(held_on__isnull=False, recorded_at__isnull=False) & ~Q(method="")),
                name="a_result_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""), name="a_cancelled_election_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("signatories:election", args=[self.forum.compact.slug, self.pk])

    @property
    def is_open(self) -> bool:
        """Whether its result is still awaited."""
        return self.state == ElectionState.ANNOUNCED

    def state_sentence(self) -> str:
        """How it stands, in a sentence; the days stand beside it."""
        today = timezone.localdate()
        if self.state == ElectionState.CANCELLED:
            return _t("This election was cancelled.")
        if self.state == ElectionState.HELD:
            return _t("The election is over, and its result recorded.")
        if today < self.opens_on:
            return _t("Nominations are not open yet.")
        if today <= self.closes_on:
            return _t("Nominations are open.")
        if today <= self.planned_on:
            return _t("Nominations are closed. The election is to come.")
        return _t("Nominations are closed. The result is awaited.")

    @transaction.atomic
    def stand(self, *, by, **candidate) -> "Candidate":
        """Put a candidate on the list. NotAllowed once the result is recorded or the election cancelled."""
        Election.objects.select_for_update().get(pk=self.pk)
        self.insist_open()
        if self.candidates.standing().filter(email__iexact=candidate["email"]).exists():
            raise NotAllowed(_t("This person is a candidate already."))
        made = Candidate(election=self, **candidate)
        made._history_user = by
        made.save()
        return made

    @transaction.atomic
    def cancel(self, *, by, reason: str) -> None:
        """Call it off, with a reason that everybody reads."""
        self._end(ElectionState.CANCELLED, by=by, cancel_reason=reason)

    def _end(self, state: str, *, by, **changes) -> None:
        """Leave the announced state, once, and write it into the history."""
        ended = Election.objects.filter(pk=self.pk, state=ElectionState.ANNOUNCED).update(state=state, **changes)
        if not ended:
            raise NotAllowed(str(TOO_LATE))
        self.refresh_from_db()
        self._history_user = by
        self.save()

    def insist_open(self) -> None:
        """Raise NotAllowed unless the result is still awaited."""
        if not Election.objects.filter(pk=self.pk, state=ElectionState.ANNOUNCED).exists():
            raise NotAllowed(str(TOO_LATE))

    @transaction.atomic
    def hold(
        self, *, by, held_on: date, method: str, note: str, votes: dict[int, int | None], elected: dict[int, Seat]
    ) -> None:
        """Record the result: the votes of candidates by key, and the seats of those elected by key, once."""
        self._end(
            ElectionState.HELD,
            by=by,
            held_on=held_on,
            method=method,
            note=note,
            recorded_by=by,
            recorded_at=timezone.now(),
        )
        for candidate in self.candidates.standing():
            candidate.votes = votes.get(candidate.pk)
            candidate.seat = elected.get(candidate.pk)
            candidate.elected = candidate.seat is not None
            candidate._history_user = by
            candidate.save()


class CandidateQuerySet(models.QuerySet):
    """Candidates."""

    def standing(self):
        """Those who have not withdrawn."""
        return self.filter(withdrawn_on=None)


class Candidate(models.Model):
    """Somebody who stands for election. The address is known to those who keep the Forum, and to nobody else."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="candidates")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email address"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="candidates"
    )
    sector = models.CharField(_("sector"), max_length=10, choices=Sector)
    statement = models.TextField(_("statement"), max_length=2000, blank=True)
    votes = models.PositiveIntegerField(_("votes"), null=True, blank=True)
    elected = models.BooleanField(_("elected"), default=False)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    seat = models.OneToOneField(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="candidacy", editable=False
    )

    objects = CandidateQuerySet.as_manager()
    history = keep_history()

    class Meta:
        ordering = ["-elected", F("votes").desc(nulls_last=True), "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(elected=False) | Q(seat__isnull=False, withdrawn_on=None),
                name="who_is_elected_has_a_seat",
            ),
            models.UniqueConstraint(
                "election", "email", condition=Q(withdrawn_on=None), name="a_person_stands_once_in_an_election"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def withdraw(self, *, by, on: date | None = None) -> None:
        """Take the candidate off the list. NotAllowed once the result is recorded."""
        self.election.insist_open()
        gone = Candidate.objects.filter(pk=self.pk, withdrawn_on=None).update(withdrawn_on=on or timezone.localdate())
        if not gone:
            raise NotAllowed(str(TOO_LATE))
        self.refresh_from_db()
        self._history_user = by
        self.save()
