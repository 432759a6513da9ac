"""Who has opened a clause to write in the last minutes, so that two people need not find out when they save."""

from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils import timezone

if TYPE_CHECKING:
    from compact_portal.accounts.models import User
    from compact_portal.compacts.models import Clause

SECONDS = 10 * 60


def _key(clause: "Clause") -> str:
    return f"compacts.writing.{clause.pk}"


def come(clause: "Clause", person: "User") -> list[str]:
    """Note that a person has opened a clause to write. Returns the names of the others who did lately."""
    now = timezone.now().timestamp()
    here = {key: seen for key, seen in cache.get(_key(clause), {}).items() if now - seen[1] < SECONDS}
    cache.set(_key(clause), here | {person.pk: (str(person), now)}, SECONDS)
    return [name for key, (name, _at) in here.items() if key != person.pk]


def go(clause: "Clause", person: "User") -> None:
    """Note that a person has saved, and is done."""
    here = cache.get(_key(clause), {})
    if here.pop(person.pk, None):
        cache.set(_key(clause), here, SECONDS)
