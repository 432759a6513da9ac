"""Picking clauses: what was in force on a day, what words find in it, and what to cite instead of what was not."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext as _

from codes.citations import find
from codes.citing import in_order
from codes.models import Code
from compact_portal.compacts.kinds import ClauseKind, TextKind
from compact_portal.compacts.lineage import links_between
from compact_portal.compacts.models import Clause, Compact, Edition
from compact_portal.deadlines import written

MOST_FOUND = 60
PROMISES = [ClauseKind.COMMITMENT, ClauseKind.PRINCIPLE]


class InForce:
    """What a Compact held to on a day: its edition, or its core Compact's, and the editions of codes adopted then."""

    def __init__(self, compact: Compact, day: date | None) -> None:
        self.compact, self.day = compact, day
        self.edition: Edition | None = compact.edition_on(day) if day else None
        adoptions = compact.adoptions.on(day).with_codes() if day and self.edition else []
        self.codes: list[Edition] = [adoption.edition for adoption in adoptions]
        self.editions = [self.edition, *self.codes] if self.edition else []

    @property
    def keys(self) -> set[int]:
        """The keys of the editions."""
        return {edition.pk for edition in self.editions}

    def holds(self, clause: Clause) -> bool:
        """Whether a clause was in force on the day."""
        return clause.edition_id in self.keys

    def clauses(self):
        """Every clause in force on the day, with what its citation needs."""
        return Clause.objects.filter(edition__in=self.keys).select_related("edition__text__code", "parent")

    def promises(self) -> list[Clause]:
        """The commitments and principles of the edition, in reading order."""
        return list(self.clauses().filter(edition=self.edition, kind__in=PROMISES).order_by("position"))

    def search(self, words: str) -> list[Clause]:
        """The clauses that have every one of some words, or that they cite; in reading order, MOST_FOUND at most."""
        found = self.clauses()
        for word in words.split():
            found = found.filter(Q(number__iexact=word) | Q(heading__icontains=word) | Q(body__icontains=word))
        cited = self.called(words)
        clauses = list(found.order_by("edition", "position")[:MOST_FOUND])
        return in_order({clause.pk: clause for clause in [*([cited] if cited else []), *clauses]}.values())

    def called(self, words: str) -> Clause | None:
        """The clause in force that is called so: by number, by reference, or by a code's short name and number."""
        words = " ".join(words.split())
        number = words.rsplit("/", 1)[-1].rsplit(" ", 1)[-1].casefold()
        name = words[: len(words) - len(number)].rstrip("/ ").casefold()
        if not self.edition or not number:
            return None
        if name in ("", self.edition.reference.casefold(), self.edition.label.casefold()):
            return self.clauses().filter(edition=self.edition, number=number).first()
        for edition in self.codes:
            if name in {*edition.text.code.names, edition.reference.casefold()}:
                return self.clauses().filter(edition=edition, number=number).first()
        return None

    def heirs(self, clause: Clause) -> list[Clause]:
        """The clauses in force on the day of the same lineage as one that was not: what to cite instead of it."""
        same = list(self.clauses().filter(lineage=clause.lineage))
        if same:
            return in_order(same)
        found: list[Clause] = []
        for edition in self.editions:
            if _akin(edition, clause.edition):
                news = list(self.clauses().filter(edition=edition))
                linked = links_between(clause.edition, edition, [clause], news)
                found += [new for new in news if (clause.pk, new.pk) in linked]
        return in_order(found)


def _akin(one: Edition, other: Edition) -> bool:
    """Whether two editions are of one text, or one of the local form of the other's code."""
    if one.text_id == other.text_id:
        return True
    if one.text.kind != TextKind.CODE or other.text.kind != TextKind.CODE:
        return False
    roots = {code.pk: code.root_id for code in Code.objects.filter(text__in=[one.text_id, other.text_id])}
    return len(roots) == 2 and len(set(roots.values())) == 1


class Typed(NamedTuple):
    """What came of one line that somebody typed: the clause in force, or why not and what to cite instead."""

    line: str
    clause: Clause | None
    why_not: str = ""
    instead: tuple[Clause, ...] = ()


def read_line(line: str, in_force: InForce) -> Typed:
    """Find the clause that a line cites, among what was in force; else say what it means that it was not."""
    line = " ".join(line.split())[:200]
    if clause := in_force.called(line):
        return Typed(line, clause)
    others = [found for found in find(line, AnonymousUser(), in_force.compact) if not in_force.holds(found)]
    if others:
        return Typed(line, None, not_in_force(others[0], in_force), tuple(in_force.heirs(others[0])))
    return Typed(
        line,
        None,
        _("“%(line)s” is no clause that was in force on the date of the decision. Check its number, or search for it.")
        % {"line": line},
    )


def not_in_force(clause: Clause, in_force: InForce) -> str:
    """Say what it means that a clause was not in force on the day, and what to cite instead."""
    words = {
        "number": clause.number,
        "edition": clause.edition,
        "day": written(in_force.day) if in_force.day else "",
        "instead": ", ".join(called(heir) for heir in in_force.heirs(clause)),
    }
    sentence = _(
        "%(number)s of %(edition)s was not in force on %(day)s, so nobody was held to it then: a breach of it cannot "
        "be shown."
    )
    if words["instead"]:
        sentence += " " + _("Cite %(instead)s instead, which is the same promise in what was in force.")
    else:
        sentence += " " + _(
            "Nothing in force on that day goes on from it. Search for another promise that was not kept."
        )
    return sentence % words


def called(clause: Clause) -> str:
    """How a clause in force is called: "4.3", or "Consultation 11.1"."""
    if clause.edition.text.kind == TextKind.CODE:
        return f"{clause.edition.text.code.short_name} {clause.number}"
    return clause.number


def outdated(clauses: Iterable[Clause], in_force: InForce) -> list[str]:
    """Say of each clause that was not in force on the day what that means, in a sentence."""
    return [not_in_force(clause, in_force) for clause in clauses if not in_force.holds(clause)]
