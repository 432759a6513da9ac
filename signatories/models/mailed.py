"""Mailed: something that one person is asked to do through a link in a mail: to sign, or to witness."""

import hashlib
import secrets
from abc import abstractmethod
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _t

from compact_portal.history import NotAllowed

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # Without what is taken for one another on paper.


def new_key() -> str:
    """What names a request in an address, on paper and in a QR code. It opens nothing by itself."""
    return "".join(secrets.choice(ALPHABET) for _number in range(12))


def new_secret() -> str:
    """What only the mail knows: 192 bits at random."""
    return secrets.token_urlsafe(24)


def digest_of(secret: str) -> str:
    """What is kept of a secret that was mailed."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Mailed(models.Model):
    """Asked of one address. `key` is public; the secret is in the mail, here only its digest.

    The secret works once: taking it up wipes the digest. A class that stands on it has `to_name`, `to_email`,
    `organisation`, `asked_by`, `is_live` and `over_sentence`, and mails in `mail_link`.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    secret_digest = models.CharField(max_length=64, blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    #: What stands in front of the key in addresses.
    kind = ""
    to_email: Any
    organisation: Any
    asked_by_id: Any

    class Meta:
        abstract = True

    @property
    @abstractmethod
    def is_live(self) -> bool:
        """Whether the person asked still has something to do."""

    def send(self, *, by=None) -> None:
        """Mail the link, with a new secret: an earlier link stops working."""
        secret = new_secret()
        self.secret_digest, self.sent_at = digest_of(secret), timezone.now()
        self.save(update_fields=["secret_digest", "sent_at"])
        self.mail_link(secret, by=by)

    @abstractmethod
    def mail_link(self, secret: str, *, by) -> None:
        """Write the mail with the link."""

    def send_again(self) -> bool:
        """Mail a new link where the last one was used; one that still works stays good. Returns whether it did.

        Whoever knows the address may ask for it, so it must not end a link that somebody is about to use.
        """
        if not self.is_live or self.secret_digest:
            return False
        self.send()
        return True

    def knows(self, secret: str) -> bool:
        """Whether a secret is that of the latest mail, and was not used yet."""
        return bool(self.secret_digest) and constant_time_compare(digest_of(secret), self.secret_digest)

    def spend(self, secret: str) -> None:
        """Use the secret up, or raise NotAllowed where it was used, or is not that of the latest mail."""
        spent = type(self)._default_manager.filter(pk=self.pk, secret_digest=digest_of(secret))
        if not self.is_live or not spent.update(secret_digest=""):
            raise NotAllowed(_t("This link has been used, or a later email has a newer one."))
        self.secret_digest = ""

    def why_not_person(self, user) -> str:
        """Why somebody who is signed in cannot go on here, in a sentence; empty where they can, and for who is not.

        Who is not signed in shows with the link and the code that the address is theirs.
        """
        if not user.is_authenticated or self.organisation.permits(user, "sign_for"):
            return ""
        if user.email.lower() == self.to_email and user.pk != self.asked_by_id:
            return ""
        return _t(
            "You are signed in as %(person)s, and this was sent to somebody else. Nobody can sign in the place of "
            "another. If it was sent to you, sign out, then open the link again."
        ) % {"person": user}

    def is_signed_for_by(self, user) -> bool:
        """Whether a signed-in person is an authorised signatory of the organisation."""
        return user.is_authenticated and self.organisation.permits(user, "sign_for")

    @property
    def masked_email(self) -> str:
        """The address as somebody who knows it recognises it: s***y@example.org."""
        name, _at, domain = self.to_email.partition("@")
        return f"{name[:1]}***{name[-1:] if len(name) > 2 else ''}@{domain}"
