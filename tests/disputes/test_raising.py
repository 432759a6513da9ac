"""Raising a dispute: who may for whom, what is told about signatures and clauses, rows of steps, and bad input."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from compact_portal.compacts.models import Clause
from compact_portal.history import NotAllowed
from compact_portal.mail import Message
from disputes.models import Dispute
from disputes.signed import on_the_day
from disputes.words import Channel
from signatories.models import Kind, Membership, Role
from tests import factories
from tests.disputes import steps

TODAY = timezone.localdate


@pytest.fixture
def cvs(town):
    """The support body of the town."""
    return factories.organisation("Testham Voluntary Action", town, kind=Kind.INFRASTRUCTURE)


@pytest.fixture
def supporter(cvs):
    """Somebody of the support body."""
    return factories.member(cvs, "Sue Supporter")


@pytest.fixture
def found(town, group, council, complainant):
    """A draft with every answer given."""
    return steps.draft(town, group, council, by=complainant)


def page_of(draft, name, query=""):
    """The address of a page of a draft."""
    return reverse("disputes:draft", args=[draft.pk, name]) + query


def dated(name, day):
    """A date as it is typed."""
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


# Who raises it for whom ----


def test_a_support_body_begins_for_a_group_whose_people_are_told_and_take_over(
    town, group, council, complainant, supporter, cvs, client_of
):
    us = client_of(supporter)
    us.post(reverse("disputes:raise", args=[town.slug]), {"who": f"support-{cvs.pk}"})
    ask = reverse("disputes:raise_for", args=[town.slug])
    assert "Confirm that the group has asked you" in us.post(ask, {"complainant": group.pk}).content.decode()
    us.post(ask, {"complainant": group.pk, "asked": "on"})
    us.post(reverse("disputes:against", args=[town.slug]), {"respondent": council.pk})
    draft = Dispute.objects.get()
    assert (draft.complainant, draft.support_body) == (group, cvs)
    told = Message.objects.get(to=complainant.email)
    assert "Testham Voluntary Action has begun a draft" in told.body
    assert client_of(complainant).get(draft.get_absolute_url()).status_code == 200
    draft.describe(by=complainant, happened="Theirs to change")


def test_a_support_body_acts_for_voluntary_groups_only_and_only_where_it_is_one(
    town, group, council, supporter, cvs, complainant
):
    other = factories.organisation("Testham Health", town, sector="statutory")
    with pytest.raises(NotAllowed, match="voluntary groups only"):
        Dispute.begin(town, complainant=other, respondent=council, by=supporter, through=cvs)
    with pytest.raises(NotAllowed, match="no support body"):
        Dispute.begin(town, complainant=group, respondent=council, by=complainant, through=group)
    with pytest.raises(NotAllowed, match="You do not act for Testham Voluntary Action"):
        Dispute.begin(town, complainant=group, respondent=council, by=complainant, through=cvs)


def test_an_officer_enters_a_letter_and_loses_sight_of_it(
    town, group, council, complainant, officer, other_officer, client_of
):
    us, came = client_of(officer), TODAY() - timedelta(days=2)
    us.post(reverse("disputes:raise", args=[town.slug]), {"who": "received"})
    ask = reverse("disputes:raise_for", args=[town.slug])
    page = us.post(ask, {"complainant": group.pk, **dated("received_on", TODAY() + timedelta(days=1))}).content.decode()
    assert "Choose how it came" in page
    assert "Date it came must be today or earlier" in page
    us.post(ask, {"complainant": group.pk, "channel": "post", **dated("received_on", came)})
    us.post(reverse("disputes:against", args=[town.slug]), {"respondent": council.pk})
    draft = Dispute.objects.get()
    assert (draft.channel, draft.received_on, draft.begun_by) == ("post", came, officer)
    assert client_of(other_officer).get(draft.get_absolute_url()).status_code == 404
    late = us.post(page_of(draft, "decision"), dated("decision_on", came + timedelta(days=1))).content.decode()
    assert "must be the day on which the complaint came or earlier" in late
    draft.describe(by=officer, decision_on=came - timedelta(days=9), **steps.ANSWERS)
    draft.cite(town.current_edition.clauses.commitments()[:1], by=officer)
    assert "You do not see it any more" in us.get(reverse("disputes:check", args=[draft.pk])).content.decode()
    answer = us.post(reverse("disputes:check", args=[draft.pk]), follow=True).content.decode()
    draft.refresh_from_db()
    assert f"Its reference is {draft.reference}" in answer
    for url in (draft.get_absolute_url(), reverse("disputes:check", args=[draft.pk])):
        assert us.get(url).status_code == 404
    assert draft.reference not in us.get("/disputes/?show=all").content.decode().partition("<h1")[2]
    shown = client_of(complainant).get(draft.get_absolute_url()).content.decode()
    assert "By post, received on" in shown
    assert Message.objects.filter(to=complainant.email, about=draft.reference).exists()


def test_what_nobody_could_go_on_with_is_not_raised_and_the_way_is_told(town, council, cvs, officer, client_of):
    alone = factories.organisation("Testham Lonely Hearts", town)
    draft = Dispute.begin(
        town, complainant=alone, respondent=council, by=officer, channel=Channel.TELEPHONE, received_on=TODAY()
    )
    draft.describe(by=officer, decision_on=TODAY(), **steps.ANSWERS)
    draft.cite(town.current_edition.clauses.commitments()[:1], by=officer)
    assert [step for step, _sentence in draft.missing()] == ["representative"]
    page = client_of(officer).get(page_of(draft, "representative")).content.decode()
    assert f"{alone.get_absolute_url()}people/invite/" in page
    client_of(officer).post(page_of(draft, "representative"), {"support_body": str(cvs.pk)})
    draft.refresh_from_db()
    assert draft.missing() == []


def test_an_officer_of_the_respondent_enters_nothing_about_it(town, group, council, officer):
    Membership.begin(officer, council, Role.CHAMPION, by=None, starts_on=factories.LONG_AGO)
    with pytest.raises(NotAllowed, match="You belong to Testham Council"):
        Dispute.begin(town, complainant=group, respondent=council, by=officer, channel="post", received_on=TODAY())


def test_nobody_else_enters_what_came_by_post(town, group, council, chair, stranger):
    for person in (chair, stranger):
        with pytest.raises(NotAllowed, match="Only an officer"):
            Dispute.begin(town, complainant=group, respondent=council, by=person, channel="post", received_on=TODAY())


# Signatures and clauses ----


def test_whether_both_had_signed_is_worked_out_and_what_it_means_is_told(
    town, edition, group, council, found, complainant, signatory, client_of
):
    page = client_of(complainant).get(page_of(found, "signed")).content.decode()
    assert "Testham Gardeners had not signed" in page
    assert "what public bodies promise, they promise to the whole sector" in page
    assert "neither the Forum nor a mediator can make it" in page
    factories.signature(edition, group, signatory)
    us, them = on_the_day(found)
    assert not us.bound, "it signed after the day of the decision"
    found.describe(by=complainant, decision_on=TODAY())
    us, them = on_the_day(found)
    assert us.sentence().startswith("Testham Gardeners had signed the revised edition")
    assert not them.bound
    found.lodge(by=complainant)
    facts = found.events.get(action="raise").facts["signed"]
    assert facts["complainant"]["edition"] == "revised"
    assert facts["respondent"]["standing"] == ""


def test_a_clause_that_was_not_in_force_is_told_with_what_to_cite_instead(
    town, edition, found, complainant, officer, client_of
):
    draft = factories.draft(town, "next", by=officer)
    old, new = edition.clauses.get(number="3.2"), draft.clauses.get(number="3.1")
    Clause.objects.filter(pk=new.pk).update(lineage=old.lineage, previous=old)
    factories.publish(draft, by=officer, in_force_on=TODAY())
    for name in ("agreement", "current_edition"):
        town.__dict__.pop(name, None)
    us = client_of(complainant)
    page = us.post(page_of(found, "clauses"), {"others": "testham/next/3.1"}).content.decode()
    assert "was not in force on" in page
    assert "Cite 3.2 instead" in page
    assert "To cite instead" in page
    # The other way round: what was chosen falls out of force when the date is changed.
    found.describe(by=complainant, decision_on=TODAY())
    found = Dispute.objects.get(pk=found.pk)
    assert [step for step, _sentence in found.missing()] == ["clauses", "clauses"]
    page = us.get(page_of(found, "clauses")).content.decode()
    assert "Cite 3.1 instead" in page
    us.post(page_of(found, "clauses"), {"clauses": ["3.1"]})
    assert Dispute.objects.get(pk=found.pk).missing() == []


def test_searching_keeps_what_is_ticked(town, found, complainant, client_of):
    us = client_of(complainant)
    answer = us.post(page_of(found, "clauses"), {"q": "free to speak", "clauses": ["3.2"], "do": "search"})
    assert answer["Location"].endswith("/clauses/?q=free+to+speak")
    page = us.get(answer["Location"])
    groups = dict(page.context["form"].fields["clauses"].choices)
    assert [name for name, _words in groups["Chosen"]] == ["3.2"]
    assert [name for name, _words in groups["2 Principles we share"]] == ["2.1"]
    assert "1 more clause has" in page.content.decode()
    assert "Try another word" in us.get(page_of(found, "clauses", "?q=zebra")).content.decode()
    assert us.get(page_of(found, "clauses", "?q=%00&where=x")).status_code == 200
    assert "from the list" in us.post(page_of(found, "clauses"), {"clauses": ["9.9"]}).content.decode()


# Steps tried, in rows ----


def test_rows_are_added_removed_and_sorted(found, complainant, client_of):
    us, day = client_of(complainant), TODAY() - timedelta(days=3)
    rows = {"rows": "2", **dated("on_0", TODAY()), "what_0": "Called", **dated("on_1", day), "what_1": "Wrote"}
    answer = us.post(page_of(found, "tried"), {**rows, "do": "add"})
    assert answer["Location"].endswith("?rows=3")
    assert [(one.tried_on, one.what) for one in found.attempts.all()] == [(day, "Wrote"), (TODAY(), "Called")]
    assert us.get(answer["Location"]).content.decode().count("Remove this step") == 3
    us.post(page_of(found, "tried"), {**rows, "drop_0": "on", "on_0_day": "nonsense"})
    assert [one.what for one in found.attempts.all()] == ["Wrote"]


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"what_0": "Called"}, "Enter the date of this step"),
        (dated("on_0", date(2026, 3, 1)), "Say what you did on that day"),
        ({"what_0": "Called", **dated("on_0", date(2999, 1, 1))}, "must be today or earlier"),
        ({"what_0": "x" * 1001, **dated("on_0", date(2026, 3, 1))}, "1000 characters or fewer"),
        ({"what_0": "Called", "on_0_day": "31", "on_0_month": "2", "on_0_year": "2026"}, "as a real date"),
        ({"what_0": "Called", "rows": "-5"}, "Enter the date of this step"),
        ({"what_0": "Called", "rows": "9999999999999999999999"}, "Enter the date of this step"),
        ({"what_0": "Called", "rows": "many"}, "Enter the date of this step"),
    ],
)
def test_a_bad_row_gets_a_sentence_and_loses_nothing(found, complainant, client_of, answers, says):
    response = client_of(complainant).post(page_of(found, "tried"), {"rows": "1", **answers})
    assert response.status_code == 200
    assert says in response.content.decode()
    assert "Called" not in answers.values() or "Called" in response.content.decode()
    assert not found.attempts.exists()


# Coming back, changing, throwing away ----


def test_one_comes_back_to_a_draft_and_changes_it_from_the_check(found, council, complainant, client_of, town):
    us = client_of(complainant)
    answer = us.post(page_of(found, "remedy"), {"remedy": "An apology", "do": "later"})
    assert answer["Location"] == found.get_absolute_url()
    assert found.get_absolute_url() in us.get("/disputes/").content.decode()
    assert "Everything that is needed is there." in us.get(answer["Location"]).content.decode()
    check = reverse("disputes:check", args=[found.pk])
    assert us.post(page_of(found, "remedy", "?check=1"), {"remedy": "Money"})["Location"] == check
    other = factories.organisation("Testham Police", town, sector="statutory")
    us.post(reverse("disputes:against_whom", args=[found.pk]) + "?check=1", {"respondent": other.pk})
    assert "Testham Police" in us.get(check).content.decode()


def test_the_files_of_a_draft_go_with_it(found, complainant, client_of, django_capture_on_commit_callbacks):
    paper = SimpleUploadedFile("letter.txt", b"Dear all, the grant ends on Friday.")
    answers = {"file": paper, "description": "Letter", "do": "add"}
    client_of(complainant).post(page_of(found, "evidence"), answers)
    file = found.evidence.get().file
    assert file.storage.exists(file.name)
    with django_capture_on_commit_callbacks(execute=True):
        client_of(complainant).post(reverse("disputes:discard", args=[found.pk]))
    assert not file.storage.exists(file.name)
    assert not Dispute.objects.exists()


def test_a_representative_needs_a_name(found, complainant, client_of):
    page = client_of(complainant).post(page_of(found, "representative"), {"contact": "01632 960001"}).content.decode()
    assert "Enter the name of whoever speaks for you" in page
    client_of(complainant).post(page_of(found, "representative"), {"name": "Ada Adviser", "contact": "01632 960001"})
    found.lodge(by=complainant)
    assert "Ada Adviser (01632 960001)" in client_of(complainant).get(found.get_absolute_url()).content.decode()


def test_nobody_changes_or_throws_away_what_was_raised_meanwhile(found, complainant, client_of):
    stale = Dispute.objects.get(pk=found.pk)
    found.lodge(by=complainant)
    for step in (
        lambda: stale.describe(by=complainant, happened="Other"),
        lambda: stale.discard(by=complainant),
        lambda: found.tell_attempts([], by=complainant),
    ):
        with pytest.raises(NotAllowed):
            step()
    assert client_of(complainant).get(page_of(found, "happened")).status_code == 404
