"""Amendment: a signatory proposes to change a clause; the Annual Review decides; what is agreed goes into a draft."""

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal import access
from compact_portal.compacts.kinds import ClauseKind, OwedBy, TextKind
from compact_portal.compacts.lifecycle import OPEN as STILL_WRITTEN
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Clause, Compact, Edition
from compact_portal.history import Event, NotAllowed
from signatories.models.meeting import Meeting
from signatories.models.organisation import Organisation
from signatories.models.signature import Signature
from signatories.procedure import AGREED, MOVES, PUBLIC, Action, Party, State, What, actions_in


class AmendmentQuerySet(models.QuerySet):
    """Amendments, and for whom they exist."""

    def visible_to(self, user):
        """Those that were submitted; a draft for the people of its organisation only."""
        mine = Organisation.objects.acted_for_by(user)
        return self.filter(Q(submitted_at__isnull=False) | Q(organisation__in=mine))

    def of(self, compact):
        """Those to the texts of a Compact, and to the agreement of the core Compact that it adopts."""
        own = Q(edition__text__compact=compact)
        if compact.core_id:
            own |= Q(edition__text__compact=compact.core_id, edition__text__kind=TextKind.AGREEMENT)
        return self.filter(own)

    def about(self, lineages: Iterable):
        """Those that are about clauses, in whichever edition, or that gave them their words."""
        return self.filter(Q(clause__lineage__in=lineages) | Q(into__lineage__in=lineages))

    def to_put_in(self):
        """The agreed ones that are in no draft yet."""
        return self.filter(state__in=sorted(AGREED), draft=None)

    def with_words(self):
        """With all at hand that a list names."""
        return self.select_related("compact", "organisation", "clause__edition__text", "edition__text", "draft", "into")


