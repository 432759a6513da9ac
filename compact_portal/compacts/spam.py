"""Signs that words were written by a machine that advertises. They hold a comment back; a person decides."""

import re
from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LINK = re.compile(r"https?://|www\.|\[/?url\b|<a\b", re.IGNORECASE)
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
LETTER = re.compile(r"[^\W\d_]")
MOST_LINKS = 1  # One link to what somebody speaks of is common; several are not.
AT_LEAST = timedelta(seconds=4)  # Nobody reads a question and answers it faster.


def signs(words: str, *, name: str = "", took: timedelta | None = None, trap: str = "") -> list[str]:
    """Why some words look like spam, in sentences for an officer; empty where nothing does.

    `took`: between the showing of the form and its sending; None: not known. `trap`: what was typed into an input that
    people do not see. Words in other scripts than Latin are held back only when they are most of the text, since a name
    or a quotation may well be in another.
    """
    found = []
    if trap.strip():
        found.append(_("An input was filled that people do not see."))
    if took is None or took < AT_LEAST:
        found.append(_("It was sent faster than a person writes."))
    links = len(LINK.findall(words))
    if links > MOST_LINKS:
        found.append(ngettext("It has %(count)d link.", "It has %(count)d links.", links) % {"count": links})
    if LINK.search(name):
        found.append(_("The name has a link in it."))
    letters = LETTER.findall(words)
    if letters and len(LATIN.findall(words)) * 2 < len(letters):
        found.append(_("Most of it is in another script."))
    shouted = sum(1 for letter in letters if letter.isupper())
    if len(letters) > 40 and shouted * 10 > len(letters) * 7:
        found.append(_("Most of it is in capital letters."))
    return found


def same_words(words: str, others: Iterable[str]) -> bool:
    """Whether somebody has said the very same before, however it is spaced or capitalised."""
    wanted = " ".join(words.split()).casefold()
    return any(" ".join(other.split()).casefold() == wanted for other in others)
