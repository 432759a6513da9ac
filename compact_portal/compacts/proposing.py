"""Proposing which clause of a new text goes on from which of the text before. Knows neither the database nor the web.

Where the words leave no doubt they are proposed without asking the number; where they leave some, the number and the
heading must speak for it too. What is proposed is shown to an officer, who confirms or mends it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

ALIKE = 0.55  # Share of the words in common, rare ones counting more, that speaks for itself.
RATHER_ALIKE = 0.3  # Enough where the number or the heading is the same too.
PART = 0.7  # Share of the pairs of words of a piece that stand in what it was cut from.
FEW = 4  # Words: fewer are in many clauses.
EVERYWHERE = 40  # Clauses: a word, or a pair of them, that stands in more tells little.
MOST_CANDIDATES = 8

WORD = re.compile(r"\w+(?:['’]\w+)*")


class Why(TextChoices):
    """What speaks for where a clause comes from."""

    SAME_WORDS = "same_words", _("It says the same.")
    SAME_HEADING = "same_heading", _("It has the same heading.")
    ALIKE = "alike", _("Its wording is much the same.")
    NUMBER = "number", _("It has the same number, and its wording is somewhat the same.")
    PART = "part", _("Its words stood in that clause, of which another clause keeps the rest.")
    JOINED = "joined", _("It holds the words of several clauses.")
    NOTHING = "nothing", _("Nothing like it was found.")
    CHOSEN = "chosen", _("Chosen by an officer.")


@dataclass
class Proposal:
    """Where a clause comes from: the forebear, others that were merged into it, and what speaks for that."""

    previous: Any = None
    merged_from: list[Any] = field(default_factory=list)
    why: Why = Why.NOTHING


def propose(before: Sequence[Any], after: Sequence[Any]) -> list[Proposal]:
    """Return a proposal for each clause of the later text, in its order.

    A clause is anything with number, kind, owed_by, heading and body. Each forebear is the first one of one clause at
    most, but for those that were split.
    """
    found: dict[int, Proposal] = {}
    old, new = [Words(clause) for clause in before], [Words(clause) for clause in after]
    free = dict.fromkeys(range(len(before)))  # Those from which none goes on yet.

    def match(i: int, j: int, why: Why) -> None:
        found[j] = Proposal(before[i], [], why)
        del free[i]

    for key, why in ((_whole, Why.SAME_WORDS), (_titled, Why.SAME_HEADING)):
        for i, j in _alone(before, after, key, free, found):
            match(i, j, why)
    for _score, i, j, why in sorted(_candidates(old, new, free, found), key=lambda one: (-one[0], one[1], one[2])):
        if i in free and j not in found:
            match(i, j, why)
    _find_pieces(before, old, new, found)
    _find_joined(before, old, new, free, found)
    return [found.get(j, Proposal()) for j in range(len(after))]


class Words:
    """The words of a clause: how often each, how often each two that follow each other."""

    def __init__(self, clause: Any) -> None:
        self.clause = clause
        self.list = [word.casefold() for word in WORD.findall(f"{clause.heading} {clause.body}")]
        self.counts = Counter(self.list)
        self.pairs = Counter(zip(self.list, self.list[1:], strict=False))


class Pairs:
    """Where each two words that follow each other stand, in some clauses."""

    def __init__(self, clauses: dict[int, Words]) -> None:
        self.size = {place: len(words.list) for place, words in clauses.items()}
        self.standing: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for place, words in clauses.items():
            for pair, n in words.pairs.items():
                self.standing[pair].append((place, n))

    def holder(self, words: Words) -> tuple[int, float]:
        """The longer clause that holds most of a clause's pairs of words, and their share; (-1, 0) where none does."""
        common: Counter[int] = Counter()
        for pair, n in words.pairs.items():
            standing = self.standing.get(pair, ())
            if len(standing) <= EVERYWHERE:
                for place, m in standing:
                    common[place] += min(n, m)
        longer = ((n, -place) for place, n in common.items() if self.size[place] > len(words.list))
        n, place = max(longer, default=(0, 1))
        return -place, n / max(words.pairs.total(), 1)


