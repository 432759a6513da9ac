"""Officers keep the register of organisations; representatives keep who acts for theirs."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from compact_portal import access, mail
from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Sector
from signatories.models import Membership, Organisation, Role
from tests import factories
from tests.disputes import steps
from tests.queries import assert_same_queries

ADD = "/compacts/testham/organisations/add/"
GROUP = "/organisations/testham-gardeners/"
PLAIN = {"name": "Testham Choir", "sector": "vcs", "kind": "group"}
INVITED = {
    "name": "Nia Newcomer",
    "email": "nia@testham.example",
    "role": "representative",
    "starts_on_day": "1",
    "starts_on_month": "1",
    "starts_on_year": "2026",
}


def page(browser, address):
    """Return the words of a page, in one line."""
    return " ".join(browser.get(address).content.decode().split())


def test_an_officer_adds_an_organisation_and_goes_on_to_its_people(town, officer, client_of):
    browser = client_of(officer)
    response = browser.post(ADD, PLAIN | {"complaints_days": "20", "charity_number": "1012345"})
    assert response["Location"] == "/organisations/testham-choir/people/"
    choir = Organisation.objects.get(slug="testham-choir")
    assert choir.complaints_days == 20
    assert list(choir.compacts.all()) == [town]
    assert "Nobody acts for this organisation yet" in page(browser, response["Location"])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Enter the name"),
        ({"name": "x" * 161}, "Shorten “Name” to 160 characters"),
        ({"name": "!!!"}, "Enter a name with letters in it."),
        ({"name": "Testham Gardeners"}, "An organisation of that name is already in the register."),
        ({"sector": ""}, "Choose the sector"),
        ({"kind": "castle"}, "Choose one of the answers"),
        ({"complaints_days": "0"}, "greater than or equal to 1"),
        ({"complaints_days": "261"}, "less than or equal to 260"),
        ({"complaints_days": "soon"}, "Enter a whole number"),
        ({"charity_number": "12"}, "Enter a charity number like 1012345"),
        ({"company_number": "12"}, "Enter a company number of 8 characters"),
        ({"email": "nobody"}, "Enter an email address, like name@example.org"),
        ({"website": "http://"}, "Enter the address of a website"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(town, group, officer, client_of, wrong, sentence):
    found = client_of(officer).post(ADD, PLAIN | {"ombudsman": "", "email": "choir@testham.example"} | wrong)
    assert found.status_code == 200
    assert sentence in found.content.decode().replace("&#x27;", "'")
    if "email" not in wrong:
        assert "choir@testham.example" in found.content.decode()
    assert Organisation.objects.count() == 1


def test_two_names_with_one_address_get_two(town, officer, client_of):
    browser = client_of(officer)
    browser.post(ADD, PLAIN)
    twice = PLAIN | {"name": "Testham  Choir!"}
    assert "is in the register and may be the same" in browser.post(ADD, twice).content.decode()
    browser.post(ADD, twice | {"another": "on"})
    assert set(Organisation.objects.values_list("slug", flat=True)) == {"testham-choir", "testham-choir-2"}


def test_a_change_is_in_the_history_with_its_reason(group, officer, complainant, client_of):
    browser = client_of(officer)
    same = {"name": group.name, "sector": group.sector, "kind": group.kind}
    changed = same | {"complaints_days": "15", "why": "Their new procedure"}
    assert browser.post(f"{GROUP}edit/", changed)["Location"] == GROUP
    found = page(client_of(complainant), f"{GROUP}history/")
    assert "Their new procedure" in found
    assert "Olive Officer" in found
    assert "Answers formal complaints within" in page(browser, GROUP)
    assert "15 working days" in page(browser, GROUP)


def test_an_officer_of_two_areas_says_which_an_organisation_is_in_and_leaves_others_alone(
    town, group, officer, client_of
):
    own, foreign = factories.compact("Second Compact"), factories.compact("Third Compact")
    access.appoint(officer, own, "officer", starts_on=factories.LONG_AGO, by=None)
    group.compacts.add(foreign)
    browser = client_of(officer)
    assert "Third Compact" not in page(browser, f"{GROUP}edit/").partition("<form method")[2]
    same = {"name": group.name, "sector": group.sector, "kind": group.kind}
    browser.post(f"{GROUP}edit/", same | {"compacts": [own.pk]})
    assert set(group.compacts.all()) == {own, foreign}


def test_an_officer_of_another_area_changes_nothing_here(group, client_of):
    other = factories.officer(factories.compact("Other Compact"), "Otto Officer")
    assert client_of(other).post(f"{GROUP}edit/", {"name": "Mine"}).status_code == 403


def test_an_organisation_cannot_be_its_own_umbrella(town, officer, client_of):
    body = factories.organisation("Testham Network", town, kind="network")
    found = page(client_of(officer), "/organisations/testham-network/edit/")
    assert f'value="{body.pk}"' not in found


def test_the_list_of_organisations_is_searched(town, group, council, officer, client_of):
    browser = client_of(officer)
    found = page(browser, "/compacts/testham/organisations/?q=garden")
    assert "Testham Gardeners" in found
    assert "Testham Council" not in found
    assert "No organisation of the area is like that." in page(browser, "/compacts/testham/organisations/?q=zzz")


def test_the_public_page_shows_what_was_signed_and_no_address_of_a_person(
    edition, group, complainant, signatory, client
):
    signature = factories.signature(edition, group, signatory)
    found = page(client, GROUP)
    assert "Testham Compact, edition revised" in found
    assert signature.get_absolute_url() in found
    assert complainant.email not in found
    assert "People who act for it" not in found
    assert not client.get(GROUP).cookies


def test_the_public_page_tells_who_followed_whom_names_contact_and_what_it_does(
    town, group, council, complainant, signatory, officer, client
):
    old = factories.organisation("Testham Diggers", town, successor=group, succeeded_on=date(2020, 4, 1))
    factories.organisation("Testham Allotments", town, umbrella=group)
    group.other_names.create(name="Spade Society", kind="former", until_on=date(2015, 3, 31))
    Organisation.objects.filter(pk=group.pk).update(
        contact_name="The secretary", contact_phone="01632 960 001", postal_address="1 High Street\nTestham"
    )
    factories.member(group, "Chas Champion", Role.CHAMPION)
    factories.forum_seat(town, "Sue Seat", organisation=group)
    factories.plan(town, str(timezone.localdate().year), group, by=officer, agreed=True)
    found = page(client, GROUP)
    for said in (
        "It followed",
        "Testham Diggers</a>, since 1 April 2020",
        "Testham Allotments",
        "Spade Society (former name, until 31 March 2015)",
        "The secretary",
        "01632 960 001",
        "1 High Street<br>Testham",
        "Chas Champion",
        "Sue Seat, Member",
        "Print a leaflet",
    ):
        assert said in found
    before = page(client, old.get_absolute_url())
    assert "Since 1 April 2020 it is followed by" in before
    assert f'href="{GROUP}"' in before
    assert "It leads no action of a present plan." in before
    assert "Followed by Testham Gardeners since 1 April 2020" in page(client, "/compacts/testham/organisations/")


def test_figures_on_disputes_begin_at_five(town, group, council, complainant, client):
    for _number in range(4):
        steps.raised(town, group, council, by=complainant)
    assert "None is shown here: there were fewer, or none." in page(client, GROUP)
    steps.raised(town, group, council, by=complainant)
    assert "Disputes it raised: 5" in page(client, GROUP)
    answers = page(client, "/organisations/testham-council/")
    assert "Disputes raised with it: 5" in answers
    assert "Of these, ended" not in answers


def test_other_names_are_kept_found_and_taken_away(town, group, officer, client_of):
    browser = client_of(officer)
    address = f"{GROUP}names/"
    assert "It has none yet." in page(browser, address)
    browser.post(address, {"name": "The  Diggers", "kind": "alias"})
    wrong = {"name": "Old", "kind": "former", "from_on_day": "1", "from_on_month": "1", "from_on_year": "2020"}
    wrong |= {"until_on_day": "1", "until_on_month": "1", "until_on_year": "2019"}
    for data, sentence in [
        ({"name": "the diggers", "kind": "alias"}, "This name is in the list already."),
        ({"name": "Testham gardeners", "kind": "alias"}, "That is its name now."),
        ({"name": "A; B", "kind": "alias"}, "Write the name without a semicolon"),
        (wrong, "The last day must be the first day or later."),
    ]:
        assert sentence in browser.post(address, data).content.decode()
    assert "Testham Gardeners" in page(client_of(None), "/compacts/testham/organisations/?q=diggers")
    name = group.other_names.get()
    browser.post(f"{address}{name.pk}/remove/")
    assert "Testham Gardeners" not in page(browser, "/compacts/testham/organisations/?q=diggers")
    assert "The Diggers" in page(browser, f"{GROUP}history/")


def test_a_change_of_name_leaves_a_former_name_and_the_address(group, officer, client_of):
    same = {"sector": group.sector, "kind": group.kind}
    browser = client_of(officer)
    browser.post(f"{GROUP}edit/", same | {"name": "Testham Growers", "was_called": "on"})
    former = group.other_names.get()
    assert (former.name, former.kind, former.until_on) == ("Testham Gardeners", "former", timezone.localdate())
    browser.post(f"{GROUP}edit/", same | {"name": "Testham Growing"})
    assert group.other_names.count() == 1, "a slip of the pen is no former name"
    assert "Testham Growing" in page(browser, GROUP)


def test_a_successor_needs_a_day_and_nobody_follows_or_leads_in_a_circle(town, group, officer, client_of):
    network = factories.organisation("Testham Network", town, kind="network", umbrella=group)
    same = {"name": group.name, "sector": group.sector, "kind": group.kind}
    browser = client_of(officer)
    day = {"succeeded_on_day": "1", "succeeded_on_month": "4", "succeeded_on_year": "2025"}
    for data, sentence in [
        ({"successor": network.pk}, "Enter the day since which it is followed"),
        (day, "Choose the organisation that followed it"),
        ({"umbrella": network.pk}, "names this organisation as its own"),
    ]:
        assert sentence in browser.post(f"{GROUP}edit/", same | data).content.decode()
    browser.post(f"{GROUP}edit/", same | day | {"successor": network.pk})
    group.refresh_from_db()
    assert (group.successor, group.succeeded_on) == (network, date(2025, 4, 1))


@pytest.mark.parametrize(
    ("field", "right", "wrong"),
    [
        ("charity_number", ["1012345", "123456-1", "SC 012345", "nic100012"], ["12345", "SC12345", "1012345-123"]),
        ("company_number", ["01234567", "sc123456", "IP12345R"], ["1234567", "S1234567", "123456789"]),
        (
            "public_number",
            ["E06000015", "w06000001", "QJ2", "RTG"],
            ["E0600001", "X06000015", "12345", "QJ", "A-E"],
        ),
    ],
)
def test_numbers_are_checked_as_their_registers_write_them(group, officer, client_of, field, right, wrong):
    same = {"name": group.name, "sector": group.sector, "kind": group.kind}
    browser = client_of(officer)
    for number in right:
        browser.post(f"{GROUP}edit/", same | {field: number})
        group.refresh_from_db()
        assert getattr(group, field) == number.replace(" ", "").upper()
    for number in wrong:
        assert "There is a problem" in browser.post(f"{GROUP}edit/", same | {field: number}).content.decode()


def test_a_representative_invites_a_colleague_who_gets_a_link(group, complainant, client_of):
    browser = client_of(complainant)
    browser.post(f"{GROUP}people/invite/", INVITED)
    person = User.objects.get(email="nia@testham.example")
    assert person.invited_by == complainant
    membership = Membership.objects.get(person=person)
    assert access.permits(person, "act_for", group)
    assert not access.permits(person, "sign_for", group)
    message = mail.Message.objects.get(to="nia@testham.example")
    assert "/account/" in message.body
    assert "invited, has not joined yet" in page(browser, f"{GROUP}people/")
    assert membership.grant.ends_on is None


def test_who_has_an_account_is_told_of_the_new_role(group, complainant, stranger, client_of):
    said = INVITED | {"email": stranger.email.upper(), "role": "signatory"}
    client_of(complainant).post(f"{GROUP}people/invite/", said)
    assert access.permits(stranger, "sign_for", group)
    message = mail.Message.objects.get(to=stranger.email)
    assert message.subject == "You now act for Testham Gardeners"
    assert "Authorised signatory" in message.body


def test_those_who_act_for_an_organisation_are_told_who_joins_them(group, complainant, signatory, officer, client_of):
    client_of(officer).post(f"{GROUP}people/invite/", INVITED)
    for person in (complainant, signatory):
        message = mail.Message.objects.get(to=person.email)
        assert message.subject == "Somebody has a new role in Testham Gardeners"
        assert f"{officer} has made Nia Newcomer Representative" in message.body
    client_of(complainant).post(f"{GROUP}people/invite/", INVITED | {"role": "signatory"})
    assert mail.Message.objects.filter(to=complainant.email).count() == 1, "nobody is told of what they did"


@pytest.mark.parametrize("role", ["representative", "signatory"])
def test_an_officer_cannot_let_themselves_act_for_an_organisation(group, officer, client_of, role):
    said = INVITED | {"email": officer.email.upper(), "role": role}
    found = client_of(officer).post(f"{GROUP}people/invite/", said)
    assert "You cannot let yourself act for an organisation." in found.content.decode()
    assert not Membership.objects.filter(person=officer).exists()


def test_a_role_with_a_term_begins_and_ends_with_it(group, complainant, stranger, client_of):
    start = timezone.localdate() + timedelta(days=10)
    term = {"starts_on_day": start.day, "starts_on_month": start.month, "starts_on_year": start.year}
    browser = client_of(complainant)
    browser.post(f"{GROUP}people/invite/", INVITED | {"email": stranger.email} | term)
    assert not access.permits(stranger, "act_for", group)
    found = page(browser, f"{GROUP}people/")
    assert found.index("Later") < found.rindex("Stan Stranger")


def test_an_invitation_that_cannot_be_is_refused_in_words(group, complainant, client_of):
    browser = client_of(complainant)
    address = f"{GROUP}people/invite/"
    assert (
        "This person already is representative"
        in browser.post(address, INVITED | {"email": complainant.email}).content.decode()
    )
    before = {"ends_on_day": "31", "ends_on_month": "12", "ends_on_year": "2025"}
    assert "The last day must be the first day or later." in browser.post(address, INVITED | before).content.decode()
    empty = browser.post(address, {}).content.decode()
    for words in ("Enter your full name", "Enter full name", "Enter email address", "Answer", "Choose what they do"):
        if words in empty:
            break
    else:
        pytest.fail("no word of what to do")
    assert Membership.objects.count() == 1


def test_a_membership_ended_at_once_is_over_at_once(group, complainant, signatory, client_of):
    membership = Membership.objects.get(person=signatory)
    browser = client_of(complainant)
    browser.post(f"{GROUP}people/{membership.pk}/end/", {"reason": "Left"})
    assert not access.permits(signatory, "sign_for", group)
    found = page(browser, f"{GROUP}people/")
    assert found.index("Earlier") < found.rindex("Sid Signatory")
    assert "Left" in page(browser, f"{GROUP}history/")


def test_a_membership_ended_on_a_day_holds_until_then(group, complainant, signatory, client_of):
    membership = Membership.objects.get(person=signatory)
    day = timezone.localdate() + timedelta(days=3)
    client_of(complainant).post(
        f"{GROUP}people/{membership.pk}/end/",
        {"on_day": day.day, "on_month": day.month, "on_year": day.year},
    )
    assert access.permits(signatory, "sign_for", group)
    membership.refresh_from_db()
    assert membership.ends_on == day


def test_a_membership_cannot_end_in_the_past(group, complainant, signatory, client_of):
    membership = Membership.objects.get(person=signatory)
    sent = client_of(complainant).post(
        f"{GROUP}people/{membership.pk}/end/", {"on_day": "1", "on_month": "2", "on_year": "2026"}
    )
    assert "must be today or later" in sent.content.decode()


def test_a_membership_of_another_organisation_is_not_found(group, council, complainant, respondent, client_of):
    foreign = Membership.objects.get(person=respondent)
    browser = client_of(complainant)
    assert browser.post(f"{GROUP}people/{foreign.pk}/end/", {}).status_code == 404
    assert browser.post(f"/organisations/testham-council/people/{foreign.pk}/end/", {}).status_code == 403
    assert access.permits(respondent, "act_for", council)


def test_pages_cost_the_same_for_2_rows_and_for_20(town, edition, group, officer, complainant, client_of):
    def people(count):
        for number in range(count):
            factories.member(group, f"Person {number}", Role.REPRESENTATIVE)

    def organisations(count):
        for number in range(count):
            made = factories.organisation(f"Body {number} of {count}", town, sector=Sector.STATUTORY, umbrella=group)
            factories.member(made, f"Rep {number}")

    assert_same_queries(client_of(complainant), f"{GROUP}people/", people)
    assert_same_queries(client_of(complainant), f"{GROUP}history/", people)
    assert_same_queries(client_of(officer), "/compacts/testham/organisations/", organisations)
    assert_same_queries(client_of(officer), GROUP, lambda count: organisations(count + 30))
