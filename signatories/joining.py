"""What waits for the officers of some Compacts on the ways into the register."""

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Edition
from signatories.models import Application, Scan, Signature


def with_joining(compacts: QuerySet) -> QuerySet:
    """Compacts, each with what `for_officers` tells of."""
    scans = Scan.objects.waiting().filter(request__edition__text__compact=OuterRef("pk")).order_by()
    applications = Application.objects.to_decide().filter(compact=OuterRef("pk")).order_by()
    return compacts.annotate(
        applications_waiting=_counted(applications, "compact"),
        scans_waiting=_counted(scans, "request__edition__text__compact"),
        edition_to_reaffirm=Subquery(_to_reaffirm().filter(text__compact=OuterRef("pk")).values("slug")[:1]),
    )


def _counted(rows: QuerySet, by: str) -> Coalesce:
    return Coalesce(Subquery(rows.values(by).annotate(number=Count("pk")).values("number")), 0)


def _to_reaffirm() -> QuerySet:
    """The editions open for signing for which nobody has begun a re-affirmation, where there is somebody to ask."""
    today = timezone.localdate()
    answered = Signature.objects.filter(edition=OuterRef(OuterRef("pk")), organisation=OuterRef("organisation"))
    earlier = Signature.objects.standing().filter(
        ~Exists(answered), edition__text=OuterRef("text"), edition__ordinal__lt=OuterRef("ordinal")
    )
    return Edition.objects.filter(
        Exists(earlier),
        Q(signing_closes_on=None) | Q(signing_closes_on__gte=today),
        text__kind=TextKind.AGREEMENT,
        state__in=[EditionState.AGREED, EditionState.IN_FORCE],
        signing_opens_on__lte=today,
        campaign=None,
    ).order_by("-ordinal")


def for_officers(compacts) -> Iterator[tuple[str, str, str]]:
    """Title, address and words of each thing that waits, of Compacts that `with_joining` gave."""
    for compact in compacts:
        words = {"compact": compact}
        if number := compact.applications_waiting:
            waits = ngettext("%(n)s organisation asks to sign.", "%(n)s organisations ask to sign.", number)
            title = _("Applications to sign the %(compact)s") % words
            address = reverse("signatories:applications", args=[compact.slug])
            yield title, address, waits % {"n": number} + " " + _("Find out who it is.")
        if number := compact.scans_waiting:
            waits = ngettext("%(n)s scan waits.", "%(n)s scans wait.", number)
            title = _("Signatures on paper under the %(compact)s") % words
            address = reverse("signatories:scans", args=[compact.slug])
            yield title, address, waits % {"n": number} + " " + _("Look, and put the signature on record.")
        if slug := compact.edition_to_reaffirm:
            title = _("Re-affirmation of the %(compact)s") % words
            address = reverse("signatories:begin_campaign", args=[compact.slug, slug])
            yield title, address, _("Signatories of an earlier edition have not signed the newest. Ask them.")
