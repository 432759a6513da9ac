"""What was said of the clauses of an edition in its latest consultation, and how to say something while it is open."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compact_portal.compacts.beside import Link


def latest(edition):
    """The latest consultation that went out, or None."""
    begun = [one for one in edition.consultations.all() if one.opened_at]
    return max(begun, key=lambda one: one.number, default=None)


def comments_of_edition(edition, user) -> dict[UUID, Link]:
    """How many comments are published on each clause, by lineage."""
    out = latest(edition)
    if out is None:
        return {}
    address = f"{edition.get_absolute_url()}consultation/{out.number}/"
    return {
        lineage: Link(
            ngettext("%(count)d comment", "%(count)d comments", count) % {"count": count}, f"{address}#c-{number}"
        )
        for lineage, number, count in out.spoken_of
        if count
    }


def ways_to_comment(edition, user) -> dict[UUID, Link]:
    """While people may comment: the way to do so on each clause, by lineage."""
    out = latest(edition)
    if out is None or not out.is_open:
        return {}
    address = f"{edition.get_absolute_url()}consultation/{out.number}/comment/"
    return {lineage: Link(_("Comment"), f"{address}{number}/") for lineage, number, _count in out.spoken_of}
