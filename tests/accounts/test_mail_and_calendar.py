"""How one is mailed, and the private link of one's calendar: made, shown once, ended, and kept out of logs."""

import re

import pytest

from compact_portal.accounts import views
from compact_portal.accounts.models import CalendarLink, How, MailChoice

pytestmark = pytest.mark.django_db
ADDRESS = "/account/calendar/"


def made(client):
    """The path of a new link, as the page shows it once."""
    return re.search(
        r"https://testserver(/account/calendar/[\w-]{43}/dates\.ics)", client.post(ADDRESS).content.decode()
    )[1]


def test_the_choice_of_mail_is_kept(stranger, client_of):
    client = client_of(stranger)
    assert "A mail for each thing" in client.get("/account/").content.decode()
    assert client.post("/account/mail/", {"how": "daily"})["Location"] == "/account/"
    assert MailChoice.of(stranger) == How.DAILY
    refused = client.post("/account/mail/", {"how": "by pigeon"}).content.decode()
    assert "There is a problem" in refused
    assert MailChoice.of(stranger) == How.DAILY


def test_a_link_is_shown_once_and_only_its_digest_is_kept(stranger, client, client_of):
    browser = client_of(stranger)
    path = made(browser)
    token = path.split("/")[3]
    assert token not in browser.get(ADDRESS).content.decode()
    assert token not in str(CalendarLink.objects.values().get())
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    assert not answer.cookies
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    assert "A calendar last read it on" in browser.get(ADDRESS).content.decode()


def test_a_new_link_ends_the_old_one_and_it_can_be_ended(stranger, client, client_of, admin):
    browser = client_of(stranger)
    first, second = made(browser), made(browser)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    browser.post(f"{ADDRESS}end/")
    gone = client.get(second)
    assert (gone.status_code, gone["Cache-Control"]) == (404, "private, no-store")
    assert not gone.cookies
    third = made(browser)
    stranger.close(by=admin, reason="Left")
    assert client.get(third).status_code == 404


def test_who_asks_too_often_is_told_to_wait(stranger, client, client_of, monkeypatch):
    path = made(client_of(stranger))
    monkeypatch.setattr(views.ratelimit, "consume", lambda *told, **more: False)
    assert [client.get(path).status_code, client.get(f"{ADDRESS}wrong/dates.ics").status_code] == [429, 429]
