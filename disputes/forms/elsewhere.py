"""What the steps ask that lead outside the Compact, what came of it, and which cases belong together."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from compact_portal.deadlines import written
from compact_portal.renderer import DayMonthYearField, Radios
from disputes.directory import open_routes, why_closed
from disputes.forms.steps import StepForm, long_text
from disputes.models import Dispute, LinkedCases, OutsideReferral
from disputes.words import StageKind

ANOTHER = "another"


class BodyForm(StepForm):
    """Which national body, with its reference: one of the directory that is open, or another."""

    KIND = StageKind.NATIONAL
    body = forms.ChoiceField(
        label=_l("Which body do you go to?"), widget=Radios, error_messages={"required": _l("Choose a body")}
    )
    other_body = forms.CharField(label=_l("Name of the other body"), max_length=160, required=False)
    body_reference = forms.CharField(
        label=_l("Its reference"),
        max_length=80,
        required=False,
        help_text=_l("The number it has given your case, if you have one."),
    )
    field_order = ["moves", "body", "other_body", "body_reference", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, today = self.fields["body"], timezone.localdate()
        routes = {str(route.name): str(route.text) for route in open_routes(self.dispute, today, self.KIND)}
        field.choices = [*((name, name) for name in routes), (ANOTHER, _("Another body"))]
        field.widget.hints = routes

    def clean(self) -> dict[str, Any]:
        """Put the name of another body in its place, and refuse one that has closed."""
        answers = super().clean() or {}
        if answers.get("body") == ANOTHER:
            name = answers.get("other_body", "").strip()
            if not name:
                self.add_error("other_body", _("Enter the name of the other body"))
            elif closed := why_closed(self.dispute, name, timezone.localdate()):
                self.add_error("other_body", closed)
            answers["body"] = name
        answers.pop("other_body", None)
        return answers


class OutsideForm(BodyForm):
    """Which ombudsman or court."""

    KIND = StageKind.OUTSIDE
    body = forms.ChoiceField(
        label=_l("Which ombudsman or court is it with?"),
        widget=Radios,
        error_messages={"required": _l("Choose an ombudsman or court")},
    )


class ReportBackForm(StepForm):
    """What came of a referral outside, and on which day."""

    referral = forms.ModelChoiceField(
        label=_l("From whom did you hear?"),
        queryset=OutsideReferral.objects.none(),
        widget=Radios,
        empty_label=None,
        error_messages={"required": _l("Choose from whom you heard")},
    )
    note = long_text(_l("What came of it?"), help_text=_l("Both parties can read this."))
    outcome_on = DayMonthYearField(label=_l("On which day was it decided?"), latest=timezone.localdate)
    field_order = ["moves", "referral", "note", "outcome_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = self.dispute.referrals.filter(reported_at=None)
        self.fields["referral"].queryset = waiting
        self.fields["referral"].label_from_instance = said
        if len(waiting) == 1:
            self.fields["referral"].initial = waiting[0].pk

    def clean(self) -> dict[str, Any]:
        """Refuse a decision before the referral."""
        answers = super().clean() or {}
        referral, day = answers.get("referral"), answers.get("outcome_on")
        if referral and day and day < referral.referred_on:
            self.add_error(
                "outcome_on",
                _("The day must be %(day)s or later: that is when it went there.")
                % {"day": written(referral.referred_on)},
            )
        return answers


def said(referral: OutsideReferral) -> str:
    """How a referral is named in a list: the body, its reference, the day."""
    named = " ".join(filter(None, [referral.body, referral.reference]))
    return _("%(body)s, since %(day)s") % {"body": named, "day": written(referral.referred_on)}


class LinkForm(StepForm):
    """Which other case belongs with this one: one that the person may see."""

    other = forms.ModelChoiceField(
        label=_l("Which case belongs with this one?"),
        queryset=Dispute.objects.none(),
        empty_label=_l("Choose a case"),
        help_text=_l("Only cases that you may see are here. Nobody learns of a case through the link."),
        error_messages={"required": _l("Choose a case")},
    )
    note = long_text(_l("Why do they belong together?"), required=False)
    field_order = ["moves", "other", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Dispute.objects.visible_to(self.by).exclude(reference=None).exclude(pk=self.dispute.pk)
        linked = LinkedCases.objects.filter(ended_at=None)
        seen = seen.exclude(pk__in=linked.filter(first=self.dispute).values("second"))
        seen = seen.exclude(pk__in=linked.filter(second=self.dispute).values("first"))
        self.fields["other"].queryset = seen.order_by("-raised_on", "-pk")
        self.fields["other"].label_from_instance = by_reference


def by_reference(dispute: Dispute) -> str:
    """How a case is named in a list: its reference and the day it was raised."""
    return _("%(reference)s, raised on %(day)s") % {"reference": dispute.reference, "day": written(dispute.raised_on)}
