"""Acting for several organisations, letting others in, leaving and handing over; an organisation with nobody left."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from compact_portal import access, mail
from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Comment
from compact_portal.history import NotAllowed
from signatories import actions
from signatories.actions.leaving import tell_officers
from signatories.models import Amendment, Handover, Membership, Role, SigningRequest, WorkingGroup
from signatories.open_work import open_work
from signatories.procedure import What
from tests import factories
from tests.disputes import steps
from tests.queries import queries_of

GROUP = "/organisations/testham-gardeners/"
INVITED = {
    "name": "Nia Newcomer",
    "email": "nia@testham.example",
    "role": "representative",
    "starts_on_day": "1",
    "starts_on_month": "1",
    "starts_on_year": "2026",
}


def words(response):
    return " ".join(response.content.decode().split())


def told(subject):
    """To whom mail with a subject that begins so was written."""
    return set(mail.Message.objects.filter(subject__startswith=subject).values_list("to", flat=True))


@pytest.fixture
def choir(town, complainant):
    """A second organisation for which the gardeners' representative acts too."""
    made = factories.organisation("Testham Choir", town)
    Membership.begin(complainant, made, Role.REPRESENTATIVE, by=None, starts_on=factories.LONG_AGO)
    return made


# For whom one acts now ----


def test_who_acts_for_two_chooses_and_pages_offer_that_one_first(town, edition, group, choir, complainant, client_of):
    factories.signature(edition, group, factories.member(group, "Sid", Role.SIGNATORY))
    factories.signature(edition, choir, factories.member(choir, "Cleo", Role.SIGNATORY))
    for body in (group, choir):
        Membership.begin(complainant, body, Role.SIGNATORY, by=None, starts_on=factories.LONG_AGO)
    browser = client_of(complainant)
    assert "Acting for all" in words(browser.get("/dashboard/"))
    answer = browser.post("/acting-for/", {"organisation": choir.slug}, follow=True)
    assert "Acting for Testham Choir" in words(answer)
    raising = browser.get("/compacts/testham/disputes/raise/")
    assert raising.context["form"]["who"].value() == f"own-{choir.pk}"
    asked = browser.get("/compacts/testham/amendments/propose/words/?clause=testham/revised/3.1&what=change")
    assert asked.context["form"]["organisation"].value() == choir.pk
    sign = "/compacts/testham/signatories/sign/"
    browser.post(f"{sign}who/", {"signed_name": "Connie", "office": "Chair"})
    browser.post(f"{sign}what/", {"edition": edition.pk})
    assert browser.get(f"{sign}organisation/").context["form"]["organisation"].value() == choir.pk
    browser.post("/acting-for/", {"organisation": ""})
    assert "Acting for all" in words(browser.get("/dashboard/"))


def test_the_dashboard_shows_what_waits_for_the_one_chosen(
    town, edition, council, group, choir, complainant, respondent, client_of
):
    ours = steps.raised(town, group, council, by=complainant)
    theirs = steps.raised(town, choir, council, by=complainant)
    browser = client_of(complainant)
    both = words(browser.get("/dashboard/"))
    assert ours.reference in both
    assert theirs.reference in both
    browser.post("/acting-for/", {"organisation": choir.slug})
    one = words(browser.get("/dashboard/"))
    assert ours.reference not in one
    assert theirs.reference in one
    assert len(queries_of(browser, "/dashboard/")) <= 15


def test_nobody_chooses_what_is_not_theirs_and_a_choice_ends_with_the_term(
    council, group, choir, complainant, client_of
):
    browser = client_of(complainant)
    answer = browser.post("/acting-for/", {"organisation": council.slug}, follow=True)
    assert "You no longer act for that organisation." in words(answer)
    browser.post("/acting-for/", {"organisation": choir.slug, "next": "https://elsewhere.example/"})
    tomorrow = timezone.now() + timedelta(days=1)
    Membership.objects.get(organisation=choir).end(by=None, on=timezone.localdate())
    assert "Acting for Testham Choir" in words(browser.get("/account/"))
    with time_machine.travel(tomorrow):
        again = client_of(complainant)
        session = again.session
        session["acting_for"] = choir.pk
        session.save()
        assert "Acting for" not in words(again.get("/account/"))
        assert not access.permits(complainant, "act_for", choir)
        assert again.get("/organisations/testham-choir/people/").status_code == 403


