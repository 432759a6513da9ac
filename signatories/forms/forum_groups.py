"""Working groups of the Forum: their remit, their members, their reports."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact
from compact_portal.renderer import DayMonthYearField
from signatories.forms.files import PaperField
from signatories.forms.people import TermForm
from signatories.models import Decision, GroupMember, GroupReport, Meeting, Organisation, WorkingGroup


class GroupForm(forms.ModelForm):
    """What a group is to do, who commissioned it, and for how long."""

    starts_on = DayMonthYearField(label=_("From"), required=False)
    until_on = DayMonthYearField(label=_("Planned until"), required=False)

    class Meta:
        model = WorkingGroup
        fields = ["name", "remit", "commissioned_by", "starts_on", "until_on"]
        labels = {
            "name": _("Name"),
            "remit": _("What it is to do"),
            "commissioned_by": _("Which decision of the Forum set it up?"),
        }

    def __init__(self, *args: Any, compact: Compact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.compact = compact
        self.fields["commissioned_by"].queryset = Decision.objects.filter(forum__compact=compact)
        self.fields["commissioned_by"].empty_label = _("None on record here")

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"compact"}

    def clean(self) -> dict[str, Any]:
        """Refuse a group that is to end before it begins."""
        data = super().clean() or {}
        if data.get("starts_on") and data.get("until_on") and data["until_on"] < data["starts_on"]:
            self.add_error("until_on", _t("The last day must be the first day or later."))
        return data

    def save_by(self, *, by: User) -> WorkingGroup:
        """Form the group, or change it."""
        if self.instance.pk is None:
            return WorkingGroup.form(self.instance.compact, by=by, **self.cleaned_data)
        self.instance.revise(by=by, **self.cleaned_data)
        return self.instance


class GroupMemberForm(TermForm):
    """Somebody who works in a group: a person, an organisation, or a person of an organisation."""

    fields: dict[str, Any]

    name = forms.CharField(label=_("Full name of the person"), max_length=120, required=False)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False, empty_label=_("None")
    )
    email = forms.EmailField(
        label=_("Their email address"),
        required=False,
        help_text=_("Only where they have an account here and are to hand in reports. It is not shown."),
    )
    is_lead = forms.BooleanField(label=_("Leads the group, and hands in its reports"), required=False)
    field_order = ["name", "organisation", "email", "is_lead", "starts_on", "ends_on"]

    def __init__(self, *args: Any, group: WorkingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        self.fields["organisation"].queryset = group.compact.organisations.all()

    def clean(self) -> dict[str, Any]:
        """Refuse nobody, and an address that belongs to no account."""
        data = super().clean()
        if not data.get("name") and not data.get("organisation"):
            self.add_error("name", _t("Enter the name of the person, or choose an organisation."))
        email = data.pop("email", "")
        data["person"] = User.objects.filter(email__iexact=email, is_active=True).first() if email else None
        if email and data["person"] is None:
            self.add_error("email", _t("Nobody has an account with this address. Leave it empty."))
        return data

    def save(self, *, by: User) -> GroupMember:
        """Put them into the group."""
        member = GroupMember(group=self.group, **self.cleaned_data)
        member._history_user = by
        member.save()
        return member


class EndGroupForm(forms.Form):
    """When a group ended, and why."""

    on = DayMonthYearField(label=_("Last day"), initial=timezone.localdate, latest=timezone.localdate)
    reason = forms.CharField(
        label=_("Why it ended"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example, that its work is done. Everybody can read this."),
    )

    def save(self, group: WorkingGroup, *, by: User) -> None:
        """End it."""
        group.end(by=by, **self.cleaned_data)


class ReportForm(forms.Form):
    """A report of a group, as text, as a file, or both."""

    fields: dict[str, Any]

    title = forms.CharField(label=_("Title"), max_length=160)
    on = DayMonthYearField(label=_("Date"), initial=timezone.localdate, latest=timezone.localdate)
    meeting = forms.ModelChoiceField(
        label=_("To which meeting?"), queryset=Meeting.objects.none(), required=False, empty_label=_("None yet")
    )
    body = forms.CharField(
        label=_("Report"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Everybody can read it."),
    )
    file = PaperField(required=False)

    def __init__(self, *args: Any, group: WorkingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        self.fields["meeting"].queryset = Meeting.objects.filter(forum__compact=group.compact)
        self.fields["meeting"].label_from_instance = lambda meeting: f"{meeting}, {meeting.day:%-d %B %Y}"

    def clean(self) -> dict[str, Any]:
        """Refuse a report that says nothing."""
        data = super().clean() or {}
        if not data.get("body") and not data.get("file") and "file" not in self.errors:
            self.add_error("body", _t("Write the report, or choose a file."))
        return data

    def save(self, *, by: User) -> GroupReport:
        """Hand it in."""
        asked = dict(self.cleaned_data)
        file = asked.pop("file")
        report = GroupReport(group=self.group, by=by, **asked)
        if file:
            report.put(*file)
        report._history_user = by
        report.save()
        return report
