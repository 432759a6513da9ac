"""Scan: the picture of a signature page signed in ink, matched to its request, and confirmed by an officer."""

import hashlib
from datetime import date

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.history import Event, NotAllowed
from compact_portal.printing import Printed
from compact_portal.templatetags.portal import day
from signatories.models.request import RequestState, SigningRequest
from signatories.models.signature import Signature
from signatories.notifications import joining as tell


class ScanState(models.TextChoices):
    """How far a scan has come."""

    WAITING = "waiting", _("Waiting for an officer")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Not accepted")


class Found(models.TextChoices):
    """How a scan was matched to its request."""

    CODE = "code", _("By its QR code")
    KEY = "key", _("By the short key that was typed")


#: How a request ended so that a page for it counts no more.
TAKEN_BACK = [RequestState.DECLINED, RequestState.CANCELLED]
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


class ScanQuerySet(models.QuerySet):
    """Scans, by how far they have come."""

    def waiting(self):
        """Those that wait for an officer."""
        return self.filter(state=ScanState.WAITING)


class Scan(models.Model):
    """A scan of the signature page of one request. Only officers and those who act for the organisation see it.

    `preview` is its first page as a small picture.
    """

    request = models.ForeignKey(SigningRequest, on_delete=models.PROTECT, related_name="scans")
    file = models.FileField(upload_to="scans/")
    preview = models.FileField(upload_to="scans/", blank=True)
    kind = models.CharField(max_length=40, choices=[(kind, kind) for kind in ENDINGS])
    digest = models.CharField(max_length=64)
    found = models.CharField(_("how it was matched"), max_length=8, choices=Found)
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=12, choices=ScanState, default=ScanState.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, null=True, blank=True, related_name="paper")

    objects = ScanQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(state="waiting"), name="one_scan_of_a_request_waits_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", signature__isnull=False) | (~Q(state="confirmed") & Q(signature=None)),
                name="a_confirmed_scan_has_its_signature",
            ),
        ]

    def __str__(self) -> str:
        return _t("Scan for %(request)s") % {"request": self.request}

    def get_absolute_url(self) -> str:
        return reverse("signatories:scan", args=[self.request.compact.slug, self.pk])

    @property
    def who(self) -> str:
        """Who uploaded it: a person with an account, else the person who was asked."""
        return str(self.uploaded_by or self.request.to_name)

    @staticmethod
    def why_not(request: SigningRequest) -> str:
        """Why no scan can be taken for a request, in a sentence; empty where one can."""
        words = {"organisation": request.organisation, "day": "", "edition": request.edition}
        signed = Signature.objects.standing().filter(edition=request.edition, organisation=request.organisation).first()
        if signed:
            words["day"] = day(signed.signed_on) or _t("a day that is not recorded")
            return _t("%(organisation)s has signed this edition already, on %(day)s. No scan is needed.") % words
        if request.state not in {RequestState.OPEN, RequestState.LAPSED}:
            ended = {"state": request.get_state_display().lower(), "organisation": request.organisation}
            return (
                _t(
                    "The request on this page is over (%(state)s). Ask %(organisation)s to sign again, print the new "
                    "page, and scan that."
                )
                % ended
            )
        if not request.edition.open_for_signing:
            return _t("%(edition)s is not open for signing any more.") % words
        waiting = request.scans.waiting().first()
        if waiting:
            words["day"] = day(waiting.uploaded_at)
            return (
                _t("A scan for %(organisation)s was uploaded on %(day)s and waits for an officer. Wait for the answer.")
                % words
            )
        return ""

    @classmethod
    @transaction.atomic
    def take(cls, request: SigningRequest, data: bytes, *, kind: str, preview: bytes, found: str, by) -> "Scan":
        """Take a scan for a request, and tell the officers. Raises NotAllowed with a sentence where it cannot be."""
        SigningRequest.objects.select_for_update().get(pk=request.pk)
        if reason := cls.why_not(request):
            raise NotAllowed(reason)
        digest = hashlib.sha256(data).hexdigest()
        same = cls.objects.filter(digest=digest).select_related("request__organisation").first()
        if same and same.state != ScanState.REFUSED:
            raise NotAllowed(
                _t("This very file was uploaded on %(day)s already, for %(organisation)s. Choose another file.")
                % {"day": day(same.uploaded_at), "organisation": same.request.organisation}
            )
        scan = cls(request=request, kind=kind, digest=digest, found=found, uploaded_by=by)
        name = f"{request.key}-{digest[:12]}"
        scan.file.save(f"{name}.{ENDINGS[kind]}", ContentFile(data), save=False)
        scan.preview.save(f"{name}-page.png", ContentFile(preview), save=False)
        scan.save()
        scan.events.create(action="uploaded", actor=by)
        request.record("scan uploaded", by=by, scan=digest)
        tell.scan_uploaded(scan)
        return scan

    @transaction.atomic
    def confirm(
        self, *, by, signed_name: str, office: str, signed_on: date | None, on_behalf_of: str = ""
    ) -> Signature:
        """The officer has seen that it is signed: put the signature on record, with the scan."""
        if reason := self.why_not_decide() or self.why_not_confirm():
            raise NotAllowed(reason)
        signature = Signature.record_paper(
            edition=self.request.edition,
            organisation=self.request.organisation,
            by=by,
            signed_name=signed_name,
            office=office,
            signed_on=signed_on,
            on_behalf_of=on_behalf_of,
            note=_t("From a scan"),
        )
        Signature.objects.filter(pk=signature.pk).update(scan=self.file.name, scan_digest=self.digest)
        self._decide(ScanState.CONFIRMED, by=by, signature=signature)
        if self.request.is_open:  # One past its last day lapses, and the page still counts.
            self.request.fulfil(signature, by=by)
        return signature

    @transaction.atomic
    def refuse(self, *, by, reason: str) -> None:
        """Do not accept it: who uploaded it is told why, and can scan the page again."""
        self._decide(ScanState.REFUSED, by=by, note=reason)
        tell.scan_refused(self, reason)

    def why_not_decide(self) -> str:
        """Why nothing can be decided on it any more, in a sentence."""
        if self.state != ScanState.WAITING:
            return _t("This scan is already decided on: %(state)s.") % {"state": self.get_state_display().lower()}
        return ""

    def why_not_confirm(self) -> str:
        """Why the page no longer counts, in a sentence: since it came the organisation said no, or was not asked."""
        if SigningRequest.objects.filter(pk=self.request_id, state__in=TAKEN_BACK).exists():
            return _t(
                "Since this page was scanned, the request was declined or taken back. "
                "Refuse the scan, and ask again if the organisation wants to sign after all."
            )
        return ""

    def _decide(self, state: ScanState, *, by, note: str = "", **changes) -> None:
        changes |= {"state": state, "decided_at": timezone.now()}
        if not Scan.objects.filter(pk=self.pk, state=ScanState.WAITING).update(**changes):
            self.refresh_from_db()
            raise NotAllowed(self.why_not_decide())
        for name, value in changes.items():
            setattr(self, name, value)
        self.events.create(action=state.value, actor=by, note=note)


class ScanEvent(Event):
    """What was done with a scan: uploaded, confirmed, not accepted and why."""

    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="events")

    @property
    def title(self) -> str:
        """What was done, in words."""
        return _t("Uploaded") if self.action == "uploaded" else str(ScanState(self.action).label)


class SignaturePage(Printed):
    """The page of a request that is printed, signed in ink and scanned: one file for one content."""

    request = models.ForeignKey(SigningRequest, on_delete=models.PROTECT, related_name="pages")
    file = models.FileField(upload_to="pages/", blank=True)

    class Meta(Printed.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["request", "content_digest"], name="a_signature_page_is_printed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.request} ({self.get_state_display()})"
