"""Drafting: writing a complaint page by page, by those who may, until it is raised. The verbs of a draft."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t

from compact_portal import access
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Clause, Compact, Edition
from compact_portal.deadlines import written
from compact_portal.history import NotAllowed
from disputes import masking, notifications, picking, supporting
from disputes.models.attempt import Attempt, Representative
from disputes.words import Channel, Party, State
from signatories.models import Kind, Organisation

MOST_ATTEMPTS = 30
TEXTS = {  # What is typed, and on which page.
    "happened": "happened",
    "disadvantage": "effect",
    "tried": "tried",
    "remedy": "remedy",
    "achievable": "remedy",
    "proceedings": "proceedings",
    "confidentiality": "confidence",
}


def too_late() -> str:
    """Say that somebody else was quicker."""
    return _t("Somebody else has moved this dispute since you opened it. Look at how it stands now, then decide.")


class Drafting:
    """The verbs of a draft: a part of a dispute, which has the fields."""

    pk: Any
    state: str
    compact: Compact
    complainant: Organisation
    respondent: Organisation
    decision_on: date | None
    known_on: date | None
    support_body: Organisation | None
    held_back: bool
    tried: str
    shown_at: datetime | None
    channel: str
    received_on: date | None
    attempts: Any
    begun_by_id: Any
    citations: Any
    evidence: Any
    objects: Any
    parties_of: Any
    refresh_from_db: Any
    rules: Any

    # -- Beginning, and throwing away ----

    @classmethod
    @transaction.atomic
    def begin(
        cls,
        compact: Compact,
        *,
        complainant: Organisation,
        respondent: Organisation,
        by,
        through: Organisation | None = None,
        channel: str = Channel.ONLINE,
        received_on: date | None = None,
        at: datetime | None = None,
    ):
        """Begin a draft, which only the complainant's side sees. NotAllowed with a sentence where they may not.

        By one of its people; by one of a support body's (`through`); or by an officer of the Compact, for a complaint
        that came by post, telephone, e-mail or in person (`channel`, `received_on`).
        """
        if complainant == respondent:
            raise NotAllowed(_t("An organisation cannot raise a dispute against itself. Choose the other party."))
        if channel != Channel.ONLINE:
            _require_officer(compact, respondent, by)
        elif through:
            _require_support(compact, complainant, through, by)
        elif not complainant.permits(by, "act_for"):
            raise NotAllowed(_t("You do not act for %(organisation)s.") % {"organisation": complainant})
        if through in (respondent, complainant):
            through = None
        draft = cls.objects.create(
            compact=compact,
            complainant=complainant,
            respondent=respondent,
            support_body=through,
            channel=Channel(channel).value,
            received_on=received_on if channel != Channel.ONLINE else None,
            begun_by=by,
            begun_at=at or timezone.now(),
        )
        if channel != Channel.ONLINE or through:
            notifications.begun_for(draft, by)
        return draft

    @transaction.atomic
    def discard(self, *, by) -> None:
        """Throw the draft away with all that was written into it."""
        self._require_draft(by)
        files = [paper.file for paper in self.evidence.all() if paper.file]
        if not type(self).objects.filter(pk=self.pk, state=State.DRAFT).delete()[0]:
            raise NotAllowed(too_late())
        for file in files:
            transaction.on_commit(partial(file.storage.delete, file.name))

    # -- Answers ----

    def describe(self, *, by, **answers: Any) -> None:
        """Write answers into the draft. NotAllowed once it is raised, or for a person who does not complain."""
        self._require_draft(by)
        if not type(self).objects.filter(pk=self.pk, state=State.DRAFT).update(**answers):
            raise NotAllowed(too_late())
        self.refresh_from_db()

    def point_at(self, respondent: Organisation, *, by) -> None:
        """Complain of another organisation than said before."""
        if respondent == self.complainant:
            raise NotAllowed(_t("An organisation cannot raise a dispute against itself. Choose the other party."))
        if self.channel != Channel.ONLINE and self.is_entered_by(by):
            _require_officer(self.compact, respondent, by)
        self.describe(by=by, respondent=respondent)

    @transaction.atomic
    def tell_attempts(self, attempts: Iterable[tuple[date, str]], *, by) -> None:
        """Say what was tried and when, instead of what was said before."""
        self._require_draft(by)
        self.attempts.all().delete()
        told = sorted(attempts)[:MOST_ATTEMPTS]
        Attempt.objects.bulk_create(Attempt(dispute_id=self.pk, tried_on=on, what=what) for on, what in told)

    def tried_in_words(self) -> str:
        """What was tried, a line for each step with its date. A raised dispute keeps it so, and needs no query."""
        if self.state != State.DRAFT:
            return self.tried
        lines = [f"{written(attempt.tried_on)}: {attempt.what}" for attempt in self.attempts.all()]
        return "\n".join([*lines, *([self.tried] if self.tried else [])])

    @transaction.atomic
    def represent(self, *, by, name: str = "", contact: str = "", support_body: Organisation | None = None) -> None:
        """Say who speaks for the complainant: a support body, which may then act in it, or a person who may not."""
        if support_body and support_body not in self.support_bodies():
            raise NotAllowed(_t("%(body)s is no support body of this Compact.") % {"body": support_body})
        self.describe(by=by, support_body=support_body, held_back=self.held_back and support_body is not None)
        Representative.objects.filter(dispute_id=self.pk).delete()
        if name:
            Representative.objects.create(dispute_id=self.pk, name=name, contact=contact)
        self.refresh_from_db()

    def hold_back(self, held_back: bool, *, by) -> None:
        """Hold the complainant's name back from the other side as long as the stage allows, or do not."""
        if held_back and (reason := self.why_not_hold_back()):
            raise NotAllowed(reason)
        self.describe(by=by, held_back=held_back)

    def support_bodies(self) -> list[Organisation]:
        """The support bodies that may act for the complainant: of voluntary groups only."""
        if self.complainant.sector != Sector.VCS:
            return []
        bodies = supporting.support_bodies(self.compact).exclude(pk__in=[self.complainant.pk, self.respondent.pk])
        return list(bodies)

    def keep_name_back(self, *texts: str) -> None:
        """Refuse words of the complainant's side that would tell a name which is still held back."""
        if self.held_back and not self.shown_at and (sentence := masking.gives_away(self, *texts)):
            raise NotAllowed(sentence)

    def why_not_hold_back(self) -> str:
        """The sentence that says why the name cannot be held back; "" where it can."""
        if not self.support_body:
            return _t("A name can be held back only where a support body acts for you. Choose one first.")
        if not min(self.rules, key=lambda rule: rule.order).anonymous:
            return _t("The first stage of the procedure here does not allow a name to be held back.")
        return ""

    # -- Clauses ----

    @transaction.atomic
    def cite(self, clauses: Iterable[Clause], *, by) -> None:
        """Say which clauses were breached, instead of those said before.

        Only clauses of the edition in force on the date of the decision, or of a code adopted on that day.
        """
        self._require_draft(by)
        in_force = self.in_force()
        clauses = list(dict.fromkeys(clauses))
        if sentences := picking.outdated(clauses, in_force):
            raise NotAllowed(" ".join(sentences))
        self.citations.all().delete()
        for clause in clauses:
            self.citations.create(clause=clause)

    def in_force(self) -> picking.InForce:
        """What held on the date of the decision."""
        return picking.InForce(self.compact, self.decision_on)

    def edition_on_the_day(self) -> Edition | None:
        """The edition of the Compact in force on the date of the decision, or None."""
        return self.compact.edition_on(self.decision_on) if self.decision_on else None

    def codes_on_the_day(self):
        """The adoptions of codes that held on the date of the decision."""
        return self.compact.adoptions.on(self.decision_on) if self.decision_on else self.compact.adoptions.none()

    def cited(self) -> list[Clause]:
        """The clauses it cites, with what their citation needs."""
        found = self.citations.select_related("clause__edition__text__code", "clause__edition__text__compact")
        return [citation.clause for citation in found]

    # -- What it still lacks ----

    def missing(self, today: date | None = None) -> list[tuple[str, str]]:
        """What a draft still lacks: (step, sentence) for each."""
        today = today or timezone.localdate()
        found = self._missing_dates(today)
        cited = self.cited()
        if not cited:
            found.append(("clauses", _t("Choose at least one clause that was not kept.")))
        elif not found:
            found += [("clauses", sentence) for sentence in picking.outdated(cited, self.in_force())]
        needed = [
            ("happened", "happened", _t("Say what happened.")),
            ("disadvantage", "effect", _t("Say how it has put you at a disadvantage.")),
            ("remedy", "remedy", _t("Say what you want to happen.")),
        ]
        found += [(step, sentence) for field, step, sentence in needed if not getattr(self, field).strip()]
        return found + self._missing_people()

    def _missing_dates(self, today: date) -> list[tuple[str, str]]:
        if not self.decision_on:
            return [("decision", _t("Say on which date it was decided."))]
        if self.decision_on > today:
            return [("decision", _t("The date of the decision must be today or earlier."))]
        if self.edition_on_the_day() is None:
            return [("decision", no_edition(self.compact, self.decision_on))]
        return []

    def _missing_people(self) -> list[tuple[str, str]]:
        """What stands against raising it because of who would act in it, and of a name that is held back."""
        found = []
        if not self.support_body and not self.complainant.acting():
            sentence = _t(
                "Nobody has an account for %(organisation)s yet, so nobody could go on with the dispute. Invite "
                "somebody of it first, or choose a support body that acts for it."
            )
            found.append(("representative", sentence % {"organisation": self.complainant}))
        if self.held_back:
            if reason := self.why_not_hold_back():
                found.append(("confidence", reason))
            for step, texts in self._texts_by_step().items():
                if sentence := masking.gives_away(self, *texts):
                    found.append((step, sentence))
        return found

    def _texts_by_step(self) -> dict[str, list[str]]:
        texts: dict[str, list[str]] = {}
        for field, step in TEXTS.items():
            texts.setdefault(step, []).append(getattr(self, field))
        texts["tried"] += [attempt.what for attempt in self.attempts.all()]
        return texts

    def is_entered_by(self, user) -> bool:
        """Whether a person enters it for somebody else, from a letter or a call."""
        return self.state == State.DRAFT and self.channel != Channel.ONLINE and self.begun_by_id == user.pk

    def _require_draft(self, by) -> None:
        if self.state != State.DRAFT:
            raise NotAllowed(_t("This dispute is already raised. Add a note to it instead."))
        if Party.COMPLAINANT not in self.parties_of(by):
            raise NotAllowed(_t("This is not for you to do."))


