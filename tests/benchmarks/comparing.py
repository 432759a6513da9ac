"""Print the milliseconds for comparing two texts of 500 clauses, and for difflib alone on the same words."""

import random
import statistics
import time
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from compact_portal.compacts.comparing import compare

ROUNDS = 5
CLAUSES = 500
WORDS = 80  # In a clause.
OFTEN = ["the", "of", "and", "to", "will", "a", "in", "be", "for", "that", "with", "their", "on"]
SELDOM = [f"word{number}" for number in range(800)]


@dataclass
class Clause:
    """As much of a clause as the comparison asks for."""

    pk: int
    number: str
    body: str
    parent_id: None = None
    previous_id: int | None = None
    kind: str = "commitment"
    owed_by: str = "both"
    heading: str = ""
    lineage: None = None


def two_texts(share):
    """A text, and another in which a share of its clauses had one word in twelve changed; one in fifty was moved."""
    chance = random.Random(2026)

    def word():
        return chance.choice(OFTEN if chance.random() < 0.4 else SELDOM)

    before = [Clause(pk, f"{pk}", " ".join(word() for _ in range(WORDS)) + ".") for pk in range(1, CLAUSES + 1)]
    after = []
    for clause in before:
        words = clause.body.split()
        if chance.random() < share:
            words = [word() if chance.random() < 1 / 12 else old for old in words]
        after.append(replace(clause, pk=clause.pk + CLAUSES, previous_id=clause.pk, body=" ".join(words)))
    for _ in range(CLAUSES // 50):
        after.insert(chance.randrange(CLAUSES), after.pop(chance.randrange(CLAUSES)))
    return before, after


def milliseconds(work):
    """How long a call takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def main():
    """Compare both ways, in turns."""
    for share in (0.2, 1.0):
        before, after = two_texts(share)
        by_key = {clause.pk: clause for clause in before}
        pairs = [(by_key[clause.previous_id].body.split(), clause.body.split()) for clause in after]

        def alone(pairs=pairs):
            return [SequenceMatcher(None, *pair, autojunk=False).get_opcodes() for pair in pairs]

        times = {"portal": [], "difflib": []}
        for _ in range(ROUNDS):
            times["portal"].append(milliseconds(lambda before=before, after=after: compare(before, after)))
            times["difflib"].append(milliseconds(alone))
        portal, difflib = (statistics.median(found) for found in times.values())
        print(f"  {share:4.0%} of {CLAUSES} clauses changed: {portal:5.0f} ms   difflib alone {difflib:5.0f} ms")
        print(f"  {'':32} {portal / difflib:8.2f} of it")


if __name__ == "__main__":
    main()
