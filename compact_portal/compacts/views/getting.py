"""The text, edition or clause of an address, for a person who may see it.

The same pages serve agreements and codes of practice: `slug` is the last part of a text's address, and `under` what
stands before it in the text's own name ("codes/" for codes).
"""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from compact_portal.compacts.models import Clause, Edition, Text


def get_text(request, slug, under="", *, to=None) -> Text:
    """The text of that address, or 404 where it does not exist for the person; 403 where they may not do `to` to it."""
    text = get_object_or_404(Text.objects.visible_to(request.user).select_related("compact"), slug=under + slug)
    if to and to not in text.actions_for(request.user):
        raise PermissionDenied
    return text


def get_edition(request, slug, edition, under="", *, to=None) -> Edition:
    """The edition of that address, or 404 where the person may not see it; 403 where they may not do `to` to it."""
    found = get_object_or_404(
        Edition.objects.visible_to(request.user)
        .select_related("text__compact", "supersedes")
        .prefetch_related("consultations"),
        text__slug=under + slug,
        slug=edition,
    )
    if to and to not in found.actions_for(request.user):
        raise PermissionDenied(found.why_not_edit() if to == "edit" else "")
    return found


def get_clause(request, slug, edition, number, under="", *, to=None) -> Clause:
    """The clause of that number in an edition, by the rules of `get_edition`."""
    found = get_edition(request, slug, edition, under, to=to)
    clause = get_object_or_404(found.clauses.select_related("parent"), number=number)
    clause.edition = found
    return clause