def _whole(clause: Any) -> tuple:
    return (clause.kind, clause.owed_by, clause.heading, clause.body)


def _titled(clause: Any) -> tuple | None:
    heading = " ".join(WORD.findall(clause.heading.casefold()))
    return (clause.kind, heading) if heading else None


def _alone(before, after, key, free, found):
    """Pairs of places whose keys are equal and have no third: no doubt which goes on from which."""
    places: dict[Any, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i in free:
        places[key(before[i])][0].append(i)
    for j, clause in enumerate(after):
        if j not in found:
            places[key(clause)][1].append(j)
    for value, (olds, news) in places.items():
        if value is not None and len(olds) == len(news) == 1:
            yield olds[0], news[0]
        elif value is not None and olds and news:
            # Said more than once: by number, as far as that goes.
            numbered = {before[i].number: i for i in olds}
            for j in news:
                if (i := numbered.pop(after[j].number, None)) is not None:
                    yield i, j


def _candidates(old: list[Words], new: list[Words], free, found):
    """Pairs of places with enough words in common: how much, where, and what speaks for them."""
    standing: dict[str, list[int]] = defaultdict(list)
    for i in free:
        for word in old[i].counts:
            standing[word].append(i)
    total = len(old) + 1
    weight = {word: log(1 + total / len(places)) for word, places in standing.items()}
    size = {i: sum(weight[word] * n for word, n in old[i].counts.items()) for i in free}
    for j, words in enumerate(new):
        if j in found:
            continue
        common: Counter[int] = Counter()
        for word in words.counts:
            standing_in = standing.get(word, ())
            if 0 < len(standing_in) <= EVERYWHERE:
                common.update(dict.fromkeys(standing_in, weight[word]))
        own = sum(weight.get(word, log(1 + total)) * n for word, n in words.counts.items())
        for i, _rare in common.most_common(MOST_CANDIDATES):
            shared = sum(weight[word] * n for word, n in (words.counts & old[i].counts).items())
            score = 2 * shared / (own + size[i]) if own + size[i] else 0.0
            yield from _judged(score, i, j, old[i].clause, words.clause)


def _judged(score: float, i: int, j: int, before: Any, after: Any):
    kind = before.kind == after.kind
    if score >= ALIKE + (0 if kind else 0.15):
        yield score, i, j, Why.ALIKE
    elif kind and score >= RATHER_ALIKE and before.number == after.number and before.owed_by == after.owed_by:
        yield score, i, j, Why.NUMBER


def _find_pieces(before, old: list[Words], new: list[Words], found) -> None:
    """New clauses whose words stood in a clause that goes on in another one: pieces of a split clause."""
    heirs = {id(proposal.previous): j for j, proposal in found.items()}
    pairs = Pairs(dict(enumerate(old)))
    for j, words in enumerate(new):
        if j in found or len(words.list) < FEW:
            continue
        place, share = pairs.holder(words)
        rest = heirs.get(id(before[place])) if share >= PART else None
        if rest is not None and found[rest].why not in {Why.SAME_WORDS, Why.SAME_HEADING}:
            found[j] = Proposal(before[place], [], Why.PART)


def _find_joined(before, old: list[Words], new: list[Words], free, found) -> None:
    """Clauses before, from which none goes on, whose words stand in a clause that goes on from another: merged."""
    pairs = Pairs({j: new[j] for j in found})
    for i in list(free):
        if len(old[i].list) < FEW:
            continue
        place, share = pairs.holder(old[i])
        if share >= PART and found[place].why != Why.PART:
            found[place].merged_from.append(before[i])
            found[place].why = Why.JOINED
            del free[i]
