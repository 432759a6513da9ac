"""Which clause goes on from which, between any two editions, also where others lie between or they are of two texts."""

from collections import Counter, defaultdict

from compact_portal.compacts.comparing import Comparison, compare, same_lineage
from compact_portal.compacts.lifecycle import FROZEN
from compact_portal.compacts.models import Clause, Edition

Links = set[tuple[int, int]]


def compare_editions(before: Edition, after: Edition) -> Comparison:
    """What changed from one edition to another, of the same text or of two; in either direction. Four queries."""
    olds = list(before.clauses.order_by("position"))
    news = list(after.clauses.order_by("position"))
    for edition, clauses in ((before, olds), (after, news)):
        for clause in clauses:
            clause.edition = edition
    return compare(olds, news, links_between(before, after, olds, news))


def edition_before(draft: Edition) -> Edition | None:
    """The edition from which a draft goes on: that of most of its forebears, or else the last agreed one before it."""
    counted = Counter(draft.clauses.exclude(previous=None).values_list("previous__edition", flat=True))
    editions = Edition.objects.select_related("text__compact")
    if counted:
        return editions.get(pk=counted.most_common(1)[0][0])
    earlier = editions.filter(text=draft.text_id, ordinal__lt=draft.ordinal, state__in=sorted(FROZEN))
    return earlier.order_by("-ordinal").first()


def links_between(before: Edition, after: Edition, olds: list[Clause], news: list[Clause]) -> Links:
    """The pairs of keys of clauses, before and after, of which one goes on from the other.

    Followed through the editions between; where the two editions have a common forebear and neither goes on from the
    other (two drafts of one edition, a local code and a newer national one), through that.
    """
    texts = {before.text_id, after.text_id}
    forebears: dict[int, set[int]] = defaultdict(set)
    for pk, previous in Clause.objects.filter(edition__text__in=texts).values_list("pk", "previous"):
        if previous is not None:
            forebears[pk].add(previous)
    merged = Clause.merged_from.through.objects.filter(from_clause__edition__text__in=texts)
    for pk, other in merged.values_list("from_clause", "to_clause"):
        forebears[pk].add(other)
    links = _meet({clause.pk for clause in olds}, {clause.pk for clause in news}, forebears)
    return links | same_lineage(olds, news, links)


def _meet(olds: set[int], news: set[int], forebears: dict[int, set[int]]) -> Links:
    """The pairs where one is a forebear of the other, or else both have the same nearest forebear."""
    before = {key: _above(key, forebears) for key in olds}
    after = {key: _above(key, forebears) for key in news}
    links = {(old, new) for new, above in after.items() for old in above & olds}
    links |= {(old, new) for old, above in before.items() for new in above & news}
    if links:
        return links
    heirs = defaultdict(set)
    for new, above in after.items():
        for key in above:
            heirs[key].add(new)
    return {(old, new) for old, above in before.items() for key in above for new in heirs[key]}


def _above(key: int, forebears: dict[int, set[int]]) -> set[int]:
    """All forebears of a clause."""
    found: set[int] = set()
    waiting = [key]
    while waiting:
        more = forebears.get(waiting.pop(), set()) - found
        found |= more
        waiting += more
    return found
