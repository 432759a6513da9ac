"""A signatory proposes to change a clause; the Annual Review decides; what is agreed goes into the next draft."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from compact_portal import mail
from compact_portal.compacts.actions import begin_from
from compact_portal.history import NotAllowed
from signatories import actions, amending, procedure
from signatories.models import Amendment, AmendmentEvent
from signatories.procedure import Action, Party, State, What
from tests import factories
from tests.queries import assert_same_queries, queries_of

ALL = "/compacts/testham/amendments/"
OFFICER, PROPOSER = Party.OFFICER, Party.PROPOSER

# Written by hand from the rules: state, who, what they may do.
RULES = """
draft       proposer  submit withdraw
draft       officer
submitted   proposer  withdraw
submitted   officer   accept accept-changed decline put-off
put-off     proposer  withdraw
put-off     officer   accept accept-changed decline put-off
accepted    proposer
accepted    officer   put-in
reworded    proposer
reworded    officer   put-in
declined    proposer
declined    officer
withdrawn   proposer
withdrawn   officer
"""


def text_of(response):
    return response.content.decode()


def decision(**more):
    today = timezone.localdate()
    return {"review": "Annual Review 2026", "on_day": today.day, "on_month": today.month, "on_year": today.year} | more


@pytest.fixture
def signed(edition, group, signatory):
    """The edition in force, signed by the voluntary group."""
    factories.signature(edition, group, signatory)
    return edition


@pytest.fixture
def clause(signed):
    return signed.clauses.select_related("edition__text__compact").get(number="3.1")


def proposed(clause, group, by, what=What.CHANGE, **words):
    """An amendment that waits for the review."""
    words = {"body": "We ask early, and leave thirteen weeks for an answer.", "reason": "Holidays"} | words
    made = Amendment.propose(clause, group, by=by, what=what, **words)
    actions.submit(made, by=by)
    return made


def accepted(amendment, officer, **words):
    step = Action.ACCEPT_CHANGED if words else Action.ACCEPT
    actions.decide(amendment, step, by=officer, on=timezone.localdate(), review="Annual Review", **words)
    return amendment


@pytest.fixture
def waiting(clause, group, complainant):
    return proposed(clause, group, complainant)


def next_draft(edition, officer, label="next"):
    return begin_from(edition, label, by=officer)


def test_the_rules_are_the_rules_written_down():
    for line in RULES.strip().splitlines():
        state, who, *may = line.split()
        assert [str(action.value) for action in procedure.actions_in(State(state), frozenset({Party(who)}))] == may
    assert {move.party for move in procedure.MOVES.values()} == set(Party)


# Proposing.


def test_a_signatory_proposes_a_change_in_the_browser(clause, group, complainant, officer, client_of, client):
    browser = client_of(complainant)
    page = text_of(browser.get("/compacts/testham/agreement/revised/3.1/"))
    assert "Propose an amendment to this clause" in page
    first = f"{ALL}propose/?clause=testham/revised/3.1"
    assert 'value="testham/revised/3.1" selected' in text_of(browser.get(first))
    words = browser.get(f"{first}&what=change")["Location"]
    assert "We ask early, and leave twelve weeks" in text_of(browser.get(words))
    same = {"organisation": group.pk, "body": clause.body, "reason": ""}
    page = text_of(browser.post(words, same))
    assert "This is the present wording." in page
    assert "Answer “Why?”" in page
    sent = same | {"body": "We leave thirteen weeks.", "reason": "Holidays"}
    address = browser.post(words, sent)["Location"]
    assert client.get(address).status_code == 404
    assert client_of(officer).get(address).status_code == 404
    assert "Change the draft" in text_of(browser.get(address))
    assert browser.post(f"{address}edit/", sent | {"reason": "Summer holidays", "submit": "yes"})["Location"] == address
    page = text_of(client.get(address))
    assert "Summer holidays" in page
    assert "Testham Gardeners" in page
    assert "Connie Complainant" not in page
    assert "What you can do" not in page
    assert browser.get(f"{address}edit/").status_code == 403
    told = mail.Message.objects.filter(subject__contains="proposed").values_list("to", flat=True)
    assert list(told) == [officer.email]
    beside = text_of(client.get("/compacts/testham/agreement/revised/3.1/"))
    assert "Amendments (1)" in beside
    assert "1 waits for the Annual Review." in beside
    assert "Propose an amendment" not in beside
    assert "1 amendment" in text_of(client.get("/compacts/testham/agreement/"))


def test_a_new_clause_and_one_left_out_are_proposed_too(clause, group, complainant, client_of, client):
    browser = client_of(complainant)
    words = f"{ALL}propose/words/?clause=testham/revised/3.1"
    new = {"organisation": group.pk, "kind": "commitment", "body": "We answer letters.", "reason": "Nobody does"}
    assert "Choose who owes this commitment" in text_of(browser.post(f"{words}&what=add", new))
    address = browser.post(f"{words}&what=add", new | {"owed_by": "statutory", "submit": "yes"})["Location"]
    assert "We answer letters." in text_of(client.get(address))
    out = {"organisation": group.pk, "reason": "Not kept"}
    address = browser.post(f"{words}&what=delete", out | {"submit": "yes"})["Location"]
    assert "Leave it out" in text_of(client.get(address))


def test_only_signatories_propose(edition, group, complainant, stranger, officer, client_of):
    clause = edition.clauses.select_related("edition__text__compact").get(number="3.1")
    for person in (complainant, stranger, officer):
        response = client_of(person).get(f"{ALL}propose/")
        assert response.status_code == 403
        assert "You act for none that has." in text_of(response)
    with pytest.raises(NotAllowed, match="has not signed"):
        proposed(clause, group, complainant)
    with pytest.raises(NotAllowed, match="You do not act"):
        proposed(clause, group, stranger)


def test_who_signed_an_earlier_edition_proposes_and_the_proposal_outlives_the_signature(
    town, signed, group, complainant, signatory, officer
):
    newer = factories.edition(town, "newer", in_force_on=timezone.localdate(), by=officer)
    old = signed.clauses.select_related("edition__text__compact").get(number="3.1")
    old.edition.refresh_from_db()
    with pytest.raises(NotAllowed, match="in force here"):
        proposed(old, group, complainant)
    made = proposed(newer.clauses.select_related("edition__text__compact").get(number="3.1"), group, complainant)
    group.signatures.get().withdraw(by=signatory, reason="We left")
    made.refresh_from_db()
    assert made.state == State.SUBMITTED
    accepted(made, officer)


# Deciding.


def test_what_was_submitted_never_changes_and_never_goes(waiting, complainant):
    with pytest.raises(NotAllowed, match="its words stay"):
        waiting.revise(by=complainant, body="Other words.")
    for change in ({"body": "Other"}, {"reason": "Other"}, {"what": "delete"}, {"submitted_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Amendment.objects.filter(pk=waiting.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute("DELETE FROM signatories_amendment")
    with pytest.raises(IntegrityError), transaction.atomic():
        AmendmentEvent.objects.update(note="Other")


def test_the_officer_records_what_the_review_decided(waiting, officer, complainant, client_of, client):
    browser, address = client_of(officer), waiting.get_absolute_url()
    assert "1 amendment waits for the Annual Review" in text_of(browser.get("/dashboard/"))
    assert "It waits for the Annual Review." in text_of(client_of(complainant).get("/dashboard/"))
    assert "Enter your" not in text_of(browser.post(f"{address}decline/", decision()))
    waiting.refresh_from_db()
    assert waiting.state == State.SUBMITTED
    assert browser.post(f"{address}put-off/", decision(reason="No time"))["Location"] == address
    assert "Put off to the next review" in text_of(client.get(address))
    same = decision(heading="", body=waiting.body)
    assert "This is the wording proposed." in text_of(browser.post(f"{address}accept-changed/", same))
    assert browser.post(f"{address}accept-changed/", same | {"body": "We leave 13 weeks."})["Location"] == address
    page = text_of(client.get(address))
    for words in ["Accepted with changes", "We leave 13 weeks.", "Annual Review 2026", "It is not in a draft yet."]:
        assert words in page
    told = mail.Message.objects.filter(to=complainant.email).order_by("pk").values_list("subject", flat=True)
    assert [subject.rpartition(": ")[2] for subject in told] == ["put off to the next review", "accepted with changes"]
    assert browser.post(f"{address}decline/", decision(reason="Late")).status_code == 403


def test_a_refusal_needs_a_reason(waiting, officer):
    with pytest.raises(NotAllowed, match="Enter the reason"):
        actions.decide(waiting, Action.DECLINE, by=officer, on=timezone.localdate(), review="Annual Review")
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=waiting.pk).update(state=State.DECLINED, decision_reason="")


def test_an_organisation_takes_its_proposal_back_before_it_is_decided(waiting, complainant, officer, client_of, client):
    address = waiting.get_absolute_url()
    client_of(complainant).post(f"{address}withdraw/", {"reason": "Settled otherwise"})
    assert "Settled otherwise" in text_of(client.get(address))
    with pytest.raises(NotAllowed, match="quicker"):
        accepted(waiting, officer)


def test_nobody_else_takes_a_step(waiting, stranger, chair, admin, respondent, client_of):
    for person in (stranger, chair, admin, respondent):
        for action in Action:
            assert client_of(person).post(f"{waiting.get_absolute_url()}{action.value}/", decision()).status_code == 403


# Putting in.


def test_what_was_agreed_goes_into_the_draft_by_one_click(waiting, signed, officer, client_of, client):
    accepted(waiting, officer)
    browser, address = client_of(officer), waiting.get_absolute_url()
    response = browser.post(f"{address}put-in/")
    assert response["Location"] == address
    waiting.refresh_from_db()
    assert waiting.draft is None  # There is none yet, and the page says so.
    assert "Begin a new edition first." in text_of(browser.get(address))
    draft = next_draft(signed, officer)
    assert "3.1 changes:" in text_of(browser.get(f"{address}put-in/"))
    browser.post(f"{address}put-in/")
    into = draft.clauses.get(number="3.1")
    assert into.body == waiting.body
    assert into.history.first().history_change_reason == "Amendment 1"
    page = text_of(client.get(address))
    assert "in the draft, which is not public yet" in page
    assert "thirteen" in page  # Before, proposed and agreed stay to be read.
    assert "twelve" in page
    draft.refresh_from_db()
    factories.publish(draft, by=officer, in_force_on=timezone.localdate())
    page = text_of(client.get("/compacts/testham/agreement/next/3.1/"))
    assert "This wording came from" in page
    assert "amendment 1 of Testham Gardeners" in page
    assert "This wording came from" not in text_of(client.get("/compacts/testham/agreement/revised/3.1/"))
    assert "3.1 in edition next (In force)" in text_of(client.get(address))


def test_all_go_in_at_once_and_what_does_not_fit_is_named(
    waiting, clause, signed, group, complainant, officer, client_of
):
    accepted(waiting, officer, body="We leave 13 weeks.")
    new = proposed(clause, group, complainant, What.ADD, body="We answer.", kind="commitment", owed_by="statutory")
    other = signed.clauses.select_related("edition__text__compact").get(number="4.1")
    out = proposed(other, group, complainant, What.DELETE, body="")
    gone = proposed(signed.clauses.select_related("edition__text__compact").get(number="2.1"), group, complainant)
    for one in (new, out, gone):
        accepted(one, officer)
    draft = next_draft(signed, officer)
    draft.clauses.get(number="2.1").delete()
    page = text_of(client_of(officer).post(f"{ALL}put-in/", follow=True))
    assert "3 amendments are in the draft." in page
    assert "Amendment 4 to 2.1: Its clause is no longer in the draft" in page
    bodies = dict(draft.clauses.values_list("number", "body"))
    assert bodies["3.1"] == "We leave 13 weeks."
    assert bodies["3.3"] == "We answer."
    assert "4.1" not in bodies
    order = list(draft.clauses.order_by("position").values_list("number", flat=True))
    assert order.index("3.3") == order.index("3.1") + 1


def test_a_clause_that_changed_meanwhile_is_merged_by_hand(waiting, signed, officer, client_of, client):
    accepted(waiting, officer)
    draft = next_draft(signed, officer)
    now = draft.clauses.get(number="3.1")
    now.body = "We ask very early, and leave twelve weeks for an answer."
    now.save()
    with pytest.raises(amending.Conflict, match="has been changed in the draft"):
        amending.put_in(waiting, by=officer)
    browser, address = client_of(officer), f"{waiting.get_absolute_url()}put-in/"
    page = text_of(browser.get(address))
    assert "Put into the draft by hand" in page
    assert "very" in page
    merged = "We ask very early, and leave thirteen weeks for an answer."
    assert "Choose a clause of the draft" in text_of(
        browser.post(address, {"merge": "yes", "how": "write", "body": "x"})
    )
    sent = {"merge": "yes", "how": "write", "clause": "3.1", "body": merged, "note": "Both changes kept"}
    assert browser.post(address, sent)["Location"] == waiting.get_absolute_url()
    assert draft.clauses.get(number="3.1").body == merged
    assert "Both changes kept" in text_of(client.get(waiting.get_absolute_url()))
    assert "What the edition says otherwise" in text_of(browser.get(waiting.get_absolute_url()))
    assert "What the edition says otherwise" not in text_of(client.get(waiting.get_absolute_url()))
    assert browser.post(address, sent).status_code == 403  # It is in.


def test_the_clause_is_found_when_it_moved_and_chosen_when_it_is_gone(waiting, signed, officer):
    accepted(waiting, officer)
    draft = next_draft(signed, officer)
    moved = draft.clauses.get(number="3.1")
    moved.number = "3.9"
    moved.save()
    assert amending.put_in(waiting, by=officer).number == "3.9"
    waiting.refresh_from_db()
    draft.clauses.filter(number="3.9").get().delete()  # An officer changes the mind: the amendment stays, of course.
    waiting.refresh_from_db()
    assert waiting.into is None
    assert waiting.state == State.ACCEPTED


def test_the_draft_may_say_it_already(waiting, signed, officer):
    accepted(waiting, officer)
    draft = next_draft(signed, officer)
    draft.clauses.get(number="3.1").delete()
    there = draft.clauses.select_related("edition").get(number="3.2")
    amending.merge(waiting, by=officer, clause=there, heading="", body="", note="It is in 3.2", write=False)
    assert waiting.into == there
    there.refresh_from_db()
    assert "three months" in there.body


# Lists.


def test_the_list_filters_and_sorts_and_says_what_it_is_empty_of(town, signed, group, complainant, officer, client):
    assert "No amendment has been proposed here yet." in text_of(client.get(ALL))
    for number in ("3.1", "3.2"):
        one = signed.clauses.select_related("edition__text__compact").get(number=number)
        made = proposed(one, group, complainant, body="Other words.")
    actions.decide(made, Action.DECLINE, by=officer, on=timezone.localdate(), review="Forum", reason="No")
    page = text_of(client.get(ALL))
    assert page.index("2, to 3.2") < page.index("1, to 3.1")
    page = text_of(client.get(f"{ALL}?state=declined&sort=number"))
    assert "2, to 3.2" in page
    assert "1, to 3.1" not in page
    assert "No amendment is in that state." in text_of(client.get(f"{ALL}?state=withdrawn"))
    assert client.get(f"{ALL}?state=nonsense&sort=nonsense&page=99").status_code == 200


def test_pages_cost_the_same_for_many(clause, group, complainant, officer, client_of):
    def add(count):
        for _one in range(count):
            proposed(clause, group, complainant)

    browser = client_of(officer)
    assert_same_queries(browser, ALL, add)
    assert_same_queries(client_of(complainant), "/compacts/testham/agreement/revised/3.1/", add)
    for person in (officer, complainant):
        mine = client_of(person)
        mine.get("/dashboard/")
        assert len(queries_of(mine, "/dashboard/")) <= 15
        assert len(queries_of(mine, f"{ALL}1/")) <= 15


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_decide_at_once_exactly_one_does(waiting, town, officer):
    other = factories.officer(town, "Otto Officer")
    ready, said = threading.Barrier(2), []

    def press(person, action):
        ready.wait()
        try:
            found = Amendment.objects.get(pk=waiting.pk)
            actions.decide(found, action, by=person, on=timezone.localdate(), review="Review", reason="Because")
            said.append("decided")
        except NotAllowed as reason:
            said.append(str(reason))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=press, args=[officer, Action.ACCEPT]),
        threading.Thread(target=press, args=[other, Action.DECLINE]),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["Somebody else was quicker. Look at how this amendment stands now.", "decided"]
    assert waiting.events.exclude(action__in=["begun", "submit"]).count() == 1
