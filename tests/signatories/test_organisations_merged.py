"""Two records of one organisation are found, told apart or made one; what was done keeps its name, and is followed."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from actionplans.models import Action
from compact_portal import access, mail
from compact_portal.compacts.kinds import Sector
from compact_portal.history import NotAllowed
from disputes import standing
from disputes.models import Dispute
from signatories import actions
from signatories.alike import pairs_of
from signatories.likeness import Body, alike, likeness
from signatories.models import Amendment, Membership, Merger, NotTheSame, Organisation, Role, Signature, SigningRequest
from signatories.procedure import What
from tests import factories
from tests.disputes import steps
from tests.queries import assert_same_queries

ALIKE = "/compacts/testham/organisations/alike/"
OLD = "/organisations/testham-gardeners/"
INTO = "/organisations/testham-growers/"
MERGE = f"{OLD}merge/?into=testham-growers"


def words(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def into(town):
    """The other record of the gardeners."""
    return factories.organisation("Testham Growers", town)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The Testham Choir Ltd.", "Choir of Testham", True),
        ("Tŷ Gŵyr CIC", "Ty Gwyr", True),
        ("Smith & Sons", "Smith and Sons", True),
        ("St. Mary's Hall", "St Mary’s Hall", True),
        ("Testham Choir", "Testham Chior", True),
        ("Testham Choir", "Testham Choirs", True),
        ("Testham Choir", "Testham Chair", True),
        ("Testham Choir", "Testham Church", False),
        ("1st Testham Scouts", "2nd Testham Scouts", False),
        ("Testham Scouts 1", "Testham Scouts 2", False),
        ("Age UK", "Ace UK", False),
        ("The", "Ltd", False),
    ],
)
def test_names_are_alike_without_what_does_not_tell_them_apart(one, other, same):
    assert bool(alike([Body(1, (one,), ()), Body(2, (other,), ())])) == same


def test_two_are_one_pair_with_the_strongest_reason():
    numbers = (("charity_number", "1012345"),)
    bodies = [Body(1, ("Choir", "Singers"), numbers), Body(2, ("Singers",), numbers), Body(3, ("Band",), ())]
    assert [(pair.first, pair.second, pair.why) for pair in alike(bodies)] == [(1, 2, "number")]
    assert likeness("Ltd") == "ltd"


def test_two_thousand_are_compared_in_no_time():
    bodies = [Body(n, (f"Testham Society of Friends {n}", f"Friends number {n}"), ()) for n in range(2000)]
    began = timezone.now()
    assert alike(bodies) == []
    assert timezone.now() - began < timedelta(seconds=5)


def test_an_officer_sees_what_may_be_one_and_can_tell_them_apart(town, group, officer, client_of):
    other = factories.organisation("Testham Gardners", town)
    browser = client_of(officer)
    found = words(browser.get(ALIKE))
    assert "Their names differ by one letter." in found
    browser.post(ALIKE, {"first": other.slug, "second": group.slug})
    assert "None. When two records" in words(browser.get(ALIKE))
    assert NotTheSame.objects.get().by == officer
    assert pairs_of(town) == []


def test_the_list_of_what_may_be_one_costs_the_same_for_many(town, officer, client_of):
    def add(count):
        for number in range(count):
            numbers = {"charity_number": f"{count:03}{number:04}"}
            factories.organisation(f"Body {number} of {count}", town, **numbers)
            factories.organisation(f"Other {number} of {count}", town, **numbers)

    assert_same_queries(client_of(officer), ALIKE, add)


def test_a_merger_takes_along_what_goes_on_and_leaves_what_was_done(
    town, edition, council, group, into, complainant, signatory, respondent, officer, client_of
):
    group.charity_number, group.email = "1012345", "gardeners@testham.example"
    group.save()
    group.other_names.create(name="Diggers")
    member = factories.organisation("Testham Allotments", town, umbrella=group)
    before = factories.organisation("Old Gardeners", town, successor=group, succeeded_on=timezone.localdate())
    signature = factories.signature(edition, group, signatory)
    seat = factories.forum(town).seat(by=None, sector=Sector.VCS, organisation=group)
    action = factories.plan(town, "2026", group, by=officer, agreed=True)
    clause = edition.clauses.select_related("edition__text__compact").get(number="3.1")
    said = {"by": complainant, "what": What.CHANGE, "body": "Early.", "reason": "Short"}
    draft, submitted = (Amendment.propose(clause, group, **said) for _ in range(2))
    submitted.submit(by=complainant)
    dispute = steps.raised(town, group, council, by=complainant)
    Membership.objects.filter(person=signatory).update(ends_on=timezone.localdate() + timedelta(days=9))
    grower = factories.member(into, "Greta Grower")

    browser = client_of(officer)
    assert "This cannot be undone." in words(browser.get(MERGE))
    refused = browser.post(MERGE, {"reason": "Same committee"})
    assert "Tick “I have read what goes where" in words(refused)
    assert browser.post(MERGE, {"reason": "Same committee", "sure": "on"})["Location"] == INTO

    into.refresh_from_db()
    assert (into.charity_number, into.email) == ("1012345", "gardeners@testham.example")
    assert {name.name for name in into.other_names.all()} == {"Testham Gardeners", "Diggers"}
    assert list(into.members.all()) == [member]
    assert list(into.predecessors.all()) == [before]
    assert set(into.acting()) == {complainant, signatory, grower}
    assert into.memberships.get(person=signatory).ends_on == timezone.localdate() + timedelta(days=9)
    assert access.permits(complainant, "act_for", into)
    assert not access.permits(complainant, "act_for", group)
    for moved, of in [(seat, "organisation"), (action, "lead"), (draft, "organisation")]:
        moved.refresh_from_db()
        assert getattr(moved, of) == into
    for stays, of in [(signature, "organisation"), (submitted, "organisation"), (dispute, "complainant")]:
        stays.refresh_from_db()
        assert getattr(stays, of) == group

    # Who acts for the record that remains does what belongs to either.
    submitted = Amendment.objects.get(pk=submitted.pk)
    assert submitted.actions_for(grower) == submitted.actions_for(complainant) != []
    assert Dispute.objects.visible_to(grower).contains(dispute)
    dispute = Dispute.objects.get(pk=dispute.pk)
    assert dispute.parties_of(grower) == dispute.parties_of(complainant) != set()
    assert Signature.why_not(edition, Organisation.objects.get(pk=into.pk), signatory).endswith(
        "already signed this edition."
    )
    Signature.objects.get(pk=signature.pk).withdraw(by=signatory, reason="Enough")

    # Everybody is led to it, and told.
    assert browser.get(OLD).status_code == 301
    assert browser.get(OLD)["Location"] == INTO
    assert browser.get(f"{OLD}people/")["Location"] == f"{INTO}people/"
    page = words(browser.get(INTO))
    assert "Signed as Testham Gardeners." in page
    assert "The record “Testham Gardeners” became part of this one" in page
    history = words(browser.get(f"{INTO}history/"))
    assert "Olive Officer made “Testham Gardeners” part of this record" in history
    assert "Same committee" in history
    told = set(mail.Message.objects.filter(subject__startswith="Two records").values_list("to", flat=True))
    assert told == {complainant.email, signatory.email, grower.email, "gardeners@testham.example"}
    assert "Testham Growers" in words(browser.get("/compacts/testham/organisations/?q=gardeners"))
    assert Merger.objects.get().moved
    assert town.chain.get(action="organisation merged")


def test_the_register_counts_a_body_that_signed_twice_once(town, edition, group, into, signatory, officer):
    factories.signature(edition, group, signatory)
    factories.signature(edition, into, factories.member(into, "Greta Grower", Role.SIGNATORY))
    assert Signature.objects.of(town).standing().newest_of_each().count() == 2
    actions.merge(group, into, by=officer, reason="One body")
    assert [s.organisation for s in Signature.objects.of(town).standing().newest_of_each()] == [into]


def test_a_chair_of_the_remaining_record_is_recused_from_a_case_of_the_old_one(
    town, group, council, into, complainant, chair, vice_chair, officer
):
    dispute = steps.raised(town, group, council, by=complainant)
    Membership.begin(chair, into, Role.CHAMPION, by=None, starts_on=factories.LONG_AGO)
    assert standing.acting_chairs(dispute) == [chair]
    actions.merge(group, into, by=officer, reason="One body")
    dispute = Dispute.objects.get(pk=dispute.pk)
    assert standing.acting_chairs(dispute) == [vice_chair]
    Dispute.objects.filter(pk=dispute.pk).update(referred_at=timezone.now())
    assert not Dispute.objects.chaired_by(chair).exists()
    assert list(Dispute.objects.chaired_by(vice_chair)) == [dispute]


def test_a_request_to_sign_is_asked_of_the_record_that_remains(edition, group, into, officer):
    asked = SigningRequest.ask(
        edition=edition, organisation=group, to_name="Pat", to_email="pat@testham.example", by=officer
    )
    actions.merge(group, into, by=officer, reason="One body")
    asked.refresh_from_db()
    assert asked.state == "cancelled"
    assert SigningRequest.objects.get(organisation=into).to_email == "pat@testham.example"


def test_records_merged_before_follow_to_the_last_one(town, group, into, officer, client):
    last = factories.organisation("Testham Green Hands", town)
    actions.merge(group, into, by=officer, reason="One body")
    actions.merge(into, last, by=officer, reason="One body")
    assert client.get(OLD)["Location"] == "/organisations/testham-green-hands/"
    assert {name.name for name in last.other_names.all()} == {"Testham Gardeners", "Testham Growers"}


def test_what_cannot_be_merged_says_why(town, group, council, into, complainant, respondent, officer, other_officer):
    def why(old, new, by=officer):
        with pytest.raises(NotAllowed) as refused, transaction.atomic():
            actions.merge(old, new, by=by, reason="x")
        return str(refused.value)

    assert "this is the same record" in why(group, group)
    assert "You do not keep" in why(group, into, other_officer)
    assert "different sectors" in why(group, council)
    partner = factories.organisation("Testham Partnership", town, sector=Sector.STATUTORY)
    steps.raised(town, group, council, by=complainant)
    Organisation.objects.filter(pk=council.pk).update(sector=Sector.VCS)
    assert "different sides of an open matter" in why(group, council)
    access.appoint(complainant, town, "officer", starts_on=factories.LONG_AGO, by=None)
    assert "You act for Testham Gardeners" in why(group, into, complainant)
    actions.merge(group, into, by=officer, reason="One body")
    assert "has been merged already" in why(group, into)
    assert "has been merged already" in why(partner, Organisation.objects.get(pk=group.pk))


def test_the_database_refuses_a_second_merger_and_a_record_merged_into_itself(group, into, officer):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=group.pk).update(merged_into=group, merged_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=group.pk).update(merged_into=into)
    actions.merge(group, into, by=officer, reason="One body")
    with pytest.raises(IntegrityError), transaction.atomic():
        Merger.objects.create(action="merged", organisation=group, into=into)
    with pytest.raises(IntegrityError), transaction.atomic():
        Merger.objects.all().delete()


def test_an_action_with_both_records_as_leads_keeps_one(town, council, group, officer):
    twin = factories.organisation("Testham City Council", town, sector=Sector.STATUTORY)
    action = factories.plan(town, "2026", council, by=officer, agreed=True)
    Action.objects.filter(pk=action.pk).update(joint_lead=group)
    action.partners.add(twin)
    actions.merge(twin, council, by=officer, reason="One body")
    assert list(action.partners.all()) == [council]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_merge_each_into_the_other_one_wins(town, group, into, officer):
    answers = []
    gate = threading.Barrier(2)

    def press(old, new):
        gate.wait()
        try:
            actions.merge(old, new, by=officer, reason="One body")
            answers.append("done")
        except NotAllowed as reason:
            answers.append(str(reason))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=pair) for pair in [(group, into), (into, group)]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["One of the two has been merged already. Look at how they stand now.", "done"]
    assert Organisation.objects.filter(merged_into=None).count() == 1
