"""Finding the clause that somebody cites: "derby/revised/4.3", "Derby 4.3", "Consultation 11.1", "4.3" of a Compact."""

import re

from django.db.models import Q
from django.utils.text import slugify

from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Clause, Compact

IN_FULL = re.compile(r"^/?(?P<text>[a-z0-9/-]+)/(?P<edition>[a-z0-9-]+)/(?P<number>[a-z0-9.-]+)$")
BY_NAME = re.compile(
    r"^(?P<name>.*?)[\s,:]*(?:\b(?:clause|paragraph|para|section|commitment|number|no)\b\.?\s*|§\s*)?"
    r"(?P<number>\d{1,4}[a-z]?(?:[.-][a-z0-9]{1,20}){0,6})$"
)
MOST = 10


def find(asked: str, user, compact: Compact | None = None) -> list[Clause]:
    """The clauses that words cite, of what a person may read; none where they cite nothing.

    Without the name of an edition it is the one in force, else the newest with that number. A bare number is one of the
    Compact's own agreement; where no Compact is given it cites the agreements in force that have it. One query.
    """
    asked = " ".join(asked.lower().split()).strip(" .,;")
    if full := IN_FULL.match(asked):
        where = Q(edition__text__slug=full["text"], edition__slug=full["edition"])
    elif (short := BY_NAME.match(asked)) and (short["name"] or compact or "." in short["number"]):
        where = _named(short["name"].strip(" ,:"), compact)
    else:
        return []
    number = (full or short)["number"]  # type: ignore[index]
    clauses = Clause.objects.visible_to(user).filter(where, number=number).distinct()
    clauses = sorted(clauses.select_related("edition__text__compact", "parent")[: MOST * 10], key=_order)
    of_texts = {clause.edition.text_id: clause for clause in reversed(clauses)}
    return sorted(of_texts.values(), key=clauses.index)[:MOST]


def _order(clause: Clause) -> tuple:
    """Those in force first, agreements before codes, the newest first."""
    edition = clause.edition
    is_code = edition.text.kind != TextKind.AGREEMENT
    return edition.state != EditionState.IN_FORCE, is_code, -edition.ordinal, edition.text.slug


def _named(name: str, compact: Compact | None) -> Q:
    """Which clauses a name can mean: that of a code or an area, perhaps followed by that of an edition."""
    words = name.split()
    where = _of_text(name, compact)
    for place in range(max(len(words) - 4, 0), len(words)):
        label = " ".join(words[place:])
        edition = Q(edition__label__iexact=label) | Q(edition__slug=slugify(label))
        where |= _of_text(" ".join(words[:place]), compact) & edition
    return where


def _of_text(name: str, compact: Compact | None) -> Q:
    if not name and compact:
        here = Q(edition__text__compact=compact) | Q(edition__text__compact__adopted_by=compact)
        return here & Q(edition__text__kind=TextKind.AGREEMENT)
    if not name:
        return Q(edition__state=EditionState.IN_FORCE, edition__text__kind=TextKind.AGREEMENT)
    area = Q()
    for of in ("compact", "compact__adopted_by"):
        at = f"edition__text__{of}__"
        area |= Q(**{f"{at}name__iexact": name}) | Q(**{f"{at}area_name__iexact": name}) | Q(**{f"{at}slug": name})
    return (
        (area & Q(edition__text__kind=TextKind.AGREEMENT))
        | Q(edition__text__title__iexact=name)
        | Q(edition__text__slug__in=[name, f"codes/{slugify(name)}"])
        | Q(edition__text__code__short_name__iexact=name)
    )
