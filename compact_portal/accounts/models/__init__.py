"""People, how they want to be mailed, and the private links under which calendars read their dates."""

from compact_portal.accounts.models.calendar_link import CalendarLink
from compact_portal.accounts.models.mail_choice import How, MailChoice
from compact_portal.accounts.models.person import User, UserManager

__all__ = ["CalendarLink", "How", "MailChoice", "User", "UserManager"]
