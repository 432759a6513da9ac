"""Mail is written with the change it tells of, delivered after it, never lost and never sent twice."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from compact_portal import mail
from compact_portal.accounts.models import User
from compact_portal.mail import Message

pytestmark = pytest.mark.django_db


class ServerIsAway(BaseEmailBackend):
    """A mail server that nobody answers at."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


def post(**changes):
    return mail.post(**{"to": "a@anytown.example", "subject": "A case moved", "body": "What happened.", **changes})


def test_what_rolls_back_writes_no_mail_and_no_job():
    with pytest.raises(RuntimeError), transaction.atomic():
        post()
        raise RuntimeError
    assert not Message.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_message_is_delivered_once():
    post()
    assert mail.deliver() == "1 messages sent, 0 to be tried again"
    assert mail.deliver() == "0 messages sent, 0 to be tried again"
    assert [(m.to, m.subject, m.body) for m in django_mail.outbox] == [
        (["a@anytown.example"], "A case moved", "What happened.\n")
    ]


def test_a_message_that_another_deliverer_has_claimed_is_left_to_it():
    message = post()
    Message.objects.filter(pk=message.pk).update(try_at=timezone.now() + mail.CLAIM)
    mail.deliver()
    assert not django_mail.outbox


def test_a_message_claimed_by_a_deliverer_that_died_is_sent_later():
    message = post()
    Message.objects.filter(pk=message.pk).update(try_at=timezone.now() + mail.CLAIM, attempts=1)
    with time_machine.travel(timezone.now() + mail.CLAIM + timedelta(seconds=1)):
        mail.deliver()
    assert len(django_mail.outbox) == 1


def test_a_mail_server_that_is_away_is_tried_again_later_and_later(settings):
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.ServerIsAway"
    message = post()
    now = timezone.now()
    waits = []
    with time_machine.travel(now, tick=False) as clock:
        for _ in range(7):
            assert mail.deliver() == "0 messages sent, 1 to be tried again"
            message.refresh_from_db()
            waits.append(message.try_at - timezone.now())
            clock.move_to(message.try_at + timedelta(seconds=1))
        assert waits == [*mail.RETRY_AFTER, mail.RETRY_AFTER[-1], mail.RETRY_AFTER[-1]]
        assert message.error == "ConnectionRefusedError"
        settings.EMAIL_BACKEND = backend
        mail.deliver()
    assert len(django_mail.outbox) == 1


def test_each_address_gets_one_message_and_inactive_people_none():
    person = User.objects.create_user("b@anytown.example", name="Bo")
    gone = User.objects.create_user("c@anytown.example", name="Cy", is_active=False)
    written = mail.write(
        to=[person, "B@anytown.example", gone],
        subject="You are invited",
        template="accounts/email/invitation.txt",
        context={"by": person, "link": "/somewhere/", "days": 14},
    )
    assert [message.to for message in written] == ["b@anytown.example"]
    assert DBTaskResult.objects.count() == 1


def test_the_text_of_a_secret_message_is_wiped_once_it_is_sent():
    message = post(body="Your code is 123456.", secret=True)
    mail.deliver()
    message.refresh_from_db()
    assert message.body == ""
    assert "123456" in django_mail.outbox[0].body


def test_a_subject_is_one_line():
    assert post(subject="One\r\nBcc: everybody@example.org").subject == "One Bcc: everybody@example.org"