def test_who_acts_for_nobody_is_told_what_will_stand_there(stranger, client_of):
    assert "You act for no organisation now." in words(client_of(stranger).get("/acting-for/"))


# Letting others in ----


def test_nobody_makes_themselves_authorised_signatory(group, complainant, officer, client_of):
    own = INVITED | {"email": complainant.email.upper(), "role": "signatory"}
    refused = client_of(complainant).post(f"{GROUP}people/invite/", own)
    assert "Nobody makes themselves authorised signatory." in words(refused)
    assert not access.permits(complainant, "sign_for", group)
    client_of(officer).post(f"{GROUP}people/invite/", own)
    assert access.permits(complainant, "sign_for", group)


def test_of_a_new_signatory_everybody_learns_and_officers_where_nobody_else_would(
    group, complainant, officer, client_of
):
    client_of(complainant).post(f"{GROUP}people/invite/", INVITED | {"role": "signatory"})
    assert told("Somebody has a new role") == {officer.email}
    mail.Message.objects.all().delete()
    group.email = "gardeners@testham.example"
    group.save()
    more = INVITED | {"role": "signatory", "email": "sam@testham.example", "name": "Sam"}
    client_of(complainant).post(f"{GROUP}people/invite/", more)
    assert told("Somebody has a new role") == {"nia@testham.example", "gardeners@testham.example"}


def test_the_first_person_that_an_officer_lets_in_is_put_on_record_and_told_of(town, group, officer, client_of):
    group.email = "gardeners@testham.example"
    group.save()
    colleague = factories.officer(town, "Ophelia Officer")
    browser = client_of(officer)
    assert "your invitation is put on record" in words(browser.get(f"{GROUP}people/invite/"))
    browser.post(f"{GROUP}people/invite/", INVITED)
    assert told("Somebody has a new role") == {"gardeners@testham.example", colleague.email}
    assert "Until now nobody acted for it" in mail.Message.objects.get(to="gardeners@testham.example").body
    event = access.AccessEvent.objects.get(person__email="nia@testham.example", action="appointed")
    assert (event.actor, event.note) == (officer, "The first person of an organisation for which nobody acted")


def test_without_another_officer_the_administrators_learn_of_a_first_person(group, officer, admin, client_of):
    client_of(officer).post(f"{GROUP}people/invite/", INVITED)
    assert told("Somebody has a new role") == {admin.email}


def test_an_invitation_is_sent_again_but_not_at_once_and_can_be_cancelled(group, complainant, client_of):
    browser = client_of(complainant)
    browser.post(f"{GROUP}people/invite/", INVITED)
    newcomer = User.objects.get(email="nia@testham.example")
    membership = Membership.objects.get(person=newcomer)
    again, cancel = (f"{GROUP}people/{membership.pk}/{what}/" for what in ("again", "cancel"))
    assert "less than 10 minutes ago" in words(browser.post(again, follow=True))
    later = timezone.now() + timedelta(minutes=11)
    with time_machine.travel(later):
        assert "A new invitation is on its way" in words(browser.post(again, follow=True))
        links = [
            line
            for message in mail.Message.objects.filter(to=newcomer.email).order_by("pk")
            for line in message.body.split()
            if "/account/join/" in line
        ]
        first, second = (link.partition("example")[2] or link[link.index("/account/") :] for link in links)
        assert client_of(None).get(first[first.index("/account/") :]).status_code == 410
        link = second[second.index("/account/") :]
        assert client_of(None).get(link).status_code == 200
        assert "is cancelled" in words(browser.post(cancel, follow=True))
        assert client_of(None).get(link).status_code == 410
    assert not access.permits(newcomer, "act_for", group)


def test_the_invitation_of_somebody_who_has_joined_cannot_be_cancelled(group, complainant, signatory, client_of):
    membership = Membership.objects.get(person=signatory)
    answer = client_of(complainant).post(f"{GROUP}people/{membership.pk}/cancel/", follow=True)
    assert "has joined in the meantime" in words(answer)
    assert access.permits(signatory, "sign_for", group)


# Leaving ----


