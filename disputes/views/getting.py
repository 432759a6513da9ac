"""How the pages of disputes get what they show, and save what they ask."""

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from compact_portal.compacts.models import Compact
from compact_portal.history import NotAllowed
from disputes.models import Dispute, Notice
from disputes.models.keeping import What, read_this_hour
from disputes.words import State

A_PAGE = 20


def get_compact(request, slug):
    """Return a Compact with its editions at hand, or 404."""
    return get_object_or_404(Compact.objects.visible_to(request.user).with_editions(), slug=slug)


def get_dispute(request, reference):
    """Return a raised dispute that exists for this person, or 404."""
    dispute = get_object_or_404(Dispute.objects.visible_to(request.user).with_parties(), reference=reference)
    dispute.reader = request.user
    return dispute


def get_case(request, reference):
    """Return a raised dispute as `get_dispute` does, with whether something is new in it for the person (`has_news`).

    `is_noted`: whether it is noted already that they read it in this hour.
    """
    new = Notice.objects.filter(person=request.user, dispute=OuterRef("pk"), seen_at=None)
    noted = read_this_hour(request.user).filter(dispute=OuterRef("pk"), what=What.CASE)
    found = Dispute.objects.visible_to(request.user).with_parties()
    found = found.annotate(has_news=Exists(new), is_noted=Exists(noted))
    dispute = get_object_or_404(found, reference=reference)
    dispute.reader = request.user
    return dispute


def get_draft(request, pk):
    """Return a draft of the person's own organisation, or 404."""
    drafts = Dispute.objects.party_to(request.user).filter(state=State.DRAFT).with_parties()
    draft = get_object_or_404(drafts, pk=pk)
    draft.reader = request.user
    return draft


def saved(form, *, by) -> bool:
    """Save a form, or let it say why it could not be."""
    try:
        form.save(by=by)
    except NotAllowed as reason:
        form.add_error(None, str(reason))
    return not form.errors
