"""The outbox: mail is written in the transaction of the change it tells of, and delivered after it.

What rolls back sends nothing; what is committed is sent once, and tried again if the mail server is down. What is no
longer true when its turn comes is dropped and recorded so: a message may say what must still hold (`valid_while`). What
a person would rather read in one mail a day waits for that mail (`gathers`; compact_portal/daily.py).
"""

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _t
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


class MessageQuerySet(models.QuerySet):
    """Messages, and what becomes of them."""

    def waiting(self):
        """Those neither sent nor dropped."""
        return self.filter(sent_at=None, dropped_at=None)

    def gathered_for(self, person):
        """Those that wait for a person's mail of the day, the earliest first."""
        return self.waiting().filter(person=person, gathers=True)


class Message(models.Model):
    """One mail to one address: waiting, sent, or dropped because it was true no longer.

    `valid_while` is a kind of check and what it asks about ("dispute 17"); `settings.MAIL_VALID_WHILE` names a function
    for each kind, which gets the message and what it asks about, and gives the sentence that says why it is over ("":
    it still holds). `brief` is what the mail of the day says of it.
    """

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
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    valid_while = models.CharField(max_length=120, blank=True)
    gathers = models.BooleanField(default=False, help_text=_("Whether it waits for the person's mail of the day."))
    brief = models.TextField(blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_because = models.CharField(max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        indexes = [
            models.Index(fields=["try_at"], condition=Q(sent_at=None, dropped_at=None), name="mail_waiting"),
            models.Index(fields=["about"], name="mail_about"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(sent_at=None) | Q(dropped_at=None), name="mail_is_sent_or_dropped"),
            models.CheckConstraint(
                condition=Q(gathers=False) | Q(person__isnull=False), name="mail_of_the_day_is_for_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.pk})"


def post(*, to: str, subject: str, body: str, about: str = "", secret: bool = False) -> Message:
    """Put one message to one address into the outbox, in the transaction under way.

    Subjects name no party of a dispute. The text of a secret one (a code, a link to sign in) is wiped once it is sent.
    """
    message = _put(to=to, subject=subject, body=body, about=about, secret=secret)
    deliver_soon.enqueue()
    return message


def tell(
    person: Any,
    *,
    subject: str,
    body: str,
    about: str = "",
    valid_while: str = "",
    gathers: bool = False,
    brief: str = "",
    secret: bool = False,
) -> Message | None:
    """Put a message to one person into the outbox, or by for their mail of the day. None: their account is closed.

    `valid_while` and `brief` as in `Message`; `secret` as in `post`.
    """
    if not person.is_active:
        return None
    message = _put(
        to=person.email.lower(),
        subject=subject,
        body=body,
        about=about,
        person=person,
        valid_while=valid_while,
        gathers=gathers,
        brief=brief,
        secret=secret,
    )
    if not gathers:
        deliver_soon.enqueue()
    return message


def _put(*, subject, body, **fields) -> Message:
    return Message.objects.create(subject=" ".join(str(subject).split())[:200], body=body.strip() + "\n", **fields)


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
    Message.objects.waiting().filter(about=about).delete()


def forget_sent(beginning: str, *, before) -> int:
    """Throw away what was sent before a moment and whose mark begins so. Returns how many messages."""
    return Message.objects.filter(about__startswith=beginning, sent_at__lt=before).delete()[0]


def release(person: Any) -> int:
    """Send what waits for a person's mail of the day on its own instead, now. Returns how many messages."""
    released = Message.objects.gathered_for(person).update(gathers=False, try_at=timezone.now())
    if released:
        deliver_soon.enqueue()
    return released


def why_over(message: Message) -> str:
    """The sentence that says why a message is not to be sent any more; "" while it holds."""
    if message.person and not message.person.is_active:
        return _t("The account is closed.")
    if not message.valid_while:
        return ""
    kind, _space, asks_about = message.valid_while.partition(" ")
    return import_string(settings.MAIL_VALID_WHILE[kind])(message, asks_about)


def drop(message: Message, because: str) -> None:
    """Keep a message that is over from ever being sent, and record why. Its text goes."""
    over = Message.objects.waiting().filter(pk=message.pk)
    over.update(dropped_at=timezone.now(), dropped_because=because[:200], body="", brief="")


def deliver() -> str:
    """Send what is due, and drop what is over. Each message is claimed first, so that two never send one twice."""
    done = Counter[str]()
    now = timezone.now()
    due = Message.objects.waiting().filter(gathers=False, try_at__lte=now).select_related("person")
    for message in due[:200]:
        claimed = Message.objects.waiting().filter(pk=message.pk, gathers=False, try_at=message.try_at)
        if claimed.update(try_at=now + CLAIM, attempts=F("attempts") + 1):
            done[_deliver(message, now)] += 1
    said = f"{done['sent']} messages sent, {done['failed']} to be tried again"
    return f"{said}, {done['dropped']} dropped" if done["dropped"] else said


def _deliver(message: Message, now: datetime) -> str:
    """Send a claimed message, or drop it. Returns "sent", "failed" or "dropped"."""
    try:
        if because := why_over(message):
            drop(message, because)
            return "dropped"
        EmailMessage(message.subject, message.body, to=[message.to]).send()
    except Exception as error:  # Whatever is wrong with one (the server is away, most often), the others go out.
        if not isinstance(error, OSError):
            log.exception("message %s", message.pk)
        wait = RETRY_AFTER[min(message.attempts, len(RETRY_AFTER) - 1)]
        Message.objects.filter(pk=message.pk).update(try_at=now + wait, error=type(error).__name__)
        log.warning("message %s could not be sent (%s)", message.pk, type(error).__name__)
        return "failed"
    body = "" if message.secret else message.body
    Message.objects.filter(pk=message.pk).update(sent_at=timezone.now(), error="", body=body)
    return "sent"


@task()
def deliver_soon() -> str:
    """Job: deliver the outbox now. `manage.py tick` does the same, for whatever a killed worker left."""
    return deliver()
