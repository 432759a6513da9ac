"""What is new for a person since they last looked at each dispute, in the words of their part."""

from typing import NamedTuple

from disputes.models import Notice
from disputes.notifications.readers import Reader
from disputes.notifications.telling import letter_of, words_of
from disputes.words import Party

AT_MOST = 20


class News(NamedTuple):
    """One thing that happened: a title with its reference, where it stands, a sentence, and when."""

    title: str
    path: str
    words: str
    at: object


def news_for(person, visible) -> list[News]:
    """Return what a person has not seen yet of the disputes visible to them, the newest first. One query."""
    related = ["person", "event__stage", "event__nomination__person", "dispute__compact", "dispute__nomination__person"]
    related += [f"dispute__{body}" for body in ("complainant", "respondent", "support_body")]
    found = []
    for notice in Notice.objects.new_for(person, visible=visible).select_related(*related)[:AT_MOST]:
        reader = Reader(person, Party(notice.party), "")
        if letter_of(notice.event, reader):
            title, words = words_of(notice.dispute, notice.event, reader)
            path = notice.dispute.get_absolute_url()
            found.append(News(f"{notice.dispute.reference}: {title}", path, words, notice.at))
    return found
