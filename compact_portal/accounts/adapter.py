"""What the portal asks of django-allauth: no sign-up of one's own accord, our words, and mail through the outbox."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _

from compact_portal import mail


class AccountAdapter(DefaultAccountAdapter):
    """Signing in, as the portal wants it."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Ask the administrator of the portal about it."),
        "email_password_mismatch": _(
            "The email address or the password is not right. Try again, or ask for a code by email."
        ),
        "enter_current_password": _("That is not your present password. Enter it again."),
        "incorrect_code": _("That is not the code. Enter the code from the latest email."),
        "incorrect_password": _("That is not your password. Enter it again."),
        "invalid_password_reset": _("The link is over. Ask for a new one."),
        "too_many_login_attempts": _("There were too many tries. Wait 5 minutes, then try again."),
        "rate_limited": _("There were too many tries. Wait 5 minutes, then try again."),
    }

    def is_open_for_signup(self, request) -> bool:
        """Never: an account begins with an invitation by a representative or an officer."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Write allauth's mail (codes, password resets) into the outbox."""
        message = self.render_mail(template_prefix, email, {"email": email, **mail.about_us(), **context})
        mail.post(to=email, subject=message.subject, body=message.body, about="account", secret=True)
