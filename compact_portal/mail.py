"""The outbox: mail is written in the transaction of the change it tells of, and delivered after it.

What rolls back sends nothing; what is committed is sent once, and tried again if the mail server is down.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

log = logging.getLogger("portal.mail")

CLAIM = timedelta(minutes=5)  # A deliverer that has not finished a message by then is taken for dead.
RETRY_AFTER = [
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
]


class Message(models.Model):
    """One mail to one address, waiting or sent."""

    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    about = models.CharField(_("about"), max_length=100, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    try_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    secret = models.BooleanField(default=False, help_text=_("Whether the text is wiped once it is sent."))

    class Meta:
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["try_at"], condition=Q(sent_at=None), name="mail_waiting")]

    def __str__(self) -> str:
        return f"{self.subject} ({self.pk})"


def post(*, to: str, subject: str, body: str, about: str = "", secret: bool = False) -> Message:
    """Put one message to one address into the outbox, in the transaction under way.

    Subjects name no party of a dispute. The text of a secret one (a code, a link to sign in) is wiped once it is sent.
    """
    message = _put(to=to, subject=subject, body=body, about=about, secret=secret)
    deliver_soon.enqueue()
    return message


def _put(*, to, subject, body, about, secret) -> Message:
    return Message.objects.create(
        to=to, subject=" ".join(str(subject).split())[:200], body=body.strip() + "\n", about=about, secret=secret
    )


def write(
    *, to: Iterable, subject: str, template: str, context: dict, about: str = "", secret: bool = False
) -> list[Message]:
    """Put a message from a text template into the outbox for each person or address; each address gets one.

    `to`: people (anything with `email`; an inactive one gets nothing) or addresses. The template gets `context`,
    `recipient`, `site_url` and `portal_name`. Returns the messages.
    """
    messages, seen = [], set()
    for recipient in to:
        address = getattr(recipient, "email", recipient).lower()
        if address in seen or not getattr(recipient, "is_active", True):
            continue
        seen.add(address)
        body = render_to_string(template, {**about_us(), "recipient": recipient, **context})
        messages.append(_put(to=address, subject=subject, body=body, about=about, secret=secret))
    if messages:
        deliver_soon.enqueue()
    return messages


def about_us() -> dict[str, str]:
    """What every mail knows of the portal: its address and its name."""
    return {"site_url": settings.SITE_URL, "portal_name": settings.PORTAL_NAME}


def forget(about: str) -> None:
    """Throw away every message marked with `about`, sent or not: its address is not ours to keep any more."""
    Message.objects.filter(about=about).delete()


def forget_waiting(about: str) -> None:
    """Throw away the messages marked with `about` that were not sent yet: what they ask for is settled."""
    Message.objects.filter(about=about, sent_at=None).delete()


def forget_sent(beginning: str, *, before) -> int:
    """Throw away what was sent before a moment and whose mark begins so. Returns how many messages."""
    return Message.objects.filter(about__startswith=beginning, sent_at__lt=before).delete()[0]


def deliver() -> str:
    """Send what is due. Each message is claimed first, so that two deliverers never send one twice."""
    sent = failed = 0
    now = timezone.now()
    for message in Message.objects.filter(sent_at=None, try_at__lte=now)[:200]:
        claimed = Message.objects.filter(pk=message.pk, sent_at=None, try_at=message.try_at).update(
            try_at=now + CLAIM, attempts=F("attempts") + 1
        )
        if not claimed:
            continue
        try:
            EmailMessage(message.subject, message.body, to=[message.to]).send()
        except OSError as error:  # smtplib's errors are OSErrors: the server is away or refuses.
            wait = RETRY_AFTER[min(message.attempts, len(RETRY_AFTER) - 1)]
            Message.objects.filter(pk=message.pk).update(try_at=now + wait, error=type(error).__name__)
            log.warning("message %s could not be sent (%s)", message.pk, type(error).__name__)
            failed += 1
        else:
            body = "" if message.secret else message.body
            Message.objects.filter(pk=message.pk).update(sent_at=timezone.now(), error="", body=body)
            sent += 1
    return f"{sent} messages sent, {failed} to be tried again"


@task()
def deliver_soon() -> str:
    """Job: deliver the outbox now. `manage.py tick` does the same, for whatever a killed worker left."""
    return deliver()
