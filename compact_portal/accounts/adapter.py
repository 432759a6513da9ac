"""What the portal asks of django-allauth: no sign-up of one's own accord, and mail through the outbox."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

from compact_portal import mail


class AccountAdapter(DefaultAccountAdapter):
    """django-allauth, as the portal uses it."""

    def is_open_for_signup(self, request) -> bool:
        """Never: an account begins with an invitation by a representative or an officer."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Write allauth's mail (codes, password resets) into the outbox."""
        message = self.render_mail(template_prefix, email, {"email": email, "site_url": settings.SITE_URL, **context})
        mail.post(to=email, subject=message.subject, body=message.body, about="account", secret=True)
