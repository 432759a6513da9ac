"""Signature: an organisation signed an edition, through a named person in a named office; never deleted."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from codes.models import Adoption
from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.lifecycle import FROZEN
from compact_portal.compacts.models import Compact, Edition, Language
from compact_portal.history import Event, NotAllowed
from compact_portal.printing import SealedPrinted
from signatories.models.chain import ChainEntry, instant, sealed
from signatories.models.grades import Grade, IdentifiedBy, Method
from signatories.models.organisation import Organisation
from signatories.models.rules import SigningRules
from signatories.models.withdrawing import WITHDRAWN, Leaving
from signatories.standing import Days

if TYPE_CHECKING:
    from signatories.models.claim import SigningClaim
    from signatories.models.trace import Came


BODY = Coalesce("organisation__merged_into", "organisation")  # The record that speaks for who signed.

__all__ = ["BODY", "Grade", "IdentifiedBy", "Method", "Signature", "SignatureEvent", "SignedAgreement", "codes_of"]


class SignatureQuerySet(models.QuerySet):
    """Signatures, and which of them stand."""

    def complete(self):
        """Those that wait for no witness. The others exist only for those concerned."""
        return self.filter(awaits_witness=False)

    def given(self):
        """All but those that were cancelled before a witness confirmed them: also those withdrawn since."""
        return self.exclude(awaits_witness=True, withdrawn_on__isnull=False)

    def of(self, compact):
        """Return the complete signatures under a Compact's agreement (see `under`)."""
        return self.under(compact).complete()

    def under(self, compact):
        """Return the signatures under a Compact's agreement, also those that wait for a witness.

        Where it adopts a core Compact's text, those of bodies of its own area under that text count too.
        """
        own = Q(edition__text__compact=compact)
        if compact.core_id:
            bodies = Organisation.objects.filter(Q(compacts=compact) | Q(merged_into__compacts=compact))
            own |= Q(edition__text__compact=compact.core_id, organisation__in=bodies)
        return self.filter(own, edition__text__kind=TextKind.AGREEMENT)

    def standing(self, on: date | None = None):
        """Signatures that are complete and not withdrawn, nor left by a notice that has run out by a day (today)."""
        left = Q(leaves_on__isnull=False, leaves_on__lte=on or timezone.localdate())
        return self.complete().filter(withdrawn_on=None).exclude(left)

    def withdrawn(self):
        """Signatures that were withdrawn, or whose notice has run out: they stay in the register and say so."""
        return self.complete().filter(
            Q(withdrawn_on__isnull=False) | Q(leaves_on__isnull=False, leaves_on__lte=timezone.localdate())
        )

    def bodies(self):
        """The keys of the organisations that signed, inside a query: of the records that speak for them now."""
        return self.order_by().annotate(body=BODY).values("body")

    def with_days(self):
        """Those that are complete, with what tells how they stood on any day, also the moment they were recorded."""
        found = self.filter(awaits_witness=False).select_related("organisation__merged_into", "edition__text__compact")
        return found.annotate(recorded_at=models.Min("events__at")).order_by("organisation__name", "pk")

    def newest_of_each(self):
        """Of each body the standing signature under the newest edition of a text that any record of it signed."""
        newest = (
            Signature.objects.standing()
            .alias(body=BODY)
            .filter(body=OuterRef("body"), edition__text=OuterRef("edition__text"))
            .order_by("-edition__ordinal", F("organisation__merged_at").asc(nulls_first=True), "pk")
            .values("pk")[:1]
        )
        return self.alias(body=BODY).filter(pk=Subquery(newest))


