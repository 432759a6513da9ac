"""Every step in every state by everybody, over HTTP: what the tables written by hand say, and nothing else."""

import os

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from disputes.models import Procedure
from disputes.procedures import READY_MADE
from disputes.words import Action
from tests import factories
from tests.disputes import pressing, steps, tables

# All of them by `make walks`; else those that somebody may take in the state, which is where a mistake would be.
EVERYTHING = "EVERY_BUTTON" in os.environ
ACTIONS = [action for action in Action if action not in (Action.RAISE, Action.DECLARE, Action.DECLINE)]
PERSONAS = [
    *("complainant", "signatory", "respondent", "chair", "vice_chair"),
    *("mediator", "forum_member", "officer", "other_officer", "admin", "stranger"),
]
# In which part each takes part, once they see the case at all; the group has two people, who may do the same.
PART = {"complainant": "complainant", "signatory": "complainant", "respondent": "respondent", "chair": "chair"}
PART |= {"mediator": "mediator", "forum_member": "panel"}
BEFORE_THE_FORUM = ["nomi", "stat", "acce", "obje", "medi", "ende", "admi", "deci", "done", "away"]
PANEL = {
    "admi": ["ask_panel"],
    "deci": ["ask_panel", "take_on", "seat_panel"],
    "done": ["ask_panel", "take_on", "seat_panel", "decide"],
    "away": ["ask_panel", "turn_away"],
}
CELLS = tables.cells(tables.EVERYWHERE)
# Derby's stages allow more time, the panel of the other procedure has its members; nothing else is special.
SITUATION = {"extend": "e", "seat-panel": "K", "decide": "K"}


def sees(persona, state):
    """Who sees a raised dispute, by the written rules of confidentiality."""
    if persona in ("complainant", "signatory", "respondent"):
        return True
    only = {"chair": BEFORE_THE_FORUM, "mediator": ["medi"], "forum_member": ["deci"]}
    return state in only.get(persona, [])


def expected(persona, state, action):
    """Whether the tables let somebody take a step here and now."""
    if action in tables.WAYS_ON:
        place = tables.STEERING_GROUP if state in PANEL else tables.DERBY
        number = {"talk": 1, "wait": 2, "answ": 2, "nati": 4, "outs": 5}.get(state, 3)
        cell = tables.cells(place).get((action, f"{number}{state}"), ".")
    else:
        cell = CELLS[action, state]
    return tables.may(cell, PART[persona], SITUATION.get(action, ""), action) == "yes"


@pytest.fixture
def bring(town, group, council, complainant, respondent, chair, vice_chair, mediator, forum_member):
    """A function: a dispute in a state, by the real steps, in Derby's procedure or before a steering group."""
    hands = {"complainant": complainant, "respondent": respondent, "chair": chair, "mediator": mediator}

    def to(state):
        if state not in PANEL:
            case = steps.raised(town, group, council, by=complainant)
            return steps.bring(case, tables.STATES[state], **hands)
        Procedure.adopt(town, READY_MADE["steering-group"].stages)
        case = steps.raised(town, group, council, by=complainant)
        case.go_on(by=complainant)
        members = [forum_member, *(factories.forum_seat(town, f"Member {number}") for number in (1, 2))]
        words = {"seat_panel": {"people": members}, "turn_away": {"note": "No."}}
        words["decide"] = {"note": "A breach.", "outcome": "explanation", "remedy_met": "partly"}
        for verb in PANEL[state]:
            getattr(case, verb)(by=complainant if verb == "ask_panel" else chair, **words.get(verb, {}))
        assert case.state == tables.STATES[state]
        return case

    return to


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize("state", [state for state in tables.STATES if state != "draft"])
def test_everybody_may_press_in_each_state_what_the_tables_say(state, bring, request, client_of):
    case = bring(state)
    wrong, page = [], case.get_absolute_url()
    here = {action for action in ACTIONS if any(expected(who, state, action) for who in PART)}
    addresses = {action: reverse("disputes:act", args=[case.reference, action.value]) for action in ACTIONS}

    def check(persona, what, status, *right):
        if status not in right:
            wrong.append(f"{persona} {what}: {status}, by hand {right}")

    for persona in PERSONAS:
        judging, browser = client_of(request.getfixturevalue(persona)), Client()
        browser.force_login(request.getfixturevalue(persona))
        shown = judging.get(page)
        check(persona, "the page", shown.status_code, 200 if sees(persona, state) else 404)
        if not sees(persona, state):
            for action in (Action.NOTE, Action.SETTLE, Action.NOMINATE):
                check(persona, action, browser.get(addresses[action]).status_code, 404)
                check(
                    persona, f"sends {action}", browser.post(addresses[action], {"moves": case.moves}).status_code, 404
                )
            continue
        green = shown.content.decode().count('class="govuk-button"')
        check(persona, "green buttons", green, 0, 1)
        for action, address in addresses.items():
            if not expected(persona, state, action):
                if EVERYTHING or (action in here and persona != "signatory"):
                    check(persona, f"sends {action}", browser.post(address, {}).status_code, 403)
                if EVERYTHING:
                    check(persona, action, browser.get(address).status_code, 403)
                continue
            if persona == "signatory" and not EVERYTHING:
                continue
            opened = judging.get(address)
            check(persona, action, opened.status_code, 200)
            check(persona, f"sends an old {action}", browser.post(address, {}).status_code, 409)
            with transaction.atomic():
                answered = judging.post(address, pressing.filled(opened.context["form"]))
                # Some steps ask for what cannot be made up here (another case, a file): asked again, with a reason.
                check(persona, f"takes {action}", answered.status_code, 302, 200)
                transaction.set_rollback(True)
    nobody = Client()
    check("nobody", "the page", nobody.get(page).status_code, 302)
    check("nobody", "sends a note", nobody.post(addresses[Action.NOTE], {"note": "x"}).status_code, 302)
    assert wrong == [], "\n".join(wrong)
