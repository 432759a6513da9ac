"""The log of signing: append-only; each entry holds the hash of the one before, so that nothing can be taken out."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.models import Compact

NOTHING_BEFORE = "0" * 64


class ChainEntry(models.Model):
    """One thing that happened to a signing under one Compact. Every Compact has a chain of its own, numbered from 1.

    `facts` is canonical JSON: what happened, without addresses of people. What stands in it below the name of a record
    ("signature", "request", "witness", "member") never changes any more, and is compared with that record by
    `manage.py check_chain`; all else is only remembered. `hash` is made of all of it and of the hash before.
    """

    compact = models.ForeignKey(Compact, on_delete=models.PROTECT, related_name="chain")
    number = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    action = models.CharField(_("what"), max_length=40)
    facts = models.TextField(_("facts"))
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["compact", "number"]
        constraints = [
            models.UniqueConstraint(fields=["compact", "number"], name="a_chain_has_one_entry_of_each_number"),
        ]

    def __str__(self) -> str:
        return f"{self.compact.slug} {self.number}: {self.action}"

    @classmethod
    @transaction.atomic
    def add(
        cls, compact: Compact | None, action: str, facts: dict[str, Any], *, by=None, at: datetime | None = None
    ) -> "ChainEntry":
        """Add an entry to the chain of a Compact. Two who add at once do it one after the other.

        `facts` holds texts, whole numbers, booleans, None, and lists and dicts of them; TypeError for what JSON does
        not know. Who did it is put into them by number.
        """
        # Not FOR UPDATE: whoever writes a row that points to the Compact need not wait.
        if compact is None:
            raise ValueError("Only the agreement of a Compact is signed.")
        Compact.objects.select_for_update(no_key=True).get(pk=compact.pk)
        last = cls.objects.filter(compact=compact).order_by("-number").first()
        entry = cls(
            compact=compact,
            number=last.number + 1 if last else 1,
            at=at or timezone.now(),
            actor=by,
            action=action,
            facts=canonical({**facts, "by": by.pk if by else None}),
            previous_hash=last.hash if last else NOTHING_BEFORE,
        )
        entry.hash = entry.hash_of_it()
        entry.save(force_insert=True)
        return entry

    def hash_of_it(self) -> str:
        """The hash that the entry must have."""
        return hash_of(self.compact_id, self.number, self.at, self.action, self.facts, self.previous_hash)


def canonical(what) -> str:
    """JSON that is the same for the same facts, always: sorted keys, no spaces, every letter as itself."""
    return json.dumps(what, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(compact: int, number: int, at: datetime, action: str, facts: str, previous_hash: str) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON of an entry's parts in this order; the moment in UTC, ISO 8601."""
    what = [compact, number, at.astimezone(UTC).isoformat(), action, facts, previous_hash]
    return hashlib.sha256(canonical(what).encode()).hexdigest()


def sealed(words: str) -> str:
    """SHA-256 of words that the log vouches for and does not repeat; "" for none."""
    return hashlib.sha256(words.encode()).hexdigest() if words else ""


def instant(moment: datetime | None) -> str:
    """A moment as the log writes it: UTC, ISO 8601; "" for none."""
    return moment.astimezone(UTC).isoformat() if moment else ""