class Signature(Leaving, models.Model):
    """An organisation signed an edition; `digest` is that of the words it signed.

    `signed_name` may be empty on paper signatures of which only the office is known. `codes` are the editions of
    codes of practice that it includes. One that `awaits_witness` is not complete yet. An organisation that gives notice
    leaves on `leaves_on`, which can be taken back until then.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="signatures"
    )
    signed_name = models.CharField(_("full name"), max_length=120, blank=True)
    office = models.CharField(_("office"), max_length=120, blank=True)
    authority = models.TextField(_("authority"), blank=True)
    declaration = models.TextField(_("declaration"), blank=True)
    on_behalf_of = models.TextField(_("on behalf of"), blank=True)
    grade = models.CharField(_("grade"), max_length=12, choices=Grade, default=Grade.FULL)
    method = models.CharField(_("method"), max_length=8, choices=Method, default=Method.ONLINE)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_at = models.DateTimeField(_("moment of signing"), null=True, blank=True)
    identified_by = models.CharField(_("how it was known who signed"), max_length=8, choices=IdentifiedBy, blank=True)
    digest = models.CharField(_("digest of the text"), max_length=64)
    codes = models.ManyToManyField(
        Edition, blank=True, related_name="included_in_signatures", verbose_name=_("codes of practice included")
    )
    opened_at = models.DateTimeField(_("moment the text was opened"), null=True, blank=True)
    awaits_witness = models.BooleanField(_("waits for a witness"), default=False)
    witness_name = models.CharField(_("witness"), max_length=120, blank=True)
    witness_office = models.CharField(_("office of the witness"), max_length=120, blank=True)
    witnessed_at = models.DateTimeField(_("moment of witnessing"), null=True, blank=True)
    scan = models.FileField(_("scan of the paper"), upload_to="scans/", blank=True)
    scan_digest = models.CharField(max_length=64, blank=True, editable=False)
    notice_given_at = models.DateTimeField(_("notice given"), null=True, blank=True)
    leaves_on = models.DateField(_("leaves on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawal_reason = models.TextField(_("why it was withdrawn"), blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__sector", "organisation__name", "signed_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "organisation"],
                condition=Q(withdrawn_on=None),
                name="an_organisation_signs_an_edition_once",
                violation_error_message=_("This organisation has already signed this edition."),
            ),
            models.CheckConstraint(
                condition=Q(method="paper")
                | (
                    Q(signed_at__isnull=False)
                    & (Q(person__isnull=False) | Q(identified_by="code"))
                    & ~Q(signed_name="")
                    & ~Q(office="")
                ),
                name="an_online_signature_has_who_office_and_moment",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | ~Q(withdrawal_reason=""), name="a_withdrawal_has_a_reason"
            ),
            models.CheckConstraint(condition=~Q(digest=""), name="a_signature_keeps_the_digest_of_its_text"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.edition}"

    def get_absolute_url(self) -> str:
        return reverse("signatories:certificate", args=[self.edition.text.slug, self.pk])

    @property
    def days(self) -> Days:
        """What is known of it in days; for signatures read `with_days`."""
        told = self.notice_given_at and timezone.localdate(self.notice_given_at)
        agreed, in_force = self.edition.agreed_on, self.edition.in_force_on
        return Days(
            ordinal=self.edition.ordinal,
            signed_on=self.signed_on,
            recorded_on=timezone.localdate(self.recorded_at or self.signed_at),  # type: ignore[attr-defined]
            earliest_on=min(agreed, in_force) if agreed and in_force else agreed,
            told_on=told,
            ends_on=self.ends_on,
        )

    @property
    def ends_on(self) -> date | None:
        """The first day on which it does not stand, past or ahead; None: it stands until further notice."""
        return self.withdrawn_on or self.leaves_on

    @property
    def certificate(self) -> str:
        """The number by which the signature is quoted: DERBY-REVISED-00042."""
        return f"{self.edition.text.slug}-{self.edition.slug}-{self.pk:05}".upper()

    @property
    def waits(self) -> bool:
        """Whether it still waits for its witness, so that nobody but those concerned sees it."""
        return self.awaits_witness and self.withdrawn_on is None

    @property
    def meaning(self) -> str:
        """What its grade means, in a sentence."""
        return Grade(self.grade).meaning

    def addresses_of_signatory(self) -> set[str]:
        """The addresses of the person who signed: nobody witnesses their own signature."""
        found = {self.person.email.lower()} if self.person else set()
        if self.identified_by == IdentifiedBy.CODE and (request := getattr(self, "request", None)):
            found.add(request.to_email)
        return found

    def facts(self) -> dict[str, Any]:
        """What of it never changes once it is set: the log repeats it, and is compared with it.

        Words are in it as their SHA-256, the text and the codes signed as the digests of their canonical texts.
        """
        said = [self.signed_name, self.office, self.authority, self.on_behalf_of]
        return {
            "number": self.pk,
            "edition": self.edition_id,
            "organisation": self.organisation_id,
            "digest": self.digest,
            "codes": {code.reference: code.digest for code in self.codes.all()},
            "grade": self.grade,
            "method": self.method,
            "identified_by": self.identified_by,
            "signed_on": self.signed_on.isoformat() if self.signed_on else "",
            "signed_at": instant(self.signed_at),
            "opened_at": instant(self.opened_at),
            "declaration": sealed(self.declaration),
            "said": sealed("\n".join(said)),
            "witness": sealed(f"{self.witness_name}\n{self.witness_office}".strip()),
            "witnessed_at": instant(self.witnessed_at),
            "withdrawn_on": self.withdrawn_on.isoformat() if self.withdrawn_on else "",
            "withdrawal_reason": sealed(self.withdrawal_reason),
        }

    def record(self, action: str, names: Iterable[str] = (), *, by=None, **remembered) -> ChainEntry:
        """Write what happened to it into the log of its Compact.

        `names` are those of the facts that are settled by it for good; `remembered` is only remembered.
        """
        facts = self.facts()
        settled = {name: facts[name] for name in ("number", *names)}
        names_of = {"organisation": self.organisation.name, "edition": self.edition.reference}
        more = {name: said for name, said in remembered.items() if said}
        compact = self.edition.text.compact
        return ChainEntry.add(compact, f"signature {action}", {"signature": settled, "names": names_of, **more}, by=by)

    @classmethod
    def taken(cls, edition: Edition, organisation: Organisation) -> str:
        """Why nobody can sign an edition for an organisation any more, in a sentence; empty where somebody can."""
        there = cls.objects.filter(edition=edition, organisation__in=organisation.records(), withdrawn_on=None)
        found = there.exclude(leaves_on__isnull=False, leaves_on__lte=timezone.localdate()).first()
        if found is None:
            return ""
        if found.awaits_witness:
            return _t("%(organisation)s has signed this edition, and waits for the witness to confirm it.") % {
                "organisation": organisation
            }
        return _t("%(organisation)s has already signed this edition.") % {"organisation": organisation}

    @classmethod
    def why_not(cls, edition: Edition, organisation: Organisation, user, *, claim: "SigningClaim | None" = None) -> str:
        """Why a person cannot sign an edition for an organisation now, in a sentence; empty where they can.

        `claim` is that of a session that came through a mailed link and code, with no account needed.
        """
        compact = edition.text.compact
        if claim is not None:
            if reason := claim.why_not_sign(edition, organisation):
                return reason
        elif not organisation.permits(user, "sign_for"):
            return _t(
                "You are not an authorised signatory of %(organisation)s. "
                "Ask one of its representatives to make you one."
            ) % {"organisation": organisation}
        elif not organisation.compacts.filter(Q(pk=compact.pk) | Q(core=compact.pk)).exists():
            return _t(
                "%(organisation)s is not among the organisations of %(area)s. "
                "Ask an officer of the %(compact)s to add it, or apply to sign."
            ) % {"organisation": organisation, "area": compact.area_name, "compact": compact}
        if not edition.open_for_signing:
            return _t(
                "%(edition)s is not open for signing. Choose an edition that is, or ask the Compact's officer."
            ) % {"edition": edition}
        return cls.taken(edition, organisation)

    @classmethod
    @transaction.atomic
    def sign(
        cls,
        *,
        edition: Edition,
        organisation: Organisation,
        by,
        signed_name,
        office,
        authority,
        declaration,
        digest,
        on_behalf_of="",
        grade: str = Grade.FULL,
        codes: Iterable[Edition] | None = None,
        opened_at: datetime | None = None,
        claim: "SigningClaim | None" = None,
        came: "Came | None" = None,
    ) -> "Signature":
        """Sign an edition for an organisation, as an authorised signatory or with the claim of a session that was
        invited. `digest` is that of the text the person was shown, `codes` the editions of codes of practice that they
        were shown and include (none given: all that the Compact has adopted), `opened_at` the moment at which they
        opened the text.

        Where the Compact asks for a witness it is not complete yet. An open request to the organisation is answered by
        it. Raises NotAllowed with a sentence, and writes nothing, where they may not, where it is signed already (also
        by somebody a moment ago), or where what is signed is not what they read.
        """
        # Two people of one body sign one after the other.
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        cls.leave_those_whose_notice_is_over(organisation)
        if reason := cls.why_not(edition, organisation, by, claim=claim):
            raise NotAllowed(reason)
        if digest != edition.digest:
            raise NotAllowed(_t("The text has changed since you read it. Read it again, then sign."))
        rules = SigningRules.of(edition.text.compact)
        if grade not in rules.grades:
            raise NotAllowed(_t("The Compact does not offer this way to sign. Choose again what you sign."))
        included = cls._included(edition, codes, rules)
        now = timezone.now()
        signature = cls.objects.create(
            edition=edition,
            organisation=organisation,
            person=by,
            identified_by=IdentifiedBy.CODE if claim else IdentifiedBy.ACCOUNT,
            signed_name=signed_name,
            office=office,
            authority=authority,
            declaration=declaration,
            on_behalf_of=on_behalf_of,
            grade=grade,
            opened_at=opened_at,
            signed_on=timezone.localdate(now),
            signed_at=now,
            digest=edition.digest,
            awaits_witness=rules.needs_witness,
        )
        signature.codes.set(included)
        signature.events.create(action="signed", actor=by)
        trace = signature.traces.model.keep("signed", came, signature=signature)
        signature.record("signed", SIGNED, by=by, trace=trace)
        if claim and claim.request:
            claim.request.fulfil(signature, by=by)  # NotAllowed where it was handed over or ended a moment ago.
        elif (asked := organisation.signing_requests.filter(edition=edition, state="open").at_hand().first()) and (
            asked.is_open
        ):
            asked.fulfil(signature, by=by)
        return signature

    @staticmethod
    def _included(edition: Edition, codes: Iterable[Edition] | None, rules: SigningRules) -> list[Edition]:
        """The codes that a signature includes, or NotAllowed where they are not those that the Compact has adopted."""
        adopted = codes_of(edition)
        if codes is None:
            return adopted
        chosen = {code.pk for code in codes}
        keys = {code.pk for code in adopted}
        if not chosen <= keys or (chosen != keys and not rules.choose_codes):
            raise NotAllowed(_t("The codes of practice have changed since you read them. Read them again, then sign."))
        return [code for code in adopted if code.pk in chosen]

    @transaction.atomic
    def be_witnessed(self, *, name: str, office: str, by=None) -> None:
        """Let it be complete: the witness confirmed it. NotAllowed where it was cancelled meanwhile."""
        done = Signature.objects.filter(pk=self.pk, awaits_witness=True, withdrawn_on=None).update(
            awaits_witness=False, witness_name=name, witness_office=office, witnessed_at=timezone.now()
        )
        if not done:
            raise NotAllowed(_t("This signature waits for no witness. Look at how it stands now."))
        self.refresh_from_db()
        self.events.create(action="witnessed", actor=by)
        self.record("witnessed", ["witness", "witnessed_at"], by=by)

    @transaction.atomic
    def cancel(self, *, by=None, reason: str = "") -> None:
        """Give up a signature that still waits for its witness: it was never in the register."""
        reason = reason or _t("Cancelled before the witness confirmed it")
        done = Signature.objects.filter(pk=self.pk, awaits_witness=True, withdrawn_on=None).update(
            withdrawn_on=timezone.localdate(), withdrawal_reason=reason
        )
        if not done:
            raise NotAllowed(_t("This signature waits for no witness. Look at how it stands now."))
        self.refresh_from_db()
        for witnessing in self.witnessings.filter(state="asked"):
            witnessing.cancel(by=by)
        self.events.create(action="cancelled", actor=by, note=reason)
        self.record("cancelled", WITHDRAWN, by=by)

    @classmethod
    @transaction.atomic
    def record_paper(
        cls,
        *,
        edition: Edition,
        organisation: Organisation,
        by,
        office: str = "",
        signed_name: str = "",
        signed_on: date | None = None,
        on_behalf_of: str = "",
        grade: str = Grade.FULL,
        note: str = "",
    ) -> "Signature":
        """Record that an organisation signed on paper, as far as the paper tells: perhaps only an office, no day.

        Raises NotAllowed with a sentence where the text is still being written or the organisation has signed it.
        """
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        cls.leave_those_whose_notice_is_over(organisation)
        if edition.state not in FROZEN:
            raise NotAllowed(_t("%(edition)s is not agreed yet, so nobody can have signed it.") % {"edition": edition})
        if reason := cls.taken(edition, organisation):
            raise NotAllowed(reason)
        signature = cls.objects.create(
            edition=edition,
            organisation=organisation,
            signed_name=signed_name,
            office=office,
            on_behalf_of=on_behalf_of,
            grade=grade,
            method=Method.PAPER,
            signed_on=signed_on,
            digest=edition.digest,
        )
        signature.events.create(action="recorded", actor=by, note=note)
        signature.record("recorded", SIGNED, by=by)
        return signature


# What of a signature is settled for good when it is given, and when it is withdrawn (`Signature.facts`).
SIGNED = (
    "edition",
    "organisation",
    "digest",
    "codes",
    "grade",
    "method",
    "identified_by",
    "signed_on",
    "signed_at",
    "opened_at",
    "declaration",
    "said",
)


def codes_of(edition: Edition) -> list[Edition]:
    """The editions of codes of practice that the Compact of an agreement has adopted today: who signs includes them."""
    adopted = Adoption.objects.filter(compact=edition.text.compact).on(timezone.localdate()).values("edition")
    return list(Edition.objects.filter(pk__in=adopted).select_related("text__compact").order_by("text__title", "pk"))


class SignatureEvent(Event):
    """What was done to a signature: signed, recorded from paper, withdrawn."""

    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="events")


class SignedAgreement(SealedPrinted):
    """An issue of the agreement of an edition, with its signatures as they stood: one sealed file for one content.

    `record` is who had signed when it was made, as it stands in the file: `{"signatures": [{"id", "organisation",
    "sector", "name", "office", "signed_on"}, …]}`. Issues are never removed once they are sealed.

    `adopted_by`: the Compact whose own signatories it shows, where the text is another's. No language: English.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="signed_agreements")
    adopted_by = models.ForeignKey(
        Compact, on_delete=models.PROTECT, null=True, blank=True, related_name="adopted_agreements"
    )
    language = models.CharField(max_length=2, choices=Language, blank=True)
    file = models.FileField(upload_to="agreements/", blank=True)
    record = models.JSONField(default=dict, blank=True)

    class Meta(SealedPrinted.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["edition", "content_digest"], name="one_content_is_printed_once"),
            models.UniqueConstraint(
                fields=["short_id"], condition=~Q(short_id=""), name="a_short_id_means_one_agreement"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | (~Q(file="") & Q(made_at__isnull=False)),
                name="a_ready_agreement_has_its_file",
            ),
            models.CheckConstraint(
                condition=~Q(state="sealed")
                | (
                    ~Q(file="")
                    & ~Q(short_id="")
                    & ~Q(sealed_digest="")
                    & ~Q(unsealed_digest="")
                    & Q(made_at__isnull=False, sealed_at__isnull=False, key__isnull=False)
                ),
                name="a_sealed_agreement_has_its_file_seal_and_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} ({self.get_state_display()})"

    def get_absolute_url(self) -> str:
        """Where this issue can be had for good, once it is made."""
        return reverse("signatories:issue", args=[self.edition.text.slug, self.edition.slug, self.short_id])

    @property
    def signed_by(self) -> int:
        """How many had signed."""
        return len(self.record.get("signatures", []))
