"""Forms for signing in (django-allauth's, in our words), for joining, and for one's own details."""

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from compact_portal.accounts.models import How, MailChoice, User
from compact_portal.renderer import Radios

EMAIL = _("Email address")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
AT_LEAST = _("At least 10 characters, and not only digits. Three words that do not belong together are good.")
PASSWORD_ATTRS = {"autocomplete": "new-password", "class": "govuk-input--width-20"}


class OurWords:
    """Labels and hints in our words, by the name of the field; no second password to type."""

    words = {
        "login": (EMAIL, ""),
        "email": (EMAIL, ""),
        "password": (PASSWORD, ""),
        "oldpassword": (_("Present password"), ""),
        "password1": (NEW_PASSWORD, AT_LEAST),
        "code": (_("Code from the email"), ""),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)  # A person can look at what they typed instead.
        for name, field in self.fields.items():
            field.label, field.help_text = self.words.get(name, (field.label, field.help_text))


class LoginForm(OurWords, allauth_forms.LoginForm):
    """Email address and password."""


class RequestLoginCodeForm(OurWords, allauth_forms.RequestLoginCodeForm):
    """The address to which a code for signing in is sent."""


class ConfirmLoginCodeForm(OurWords, allauth_forms.ConfirmLoginCodeForm):
    """The code from the email."""


class ResetPasswordForm(OurWords, allauth_forms.ResetPasswordForm):
    """The address to which a link for a new password is sent."""


class ResetPasswordKeyForm(OurWords, allauth_forms.ResetPasswordKeyForm):
    """A new password, after a link from an email."""


class ChangePasswordForm(OurWords, allauth_forms.ChangePasswordForm):
    """A new password, by somebody who knows the present one."""


class ReauthenticateForm(OurWords, allauth_forms.ReauthenticateForm):
    """The password once more, before something that matters."""


class JoinForm(forms.ModelForm):
    """What somebody who was invited tells us: their name, and the password they choose."""

    password = forms.CharField(
        label=PASSWORD, strip=False, help_text=AT_LEAST, widget=forms.PasswordInput(attrs=PASSWORD_ATTRS)
    )

    class Meta:
        model = User
        fields = ["name"]
        labels = {"name": _("Your full name")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True

    def _post_clean(self):
        super()._post_clean()
        try:
            password_validation.validate_password(self.cleaned_data.get("password", ""), self.instance)
        except forms.ValidationError as error:
            if "password" not in self.errors:
                self.add_error("password", error)


class NameForm(forms.ModelForm):
    """One's own name, as others see it."""

    class Meta:
        model = User
        fields = ["name"]
        labels = {"name": _("Your full name")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True


class MailForm(forms.Form):
    """How a person wants to hear of their disputes."""

    how = forms.ChoiceField(
        label=_("How do you want to hear of your disputes?"),
        choices=How,
        widget=Radios(
            hints={
                How.AT_ONCE: _("As soon as somebody takes a step, and before a date of yours."),
                How.DAILY: _(
                    "On the morning of each working day on which there is news. What is due on the day itself still "
                    "comes at once."
                ),
                How.WAITING: _("When it is your turn, and before a date of yours. The dashboard shows the rest."),
            }
        ),
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, initial={"how": MailChoice.of(person)}, **kwargs)
        self.person = person

    def save(self) -> None:
        """Keep the choice."""
        MailChoice.choose(self.person, self.cleaned_data["how"])
