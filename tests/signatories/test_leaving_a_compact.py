"""An organisation leaves with notice and a reason; until the notice has run out it is bound, and may stay."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from compact_portal import mail
from compact_portal.history import NotAllowed
from signatories import actions
from signatories.actions.withdrawing import end_notices
from signatories.models import ChainEntry, Signature
from tests import factories

REGISTER = "/compacts/testham/signatories/"


@pytest.fixture
def signature(edition, group, signatory):
    """The signature of the voluntary group."""
    return factories.signature(edition, group, signatory)


def page(browser, address=REGISTER):
    """Return the words of a page, in one line."""
    return " ".join(browser.get(address).content.decode().split())


def later(days):
    """The clock some days ahead."""
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def test_notice_is_given_shown_told_and_ends_by_itself(
    signature, signatory, complainant, officer, chair, client, client_of
):
    address = f"{REGISTER}{signature.pk}/"
    asked = client_of(signatory).get(f"{address}withdraw/").content.decode()
    assert "This Compact asks for 28 days’ notice." in asked
    done = client_of(signatory).post(f"{address}withdraw/", {"reason": "We merge."}, follow=True).content.decode()
    assert "Notice is given." in done
    told = mail.Message.objects.filter(subject="Testham Gardeners leaves the Testham Compact")
    assert {one.to for one in told} == {signatory.email, complainant.email, officer.email, chair.email}
    assert "We merge." in told[0].body
    found = page(client)
    assert "and leaves on" in found
    assert "Reason: We merge." in found
    assert "1 organisation has signed" in found
    assert "We merge." in page(client, address)
    with later(27):
        assert "and leaves on" in page(client)
    with later(28):
        assert "Signed the revised edition, and withdrew on" in page(client)  # Before the timed work has run.
        assert end_notices() == "1 signatures ended with their notice"
        assert end_notices() == "0 signatures ended with their notice"
        signature.refresh_from_db()
        assert signature.withdrawn_on == signature.leaves_on == timezone.localdate()
        assert mail.Message.objects.filter(subject__contains="has withdrawn its signature").exists()
    assert [e.action for e in signature.events.all()] == ["signed", "notice_given", "withdrawn"]


def test_notice_is_taken_back_until_it_has_run_out(signature, signatory, complainant, officer, client, client_of):
    address = f"{REGISTER}{signature.pk}/"
    actions.leave(signature, by=signatory, reason="We merge.")
    assert "Take the notice back" not in page(client_of(complainant), address)
    for person in (complainant, officer):
        assert client_of(person).post(f"{address}stay/").status_code == 403
    assert "Take the notice back" in page(client_of(signatory), address)
    assert "The notice is taken back" in client_of(signatory).post(f"{address}stay/", follow=True).content.decode()
    signature.refresh_from_db()
    assert (signature.leaves_on, signature.withdrawal_reason) == (None, "")
    assert "leaves on" not in page(client)
    again = client_of(signatory).post(f"{address}stay/", follow=True).content.decode()
    assert "There is no notice to take back" in again
    actions.leave(signature, by=signatory, reason="After all.")
    with later(30), pytest.raises(NotAllowed, match="has run out"):
        signature.stay(by=signatory)
    assert mail.Message.objects.filter(subject="Testham Gardeners stays in the Testham Compact").exists()


def test_who_leaves_a_text_leaves_also_the_editions_before(town, edition, signature, group, signatory, client):
    newer = factories.edition(town, "new", in_force_on=timezone.localdate())
    again = factories.signature(newer, group, signatory)
    again.withdraw(by=signatory, reason="We close.")
    assert not Signature.objects.standing().filter(organisation=group).exists()
    assert "not yet the new edition" not in page(client)
    withdrawn = [
        json.loads(e.facts)["signature"]["number"] for e in ChainEntry.objects.filter(action__endswith="withdrawn")
    ]
    assert sorted(withdrawn) == [signature.pk, again.pk]


def test_notice_is_given_once_and_one_can_sign_again_after_it(edition, signature, group, signatory):
    actions.leave(signature, by=signatory, reason="We merge.")
    with pytest.raises(NotAllowed, match="already been given"):
        actions.leave(signature, by=signatory, reason="Again")
    stale = Signature.objects.get(pk=signature.pk)
    stale.leaves_on = None  # As somebody read it a moment before.
    with pytest.raises(NotAllowed, match="already been withdrawn"):
        stale.give_notice(by=signatory, reason="Again", days=3)
    with pytest.raises(NotAllowed, match="already signed"):
        factories.signature(edition, group, signatory)
    with later(29):
        factories.signature(edition, group, signatory)  # Before the timed work has run.
        assert Signature.objects.standing().filter(organisation=group).count() == 1
