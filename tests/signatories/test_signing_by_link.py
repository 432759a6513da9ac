"""Signing without an account: the link, the code, and nobody but the person who was asked."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from compact_portal.history import NotAllowed
from compact_portal.mail import Message, deliver
from signatories.models import (
    IdentifiedBy,
    Membership,
    Role,
    Signature,
    SigningClaim,
    SigningRequest,
    SigningRules,
    SigningTrace,
)
from signatories.retention import forget
from tests import factories
from tests.signatories.signing_steps import ask, come, fill, last_code, last_link, sign

EMAIL = "ivy@garden.example"


@pytest.fixture
def asked(edition, group, officer):
    """A request to the group, to somebody who has no account."""
    return ask(edition, group, by=officer)


def pages(request):
    """The pages that only the person asked ever sees."""
    here = f"/sign/{request.key}/"
    return [here + page for page in ("begin/", "steps/who/", "steps/check/", "hand-over/", "decline/", "signed/")]


def text(response):
    return " ".join(response.content.decode().split())


def test_somebody_without_an_account_signs(asked, edition, group, client):
    link = last_link(EMAIL)
    for _scanner in range(3):  # Whatever opens links in mail changes nothing.
        assert "Send a code to i***y@garden.example" in text(client.get(link))
    assert not SigningClaim.objects.exists()
    come(asked, client)
    assert "Hand over to the right person" in text(client.get(f"/sign/{asked.key}/begin/"))
    page = fill(client, f"/sign/{asked.key}/steps/", edition, group)
    for words in ["Ivy Invited", "Chair", "Testham Gardeners", "Decision of the trustees", "Full signatory"]:
        assert words in page
    assert client.post(f"/sign/{asked.key}/steps/check/", {"declared": "on"})["Location"].endswith("/signed/")
    signature = Signature.objects.get()
    assert (signature.person, signature.identified_by) == (None, IdentifiedBy.CODE)
    assert signature.opened_at < signature.signed_at
    assert signature.certificate in text(client.get(f"/sign/{asked.key}/signed/"))
    asked.refresh_from_db()
    assert (asked.state, asked.signature) == ("signed", signature)
    assert "Testham Gardeners" in text(client.get("/compacts/testham/signatories/"))


def test_nobody_else_opens_the_signing_page_of_another(
    asked, officer, admin, respondent, complainant, stranger, town, client_of
):
    other = factories.organisation("Testham Bakers", town)
    people = [officer, admin, respondent, complainant, stranger, factories.member(other, "Otis", Role.SIGNATORY), None]
    link = last_link(EMAIL)
    for person in people:
        browser = client_of(person)
        for path in pages(asked):  # The key alone opens nothing.
            assert browser.get(path).status_code == browser.post(path).status_code == 404
        if person:  # The link of the mail, forwarded or read over a shoulder, is refused and not used up.
            assert "sent to somebody else" in text(browser.get(link))
            assert browser.post(link).status_code == 403
            assert browser.get(f"/sign/{asked.key}/code/").status_code == 404
    assert come(asked).get(pages(asked)[0]).status_code == 200


def test_who_signs_in_as_somebody_else_loses_the_page_and_keeps_their_own(asked, officer, client):
    come(asked, client)
    client.force_login(officer)
    for path in pages(asked):
        assert client.get(path).status_code == client.post(path).status_code == 403
    assert client.get("/compacts/testham/organisations/").status_code == 200
    with pytest.raises(NotAllowed, match="not an authorised signatory"):
        factories.signature(asked.edition, asked.organisation, officer)


def test_the_officer_sees_neither_link_nor_code_and_does_not_invite_themselves(asked, edition, town, officer):
    come(asked)
    secret = Message.objects.filter(to=EMAIL)
    assert set(secret.values_list("secret", flat=True)) == {True}
    assert not Message.objects.filter(to=officer.email).exists()
    link, code = last_link(EMAIL), last_code(EMAIL)
    deliver()
    assert set(secret.values_list("body", flat=True)) == {""}
    claim = SigningClaim.objects.get()
    kept = f"{asked.secret_digest} {claim.secret_digest} {claim.code_digest}"
    assert link.split("/")[3] not in kept
    assert code not in kept
    with pytest.raises(NotAllowed, match="nobody invites themselves"):
        ask(edition, factories.organisation("Testham Bakers", town), by=officer, email=officer.email.upper())


def test_a_link_works_once_and_in_one_browser(asked, client, client_of):
    link = last_link(EMAIL)
    come(asked, client)
    assert client.get(link)["Location"].endswith("/code/")
    other = client_of(None)
    for response in (other.get(link), other.post(link)):
        assert response.status_code == 410
        assert "It works once, in one browser" in text(response)
    assert other.get(f"/sign/{asked.key}/begin/").status_code == 404
    # A new link goes to the address that was asked, and takes the place of the first browser.
    other.post(f"/sign/{asked.key}/again/")
    assert last_link(EMAIL) != link
    come(asked, other)
    answer = client.get(f"/sign/{asked.key}/begin/")
    assert answer.status_code == 410
    assert "in one browser at a time" in text(answer)


def test_a_link_that_was_not_used_stays_good_whoever_asks_for_another(asked, client):
    link = last_link(EMAIL)
    for _time in range(5):
        client.post(f"/sign/{asked.key}/again/")
    assert Message.objects.filter(to=EMAIL).count() == 1
    assert client.get(link).status_code == 200


def test_new_links_are_sent_three_times_a_day_at_most(asked, client_of):
    for _time in range(5):
        SigningRequest.objects.update(secret_digest="")
        client_of(None).post(f"/sign/{asked.key}/again/")
    assert Message.objects.filter(to=EMAIL).count() == 1 + 3


def test_the_code_is_asked_for_and_wrong_ones_count(asked, client):
    client.post(last_link(EMAIL))
    here = f"/sign/{asked.key}/code/"
    assert client.get(f"/sign/{asked.key}/begin/")["Location"] == here
    right = last_code(EMAIL)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    assert "Enter the 6 digits" in text(client.post(here, {"code": "12"}))
    assert "You have 4 more tries" in text(client.post(here, {"code": wrong}))
    for _try in range(4):
        page = text(client.post(here, {"code": wrong}))
    assert "this one is over now" in page
    assert "Have a new one sent" in text(client.post(here, {"code": right}))
    client.post(f"{here}again/")
    assert last_code(EMAIL) != right
    spaced = f" {last_code(EMAIL)[:3]} {last_code(EMAIL)[3:]}"
    assert client.post(here, {"code": spaced})["Location"].endswith("/begin/")


def test_a_code_is_over_after_a_quarter_of_an_hour_and_there_are_five_of_them(asked, client):
    client.post(last_link(EMAIL))
    here = f"/sign/{asked.key}/code/"
    SigningClaim.objects.update(code_sent_at=timezone.now() - timedelta(minutes=16))
    assert "This code is over" in text(client.post(here, {"code": last_code(EMAIL)}))
    for _code in range(6):
        client.post(f"{here}again/")
    assert Message.objects.filter(to=EMAIL, subject__contains="code").count() == 5
    assert "Have a new link sent" in text(client.get(here))


def test_a_session_is_over_after_two_hours_and_loses_nothing(asked, edition, group, client):
    come(asked, client)
    start = f"/sign/{asked.key}/steps/"
    client.post(f"{start}who/", {"signed_name": "Ivy Invited", "office": "Treasurer"})
    SigningClaim.objects.update(confirmed_at=timezone.now() - timedelta(hours=2, minutes=1))
    answer = client.get(f"{start}what/")
    assert answer.status_code == 410
    assert "Send me a new link" in text(answer)
    client.post(f"/sign/{asked.key}/again/")
    come(asked, client)
    assert "Treasurer" in text(client.get(f"{start}who/"))


@pytest.mark.parametrize(
    ("end", "sentence"),
    [
        (lambda asked: asked.cancel(by=None), "This request was taken back on"),
        (lambda asked: asked.lapse(), "This request lapsed on"),
        (lambda asked: asked.decline(reason="No."), "declined on"),
        (lambda asked: asked.hand_over(to_name="Al", to_email="al@x.example"), "was handed over to another person"),
        (
            lambda asked: SigningRequest.objects.update(lapses_on=timezone.localdate() - timedelta(days=1)),
            "This request lapsed on",
        ),
    ],
)
def test_what_has_ended_says_how(asked, client, client_of, end, sentence):
    link = last_link(EMAIL)
    before, after = come(asked, client), client_of(None)
    end(asked)
    for browser, path in [(after, link), (before, pages(asked)[0]), (before, pages(asked)[1])]:
        answer = browser.get(path)
        assert answer.status_code == 410
        assert sentence in text(answer)
        assert "Send me a new link" not in text(answer)
    assert sentence in text(after.get(f"/sign/{asked.key}/"))
    assert before.post(f"/sign/{asked.key}/decline/", {"reason": "No"}).status_code == 410
    assert not Signature.objects.exists()


def test_an_unknown_link_tells_nothing(asked, client):
    for path in ("/sign/nothing/nothing-of-the-kind/", f"/sign/{asked.key}/wrong/"):
        assert client.get(path).status_code == client.post(path).status_code == 410


def test_whichever_way_signs_first_answers_the_request(asked, signatory, edition, group, client, client_of):
    come(asked, client)
    fill(client, f"/sign/{asked.key}/steps/", edition, group)
    factories.signature(edition, group, signatory)
    answer = client.post(f"/sign/{asked.key}/steps/check/", {"declared": "on"})
    assert answer.status_code == 410
    assert "signed the Testham Compact" in text(answer)
    assert "Read the certificate" in text(answer)
    asked.refresh_from_db()
    assert asked.signature == Signature.objects.get()


def test_an_authorised_signatory_answers_with_their_account(asked, signatory, client_of):
    browser = client_of(signatory)
    assert "Answer with your account" in text(browser.get(last_link(EMAIL)))
    assert "/compacts/testham/signatories/sign/" in text(browser.get(f"/sign/{asked.key}/begin/"))
    assert browser.get(f"/sign/{asked.key}/steps/who/")["Location"] == "/compacts/testham/signatories/sign/"
    browser.post(f"/sign/{asked.key}/decline/", {"reason": "Our members said no."})
    asked.refresh_from_db()
    assert asked.state == "declined"
    Membership.objects.get(person=signatory, role=Role.SIGNATORY).end(by=None)
    assert browser.get(f"/sign/{asked.key}/begin/").status_code == 404


def test_somebody_with_an_account_at_the_invited_address_signs_as_themselves(edition, group, officer, client_of):
    person = factories.person("Ivy Invited", email=EMAIL)
    request = ask(edition, group, by=officer)
    sign(come(request, client_of(person)), request)
    signature = Signature.objects.get()
    assert (signature.person, signature.identified_by) == (person, IdentifiedBy.CODE)


def test_a_request_is_handed_over_to_the_right_person(asked, officer, client, client_of):
    link = last_link(EMAIL)
    come(asked, client)
    here = f"/sign/{asked.key}/hand-over/"
    for address, sentence in [(EMAIL, "address to which this request came"), (officer.email, "cannot sign for you")]:
        page = text(client.post(here, {"to_name": "Al", "to_email": address, "note": "Over to you"}))
        assert sentence in page
        assert "Over to you" in page
    client.post(here, {"to_name": "Al Right", "to_email": "al@garden.example", "note": "Over to you"})
    after = SigningRequest.objects.get(to_email="al@garden.example")
    asked.refresh_from_db()
    assert (asked.state, asked.handed_to) == ("handed_over", after)
    told = Message.objects.filter(subject__contains="handed over")
    assert set(told.values_list("to", flat=True)) == {officer.email, EMAIL}
    assert client_of(None).get(link).status_code == client.get(here).status_code == 410
    body = Message.objects.filter(to="al@garden.example").get().body
    assert body.startswith("Ivy Invited has handed to you the request to sign")
    assert "Over to you" in body
    sign(come(after, client_of(None)), after)
    assert Signature.objects.get().organisation == asked.organisation


def test_a_request_is_handed_on_five_times_at_most(asked):
    for number in range(5):
        asked = asked.hand_over(to_name="Next", to_email=f"next-{number}@x.example")
    with pytest.raises(NotAllowed, match="handed over 5 times"):
        asked.hand_over(to_name="Next", to_email="last@x.example")


def test_who_declines_is_told_before_who_reads_why(asked, complainant, officer, chair, client):
    come(asked, client)
    here = f"/sign/{asked.key}/decline/"
    page = text(client.get(here))
    for reader in ("who acts for Testham Gardeners", "the officers of the Testham Compact", "members of its Forum"):
        assert reader in page
    assert "Answer “Why does the organisation not sign?”" in text(client.post(here, {"reason": " "}))
    client.post(here, {"reason": "Our insurer forbids it."})
    asked.refresh_from_db()
    assert (asked.state, asked.reason, asked.reason_is_public) == ("declined", "Our insurer forbids it.", False)
    told = Message.objects.filter(subject__contains="declined")
    assert set(told.values_list("to", flat=True)) == {officer.email, complainant.email, EMAIL}
    assert "Our insurer forbids it." in told.first().body


@pytest.mark.parametrize("public", [False, True])
def test_the_reason_is_read_by_those_concerned(
    asked, complainant, officer, forum_member, other_officer, stranger, client_of, public
):
    asked.decline(reason="Our insurer forbids it.", public=public)
    for person, reads in [
        (complainant, True),
        (officer, True),
        (forum_member, True),
        (stranger, public),
        (other_officer, public),
        (None, public),
    ]:
        page = text(client_of(person).get("/organisations/testham-gardeners/"))
        assert ("Our insurer forbids it." in page) == reads, person


def test_only_the_grades_on_offer_are_signed_and_codes_are_left_out_only_where_they_may(
    asked, town, edition, group, officer, client
):
    code = factories.code("Asking")
    town.adoptions.create(edition=code.text.editions.get())
    SigningRules.objects.create(compact=town, grades=["full", "pledge"], choose_codes=True)
    come(asked, client)
    start = f"/sign/{asked.key}/steps/"
    client.post(f"{start}who/", {"signed_name": "Ivy Invited", "office": "Chair"})
    assert client.post(f"{start}what/", {"edition": edition.pk})["Location"].endswith("/how/")
    page = text(client.get(f"{start}how/"))
    assert "works towards signing it in full" in page
    assert "Memorandum" not in page
    assert "Choose one of the answers" in text(client.post(f"{start}how/", {"grade": "memorandum"}))
    client.post(f"{start}how/", {"grade": "pledge", "codes": [code.text.editions.get().pk]})
    client.post(f"{start}organisation/", {"organisation": group.pk})
    client.post(f"{start}authority/", {"authority": "The board"})
    page = text(client.get(f"{start}text/"))
    assert str(code.text.editions.get()) in page
    client.post(f"{start}text/", {"digest": edition.digest})
    page = text(client.get(f"{start}check/"))
    assert "which supports its aims" in page
    client.post(f"{start}how/", {"grade": "pledge"})  # Other codes: the text is read anew.
    assert client.get(f"{start}check/")["Location"].endswith("/text/")
    client.get(f"{start}text/")
    client.post(f"{start}text/", {"digest": edition.digest})
    client.post(f"{start}check/", {"declared": "on"})
    signature = Signature.objects.get()
    assert (signature.grade, list(signature.codes.all())) == ("pledge", [])
    assert "which supports its aims" in signature.declaration


def test_codes_are_included_unless_the_compact_lets_one_choose(town, edition, group, signatory):
    code = factories.code("Asking").text.editions.get()
    town.adoptions.create(edition=code)
    with pytest.raises(NotAllowed, match="codes of practice have changed"):
        factories.signature(edition, group, signatory, codes=[])
    with pytest.raises(NotAllowed, match="does not offer"):
        factories.signature(edition, group, signatory, grade="pledge")
    assert list(factories.signature(edition, group, signatory).codes.all()) == [code]


def test_where_it_came_from_is_seen_by_those_concerned_until_it_is_deleted(
    asked, settings, complainant, officer, stranger, respondent, client_of
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    browser = client_of(None)
    browser.defaults |= {"HTTP_X_FORWARDED_FOR": "10.0.0.1, 198.51.100.7", "HTTP_USER_AGENT": "Lynx/2.9\x00"}
    sign(come(asked, browser), asked)
    signature = Signature.objects.get()
    traces = SigningTrace.objects.of_signature(signature)
    assert list(traces.values_list("action", flat=True)) == ["opened", "code confirmed", "signed"]
    assert {(trace.address, trace.browser) for trace in traces} == {("198.51.100.7", "Lynx/2.9")}
    for person, sees in [(complainant, True), (officer, True), (stranger, False), (respondent, False), (None, False)]:
        page = text(client_of(person).get(signature.get_absolute_url()))
        assert ("198.51.100.7" in page) == sees, person
    SigningTrace.objects.update(at=timezone.now() - timedelta(days=settings.SIGNING_TRACE_DAYS + 1))
    Message.objects.update(sent_at=timezone.now())
    assert forget() == "3 traces of signing deleted"
    asked.refresh_from_db()
    assert asked.to_email == EMAIL  # It ended a moment ago.
    SigningRequest.objects.update(ended_at=timezone.now() - timedelta(days=settings.SIGNING_TRACE_DAYS + 1))
    Message.objects.update(sent_at=timezone.now() - timedelta(days=settings.SIGNING_TRACE_DAYS + 1))
    forget()
    asked.refresh_from_db()
    assert asked.to_email == ""
    assert not Message.objects.filter(to=EMAIL, about__startswith="signing ").exists()
    assert "198.51.100.7" not in text(client_of(officer).get(signature.get_absolute_url()))


def test_the_signing_pages_cost_a_few_queries(asked, client, django_assert_max_num_queries):
    come(asked, client)
    for path in pages(asked)[:5]:
        with django_assert_max_num_queries(15):
            client.get(path)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_an_invited_person_and_a_signatory_who_sign_at_once_exactly_one_does(asked, signatory, edition, group):
    browser = come(asked)
    fill(browser, f"/sign/{asked.key}/steps/", edition, group)
    ready, said = threading.Barrier(2), []

    def by_link():
        ready.wait()
        said.append(browser.post(f"/sign/{asked.key}/steps/check/", {"declared": "on"}).status_code < 400)
        connection.close()

    def by_account():
        ready.wait()
        try:
            factories.signature(edition, group, signatory)
        except NotAllowed as reason:
            said.append(str(reason))
        connection.close()

    people = [threading.Thread(target=press) for press in (by_link, by_account)]
    for thread in people:
        thread.start()
    for thread in people:
        thread.join()
    signature = Signature.objects.get()
    asked.refresh_from_db()
    assert (asked.state, asked.signature) == ("signed", signature)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_link_at_once_exactly_one_comes_in(asked, client_of):
    link = last_link(EMAIL)
    ready, came = threading.Barrier(2), []

    def press(browser):
        ready.wait()
        came.append(browser.post(link).status_code)
        connection.close()

    people = [threading.Thread(target=press, args=[client_of(None)]) for _person in range(2)]
    for thread in people:
        thread.start()
    for thread in people:
        thread.join()
    assert sorted(came) == [302, 410]
    assert SigningClaim.objects.count() == 1


def test_whoever_put_a_session_into_the_browser_beforehand_is_left_behind(asked, client, client_of):
    client.post("/cookies/", {})
    browser, other = client, client_of(None)
    link = last_link(EMAIL)
    browser.post(link)
    other.cookies["sessionid"] = browser.cookies["sessionid"].value  # Known to somebody else before the code.
    browser.post(f"/sign/{asked.key}/code/", {"code": last_code(EMAIL)})
    assert browser.get(f"/sign/{asked.key}/begin/").status_code == 200
    assert other.get(f"/sign/{asked.key}/begin/").status_code == 404


def test_who_hands_over_at_the_moment_of_signing_does_not_answer_for_the_other(
    asked, edition, group, client, monkeypatch
):
    come(asked, client)
    claim, sees = SigningClaim.objects.get(), SigningClaim.why_not_sign

    def then_hand_over(self, *of):
        reason = sees(self, *of)
        SigningRequest.objects.get(pk=asked.pk).hand_over(to_name="Al", to_email="al@x.example")
        return reason

    monkeypatch.setattr(SigningClaim, "why_not_sign", then_hand_over)
    said = {"signed_name": "Ivy", "office": "Chair", "authority": "We", "declaration": "Yes", "digest": edition.digest}
    with pytest.raises(NotAllowed, match="has been answered, or has ended"):
        Signature.sign(edition=edition, organisation=group, by=None, claim=claim, **said)
    assert not Signature.objects.exists()
