"""A draft goes out to consultation: it is locked, everybody comments, officers decide and answer, and all stays."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from compact_portal import mail
from compact_portal.compacts import actions, spam
from compact_portal.compacts.lifecycle import CommentState, EditionState, is_short
from compact_portal.compacts.models import Answer, Comment, Compact, Consultation, ConsultedClause
from compact_portal.compacts.models.comment import keep_comments
from compact_portal.compacts.models.consultation import keep_consultations
from compact_portal.history import NotAllowed
from tests import factories
from tests.queries import assert_same_queries

pytestmark = pytest.mark.django_db
NEXT = "/compacts/testham/agreement/next/"
OUT = f"{NEXT}consultation/1/"
WORDS = "Twelve weeks are too few for groups that meet every three months."


def weeks(number):
    return timezone.localdate() + timedelta(weeks=number)


def when(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def text_of(response):
    return response.content.decode()


@pytest.fixture
def draft(town):
    return factories.draft(town, "next")


@pytest.fixture
def out(draft, officer):
    """An open consultation."""
    return Consultation.plan(draft, by=officer, opens_on=timezone.localdate(), closes_on=weeks(12))


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


def say(browser, address=f"{OUT}comment/3.1/", *, wait=True, **fields):
    """Fill the form of a comment as a person does, and send it."""
    shown = browser.get(address).context["form"]
    sent = {"begun": shown["begun"].value(), "website": "", "words": WORDS}
    if "email" in shown.fields:
        sent |= {"name": "Cora Commenter", "email": "Cora@Home.example", "organisation": "Testham Walkers"}
    with time_machine.travel(timezone.now() + timedelta(seconds=30 if wait else 0)):
        return browser.post(address, sent | fields)


def link_in_mail():
    (message,) = mail.Message.objects.filter(subject__startswith="Confirm your comment")
    assert message.to == "cora@home.example"
    return re.search(r"https://\S+(/compacts/\S+)", message.body)[1]


def confirmed(client):
    say(client)
    client.post(link_in_mail())
    return Comment.objects.get()


# Going out.


@pytest.mark.parametrize(("days", "short"), [(83, True), (84, False), (200, False), (0, True)])
def test_fewer_than_twelve_weeks_are_short(days, short):
    assert is_short(timezone.localdate(), timezone.localdate() + timedelta(days=days)) is short


def test_a_short_one_needs_a_reason_and_the_form_keeps_what_was_typed(draft, browser, client):
    sent = when("opens_on", timezone.localdate()) | when("closes_on", weeks(4)) | {"about": "Is 3.1 clear?"}
    page = text_of(browser.post(f"{NEXT}consultation/plan/", sent))
    assert "fewer than twelve weeks" in page
    assert "Is 3.1 clear?" in page
    assert not Consultation.objects.exists()
    done = browser.post(f"{NEXT}consultation/plan/", sent | {"short_reason": "The grant year ends in June."})
    assert done["Location"] == OUT
    page = text_of(client.get(OUT))
    assert "The grant year ends in June." in page
    assert "Is 3.1 clear?" in page
    assert (
        Compact.objects.with_editions()
        .get(slug="testham")
        .state_sentence()
        .endswith(f"comment until {weeks(4).day} {weeks(4):%B %Y}.")
    )


@pytest.mark.parametrize(
    ("opens", "closes", "sentence"),
    [(-1, 20, "today or later"), (2, 1, "must close after it opens"), (0, 200, "more than two years")],
)
def test_dates_that_make_no_sense_are_refused(draft, browser, opens, closes, sentence):
    sent = when("opens_on", weeks(opens)) | when("closes_on", weeks(closes))
    assert sentence in text_of(browser.post(f"{NEXT}consultation/plan/", sent))
    assert not Consultation.objects.exists()


def test_it_opens_on_a_day_ahead_with_the_words_of_that_day_and_closes_on_its_last(draft, officer, client):
    Consultation.plan(draft, by=officer, opens_on=weeks(1), closes_on=weeks(13))
    assert client.get(OUT).status_code == client.get(NEXT).status_code == 404
    actions.add(draft, by=officer, reason="", inside=None, after=None, number="6", kind="text", body="Later words.")
    assert keep_consultations() == "0 consultations opened, 0 closed"
    with time_machine.travel(timezone.now() + timedelta(weeks=1)):
        assert keep_consultations() == "1 consultations opened, 0 closed"
        assert "Later words." in text_of(client.get(OUT))
        assert client.get(NEXT).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(weeks=13)):
        assert client.get(f"{OUT}comment/").context["form"]
    with time_machine.travel(timezone.now() + timedelta(weeks=13, days=1)):
        assert "Comments have closed" in text_of(client.get(f"{OUT}comment/"))
        assert keep_consultations() == "0 consultations opened, 1 closed"
        assert keep_consultations() == "0 consultations opened, 0 closed"
    assert mail.Message.objects.filter(to=officer.email, subject__contains="has closed").count() == 1


def test_the_text_is_locked_while_it_is_out(draft, out, officer, browser):
    draft.refresh_from_db()
    clause = draft.clauses.select_related("edition").get(number="3.1")
    with pytest.raises(NotAllowed, match="locked"):
        actions.amend(clause, by=officer, reason="", seen=clause.updated_at, body="Less.")
    refused = browser.get(f"{NEXT}3.1/edit/")
    assert refused.status_code == 403
    assert "out to consultation, so it is locked" in text_of(refused)
    for change in (
        lambda: draft.clauses.filter(number="3.1").update(body="Less."),
        lambda: draft.clauses.filter(number="5.1").delete(),
        lambda: ConsultedClause.objects.filter(number="3.1").update(body="Less."),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    with pytest.raises(NotAllowed, match="out to consultation until"):
        factories.publish(draft, by=officer)


def test_ending_early_needs_a_public_reason_and_the_page_stays(draft, out, browser, client):
    assert "Answer “Why does it end early?”" in text_of(browser.post(f"{OUT}end/", {"reason": ""}))
    browser.post(f"{OUT}end/", {"reason": "Clause 3 was the wrong one."})
    draft.refresh_from_db()
    assert draft.state == EditionState.DRAFT
    assert client.get(NEXT).status_code == 404
    page = text_of(client.get(OUT))
    assert "Clause 3 was the wrong one." in page
    assert "Clause 3 was the wrong one." in text_of(client.get("/compacts/testham/timeline/"))
    assert "We ask early" in page
    clause = draft.clauses.select_related("edition").get(number="3.1")
    actions.amend(clause, by=None, reason="", seen=clause.updated_at, body="Other words.")
    assert "Other words." not in text_of(client.get(OUT))


def test_it_may_go_out_again_and_on_to_approval_after_it_has_closed(draft, out, officer, client_of, client):
    with time_machine.travel(timezone.now() + timedelta(weeks=13)):
        client_of(officer).post(f"{OUT}end/", {})
        draft.refresh_from_db()
        again = Consultation.plan(draft, by=officer, opens_on=timezone.localdate(), closes_on=weeks(13))
        assert again.number == 2
        assert f"{NEXT}consultation/1/" in text_of(client.get(f"{NEXT}consultation/"))
    with time_machine.travel(timezone.now() + timedelta(weeks=40)):
        keep_consultations()
        draft.refresh_from_db()
        draft.summary = "Clause 3 is plainer."
        factories.publish(draft, by=officer)
        assert draft.state == EditionState.IN_FORCE
        assert client.get(OUT).status_code == 200


def test_the_last_day_moves_with_a_public_reason_only(out, browser, client):
    assert "Why does it move?" in text_of(browser.post(f"{OUT}move/", when("to", weeks(14)) | {"reason": ""}))
    browser.post(f"{OUT}move/", when("to", weeks(14)) | {"reason": "Groups asked for more time."})
    out.refresh_from_db()
    assert out.closes_on == weeks(14)
    assert "Groups asked for more time." in text_of(client.get(OUT))
    page = text_of(browser.post(f"{OUT}move/", when("to", weeks(14)) | {"reason": "Again."}))
    assert "That is the last day already" in page


# Commenting.


def test_somebody_comments_without_an_account_and_confirms_with_a_button(out, client, officer, browser):
    assert say(client)["Location"] == f"{OUT}sent/"
    assert text_of(client.get(f"{OUT}sent/"))
    comment = Comment.objects.get()
    assert (comment.state, comment.clause.number, comment.email) == ("unconfirmed", "3.1", "cora@home.example")
    assert WORDS not in text_of(browser.get(f"{OUT}comments/"))
    link = link_in_mail()
    for _scanner in range(2):
        assert client.get(link).status_code == 200
    comment.refresh_from_db()
    assert comment.state == CommentState.UNCONFIRMED
    assert client.post(link)["Location"] == f"{OUT}thanks/"
    assert client.get(link).status_code == 410
    assert client.get(link[:-3] + "ab/").status_code == 410
    comment.refresh_from_db()
    assert comment.state == CommentState.WAITING
    assert WORDS in text_of(browser.get(f"{OUT}comments/"))
    assert WORDS not in text_of(client.get(OUT))


def test_who_is_signed_in_needs_no_confirmation(out, complainant, client_of):
    assert say(client_of(complainant), f"{OUT}comment/")["Location"] == f"{OUT}thanks/"
    comment = Comment.objects.get()
    assert (comment.state, comment.person, comment.clause, comment.email) == ("waiting", complainant, None, "")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"words": ""}, "Enter your comment"),
        ({"words": "x" * 5001}, "to 5000 characters or fewer"),
        ({"name": ""}, "Enter your name"),
        ({"email": "cora"}, "like name@example.org"),
    ],
)
def test_a_wrong_comment_says_what_to_do_and_keeps_everything(out, client, fields, sentence):
    page = text_of(say(client, **{"organisation": "Our Group", **fields}))
    assert sentence in page
    assert "Our Group" in page
    assert fields.get("words", WORDS) in page
    assert not Comment.objects.exists()


def test_after_it_closed_what_was_typed_is_shown_and_not_lost(out, client):
    with time_machine.travel(timezone.now() + timedelta(weeks=13)):
        page = text_of(client.post(f"{OUT}comment/", {"words": WORDS}))
    assert WORDS in page
    assert "It was not sent" in page


def test_too_many_are_stopped_and_keep_what_was_typed(out, client):
    for number in range(5):
        assert say(client, words=f"Comment number {number}.").status_code == 302
    page = say(client)
    assert page.status_code == 429
    assert WORDS in text_of(page)
    assert Comment.objects.count() == 5


def test_what_looks_like_spam_is_held_back(out, client, browser):
    say(client, website="https://buy.example", words="Cheap https://a.example and https://b.example", wait=False)
    client.post(link_in_mail())
    comment = Comment.objects.get()
    assert comment.state == CommentState.HELD
    page = text_of(browser.get(f"{OUT}comments/?list=held"))
    for sign in ("people do not see", "faster than a person", "2 links"):
        assert sign in page


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("See https://derby.example for what we mean.", 0),
        ("See https://a.example or www.b.example", 1),
        ("ПОКУПАЙТЕ ДЕШЕВО " * 4, 2),
        ("THE COUNCIL NEVER LISTENS TO ANYBODY WHO LIVES ON THIS ESTATE", 1),
        ("Mae deuddeg wythnos yn rhy fyr i grwpiau bach.", 0),
    ],
)
def test_signs_of_spam(words, count):
    assert len(spam.signs(words, took=timedelta(minutes=1))) == count


def test_the_same_words_again_are_held_back(out, client):
    confirmed(client)
    say(client, words=f"  {WORDS.upper()} ")
    assert "The same words" in Comment.objects.latest("pk").signs


# Deciding and answering.


def decide(browser, do, *comments, **more):
    return browser.post(f"{OUT}comments/", {"do": do, "chosen": [comment.pk for comment in comments], **more})


def test_a_comment_is_published_answered_by_mail_and_its_address_wiped(out, officer, client, browser, client_of):
    comment = confirmed(client)
    decide(browser, "publish", comment)
    page = text_of(client.get(OUT))
    assert WORDS in page
    assert "Cora Commenter, Testham Walkers" in page
    assert "home.example" not in page
    assert "1 comment" in text_of(client.get(NEXT))
    answer = {"outcome": "changed", "words": "It is sixteen weeks now."}
    asked = decide(browser, "answer", comment)["Location"]
    assert browser.post(asked, answer).status_code == 302
    page = text_of(client.get(OUT))
    assert "It is sixteen weeks now." in page
    assert "We changed the text" in page
    told = mail.Message.objects.filter(to="cora@home.example").order_by("pk")
    assert [message.subject.partition(" ")[0] for message in told] == ["Confirm", "Your", "Your"]
    with time_machine.travel(timezone.now() + timedelta(weeks=13)):
        keep_consultations()
        browser = client_of(officer)
        assert client.get(f"{OUT}you-said-we-did/").status_code == 404
        browser.post(f"{OUT}summary/", {"summary": "You said more time. We did.", "keep": "yes"})
        assert client.get(f"{OUT}you-said-we-did/").status_code == 404
        browser.post(f"{OUT}summary/", {"summary": "You said more time. We did.", "publish": "yes"})
        page = text_of(client.get(f"{OUT}you-said-we-did/"))
        assert "You said more time. We did." in page
        assert "after 1 comment" in page
        mail.deliver()
    with time_machine.travel(timezone.now() + timedelta(weeks=15)):
        keep_comments()
    comment.refresh_from_db()
    assert comment.email == ""
    assert not mail.Message.objects.filter(to="cora@home.example").exists()


def test_one_answer_to_several_comments(out, client, complainant, client_of, browser):
    mine = confirmed(client)
    say(client_of(complainant), f"{OUT}comment/", words="We agree with what Cora says.")
    theirs = Comment.objects.latest("pk")
    decide(browser, "publish", mine, theirs)
    browser.post(decide(browser, "answer", mine, theirs)["Location"], {"outcome": "noted", "words": "Thank you both."})
    assert text_of(client.get(OUT)).count("Thank you both.") == 2
    assert Answer.objects.get().comments.count() == 2
    told = mail.Message.objects.filter(subject__endswith="has an answer")
    assert {message.to for message in told} == {"cora@home.example", complainant.email}


def test_refusing_needs_a_reason_that_is_kept_and_told(out, client, browser):
    comment = confirmed(client)
    page = text_of(decide(browser, "refuse", comment))
    assert "Enter why it is not published" in page
    assert f'value="{comment.pk}" id="chosen-{comment.pk}" checked' in page
    decide(browser, "refuse", comment, reason="It describes a neighbour.")
    comment.refresh_from_db()
    assert (comment.state, comment.email) == ("refused", "")
    assert "It describes a neighbour." in mail.Message.objects.latest("pk").body
    assert "It describes a neighbour." in text_of(browser.get(f"{OUT}comments/?list=refused"))
    page = text_of(client.get(OUT))
    assert WORDS not in page
    assert "1 was not published" in page
    decide(browser, "put_back", comment)
    comment.refresh_from_db()
    assert comment.state == CommentState.WAITING


@pytest.mark.parametrize("key", ["9" * 30, "9" * 5000, "²", "-1"])
def test_keys_that_no_database_holds_are_no_keys(out, browser, key):
    assert browser.get(f"{OUT}comments/answer/", {"comment": key}).status_code == 200
    assert browser.post(f"{OUT}comments/", {"chosen": key, "do": "publish"}).status_code == 200
    out.take_back(by=None, reason="Enough.")
    assert browser.post(f"{NEXT}3.1/edit/", {"key": key}).status_code == 200
    assert browser.post(f"{NEXT}lineage/", {"clause": key}).status_code == 302


def test_spam_is_told_nobody_and_only_published_comments_are_answered(out, client, browser, officer):
    comment = confirmed(client)
    with pytest.raises(NotAllowed, match="Only published comments"):
        Answer.give(out, [comment], words="No.", outcome="noted", by=officer)
    assert not Answer.objects.exists()
    before = mail.Message.objects.count()
    decide(browser, "spam", comment)
    assert mail.Message.objects.count() == before
    assert Comment.objects.get().email == ""


def test_the_table_for_officers_has_no_addresses_and_no_formulas(out, client, browser):
    say(client, words="=1+1", name="@Cora")
    client.post(link_in_mail())
    table = text_of(browser.get(f"{OUT}comments.csv"))
    assert "'=1+1" in table
    assert "'@Cora" in table
    assert "home.example" not in table


def test_a_name_is_taken_away_for_good(out, client, browser):
    comment = confirmed(client)
    decide(browser, "publish", comment)
    browser.post(f"{OUT}comments/{comment.pk}/no-name/")
    page = text_of(client.get(OUT))
    assert "A member of the public" in page
    assert "Cora" not in page
    assert not mail.Message.objects.filter(to="cora@home.example").exists()


def test_what_is_never_confirmed_is_thrown_away(out, client):
    say(client)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert client.get(link_in_mail()).status_code == 410
        keep_comments()
    assert not Comment.objects.exists()
    assert not mail.Message.objects.filter(to="cora@home.example").exists()


def test_nobody_but_an_officer_decides(out, client, client_of, complainant, chair, admin, approver, other_officer):
    comment = confirmed(client)
    for person in (complainant, chair, admin, approver, other_officer):
        assert decide(client_of(person), "publish", comment).status_code == 403
        assert client_of(person).post(f"{OUT}comments/{comment.pk}/no-name/").status_code == 403
    assert Comment.objects.get().state == CommentState.WAITING


def test_a_page_of_many_comments_costs_as_much_as_one_of_few(out, client, browser, complainant, officer):
    clause = out.clauses.get(number="3.1")

    def add(number):
        for count in range(number):
            made = Comment.receive(out, clause=clause, words=f"{count} of {number}", person=complainant)
            made.publish(by=officer)
            Answer.give(out, [made], words="Yes.", outcome="noted", by=officer)
            Comment.receive(out, words=f"{count} of {number} waits", person=complainant)

    assert_same_queries(client, OUT, add)
    for address in (f"{OUT}comments/", f"{OUT}comments/?list=published", OUT, NEXT):
        assert_same_queries(browser, address, add)
