"""Signature: an organisation signed an edition, through a named person in a named office; never deleted."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.lifecycle import FROZEN
from compact_portal.compacts.models import Compact, Edition, Language
from compact_portal.history import Event, NotAllowed
from compact_portal.printing import SealedPrinted
from signatories.models.organisation import Organisation
from signatories.standing import Days


class Grade(models.TextChoices):
    """How far an organisation binds itself, where a place has grades."""

    FULL = "full", _("Full signatory")
    MEMORANDUM = "memorandum", _("Memorandum of understanding")
    PLEDGE = "pledge", _("Pledge")


class Method(models.TextChoices):
    """How it was signed."""

    ONLINE = "online", _("Online")
    PAPER = "paper", _("On paper")


class SignatureQuerySet(models.QuerySet):
    """Signatures, and which of them stand."""

    def of(self, compact):
        """Return the signatures under a Compact's agreement.

        Where it adopts a core Compact's text, those of bodies of its own area under that text count too.
        """
        own = Q(edition__text__compact=compact)
        if compact.core_id:
            bodies = Organisation.objects.filter(compacts=compact)
            own |= Q(edition__text__compact=compact.core_id, organisation__in=bodies)
        return self.filter(own, edition__text__kind=TextKind.AGREEMENT)

    def standing(self, on: date | None = None):
        """Signatures that are complete and not withdrawn, nor left by a notice that has run out by a day (today)."""
        left = Q(leaves_on__isnull=False, leaves_on__lte=on or timezone.localdate())
        return self.filter(withdrawn_on=None, awaits_witness=False).exclude(left)

    def withdrawn(self):
        """Signatures that were withdrawn, or whose notice has run out: they stay in the register and say so."""
        return self.filter(
            Q(withdrawn_on__isnull=False) | Q(leaves_on__isnull=False, leaves_on__lte=timezone.localdate())
        )

    def with_days(self):
        """Those that are complete, with what tells how they stood on any day, also the moment they were recorded."""
        found = self.filter(awaits_witness=False).select_related("organisation", "edition__text__compact")
        return found.annotate(recorded_at=models.Min("events__at")).order_by("organisation__name", "pk")

    def newest_of_each(self):
        """Of each organisation the standing signature under the newest edition of a text that it signed."""
        newest = (
            Signature.objects.standing()
            .filter(organisation=OuterRef("organisation"), edition__text=OuterRef("edition__text"))
            .order_by("-edition__ordinal")
            .values("pk")[:1]
        )
        return self.filter(pk=Subquery(newest))


class Signature(models.Model):
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
                | (Q(signed_at__isnull=False, person__isnull=False) & ~Q(signed_name="") & ~Q(office="")),
                name="an_online_signature_has_a_person_name_office_and_moment",
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
        return Days(
            ordinal=self.edition.ordinal,
            signed_on=self.signed_on,
            recorded_on=timezone.localdate(self.recorded_at or self.signed_at),  # type: ignore[attr-defined]
            earliest_on=self.edition.agreed_on,
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

    @staticmethod
    def why_not(edition: Edition, organisation: Organisation, user) -> str:
        """Why a person cannot sign an edition for an organisation now, in a sentence; empty where they can."""
        if not organisation.permits(user, "sign_for"):
            return _t(
                "You are not an authorised signatory of %(organisation)s. "
                "Ask one of its representatives to make you one."
            ) % {"organisation": organisation}
        if not edition.open_for_signing:
            return _t(
                "%(edition)s is not open for signing. Choose an edition that is, or ask the Compact's officer."
            ) % {"edition": edition}
        if Signature.objects.standing().filter(edition=edition, organisation=organisation).exists():
            return _t("%(organisation)s has already signed this edition.") % {"organisation": organisation}
        return ""

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
        codes: Iterable[Edition] = (),
        opened_at: datetime | None = None,
    ) -> "Signature":
        """Sign an edition for an organisation. `digest` is that of the text the person was shown, `codes` the editions
        of codes of practice included, `opened_at` the moment at which they opened the text.

        Raises NotAllowed with a sentence, and writes nothing, where they may not, where it is signed already (also by
        somebody a moment ago), or where the text is not the one they read.
        """
        # Two people of one body sign one after the other.
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        if reason := cls.why_not(edition, organisation, by):
            raise NotAllowed(reason)
        if digest != edition.digest:
            raise NotAllowed(_t("The text has changed since you read it. Read it again, then sign."))
        now = timezone.now()
        signature = cls.objects.create(
            edition=edition,
            organisation=organisation,
            person=by,
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
        )
        signature.codes.set(codes)
        signature.events.create(action="signed", actor=by)
        return signature

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
        if edition.state not in FROZEN:
            raise NotAllowed(_t("%(edition)s is not agreed yet, so nobody can have signed it.") % {"edition": edition})
        if cls.objects.standing().filter(edition=edition, organisation=organisation).exists():
            raise NotAllowed(_t("%(organisation)s has already signed this edition.") % {"organisation": organisation})
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
        return signature

    @transaction.atomic
    def withdraw(self, *, by, reason: str) -> None:
        """Withdraw the signature with a reason; it stays in the register as withdrawn."""
        if not self.organisation.permits(by, "sign_for"):
            raise NotAllowed(_t("Only an authorised signatory of the organisation can withdraw its signature."))
        today = timezone.localdate()
        withdrawn = Signature.objects.filter(pk=self.pk, withdrawn_on=None).update(
            withdrawn_on=today, withdrawal_reason=reason
        )
        if not withdrawn:
            raise NotAllowed(_t("This signature has already been withdrawn."))
        self.refresh_from_db()
        self.events.create(action="withdrawn", actor=by, note=reason)


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
