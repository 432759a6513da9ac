"""How clauses are cited: "4.3" for the edition in force, "Consultation 11.1" for a code, in full for older ones."""

import re
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from codes.models import Code
from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Clause, Compact

NUMBER = r"[a-z0-9]+(?:[.-][a-z0-9]+)*"


def cite(clause: Clause) -> str:
    """The short citation of a clause, which `find` understands again."""
    edition = clause.edition
    if edition.text.kind == TextKind.CODE:
        return f"{edition.text.code.short_name} {clause.number}"
    if edition.state == EditionState.IN_FORCE:
        return clause.number
    return clause.reference


def in_order(clauses: Iterable[Clause]) -> list[Clause]:
    """Clauses in reading order: the agreement's first, then the codes'."""
    return sorted(
        clauses,
        key=lambda c: (c.edition.text.kind != TextKind.AGREEMENT, c.edition.text.slug, c.edition_id, c.position),
    )


def find(compact: Compact, text: str) -> tuple[list[Clause], list[str]]:
    """The clauses that a text cites, parted by commas, semicolons or new lines; and the pieces that cite none."""
    wanted = [" ".join(piece.split()) for piece in re.split(r"[,;\n]", text) if piece.strip()]
    found: list[Clause] = []
    unknown: list[str] = []
    for piece in wanted:
        clause = _find_one(compact, piece)
        if clause is None:
            unknown.append(piece)
        elif clause not in found:
            found.append(clause)
    return found, unknown


def _find_one(compact: Compact, piece: str) -> Clause | None:
    public = Clause.objects.filter(edition__frozen_at__isnull=False).select_related("edition__text__code")
    if re.fullmatch(NUMBER, piece.lower()):
        edition = compact.current_edition
        return public.filter(edition=edition, number=piece.lower()).first() if edition else None
    if "/" in piece:
        slug, _slash, number = piece.rpartition("/")
        text, _slash, label = slug.rpartition("/")
        here = Q(edition__text__compact=compact) | Q(edition__text__compact=None)
        if compact.core_id:
            here |= Q(edition__text__compact=compact.core_id)
        return public.filter(here, edition__text__slug=text, edition__slug=label, number=number).first()
    name, _space, number = piece.rpartition(" ")
    return Code.paragraph(compact, name, number.lower()) if name else None


def where_to_look(compact: Compact) -> str:
    """In which text a bare number is looked up, for a sentence to somebody who mistyped it."""
    edition = compact.current_edition
    if edition is None:
        return _("This Compact has no edition in force, so no clause can be cited by its number alone.")
    return _("Enter numbers of %(edition)s, like 4.3, or a code and its paragraph, like Consultation 11.1.") % {
        "edition": edition
    }