class Amendment(models.Model):
    """A proposal of a signatory to change, leave out or add a clause of a text of a Compact.

    What it was before are the words of `clause`, which is of an agreed edition and cannot change; `heading` and `body`
    are proposed; `agreed_heading` and `agreed_body` are what the Annual Review agreed. `draft` is the edition it was
    put into, and `into` the clause there. It stays when the organisation withdraws its signature later.
    """

    compact = models.ForeignKey(Compact, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveIntegerField()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="amendments")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="amendments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="amendments")
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="amendments")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    what = models.CharField(_("what it does"), max_length=8, choices=What)
    kind = models.CharField(_("kind of the new clause"), max_length=12, choices=ClauseKind, blank=True)
    owed_by = models.CharField(_("who owes the new clause"), max_length=10, choices=OwedBy, blank=True)
    heading = models.CharField(_("proposed heading"), max_length=250, blank=True)
    body = models.TextField(_("proposed wording"), blank=True)
    reason = models.TextField(_("reason"))
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    agreed_heading = models.CharField(_("agreed heading"), max_length=250, blank=True)
    agreed_body = models.TextField(_("agreed wording"), blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_at_review = models.CharField(_("who decided"), max_length=160, blank=True)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="amendments", verbose_name=_("meeting")
    )
    decision_reason = models.TextField(_("why"), blank=True)
    draft = models.ForeignKey(Edition, on_delete=models.SET_NULL, null=True, blank=True, related_name="amended_by")
    into = models.ForeignKey(Clause, on_delete=models.SET_NULL, null=True, blank=True, related_name="came_from")

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["compact", "number"], name="amendments_are_numbered_once"),
            models.CheckConstraint(
                condition=Q(what=What.DELETE) | ~Q(heading="") | ~Q(body=""),
                name="an_amendment_has_words",
                violation_error_message=_("Enter the wording you propose."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN]) | Q(submitted_at__isnull=False),
                name="what_is_not_a_draft_was_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DECLINED) | ~Q(decision_reason=""), name="a_refusal_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.ACCEPTED, State.CHANGED, State.DECLINED, State.PUT_OFF])
                | (Q(decided_on__isnull=False) & ~Q(decided_at_review="")),
                name="a_decision_has_a_day_and_somebody_who_took_it",
            ),
        ]

    def __str__(self) -> str:
        return _t("Amendment %(number)s to %(clause)s") % {"number": self.number, "clause": self.clause.number}

    def get_absolute_url(self) -> str:
        return reverse("signatories:amendment", args=[self.compact.slug, self.number])

    @property
    def adds(self) -> bool:
        return self.what == What.ADD

    @property
    def leaves_out(self) -> bool:
        """Whether the clause goes: not where the review agreed to keep it in other words."""
        return self.what == What.DELETE and self.state != State.CHANGED

    @property
    def before(self) -> tuple[str, str]:
        """Heading and body before: of the clause; nothing where a clause is added."""
        return ("", "") if self.adds else (self.clause.heading, self.clause.body)

    @property
    def proposed(self) -> tuple[str, str]:
        return self.heading, self.body

    @property
    def agreed(self) -> tuple[str, str]:
        """Heading and body agreed; nothing where the clause is left out."""
        return self.agreed_heading, self.agreed_body

    @property
    def is_agreed(self) -> bool:
        return self.state in AGREED

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it: it was submitted."""
        return self.submitted_at is not None and self.state in PUBLIC

    # Rights.

    @staticmethod
    def why_not_propose(clause: Clause, organisation: Organisation, user) -> str:
        """Why a person cannot propose a change to a clause for an organisation, in a sentence; empty where they can."""
        edition = clause.edition
        compact = edition.text.compact
        if edition.state != EditionState.IN_FORCE or compact is None:
            return _t("Only clauses that are in force here can be amended. Choose one of the edition in force.")
        if not organisation.permits(user, "act_for"):
            return _t("You do not act for %(organisation)s.") % {"organisation": organisation}
        signed = Signature.objects.standing().filter(
            organisation__in=organisation.records(),
            edition__text__compact=compact,
            edition__text__kind=TextKind.AGREEMENT,
        )
        if not signed.exists():
            return _t(
                "%(organisation)s has not signed the %(compact)s, and only signatories propose changes. Sign it first."
            ) % {"organisation": organisation, "compact": compact}
        return ""

    def parties_of(self, user) -> frozenset[Party]:
        """In which parts a person takes part."""
        parties = set()
        if self.organisation.permits(user, "act_for"):
            parties.add(Party.PROPOSER)
        if access.permits(user, "change_compact", self.compact):
            parties.add(Party.OFFICER)
        return frozenset(parties)

    def actions_for(self, user) -> list[Action]:
        """What a person may do with it now."""
        found = actions_in(State(self.state), self.parties_of(user))
        return [action for action in found if action != Action.PUT_IN or self.draft_id is None]

    # Verbs.

    @classmethod
    @transaction.atomic
    def propose(cls, clause: Clause, organisation: Organisation, *, by, **words) -> "Amendment":
        """A draft of an amendment. Raises NotAllowed with a sentence where the organisation may not."""
        if reason := cls.why_not_propose(clause, organisation, by):
            raise NotAllowed(reason)
        compact = Compact.objects.select_for_update().get(pk=clause.edition.text.compact.pk)  # One number each.
        last = cls.objects.filter(compact=compact).aggregate(last=models.Max("number"))["last"] or 0
        made = cls(
            compact=compact,
            number=last + 1,
            edition=clause.edition,
            clause=clause,
            organisation=organisation,
            proposed_by=by,
            **words,
        )
        made.full_clean()
        made.save()
        made.events.create(action="begun", actor=by)
        return made

    @transaction.atomic
    def revise(self, *, by, **words) -> None:
        """Write other words into a draft. NotAllowed once it is submitted, or for somebody of no part in it."""
        if Party.PROPOSER not in self.parties_of(by):
            raise NotAllowed(_t("This is not for you to do."))
        for name, value in words.items():
            setattr(self, name, value)
        self.full_clean()
        if not Amendment.objects.filter(pk=self.pk, state=State.DRAFT).update(**words):
            raise NotAllowed(_t("It has been submitted, so its words stay. Withdraw it and propose another."))
        self.events.create(action="revised", actor=by)

    @transaction.atomic
    def submit(self, *, by, at=None) -> "AmendmentEvent":
        """Make it public; it then waits for the Annual Review. The organisation must (still) be a signatory.

        `at`: the moment, where it was proposed before it is put on record here.
        """
        if reason := self.why_not_propose(self.clause, self.organisation, by):
            raise NotAllowed(reason)
        return self._move(Action.SUBMIT, by=by, note="", submitted_at=at or timezone.now())

    def withdraw(self, *, by, note: str = "") -> "AmendmentEvent":
        """Take it back before it is decided. One that was submitted stays to be read."""
        return self._move(Action.WITHDRAW, by=by, note=note)

    def decide(
        self, action: Action, *, by, on: date, review: str, reason: str = "", meeting=None, heading="", body=""
    ) -> "AmendmentEvent":
        """Record what the Annual Review (or the Forum) decided. `heading` and `body`: where it agreed other words."""
        changes = {"decided_on": on, "decided_at_review": review, "decision_reason": reason, "meeting": meeting}
        if action == Action.ACCEPT:
            changes |= {"agreed_heading": self.heading, "agreed_body": self.body}
        elif action == Action.ACCEPT_CHANGED:
            changes |= {"agreed_heading": heading, "agreed_body": body}
        return self._move(action, by=by, note=reason, **changes)

    def has_gone_into(self, draft: Edition, into: Clause | None, *, by, note: str = "") -> "AmendmentEvent":
        """Remember the draft and the clause it was put into (None: the clause was left out), once."""
        return self._move(Action.PUT_IN, by=by, note=note, draft=draft, into=into)

    @transaction.atomic
    def _move(self, action: Action, *, by, note: str, **changes) -> "AmendmentEvent":
        """Take one step and write its history, or raise NotAllowed with a sentence and change nothing."""
        move = MOVES[action]
        if move.party not in self.parties_of(by):
            raise NotAllowed(_t("This is not for you to do."))
        if move.needs_reason and not note.strip():
            raise NotAllowed(_t("Enter the reason."))
        free = {"draft": None} if action == Action.PUT_IN else {}
        state = move.leads_to or F("state")
        moved = Amendment.objects.filter(pk=self.pk, state__in=sorted(move.states), **free).update(
            state=state, **changes
        )
        if not moved:
            raise NotAllowed(_t("Somebody else was quicker. Look at how this amendment stands now."))
        before = self.state
        self.refresh_from_db()
        return self.events.create(action=action, actor=by, note=note, before=before, after=self.state)

    # Where it goes.

    def next_draft(self) -> Edition | None:
        """The open edition of its text, into which it can be put; the newest, where there are several."""
        drafts = Edition.objects.filter(text=self.edition.text, state__in=sorted(STILL_WRITTEN))
        return drafts.filter(ordinal__gt=self.edition.ordinal).order_by("-ordinal").first()

    def clause_in(self, draft: Edition) -> Clause | None:
        """The clause of a draft that goes on from its clause, or None where there is none or more than one."""
        found = draft.clauses.filter(lineage=self.clause.lineage).first()
        if found is None:
            heirs = list(draft.clauses.filter(Q(previous=self.clause) | Q(merged_from=self.clause)).distinct()[:2])
            found = heirs[0] if len(heirs) == 1 else None
        if found is not None:
            found.edition = draft
        return found


class AmendmentEvent(Event):
    """What was done with an amendment: begun, revised, and every step of the rule book."""

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="events")
    before = models.CharField(max_length=12, choices=State, blank=True)
    after = models.CharField(max_length=12, choices=State, blank=True)

    TITLES = {
        "begun": _("Begun as a draft"),
        "revised": _("Draft changed"),
        "handed-over": _("Handed over to a colleague"),
        Action.SUBMIT: _("Submitted"),
        Action.WITHDRAW: _("Withdrawn"),
        Action.ACCEPT: _("Accepted"),
        Action.ACCEPT_CHANGED: _("Accepted with changes"),
        Action.DECLINE: _("Declined"),
        Action.PUT_OFF: _("Put off to the next review"),
        Action.PUT_IN: _("Put into the next draft"),
    }

    @property
    def title(self) -> str:
        """What was done, in words."""
        return str(self.TITLES.get(self.action, self.action))
