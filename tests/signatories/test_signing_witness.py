"""Where a Compact asks for a witness, nothing counts before they confirmed it, through a link and code of theirs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from compact_portal.history import NotAllowed
from compact_portal.mail import Message
from signatories.models import Signature, SignedAgreement, SigningRules, Witnessing
from tests import factories
from tests.signatories.signing_steps import ask, come, last_link, sign

WITNESS = {"witness_name": "Wyn Witness", "witness_email": "wyn@garden.example"}


@pytest.fixture
def asked(town, edition, group, officer):
    """A request under a Compact that asks for a witness."""
    SigningRules.objects.create(compact=town, needs_witness=True)
    return ask(edition, group, by=officer)


def text(response):
    return " ".join(response.content.decode().split())


def in_the_register(browser):
    return "Testham Gardeners" in text(browser.get("/compacts/testham/signatories/"))


def test_a_signature_counts_once_the_witness_has_confirmed_it(asked, complainant, client, client_of):
    come(asked, client)
    own = client.post(f"/sign/{asked.key}/steps/witness/", WITNESS | {"witness_email": asked.to_email})
    assert own["Location"].endswith("/who/")  # Not before its turn.
    assert sign(client, asked, **WITNESS)["Location"].endswith("/signed/")
    signature = Signature.objects.get()
    assert "You have signed for Testham Gardeners" in text(client.get(f"/sign/{asked.key}/signed/"))
    everybody = client_of(None)
    assert not in_the_register(everybody)
    assert everybody.get(signature.get_absolute_url()).status_code == 404
    assert not SignedAgreement.objects.exists()
    assert not Message.objects.filter(subject__contains="has signed").exists()

    witnessing = Witnessing.objects.get()
    browser = come(witnessing, client_of(None))
    here = f"/witness/{witnessing.key}/begin/"
    page = text(browser.get(here))
    for words in ["Ivy Invited, Chair", "Testham Gardeners", "Decision of the trustees", "Full signatory"]:
        assert words in page
    assert "Tick the confirmation to go on." in text(browser.post(here, {"office": "Secretary"}))
    browser.post(here, {"office": "Secretary", "confirmed": "on"})
    signature.refresh_from_db()
    assert (signature.witness_name, signature.witness_office) == ("Wyn Witness", "Secretary")
    assert signature.witnessed_at > signature.signed_at
    assert in_the_register(everybody)
    assert "Wyn Witness, Secretary" in text(everybody.get(signature.get_absolute_url()))
    assert SignedAgreement.objects.exists()
    told = Message.objects.filter(subject__contains="has signed").values_list("to", flat=True)
    assert set(told) == {complainant.email, asked.to_email}
    assert browser.get(here).status_code == 410


def test_nobody_but_the_witness_confirms(asked, signatory, officer, stranger, client, client_of):
    come(asked, client)
    sign(client, asked, **WITNESS)
    witnessing = Witnessing.objects.get()
    link, here = last_link(WITNESS["witness_email"]), f"/witness/{witnessing.key}/begin/"
    for person in (signatory, officer, stranger, None):
        browser = client_of(person)
        assert browser.get(here).status_code == browser.post(here).status_code == 404
        if person:
            assert browser.post(link).status_code == 403
    assert client.get(here).status_code == 404  # The session that signed.
    assert Signature.objects.get().awaits_witness


def test_the_signatory_reminds_replaces_and_cancels(asked, client, client_of):
    come(asked, client)
    sign(client, asked, **WITNESS)
    here = f"/sign/{asked.key}/witness/"
    old = last_link(WITNESS["witness_email"])
    assert "a day after the last one" in text(client.get(here))
    client.post(here, {"do": "remind"})
    assert last_link(WITNESS["witness_email"]) == old
    Witnessing.objects.update(sent_at=timezone.now() - timedelta(days=1))
    client.post(here, {"do": "remind"})
    assert client_of(None).get(old).status_code == 410
    assert client_of(None).get(last_link(WITNESS["witness_email"])).status_code == 200

    page = text(client.post(here, {"do": "replace", "witness_name": "Me", "witness_email": asked.to_email}))
    assert "nobody witnesses their own signature" in page
    client.post(here, {"do": "replace", "witness_name": "Zoe", "witness_email": "zoe@garden.example"})
    answer = client_of(None).get(last_link(WITNESS["witness_email"]))
    assert answer.status_code == 410
    assert "Another witness was named" in text(answer)
    client.post(here, {"do": "cancel"})
    signature = Signature.objects.get()
    assert signature.withdrawn_on
    assert signature.awaits_witness
    assert not in_the_register(client)
    assert "was cancelled" in text(client_of(None).get(last_link("zoe@garden.example")))
    assert not signature.taken(asked.edition, asked.organisation)  # The organisation may sign again.


def test_a_witness_who_cannot_confirm_says_why(asked, client, client_of):
    come(asked, client)
    sign(client, asked, **WITNESS)
    witnessing = Witnessing.objects.get()
    browser = come(witnessing, client_of(None))
    browser.post(f"/witness/{witnessing.key}/refuse/", {"reason": "I do not know them."})
    body = Message.objects.filter(to=asked.to_email).last().body
    assert "I do not know them." in body
    # Who has no account comes back through a new link.
    assert f"/sign/{asked.key}/" in body
    back = client_of(None)
    back.post(f"/sign/{asked.key}/again/")
    come(asked, back)
    assert back.get(f"/sign/{asked.key}/begin/")["Location"].endswith("/witness/")
    assert "I do not know them." in text(back.get(f"/sign/{asked.key}/witness/"))


def test_with_an_account_the_witness_is_looked_after_on_the_pages_of_the_organisation(
    asked, signatory, complainant, stranger, edition, group, client_of
):
    signature = factories.signature(edition, group, signatory)
    here = f"/compacts/testham/signatories/{signature.pk}/witness/"
    browser = client_of(signatory)
    assert here in text(browser.get("/dashboard/"))
    page = text(browser.post(here, {"do": "replace", "witness_name": "Me", "witness_email": signatory.email}))
    assert "nobody witnesses their own signature" in page
    browser.post(here, {"do": "replace", "witness_name": "Wyn", "witness_email": "wyn@garden.example"})
    assert Witnessing.objects.get().to_name == "Wyn"
    assert browser.get(f"/compacts/testham/signatories/{signature.pk}/signed/").status_code == 200
    for person in (complainant, stranger):
        assert client_of(person).get(here).status_code == 404


def test_an_organisation_that_waits_for_its_witness_signs_no_second_time(asked, signatory, edition, group):
    factories.signature(edition, group, signatory)
    with pytest.raises(NotAllowed, match="waits for the witness"):
        factories.signature(edition, group, signatory)
    with pytest.raises(NotAllowed, match="waits for the witness"):
        ask(edition, group, by=None)
