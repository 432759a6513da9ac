"""The concern log: what is kept of whom, who reads it, what everybody is told; and the guide to talking first."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from disputes.concerns import Theme, in_public
from disputes.models import Concern, Dispute
from disputes.models.concern import forget_words
from signatories.models import Kind
from tests import factories
from tests.queries import assert_same_queries

WORDS = "They laughed when we asked about the rent."


@pytest.fixture
def cvs(town):
    """The support body of the town."""
    return factories.organisation("Testham Voluntary Action", town, kind=Kind.INFRASTRUCTURE, email="help@tva.example")


@pytest.fixture
def supporter(cvs):
    """Somebody of the support body."""
    return factories.member(cvs, "Sue Supporter")


def send(browser, town, *, after=30, **answers):
    """Open the log, write for a while, and send it."""
    url = reverse("disputes:log_concern", args=[town.slug])
    begun = browser.get(url).context["form"].initial["begun"]
    with time_machine.travel(timezone.now() + timedelta(seconds=after), tick=True):
        return browser.post(url, {"theme": "premises", "words": WORDS, "begun": begun, **answers})


def test_of_somebody_without_an_account_only_the_theme_and_the_day_are_kept(town, cvs, client):
    response = send(client, town)
    assert response.status_code == 302
    found = Concern.objects.get()
    assert (found.theme, found.words, found.author, found.shared_with) == ("premises", "", None, None)
    assert found.logged_on == timezone.localdate()
    assert "not a case" in client.get(reverse("disputes:log_concern", args=[town.slug])).content.decode()
    assert client.get(response["Location"]).status_code == 200


def test_words_that_are_shared_are_read_by_the_support_body_and_nobody_else(
    town, cvs, supporter, officer, chair, forum_member, admin, complainant, stranger, client, client_of
):
    send(client, town, shared_with=str(cvs.pk))
    found = Concern.objects.get()
    assert found.words == WORDS
    for reader, status in [
        (supporter, 200),
        *((person, 404) for person in (officer, chair, forum_member, admin, complainant, stranger)),
    ]:
        answer = client_of(reader).get(found.get_absolute_url())
        assert (reader, answer.status_code) == (reader, status)
        for url in ("disputes:share_concern", "disputes:take_back_concern"):
            assert client_of(reader).get(reverse(url, args=[found.pk])).status_code == 404
        listed = client_of(reader).get(reverse("disputes:concerns")).content.decode()
        assert (WORDS in listed) == (status == 200)
    assert "without a name" in client_of(supporter).get(found.get_absolute_url()).content.decode()


def test_an_author_reads_shares_and_takes_back(town, cvs, supporter, complainant, client_of):
    us, them = client_of(complainant), client_of(supporter)
    send(us, town)
    found = Concern.objects.get()
    assert WORDS in us.get(found.get_absolute_url()).content.decode()
    assert them.get(found.get_absolute_url()).status_code == 404
    us.post(reverse("disputes:share_concern", args=[found.pk]), {"shared_with": str(cvs.pk)})
    assert complainant.name not in them.get(found.get_absolute_url()).content.decode()
    us.post(reverse("disputes:share_concern", args=[found.pk]), {"shared_with": str(cvs.pk), "named": "on"})
    assert complainant.name in them.get(found.get_absolute_url()).content.decode()
    us.post(reverse("disputes:share_concern", args=[found.pk]), {"shared_with": ""})
    assert them.get(found.get_absolute_url()).status_code == 404
    assert us.get(reverse("disputes:take_back_concern", args=[found.pk])).status_code == 200
    us.post(reverse("disputes:take_back_concern", args=[found.pk]))
    assert not Concern.objects.exists()


def test_a_concern_becomes_a_draft_once(town, group, council, complainant, client_of):
    us = client_of(complainant)
    send(us, town)
    found = Concern.objects.get()
    raise_it = us.get(found.get_absolute_url()).content.decode().split(f"?concern={found.pk}")
    assert len(raise_it) == 2
    us.post(reverse("disputes:raise", args=[town.slug]), {"who": f"own-{group.pk}", "concern": str(found.pk)})
    us.post(reverse("disputes:against", args=[town.slug]), {"respondent": council.pk})
    draft = Dispute.objects.get()
    assert draft.happened == WORDS
    found.refresh_from_db()
    assert found.dispute == draft
    draft.discard(by=complainant)
    found.refresh_from_db()
    assert found.dispute is None


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"theme": ""}, "Choose what it is about"),
        ({"theme": "gossip"}, "Choose one of the answers"),
        ({"words": "x" * 3001}, "Shorten"),
        ({"words": "Buy http://a.example and http://b.example now"}, "as if a machine had sent it"),
        ({"begun": "nonsense"}, "as if a machine had sent it"),
        ({"shared_with": "999999"}, "Choose one of the answers"),
    ],
)
def test_bad_answers_get_a_sentence_and_lose_nothing(town, cvs, client, answers, says):
    response = send(client, town, **answers)
    page = response.content.decode()
    assert response.status_code == 200
    assert says in page
    assert not Concern.objects.exists()
    assert "words" in answers or WORDS in page


def test_machines_are_thanked_and_slowed(town, client, client_of, complainant):
    assert send(client, town, website="http://spam.example").status_code == 302
    assert not Concern.objects.exists()
    answers = [send(client, town).status_code for _again in range(10)]
    assert answers == [302] * 9 + [429]
    assert Concern.objects.count() == 9
    assert send(client_of(complainant), town).status_code == 302, "others are not slowed by it"


def test_who_only_reads_gets_no_cookie(town, cvs, client):
    for url in ("disputes:compact", "disputes:talk_first", "disputes:letter", "disputes:concern_logged"):
        response = client.get(reverse(url, args=[town.slug]))
        assert response.status_code == 200
        assert not response.cookies
        assert "public" in response["Cache-Control"]
    page = client.get(reverse("disputes:talk_first", args=[town.slug])).content.decode()
    assert "help@tva.example" in page
    assert town.vcs_contact_email in page
    letter = client.get(reverse("disputes:letter", args=[town.slug]))
    assert letter["Content-Disposition"] == 'attachment; filename="letter-testham.txt"'
    assert "Testham Compact" in letter.content.decode()


def test_everybody_is_told_numbers_by_theme_from_five_on(town, client):
    url = reverse("disputes:compact", args=[town.slug])
    for _again in range(4):
        Concern.log(town, theme=Theme.MONITORING)
    assert str(Theme.MONITORING.label) not in client.get(url).content.decode()
    for _again in range(6):
        Concern.log(town, theme=Theme.MONITORING)
    page = client.get(url).content.decode()
    assert str(Theme.MONITORING.label) in page
    assert "10 to 14" in page


def test_no_small_number_can_be_worked_out():
    told = in_public({"monitoring": 10, "other": 1})
    assert [theme for theme, _number in told.rows] == [Theme.MONITORING]
    assert str(told.rows[0][1]) == "10 to 14"
    assert in_public({"other": 4}) == ([], None)
    assert in_public({}) == ([], None)


def test_the_database_keeps_no_words_that_nobody_may_read(town):
    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.create(compact=town, theme="other", words="Hello")
    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.create(compact=town, theme="other", named=True)


def test_old_words_are_forgotten_and_still_counted(town, cvs, complainant):
    old = Concern.log(town, theme="other", words=WORDS, author=complainant, shared_with=cvs, named=True)
    new = Concern.log(town, theme="other", words=WORDS, author=complainant)
    Concern.objects.filter(pk=old.pk).update(logged_on=timezone.localdate() - timedelta(days=800))
    assert forget_words() == "1 old concern was forgotten"
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.words, old.author, old.shared_with, old.named) == ("", None, None, False)
    assert new.words == WORDS


def test_lists_of_concerns_cost_the_same(town, cvs, supporter, complainant, client_of):
    def add(number):
        for _again in range(number):
            Concern.log(town, theme="other", words=WORDS, author=complainant, shared_with=cvs, named=True)

    assert_same_queries(client_of(supporter), reverse("disputes:concerns"), add)
