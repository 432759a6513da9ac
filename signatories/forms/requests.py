"""What an officer is asked about requests to sign: whom to ask, until when, and why one is taken back."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Compact, Edition
from compact_portal.renderer import DayMonthYearField
from signatories import actions
from signatories.models import Organisation, Origin, RequestState, SigningRequest, SigningRules
from signatories.models.campaign import contacts_of

LONGEST = timedelta(days=365)


class RequestsForm(forms.Form):
    """Which requests to list."""

    is_filter = True

    q = forms.CharField(label=_("Organisation or person"), max_length=100, required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *RequestState.choices], required=False)
    origin = forms.ChoiceField(label=_("How it came about"), choices=[("", _("All")), *Origin.choices], required=False)

    def chosen(self, requests):
        """Those of a queryset that were asked for; what cannot be understood is not a filter."""
        self.is_valid()
        if words := self.cleaned_data.get("q"):
            requests = requests.filter(
                Q(organisation__name__icontains=words) | Q(to_name__icontains=words) | Q(to_email__icontains=words)
            )
        for name in ("state", "origin"):
            if value := self.cleaned_data.get(name):
                requests = requests.filter(**{name: value})
        return requests


class WhomForm(forms.Form):
    """Which organisations of the area to list for choosing."""

    is_filter = True

    q = forms.CharField(label=_("Name of an organisation"), max_length=100, required=False)
    sector = forms.ChoiceField(label=_("Sector"), choices=[("", _("Both")), *Sector.choices], required=False)

    def chosen(self, organisations):
        """Those of a queryset that were asked for."""
        self.is_valid()
        if sector := self.cleaned_data.get("sector"):
            organisations = organisations.filter(sector=sector)
        return organisations.called(self.cleaned_data.get("q", ""))


class InviteToSignForm(forms.Form):
    """Who is asked for each of some organisations, with which words, until when."""

    fields: dict[str, Any]

    edition = forms.ModelChoiceField(label=_("Edition"), queryset=Edition.objects.none(), empty_label=None)
    note = forms.CharField(
        label=_("A few words from you"),
        help_text=_("They stand in the email, below your name."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    lapses_on = DayMonthYearField(
        label=_("Last day to sign"),
        earliest=timezone.localdate,
        latest=lambda: timezone.localdate() + LONGEST,
    )

    def __init__(
        self, *args: Any, compact: Compact, editions: list[Edition], organisations: list[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = organisations
        self.fields["edition"].queryset = Edition.objects.filter(pk__in=[e.pk for e in editions]).select_related("text")
        if len(editions) == 1:
            self.initial.setdefault("edition", editions[0].pk)
            self.fields["edition"].widget = forms.HiddenInput()
        days = SigningRules.of(compact).days_to_sign
        self.initial.setdefault("lapses_on", timezone.localdate() + timedelta(days=days))
        contacts = contacts_of(organisations)
        for body in organisations:
            contact = contacts.get(body.pk)
            self.fields[f"name_{body.pk}"] = forms.CharField(
                label=_("Full name of the person"),
                max_length=120,
                initial=contact.name if contact else "",
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
            self.fields[f"email_{body.pk}"] = forms.EmailField(
                label=_("Their email address"),
                initial=contact.email if contact else "",
                widget=forms.EmailInput(attrs={"autocomplete": "off"}),
            )

    def rows(self) -> list[tuple[Organisation, list]]:
        """Each organisation with the two fields of its person."""
        return [(body, [self[f"name_{body.pk}"], self[f"email_{body.pk}"]]) for body in self.organisations]

    def together(self) -> list:
        """The fields that are asked once for all."""
        return [self[name] for name in ("edition", "note", "lapses_on") if not self[name].is_hidden]

    def clean(self):
        """Say of each organisation that cannot be asked why, beside it."""
        cleaned = super().clean()
        if edition := cleaned.get("edition"):
            for body in self.organisations:
                if reason := SigningRequest.why_not_ask(edition, body):
                    self.add_error(f"name_{body.pk}", f"{reason} " + _t("Leave it out."))
        return cleaned

    def requests(self, *, by: User) -> list[SigningRequest]:
        """The requests as they would be, not saved: for the preview."""
        return [SigningRequest(**one, asked_by=by) for one in self._asked()]

    def save(self, *, by: User) -> list[SigningRequest]:
        """Ask them all, or raise NotAllowed and ask none."""
        return actions.ask_all(self._asked(), by=by)

    def _asked(self) -> list[dict[str, Any]]:
        asked = self.cleaned_data
        return [
            {
                "edition": asked["edition"],
                "organisation": body,
                "to_name": asked[f"name_{body.pk}"],
                "to_email": asked[f"email_{body.pk}"],
                "note": asked["note"],
                "lapses_on": asked["lapses_on"],
            }
            for body in self.organisations
        ]


class CancelForm(forms.Form):
    """Why a request is taken back."""

    reason = forms.CharField(
        label=_("Why do you take the request back?"),
        help_text=_("Kept with the request. The link in the email stops working at once."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
