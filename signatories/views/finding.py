"""Guarded ways to what a page is about: what a person may not see is not found, what they may not do is forbidden."""

from functools import wraps

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from compact_portal.compacts.models import Compact, Edition
from signatories.models import Came, Organisation, Signature
from signatories.registered import agreements_of


def find_compact(request, slug: str) -> Compact:
    """Return a Compact with its editions at hand, or raise Http404."""
    return get_object_or_404(Compact.objects.visible_to(request.user).with_editions(), slug=slug)


def find_own_compact(request, slug: str) -> Compact:
    """Return a Compact that the person may change as its officer, or raise Http404 or PermissionDenied."""
    compact = find_compact(request, slug)
    if "change_compact" not in compact.actions_for(request.user):
        raise PermissionDenied
    return compact


class Merged(Exception):
    """The record that was asked for was merged into another."""

    def __init__(self, into: Organisation) -> None:
        super().__init__(into.slug)
        self.into = into


def following_mergers(view):
    """Lead from the address of a record that was merged to the same page of the one that remains, for good (301)."""

    @wraps(view)
    def following(request, slug: str, *args, **kwargs):
        try:
            return view(request, slug, *args, **kwargs)
        except Merged as merged:
            there = request.resolver_match.kwargs | {"slug": merged.into.slug}
            return redirect(reverse(request.resolver_match.view_name, kwargs=there), permanent=True)

    return following


def find_organisation(request, slug: str, *actions: str) -> Organisation:
    """Return an organisation with which the person may do at least one of the actions (any, where none is named).

    Raises Http404, PermissionDenied, or Merged for a record that has become part of another (`following_mergers`).
    """
    visible = Organisation.objects.visible_to(request.user).select_related("umbrella", "successor", "merged_into")
    organisation = get_object_or_404(visible, slug=slug)
    if organisation.merged_into:
        raise Merged(organisation.merged_into)
    if actions and not organisation.actions_for(request.user) & set(actions):
        raise PermissionDenied
    return organisation


def open_editions(compact: Compact) -> list[Edition]:
    """Return the editions that may be signed today, the newest first."""
    return [edition for edition in agreements_of(compact) if edition.open_for_signing]


def came_from(request) -> Came:
    """Where a person comes from: their address, as the proxy names it where there is one, and their browser."""
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:  # The server does not know it, as behind a socket.
        address = None
    return Came(address, request.headers.get("User-Agent", ""))


def find_signature(compact: Compact, number: int) -> Signature:
    """Return a signature under a Compact's agreement by its number, or raise Http404."""
    signatures = Signature.objects.of(compact).select_related(
        "organisation__merged_into", "edition__text__compact", "person"
    )
    return get_object_or_404(signatures, pk=number)
