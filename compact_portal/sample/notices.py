"""How people of the sample are told: one mail a day for some, what is older than two weeks seen, a calendar link."""

from datetime import timedelta

from django.utils import timezone

from compact_portal.accounts.models import CalendarLink, How, MailChoice, User
from disputes.models import Notice


def make_notices(people: dict[str, User]) -> None:
    """Choose how some are mailed, make the respondent a calendar link, and leave as new what happened lately."""
    MailChoice.choose(people["leisure"], How.DAILY)
    MailChoice.choose(people["chair"], How.WAITING)
    CalendarLink.make(people["respondent"])
    now = timezone.now()
    Notice.objects.filter(at__lt=now - timedelta(days=14)).update(seen_at=now)
