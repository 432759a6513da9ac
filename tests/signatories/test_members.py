"""An umbrella body signs for its members too; each is told, and may opt out."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from compact_portal import mail
from compact_portal.history import NotAllowed
from signatories import actions
from signatories.forms.members import MembersFields, named_in
from signatories.models import Role, SignedMember
from signatories.models.member import Named, keep_members
from tests import factories

START = "/compacts/testham/signatories/sign/"


@pytest.fixture
def umbrella(town):
    """A support body with two members in the register, one of which has an address."""
    body = factories.organisation("Testham CVS", town)
    factories.organisation("Member One", town, umbrella=body, email="one@members.example")
    factories.organisation("Member Two", town, umbrella=body)
    return body


@pytest.fixture
def signer(umbrella):
    """Who may sign for it."""
    return factories.member(umbrella, "Una Umbrella", Role.SIGNATORY)


def sign(edition, umbrella, signer, **more):
    """Sign as the last step of signing does."""
    said = {"signed_name": signer.name, "office": "Chair", "authority": "Board", "declaration": "Yes"}
    return actions.sign(edition=edition, organisation=umbrella, by=signer, digest=edition.digest, **said, **more)


@pytest.fixture
def member(edition, umbrella, signer):
    """Member One, for which the umbrella body signed."""
    sign(edition, umbrella, signer, members=[umbrella.members.get(name="Member One").pk])
    return SignedMember.objects.get()


def link_to(address):
    """The link of the latest mail to an address."""
    return re.search(r"/member/\S+", mail.Message.objects.filter(to=address).last().body)[0]


def test_members_are_ticked_and_named_on_the_way_to_signing(edition, umbrella, signer, client_of):
    browser = client_of(signer)
    browser.post(f"{START}who/", {"signed_name": "Una Umbrella", "office": "Chair"})
    browser.post(f"{START}what/", {"edition": edition.pk})
    shown = browser.get(f"{START}organisation/").content.decode()
    assert "Member One" in shown
    one = umbrella.members.get(name="Member One")
    wrong = browser.post(f"{START}organisation/", {"organisation": umbrella.pk, "on_behalf_of": "Choir, choir@"})
    assert "Enter the email address of Choir like" in wrong.content.decode()
    answer = {"organisation": umbrella.pk, "members": [one.pk], "on_behalf_of": "Choir, choir@x.example\nChess Club"}
    browser.post(f"{START}organisation/", answer)
    browser.post(f"{START}authority/", {"authority": "Board"})
    browser.get(f"{START}text/")
    browser.post(f"{START}text/", {"digest": edition.digest})
    check = browser.get(f"{START}check/").content.decode()
    assert "Member One<br>Choir (choir@x.example)<br>Chess Club" in check
    browser.post(f"{START}check/", {"declared": "on"})
    rows = {(one.name, bool(one.organisation), one.email, bool(one.told_at)) for one in SignedMember.objects.all()}
    assert rows == {
        ("Member One", True, "one@members.example", True),
        ("Choir", False, "choir@x.example", True),
        ("Chess Club", False, "", False),
    }
    assert "choir@x.example" not in client_of(None).get("/compacts/testham/signatories/").content.decode()


def test_only_its_own_members_can_be_ticked(umbrella, group):
    class Form(MembersFields):
        """As the step of signing, for one organisation."""

    form = Form({"members": [str(group.pk)]})
    form.offer_members([umbrella])
    assert not form.is_valid()
    for nonsense in ("x", "-1", "9" * 30):
        form = Form({"members": [nonsense]})
        form.offer_members([umbrella])
        assert form.is_valid()
        assert form.cleaned_data["members"] == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Choir, choir@x.example", [Named("Choir", "choir@x.example")]),
        ("Boats, Barges and Co", [Named("Boats, Barges and Co")]),
        (" A  B ,\n\n, \nA B", [Named("A B")]),
    ],
)
def test_who_is_named_is_read_from_lines(text, named):
    assert named_in(text) == named


def test_a_member_is_told_and_opts_out_with_the_button_only(member, client, signer):
    written = mail.Message.objects.get(to="one@members.example")
    assert written.secret
    assert "Testham CVS has signed the" in written.body
    link = link_to("one@members.example")
    assert "Opt out" in client.get(link).content.decode()
    member.refresh_from_db()
    assert member.opted_out_at is None
    done = client.post(link, {"reason": "We decide ourselves."}, follow=True).content.decode()
    assert "It is as if nobody had signed for it." in done
    told = mail.Message.objects.get(to=signer.email, subject__contains="has opted out")
    assert "We decide ourselves." in told.body
    register = client.get("/compacts/testham/signatories/").content.decode()
    assert "Member One" not in register
    assert client.get(f"{link[:-1]}x/").status_code == 410
    assert client.post(link, {"stay": "1"}, follow=True).status_code == 200
    assert "Through Testham CVS." in client.get("/compacts/testham/signatories/").content.decode()


def test_the_umbrella_body_and_the_officer_see_who_opted_out_and_others_do_not(
    member, signer, officer, stranger, client_of
):
    member.opt_out(reason="We decide ourselves.")
    for person, sees in [(signer, True), (officer, True), (stranger, False), (None, False)]:
        page = client_of(person).get(member.signature.get_absolute_url()).content.decode()
        assert ("We decide ourselves." in page) is sees
        assert ("Member One" in page) is sees


def test_after_28_days_it_leaves_and_that_cannot_be_taken_back(member, client):
    with time_machine.travel(timezone.now() + timedelta(days=28), tick=False):
        assert member.may_opt_out_until == timezone.localdate()
    with time_machine.travel(timezone.now() + timedelta(days=29), tick=False):
        member.opt_out(reason="Late.")
        assert member.left_on == timezone.localdate()
        assert "Through Testham CVS. Signed the revised edition, and withdrew on" in " ".join(
            client.get("/compacts/testham/signatories/").content.decode().split()
        )
        with pytest.raises(NotAllowed, match="cannot be taken back"):
            member.stay()
    with pytest.raises(NotAllowed, match="opted out already"):
        member.opt_out()


def test_the_address_of_a_member_that_has_left_is_wiped(member):
    assert keep_members() == "0 addresses of members wiped"
    member.opt_out()
    with time_machine.travel(timezone.now() + timedelta(days=29), tick=False):
        assert keep_members() == "1 addresses of members wiped"


def test_who_acts_for_the_member_opts_out_signed_in(member, stranger, client_of):
    person = factories.member(member.organisation, "Mo Member")
    assert client_of(stranger).post(member.get_absolute_url(), {}).status_code == 403
    client_of(person).post(member.get_absolute_url(), {"reason": ""})
    member.refresh_from_db()
    assert member.opted_out_in_time
