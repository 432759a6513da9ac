"""A Compact adopts a code as it is, adapts it, writes its own, and decides about a newer national version."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from codes import actions, citing
from codes.models import Adoption, Choice, Code, Decision, NewVersion, Outcome
from codes.models.version import awaiting
from compact_portal.compacts.kinds import ClauseKind, OwedBy
from compact_portal.compacts.models import Clause, Edition
from compact_portal.history import NotAllowed
from tests import factories
from tests.disputes import steps
from tests.queries import assert_same_queries, queries_of

CODES = "/compacts/testham/codes/"
TODAY = timezone.localdate
FIRST = [
    ("1", ClauseKind.SECTION, "", "Asking", ""),
    ("1.1", ClauseKind.COMMITMENT, OwedBy.STATUTORY, "Time", "Leave twelve weeks."),
    ("1.2", ClauseKind.COMMITMENT, OwedBy.VCS, "Thanks", "Say thank you."),
    ("1.3", ClauseKind.COMMITMENT, OwedBy.VCS, "Members", "Ask members."),
]


def text_of(response):
    return response.content.decode()


@pytest.fixture
def code(db):
    """A national code with one version."""
    made = Code.found(title="Asking Code", short_name="Asking", slug="asking")
    factories.draft_of(made.text, "first", FIRST).publish(by=None, in_force_on=date(2026, 1, 1))
    return made


@pytest.fixture
def first(code):
    return code.text.editions.get(slug="first")


def newer_of(first):
    """A newer version: 1.1 changed, 1.2 left out, 1.4 new."""
    newer = Edition.begin(first.text, "second")
    made = {}
    for old in first.clauses.exclude(number="1.2"):
        body = "Leave twelve weeks, or publish a reason." if old.number == "1.1" else old.body
        made[old.number] = Clause.objects.create(
            edition=newer,
            parent=made.get("1"),
            position=old.position,
            number=old.number,
            kind=old.kind,
            owed_by=old.owed_by,
            heading=old.heading,
            body=body,
            lineage=old.lineage,
            previous=old,
        )
    Clause.objects.create(
        edition=newer, parent=made["1"], position=9, number="1.4", kind="commitment", owed_by="statutory",
        heading="Feedback", body="Tell them what came of it.",
    )  # fmt: skip
    newer.publish(by=None, in_force_on=TODAY())
    return newer


def numbers(edition):
    return dict(edition.clauses.order_by("position").values_list("number", "body"))


# Adopting.


def test_adopting_ends_what_was_adopted_of_the_same_code_the_day_before(town, officer, first):
    before = Adoption.adopt(town, first, from_on=date(2026, 2, 1), by=officer)
    newer = newer_of(first)
    with pytest.raises(ValidationError, match="Enter the day"):
        Adoption.adopt(town, newer, by=officer)
    with pytest.raises(ValidationError, match="Enter a later day"):
        Adoption.adopt(town, newer, from_on=date(2026, 2, 1), by=officer)
    Adoption.adopt(town, newer, from_on=TODAY(), by=officer)
    before.refresh_from_db()
    assert before.until_on == TODAY() - timedelta(days=1)
    assert [a.edition for a in town.adoptions.on(TODAY())] == [newer]
    assert [a.edition for a in town.adoptions.on(before.until_on)] == [first]


def test_named_bodies_adopt_beside_all_others(town, officer, code, first, client_of, client):
    Adoption.adopt(town, first, from_on=date(2026, 2, 1), by=officer)
    sent = {"edition": first.pk, "bodies": "Testham Council\n\n  Parks  Board "}
    other = factories.code("Premises", compact=town).text.editions.get()
    sent["edition"] = other.pk
    assert client_of(officer).post(f"{CODES}adopt/", sent).status_code == 302
    page = text_of(client.get(CODES))
    assert "For these bodies: Testham Council, Parks Board." in page
    assert "For all bodies of the Compact." in page
    assert "Its own" in page


def test_the_codes_of_another_day_and_of_none(town, officer, first, client):
    Adoption.adopt(town, first, from_on=date(2026, 2, 1), until_on=date(2026, 3, 1), by=officer)
    page = text_of(client.get(f"{CODES}?on_day=15&on_month=2&on_year=2026"))
    assert "Adopted here on 15 February 2026" in page
    assert "As it is, from 1 February 2026 until 1 March 2026." in page
    assert "No code applied here on that day." in text_of(client.get(f"{CODES}?on_day=2&on_month=3&on_year=2026"))
    assert "as a real date" in text_of(client.get(f"{CODES}?on_day=41&on_month=3&on_year=2026"))


# Adapting.


def test_a_national_code_is_adapted_clause_by_clause(town, officer, first, client_of, client):
    browser = client_of(officer)
    response = browser.post(f"{CODES}adapt/", {"edition": first.pk})
    assert response["Location"] == "/codes/testham-asking/adapted-from-first/edit/"
    local = Edition.objects.get(text__slug="codes/testham-asking")
    assert numbers(local) == numbers(first)
    for clause in local.clauses.select_related("previous"):
        assert clause.lineage == clause.previous.lineage
        assert clause.previous.edition == first
    assert client.get("/codes/testham-asking/adapted-from-first/").status_code == 404
    assert client.get("/codes/testham-asking/adapted-from-first/national/").status_code == 404
    assert "Every national code has a local one" in text_of(browser.get(f"{CODES}adapt/"))

    local.clauses.get(number="1.2").delete()
    changed = local.clauses.get(number="1.1")
    changed.body = "Leave thirteen weeks."
    changed.save()
    factories.publish(local, by=officer, in_force_on=TODAY())
    page = text_of(client.get("/codes/testham-asking/adapted-from-first/national/"))
    assert "2 of 4 clauses are the same." in page
    assert "Ours says something else" in page
    assert re.search(r"<ins[^>]*>(<span[^>]*>[^<]*</span>)?thirteen", page)
    assert "Left out here" in page
    assert "Members" not in page
    assert "Ask members." in text_of(client.get("/codes/testham-asking/adapted-from-first/national/?all"))

    Adoption.adopt(town, first, from_on=date(2026, 2, 1), by=officer)
    Adoption.adopt(town, local, from_on=TODAY(), by=officer)
    page = text_of(client.get(CODES))
    assert "Adapted, from" in page
    assert 'href="/codes/testham-asking/adapted-from-first/national/"' in page
    assert "National codes not adopted here" not in page


def test_a_compact_writes_a_code_of_its_own(town, officer, client_of):
    browser = client_of(officer)
    assert "Use letters" in text_of(browser.post(f"{CODES}write/", {"title": "!", "short_name": "!"}))
    response = browser.post(f"{CODES}write/", {"title": "Premises Code", "short_name": "Premises"})
    assert response["Location"] == "/codes/testham-premises/first/edit/"
    assert browser.get("/codes/testham-premises/first/national/").status_code == 404
    again = browser.post(f"{CODES}write/", {"title": "Premises Code", "short_name": "Premises"})
    assert again["Location"] == "/codes/testham-premises-2/first/edit/"


def test_a_paragraph_is_cited_by_the_national_name_where_the_code_is_adapted(town, officer, first, council, group):
    assert Code.paragraph(town, "asking", "1.1").edition == first
    local = actions.adapt(town, first, by=officer)
    assert Code.paragraph(town, "Asking", "1.1").edition == first
    factories.publish(local, by=officer, in_force_on=date(2026, 3, 1))
    Adoption.adopt(town, local, from_on=date(2026, 3, 1), by=officer)
    ours = Code.paragraph(town, "Asking", "1.1")
    assert ours.edition == local
    assert Code.paragraph(town, "Testham Asking", "1.1") == ours
    assert Code.paragraph(factories.compact("Neighbour Compact"), "Testham Asking", "1.1") is None
    assert citing.find(town, "Asking 1.1, Testham Asking 1.2, Asking 9")[1] == ["Asking 9"]


def test_a_clause_of_a_code_shows_its_actions_amendments_and_how_often_it_was_broken(
    town, officer, first, council, group, complainant, signatory, client, client_of
):
    factories.signature(town.current_edition, group, signatory)
    local = actions.adapt(town, first, by=officer)
    factories.publish(local, by=officer, in_force_on=date(2026, 3, 1))
    Adoption.adopt(town, local, from_on=date(2026, 3, 1), by=officer)
    clause = Code.paragraph(town, "Asking", "1.1")
    action = factories.plan(town, "2026", council, by=officer)
    action.revise(by=officer, version=action.version, clauses=[clause])
    action.plan.agree(by=officer, on=action.plan.starts_on)
    browser = client_of(complainant)
    words = f"/compacts/testham/amendments/propose/words/?clause={clause.reference}&what=change"
    sent = {"organisation": group.pk, "body": "Leave a year.", "reason": "Slow", "submit": "yes"}
    assert browser.post(words, sent).status_code == 302
    for _one in range(5):
        dispute = steps.draft(town, group, council, by=complainant)
        dispute.cite([clause], by=complainant)
        dispute.lodge(by=complainant)
    page = text_of(client.get(clause.get_absolute_url()))
    assert action.what in page
    assert "Amendment 1: Change its wording" in page
    assert "5 to 9 disputes have named this" in page
    back = text_of(client.get(action.get_absolute_url()))
    assert clause.get_absolute_url() in back
    assert clause.get_absolute_url() in text_of(client.get("/compacts/testham/amendments/1/"))


# A newer version.


@pytest.fixture
def waiting(town, officer, first):
    """The newer version, looked through by a town that holds to the first as it is."""
    adoption = Adoption.adopt(town, first, from_on=date(2026, 2, 1), by=officer)
    return NewVersion.begin(adoption, newer_of(first))


def decide(new, by, **choices):
    """Decide by number; what is not named is adopted."""
    for change in new.changes:
        choice = choices.get(f"c{change.shown.number.replace('.', '_')}", Choice.ADOPT)
        own = choice not in Choice.values
        new.decide(change, Choice.ADAPT if own else choice, by=by, reason="So agreed", body=choice if own else "")


def test_a_newer_version_waits_for_each_compact_that_uses_the_older(town, officer, first, client, client_of):
    adoption = Adoption.adopt(town, first, from_on=date(2026, 2, 1), by=officer)
    assert awaiting([town]) == []
    newer = newer_of(first)
    assert awaiting([town]) == [(adoption, newer)]
    assert "There is a newer version of the national code, second." in text_of(client.get(CODES))
    assert "See what changed" not in text_of(client.get(CODES))
    page = text_of(client_of(officer).get(f"{CODES}{adoption.pk}/new/second/"))
    assert "3 clauses differ. 3 are still to be decided." in page
    assert not NewVersion.objects.exists()
    mine = text_of(client_of(officer).get("/dashboard/"))
    assert "A newer version of the Asking Code" in mine


def test_decisions_are_kept_with_who_and_why_and_can_be_gone_on_with(waiting, officer, client_of, client):
    browser, address = client_of(officer), waiting.get_absolute_url()
    change = waiting.changes[0]
    page = browser.get(f"{address}{change.lineage}/")
    assert "or publish a reason" in text_of(page)
    adapt = {"choice": "adapt", "heading": "Time", "body": "", "reason": ""}
    assert browser.post(f"{address}{change.lineage}/", adapt | {"heading": ""}).status_code == 200
    sent = adapt | {"body": "Leave thirteen weeks.", "reason": "Groups asked for it"}
    assert browser.post(f"{address}{change.lineage}/", sent)["Location"] == f"{address}#c-1.1"
    page = text_of(browser.get(address))
    assert "Decided: Adapt" in page
    assert "Olive Officer" in page
    assert "Groups asked for it" in page
    assert "2 are still to be decided" in page
    assert "Decide about every clause first." in text_of(browser.get(f"{address}finish/"))
    browser.post(f"{address}{change.lineage}/", {"choice": "keep"})
    assert Decision.objects.filter(lineage=change.lineage).count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(note="")
    assert client.get(address)["Location"].startswith("/account/login/")
    browser.post(f"{address}rest/", {"choice": "keep"})
    assert browser.post(f"{address}rest/", {"choice": "adapt"}).status_code == 404
    assert "What is adopted stays as it is" in text_of(browser.get(address))


def test_all_adopted_is_a_new_adoption_as_it_is(waiting, town, officer, client_of):
    browser, address = client_of(officer), waiting.get_absolute_url()
    browser.post(f"{address}rest/", {"choice": "adopt"})
    early = {"from_on_day": "1", "from_on_month": "2", "from_on_year": "2026"}
    assert "Enter a later day" in text_of(browser.post(f"{address}finish/", early))
    day = TODAY()
    sent = {"from_on_day": day.day, "from_on_month": day.month, "from_on_year": day.year}
    assert browser.post(f"{address}finish/", sent)["Location"] == CODES
    now = town.adoptions.on(TODAY()).get()
    assert (now.edition, now.how) == (waiting.edition, "as_it_is")
    assert town.adoptions.get(edition__slug="first").until_on == TODAY() - timedelta(days=1)
    assert awaiting([town]) == []
    assert browser.post(f"{address}finish/", sent).status_code == 302  # Somebody else was quicker: told so.
    assert town.adoptions.count() == 2


def test_all_kept_changes_nothing_and_is_not_asked_again(waiting, town, officer, client):
    decide(waiting, officer, c1_1="keep", c1_2="keep", c1_4="keep")
    assert actions.finish(waiting, by=officer) is None
    assert waiting.outcome == Outcome.KEPT
    assert awaiting([town]) == []
    assert town.adoptions.get().until_on is None
    page = text_of(client.get(waiting.get_absolute_url()))  # What was decided is public.
    assert "Looked through by Olive Officer" in page
    with pytest.raises(NotAllowed, match="finished"):
        waiting.decide(waiting.changes[0], Choice.ADOPT, by=officer)


def test_what_was_decided_apart_becomes_a_draft_of_the_local_code(waiting, town, officer):
    decide(waiting, officer, c1_1="Leave thirteen weeks.", c1_2="keep")
    draft = actions.finish(waiting, by=officer)
    assert draft.text.slug == "codes/testham-asking"
    assert numbers(draft) == {
        "1": "",
        "1.1": "Leave thirteen weeks.",
        "1.2": "Say thank you.",
        "1.3": "Ask members.",
        "1.4": "Tell them what came of it.",
    }
    assert draft.clauses.get(number="1.1").previous.edition == waiting.edition
    assert draft.clauses.get(number="1.2").previous.edition.slug == "first"
    assert draft.clauses.get(number="1.2").parent.number == "1"
    assert town.adoptions.get().until_on is None  # The older one holds until the local one is published and adopted.


def test_a_local_code_keeps_its_own_clauses_through_a_newer_version(town, officer, first):
    local = actions.adapt(town, first, by=officer)
    Clause.objects.create(edition=local, position=9000, number="2", heading="Ours", body="Only here.")
    factories.publish(local, by=officer, in_force_on=date(2026, 3, 1))
    adoption = Adoption.adopt(town, local, from_on=date(2026, 3, 1), by=officer)
    new = NewVersion.begin(adoption, newer_of(first))
    assert [change.shown.number for change in new.changes] == ["1.1", "1.2", "1.4"]
    decide(new, officer)
    draft = actions.finish(new, by=officer)
    assert draft.text == local.text
    assert numbers(draft)["2"] == "Only here."
    assert "1.2" not in numbers(draft)
    assert draft.clauses.get(number="1.1").previous.edition == local
    assert numbers(local)["1.2"] == "Say thank you."
    factories.publish(draft, by=officer, in_force_on=TODAY())
    Adoption.adopt(town, draft, from_on=TODAY(), by=officer)
    assert awaiting([town]) == []


def test_an_open_draft_is_finished_first(waiting, town, officer, first):
    actions.adapt(town, first, by=officer)
    decide(waiting, officer, c1_2="keep")
    with pytest.raises(NotAllowed, match="is still open"):
        actions.finish(waiting, by=officer)
    waiting.refresh_from_db()
    assert waiting.finished_at is None


def test_pages_cost_the_same_for_many(waiting, officer, town, client_of, client):
    browser = client_of(officer)
    assert len(queries_of(browser, waiting.get_absolute_url())) <= 15

    def adopt(count):
        for number in range(count):
            edition = factories.code(f"Theme {count} {number}").text.editions.get()
            Adoption.adopt(town, edition, by=officer)
            newer_of(edition)

    assert_same_queries(browser, CODES, adopt)