def test_who_is_ended_is_told_and_so_are_those_who_stay(group, complainant, signatory, officer, client_of):
    membership = Membership.objects.get(person=signatory)
    address = f"{GROUP}people/{membership.pk}/end/"
    client_of(officer).post(address, {"reason": "Has moved away"})
    assert told("A role in Testham Gardeners ends") == {signatory.email, complainant.email}
    assert "Has moved away" in mail.Message.objects.filter(to=signatory.email).last().body
    assert "This role has ended already." in words(client_of(officer).post(address, {}))


def test_what_a_leaver_has_open_is_listed_and_handed_over_in_one_step(
    town, edition, council, group, complainant, signatory, officer, client_of
):
    request = SigningRequest.ask(
        edition=edition, organisation=group, to_name="Connie", to_email=complainant.email, by=officer
    )
    factories.forum(town).seat(by=None, sector=Sector.VCS, person=complainant, organisation=group)
    factories.plan(town, "2026", group, by=officer, agreed=True).update_progress(
        by=complainant, status="on_track", note="Begun"
    )
    dispute = steps.raised(town, group, council, by=complainant)
    other = factories.compact("Other Compact")
    other.organisations.add(group)
    factories.signature(factories.edition(other), group, signatory)
    membership = Membership.objects.get(person=complainant)
    address = f"{GROUP}people/{membership.pk}/end/"

    found = words(client_of(officer).get(address))
    for line in ("1 open request to sign", "1 seat on the Forum", "1 action on which they report", "1 open dispute"):
        assert line in found
    assert dispute.reference not in found, "officers read numbers only"
    assert dispute.reference in words(client_of(signatory).get(address))

    said = {"reason": "Left", "to": signatory.pk, "note": "Good luck"}
    client_of(officer).post(address, said)
    assert not access.permits(complainant, "act_for", group)
    request.refresh_from_db()
    assert (request.state, request.handed_to.to_email) == ("handed_over", signatory.email)
    assert town.forum.seats.in_term().get().person == signatory
    handover = Handover.objects.get()
    assert (handover.person, handover.to, handover.actor) == (complainant, signatory, officer)
    message = mail.Message.objects.get(to=signatory.email, subject__startswith="Open work was handed over")
    assert "Print a leaflet" in message.body
    assert "Good luck" in message.body
    assert "1 open dispute" in message.body
    assert dispute.reference not in message.body
    assert dispute.begun_by == complainant, "the name stays"
    history = words(client_of(officer).get(f"{GROUP}history/"))
    assert "Olive Officer handed what Connie Complainant had open to Sid Signatory" in history
    assert "Print a leaflet" not in history


def test_a_representative_hands_over_all_but_a_seat_that_only_officers_give(
    town, edition, group, complainant, signatory, client_of
):
    factories.forum(town).seat(by=None, sector=Sector.VCS, person=complainant, organisation=group)
    factories.signature(edition, group, signatory)
    clause = edition.clauses.select_related("edition__text__compact").get(number="3.1")
    draft = Amendment.propose(clause, group, by=complainant, what=What.CHANGE, body="Early.", reason="Short")
    membership = Membership.objects.get(person=complainant)
    browser = client_of(signatory)
    answer = browser.post(f"{GROUP}people/{membership.pk}/hand-over/", {"to": signatory.pk, "note": ""}, follow=True)
    assert "What was open is handed to Sid Signatory" in words(answer)
    draft.refresh_from_db()
    assert draft.proposed_by == signatory
    assert draft.events.last().action == "handed-over"
    assert town.forum.seats.in_term().get().person == complainant
    assert any("ask the officer of the Compact" in sentence for sentence in Handover.objects.get().moved)


def test_work_goes_only_to_somebody_who_acts_for_the_organisation(group, complainant, signatory, stranger, officer):
    for wrong in (stranger, complainant):
        with pytest.raises(NotAllowed, match="Choose a colleague"):
            actions.hand_over_work(group, complainant, to=wrong, by=officer)
    with pytest.raises(NotAllowed, match="Nothing is open"):
        actions.hand_over_work(group, complainant, to=signatory, by=officer)


