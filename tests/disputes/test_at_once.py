"""Two people press at the same moment: one step happens, or two that may follow each other, and both get an answer.

On PostgreSQL, which takes them at once: some pairs of people and steps here, every one by `make walks`.
"""

import os
import threading
from datetime import timedelta
from itertools import combinations, pairwise
from random import Random

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from disputes.models import Dispute
from disputes.procedure import OPEN, legal_steps
from disputes.words import Action
from tests import factories
from tests.disputes import crowd, pressing, steps

EACH = int(os.environ.get("PAIRS", "4"))  # Pairs of each state that are tried.
ROLES = ["complainant", "colleague", "respondent", "chair", "mediator"]
# What somebody is answered who is not the first: taken; asked again, with what was typed; not now; no more to be seen.
ANSWERS = {302, 409, 200, 403, 404}
NOT_COPIED = {Action.REPORT_BACK}  # It needs a referral, and a copy of a dispute has none.
OF_A_MEDIATOR = {"mediating"}  # A mediator's right is no row that could be copied: both accept once more.


@pytest.fixture
def people(group, complainant, respondent, chair, mediator, vice_chair):
    return {
        "complainant": complainant,
        "colleague": factories.member(group, "Colin Colleague"),
        "respondent": respondent,
        "chair": chair,
        "mediator": mediator,
    }


def cases_in(state, case, take, people, number):
    """So many disputes in a state."""
    take(case, "awaiting-acceptance" if state in OF_A_MEDIATOR else state)
    crowd.copy([case], number)
    found = list(Dispute.objects.filter(reference__startswith="COPY-").order_by("pk"))
    if state in OF_A_MEDIATOR:
        for dispute in found:
            dispute.accept(by=people["complainant"])
            dispute.accept(by=people["respondent"])
    return found


def pairs_in(state, dispute, people):
    """Who can press what at the same moment as somebody else; one of the same side stands for all of it."""
    may = [
        (who, action)
        for who in ROLES
        for action, reason in dispute.actions_for(people[who]).items()
        if not reason and action not in pressing.ELSEWHERE | NOT_COPIED
    ]
    pairs = [pair for pair in combinations(may, 2) if pair[0][0] != pair[1][0] and pair[0][0] != "colleague"]
    return Random(state).sample(pairs, min(EACH, len(pairs)))


def at_once(dispute, pair, browsers):
    """Press both at the same moment; the status of each answer."""
    forms = [pressing.answers(browsers[who], dispute, action) for who, action in pair]
    addresses = [pressing.address(dispute, action) for _who, action in pair]
    gate, statuses = threading.Barrier(2), [0, 0]

    def press(place):
        try:
            gate.wait()
            statuses[place] = browsers[pair[place][0]].post(addresses[place], forms[place] or {}).status_code
        except Exception as error:  # noqa: BLE001 (told to the test)
            statuses[place] = repr(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[place]) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def faults_of(dispute, before, statuses):
    """What is wrong with a dispute after two have pressed."""
    dispute.refresh_from_db()
    events = list(dispute.events.order_by("pk"))
    found = [f"answers {status}" for status in statuses if status not in ANSWERS]
    if statuses.count(302) == 0:
        found.append("nothing happened")
    if len(events) - before != statuses.count(302):
        found.append(f"{len(events) - before} steps for {statuses}")
    known = {(action.value, first.value, after.value) for action, first, after in legal_steps()}
    for one, following in pairwise(events):
        if one.after != following.before:
            found.append(f"{following.action} from {following.before} after {one.after}")
        if following.before != following.after and (following.action, following.before, following.after) not in known:
            found.append(f"illegal {following.action}")
    if dispute.state != events[-1].after:
        found.append(f"is {dispute.state} after {events[-1].after}")
    return found


@pytest.mark.postgresql
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", sorted(OPEN & set(steps.ROADS)))
def test_any_two_people_press_any_two_buttons_at_once(state, case, take, people, client_of):
    disputes = cases_in(state, case, take, people, EACH)
    wrong = []
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        browsers = {who: client_of(person) for who, person in people.items()}
        pairs = pairs_in(state, disputes[0], people)
        for dispute, pair in zip(disputes, pairs, strict=False):
            before = dispute.events.count()
            statuses = at_once(dispute, pair, browsers)
            found = faults_of(dispute, before, statuses)
            wrong += [f"{pair[0][0]} {pair[0][1]}, {pair[1][0]} {pair[1][1]} {statuses}: {fault}" for fault in found]
    assert not wrong, "\n".join(wrong)
