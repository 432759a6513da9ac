"""An authorised signatory signs, one question a page; every refusal says what to do and loses nothing."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from compact_portal import mail
from compact_portal.compacts.models import Edition
from compact_portal.history import NotAllowed
from signatories.models import Membership, Role, Signature, SignedAgreement
from tests import factories

START = "/compacts/testham/signatories/sign/"
WHO = {"signed_name": "Sid Signatory", "office": "Chair"}
AUTHORITY = {"authority": "Decision of the trustees on 3 March 2026"}


def answer(browser, step, **answers):
    """Send a step; return where it leads, or the page with its errors."""
    response = browser.post(f"{START}{step}/", answers)
    return response.get("Location") or response.content.decode()


def go_to_check(browser, edition, organisation):
    """Answer everything up to the last page; return it."""
    assert answer(browser, "who", **WHO).endswith("/what/")
    assert answer(browser, "what", edition=edition.pk).endswith("/organisation/")
    assert answer(browser, "organisation", organisation=organisation.pk).endswith("/authority/")
    assert answer(browser, "authority", **AUTHORITY).endswith("/text/")
    browser.get(f"{START}text/")
    assert answer(browser, "text", digest=edition.digest).endswith("/check/")
    return browser.get(f"{START}check/").content.decode()


def test_a_signatory_signs_in_six_steps(signatory, group, edition, client_of, django_capture_on_commit_callbacks):
    browser = client_of(signatory)
    assert "Begin" in browser.get(START).content.decode()
    assert 'value="Sid Signatory"' in browser.get(f"{START}who/").content.decode()
    page = go_to_check(browser, edition, group)
    for words in ["Sid Signatory", "Chair", "Testham Gardeners", "Decision of the trustees"]:
        assert words in page
    answer(browser, "check", declared="on")
    signature = Signature.objects.get()
    assert signature.digest == edition.digest == edition.canonical_digest()
    assert signature.signed_name == "Sid Signatory"
    assert signature.authority == AUTHORITY["authority"]
    assert "I have read the text" in signature.declaration
    assert signature.events.get().actor == signatory
    done = browser.get(f"/compacts/testham/signatories/{signature.pk}/signed/").content.decode()
    assert signature.certificate in done
    assert "/compacts/testham/agreement/revised.pdf" in done


def test_signing_tells_everybody_who_acts_for_the_organisation_and_has_the_agreement_printed(
    signatory, complainant, group, edition, client_of
):
    browser = client_of(signatory)
    go_to_check(browser, edition, group)
    answer(browser, "check", declared="on")
    told = mail.Message.objects.filter(subject__contains="has signed").values_list("to", flat=True)
    assert set(told) == {signatory.email, complainant.email}
    assert SignedAgreement.objects.count() == 1


def test_the_text_is_shown_whole_before_it_is_signed(signatory, group, edition, client_of):
    browser = client_of(signatory)
    answer(browser, "who", **WHO)
    answer(browser, "what", edition=edition.pk)
    answer(browser, "organisation", organisation=group.pk)
    answer(browser, "authority", **AUTHORITY)
    page = browser.get(f"{START}text/").content.decode()
    for clause in edition.clauses.all():
        assert clause.body in page.replace("&#x27;", "'")
        assert clause.heading in page


def test_a_step_cannot_be_left_out(signatory, edition, client_of):
    browser = client_of(signatory)
    assert browser.get(f"{START}check/")["Location"].endswith("/who/")
    answer(browser, "who", **WHO)
    assert browser.get(f"{START}check/")["Location"].endswith("/what/")
    assert answer(browser, "check", declared="on").endswith("/what/")
    assert not Signature.objects.exists()


def test_a_wrong_answer_keeps_what_was_typed(signatory, edition, client_of):
    browser = client_of(signatory)
    page = answer(browser, "who", signed_name="Sid <b>", office="")
    assert "Enter your office" in page
    assert "Sid &lt;b&gt;" in page
    assert "Shorten" in answer(browser, "who", signed_name="x" * 121, office="Chair")


def test_going_back_shows_what_was_answered(signatory, edition, group, client_of):
    browser = client_of(signatory)
    go_to_check(browser, edition, group)
    assert "Decision of the trustees" in browser.get(f"{START}authority/").content.decode()
    assert answer(browser, "authority", authority="Standing orders").endswith("/check/")
    assert "Standing orders" in browser.get(f"{START}check/").content.decode()


def test_the_declaration_must_be_made(signatory, edition, group, client_of):
    browser = client_of(signatory)
    go_to_check(browser, edition, group)
    assert "Tick the declaration to sign." in answer(browser, "check")
    assert not Signature.objects.exists()


def test_who_represents_nobody_as_signatory_is_told_what_to_do(complainant, stranger, edition, client_of):
    for person in (complainant, stranger):
        response = client_of(person).get(START)
        assert response.status_code == 403
        assert "Ask a representative of your organisation" in response.content.decode()
        assert client_of(person).get(f"{START}who/")["Location"] == START


def test_an_organisation_of_others_cannot_be_chosen(signatory, council, edition, client_of):
    browser = client_of(signatory)
    answer(browser, "who", **WHO)
    answer(browser, "what", edition=edition.pk)
    assert "Choose one of the answers" in answer(browser, "organisation", organisation=council.pk)
    with pytest.raises(NotAllowed, match="not an authorised signatory of Testham Council"):
        factories.signature(edition, council, signatory)


def test_a_right_that_ended_yesterday_signs_nothing(signatory, group, edition, client_of):
    browser = client_of(signatory)
    go_to_check(browser, edition, group)
    Membership.objects.get(person=signatory, role=Role.SIGNATORY).end(by=None)
    assert answer(browser, "check", declared="on") == START
    assert not Signature.objects.exists()


def test_nobody_signs_twice(signatory, group, edition, client_of):
    browser = client_of(signatory)
    go_to_check(browser, edition, group)
    factories.signature(edition, group, signatory)
    answer(browser, "check", declared="on")
    assert "has already signed this edition" in browser.get(f"{START}check/").content.decode()
    assert "has already signed this edition" in answer(browser, "organisation", organisation=group.pk)
    assert Signature.objects.count() == 1


def test_the_database_refuses_a_second_standing_signature(signatory, group, edition):
    first = factories.signature(edition, group, signatory)
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_an_edition_that_is_not_open_is_not_signed(signatory, group, edition, client_of):
    Edition.objects.filter(pk=edition.pk).update(signing_closes_on=factories.yesterday())
    edition.refresh_from_db()
    response = client_of(signatory).get(START)
    assert "No edition of the Testham Compact is open for signing" in response.content.decode()
    with pytest.raises(NotAllowed, match="is not open for signing"):
        factories.signature(edition, group, signatory)


def test_a_draft_is_not_signed(town, signatory, group):
    draft = factories.draft(town, "next")
    with pytest.raises(NotAllowed, match="is not open for signing"):
        factories.signature(draft, group, signatory)


def test_a_text_that_is_not_the_one_that_was_read_is_not_signed(signatory, group, edition, client_of):
    with pytest.raises(NotAllowed, match="The text has changed since you read it"):
        factories.signature(edition, group, signatory, digest="0" * 64)
    browser = client_of(signatory)
    go_to_check(browser, edition, group)
    assert "Read it again" in answer(browser, "text", digest="0" * 64)
    # The reading is kept with the digest of what was read, so another text is read again before it is signed.
    session = browser.session
    session[f"signing-{edition.text.compact_id}"]["text"]["digest"] = "0" * 64
    session.save()
    assert answer(browser, "check", declared="on").endswith("/text/")
    assert "The text has changed" in browser.get(f"{START}text/").content.decode()
    assert not Signature.objects.exists()


def test_a_text_that_was_not_opened_is_not_read(signatory, group, edition, client_of):
    browser = client_of(signatory)
    answer(browser, "who", **WHO)
    answer(browser, "what", edition=edition.pk)
    answer(browser, "organisation", organisation=group.pk)
    answer(browser, "authority", **AUTHORITY)
    assert "We ask early" in answer(browser, "text", digest=edition.digest)
    assert answer(browser, "check", declared="on").endswith("/text/")
    assert answer(browser, "text", digest=edition.digest).endswith("/check/")
    answer(browser, "check", declared="on")
    signature = Signature.objects.get()
    assert signature.opened_at < signature.signed_at


def test_another_edition_is_read_anew(town, signatory, group, edition, client_of):
    newer = factories.edition(town, "next", in_force_on=timezone.localdate() + timezone.timedelta(days=30))
    Edition.objects.filter(pk=newer.pk).update(signing_opens_on=timezone.localdate())
    browser = client_of(signatory)
    go_to_check(browser, edition, group)
    assert answer(browser, "what", edition=newer.pk).endswith("/text/")


def test_a_step_that_does_not_exist_is_not_found(signatory, edition, client_of):
    assert client_of(signatory).get(f"{START}elsewhere/").status_code == 404


def test_only_the_person_who_signed_sees_the_confirmation(signatory, complainant, group, edition, client_of):
    signature = factories.signature(edition, group, signatory)
    address = f"/compacts/testham/signatories/{signature.pk}/signed/"
    assert client_of(signatory).get(address).status_code == 200
    assert client_of(complainant).get(address).status_code == 404


def test_a_signature_stays_what_it_was(signatory, group, edition):
    signature = factories.signature(edition, group, signatory)
    for change in [{"signed_name": "Somebody else"}, {"digest": "0" * 64}, {"office": "King"}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Signature.objects.filter(pk=signature.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute("DELETE FROM signatories_signature")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_sign_at_once_exactly_one_does(signatory, group, edition):
    colleague = factories.member(group, "Sue Signatory", Role.SIGNATORY)
    ready, said = threading.Barrier(2), []

    def press(person):
        ready.wait()
        try:
            factories.signature(edition, group, person)
            said.append("signed")
        except NotAllowed as reason:
            said.append(str(reason))
        finally:
            connection.close()

    people = [threading.Thread(target=press, args=[person]) for person in (signatory, colleague)]
    for thread in people:
        thread.start()
    for thread in people:
        thread.join()
    assert sorted(said) == ["Testham Gardeners has already signed this edition.", "signed"]
    assert Signature.objects.count() == 1


def test_an_organisation_of_another_area_is_known_by_an_officer_before_it_signs(edition, town, signatory, group):
    group.compacts.clear()
    with pytest.raises(NotAllowed, match="is not among the organisations of Testham"):
        factories.signature(edition, group, signatory)
    factories.compact("Lower Testham Compact", core=town).organisations.add(group)  # A district of its county.
    factories.signature(edition, group, signatory)