def test_a_term_that_ends_within_30_days_and_a_closed_account_show_what_is_open(
    group, complainant, signatory, officer, admin, client_of
):
    Membership.objects.filter(person=signatory).update(ends_on=timezone.localdate() + timedelta(days=30))
    browser = client_of(complainant)
    assert "Somebody leaves Testham Gardeners" in words(browser.get("/dashboard/"))
    assert "The term of Sid Signatory ends on" in words(browser.get(f"{GROUP}people/"))
    Membership.objects.filter(person=signatory).update(ends_on=timezone.localdate() + timedelta(days=31))
    assert "Somebody leaves" not in words(browser.get("/dashboard/"))
    client_of(admin).post(f"/people/{signatory.pk}/close/", {"reason": "Left the council"})
    assert told("A colleague in Testham Gardeners has left") == {complainant.email}
    assert "The account of Sid Signatory is closed." in words(browser.get(f"{GROUP}people/"))
    membership = Membership.objects.get(person=signatory)
    assert "Nothing. There is nothing to hand over." in words(browser.get(f"{GROUP}people/{membership.pk}/hand-over/"))


def test_closing_an_account_shows_what_is_open_in_each_organisation(
    town, edition, council, group, complainant, admin, client_of
):
    steps.raised(town, group, council, by=complainant)
    found = words(client_of(admin).get(f"/people/{complainant.pk}/close/"))
    assert "What they have open in Testham Gardeners" in found
    assert "1 open dispute in which they act" in found


def test_what_is_personal_is_listed_and_cannot_be_handed_over(
    town, group, council, complainant, respondent, chair, vice_chair, mediator, signatory
):
    dispute = steps.raised(town, group, council, by=complainant)
    hands = {"complainant": complainant, "respondent": respondent, "chair": chair, "mediator": mediator}
    steps.bring(dispute, "awaiting-statement", **hands)
    assert [piece.goes for piece in open_work(mediator, group)] == [False]
    Comment.receive(factories.consultation(town.agreement), words="Ask us.", person=mediator, organisation=group.name)
    group_of_talks = WorkingGroup.form(town, by=chair, name="Talks", remit="Looks at talks.")
    group_of_talks.members.create(person=mediator, name="Mel", organisation=group, starts_on=factories.LONG_AGO)
    words_of = [piece.words for piece in open_work(mediator, group) if not piece.goes]
    assert "1 place in a working group" in words_of
    assert "1 comment on an open consultation" in words_of


# Nobody left ----


def test_an_organisation_with_nobody_left_is_shown_to_officers_and_told_of_once(
    town, group, complainant, officer, client_of
):
    factories.organisation("Testham Never", town)
    membership = Membership.objects.get(person=complainant)
    browser = client_of(complainant)
    assert "Nobody else acts for Testham Gardeners." in words(browser.get(f"{GROUP}people/{membership.pk}/end/"))
    assert tell_officers() == "0 organisations found with nobody left"
    browser.post(f"{GROUP}people/{membership.pk}/end/", {})
    assert told("Nobody acts for Testham Gardeners") == {officer.email}
    assert tell_officers() == "0 organisations found with nobody left"
    assert mail.Message.objects.filter(to=officer.email).count() == 1
    officers = client_of(officer)
    assert "Nobody acts any more for 1 organisation." in words(officers.get("/dashboard/"))
    left = words(officers.get("/compacts/testham/organisations/?people=left"))
    assert "Testham Gardeners" in left
    assert "Testham Never" not in left
    assert "Testham Never" in words(officers.get("/compacts/testham/organisations/?people=none"))
    assert "Testham Never" in words(client_of(None).get("/compacts/testham/organisations/?people=left"))
    officers.post(f"{GROUP}people/invite/", INVITED)
    assert "Nobody acts any more" not in words(officers.get("/dashboard/"))
    group.refresh_from_db()
    assert group.officers_told_at is None


def test_officers_learn_by_time_that_the_last_term_has_ended(group, complainant, officer):
    actions.end(Membership.objects.get(), by=officer, on=timezone.localdate())
    assert told("Nobody acts for") == set()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert tell_officers() == "1 organisations found with nobody left"
        assert tell_officers() == "0 organisations found with nobody left"
    assert told("Nobody acts for") == {officer.email}


def test_without_an_officer_the_administrators_are_told(group, complainant, admin):
    User.objects.filter(pk=complainant.pk).update(is_active=False)
    tell_officers()
    assert told("Nobody acts for") == {admin.email}