def no_edition(compact: Compact, day: date) -> str:
    """Say what it means that no agreement was in force on a day, and what one can do."""
    return _t(
        "No agreement was in force on %(day)s, so nothing of the %(compact)s was promised then and no dispute can be "
        "raised about it here. Check the date. If it is right, ombudsmen and courts may still help: see “Talk first”."
    ) % {"day": written(day), "compact": compact}


def _require_support(compact: Compact, complainant: Organisation, through: Organisation, by) -> None:
    if not through.permits(by, "act_for"):
        raise NotAllowed(_t("You do not act for %(organisation)s.") % {"organisation": through})
    if through.remaining.kind != Kind.INFRASTRUCTURE or not through.remaining.compacts.filter(pk=compact.pk).exists():
        raise NotAllowed(_t("%(body)s is no support body of this Compact.") % {"body": through})
    if complainant.sector != Sector.VCS:
        raise NotAllowed(_t("A support body acts for voluntary groups only. Choose one."))


def _require_officer(compact: Compact, respondent: Organisation, by) -> None:
    if not access.permits(by, "change_compact", compact):
        raise NotAllowed(_t("Only an officer of the Compact enters what came by post, telephone or e-mail."))
    if supporting.belongs_to(by, respondent):
        raise NotAllowed(
            _t(
                "You belong to %(organisation)s, so somebody else has to enter a complaint about it. Ask another "
                "officer."
            )
            % {"organisation": respondent}
        )
