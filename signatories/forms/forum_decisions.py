"""What the Forum decided, and what that is about."""

from importlib import import_module
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from codes import citing
from codes.forms import ClausesField
from compact_portal.accounts.models import User
from compact_portal.compacts.forms.fields import KeysField
from compact_portal.renderer import Checkboxes
from signatories.models import AgendaItem, Amendment, Decision, Meeting
from signatories.procedure import PUBLIC


def linking() -> list:
    """The modules of higher apps that link what is theirs to a decision: each has `field`, `save` and `panel`."""
    return [import_module(name) for name in settings.LINKED_TO_DECISIONS]


class DecisionForm(forms.Form):
    """A decision of a meeting; what other apps link to it they ask for themselves."""

    fields: dict[str, Any]

    title = forms.CharField(
        label=_("What was decided"), max_length=250, help_text=_("One sentence. It gets the next number by itself.")
    )
    body = forms.CharField(
        label=_("More about it"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 5})
    )
    item = forms.ModelChoiceField(
        label=_("Under which item of the agenda?"),
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    amendments = KeysField(
        label=_("Amendments it is about"), queryset=Amendment.objects.none(), required=False, widget=Checkboxes
    )
    reason = forms.CharField(
        label=_("Why it is corrected"),
        max_length=300,
        help_text=_("The minutes are confirmed, so it needs a reason."),
    )

    def __init__(self, *args: Any, meeting: Meeting, decision: Decision | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.decision = meeting, decision
        compact = meeting.forum.compact
        cited = citing.in_order(decision.clauses.select_related("edition__text__code")) if decision else []
        self.fields["clauses"] = ClausesField(
            compact=compact,
            label=_("Clauses it is about"),
            help_text=_("Numbers parted by commas, like 4.3, 5.1. For a code, its name too: Consultation 11.1."),
            initial=", ".join(citing.cite(clause) for clause in cited),
        )
        self.fields["item"].queryset = meeting.agenda.all()
        public = Amendment.objects.filter(compact=compact, state__in=sorted(PUBLIC), submitted_at__isnull=False)
        self.fields["amendments"].queryset = public.with_words()
        if not public.exists():
            del self.fields["amendments"]
        if decision is None or not meeting.is_confirmed:
            del self.fields["reason"]
        if decision:
            self.initial.update(title=decision.title, body=decision.body, item=decision.item_id)
            self.initial["amendments"] = list(decision.amendments.values_list("pk", flat=True))
        self.linked = {module: module.field(compact, decision) for module in linking()}
        for module, field in self.linked.items():
            self.fields[module.NAME] = field
        others = [module.NAME for module in self.linked]
        self.order_fields(["title", "body", "item", "clauses", "amendments", *others, "reason"])

    def save(self, *, by: User) -> Decision:
        """Record the decision, or change it; then let the other apps link theirs."""
        asked = {"amendments": [], **self.cleaned_data}
        links = {module: asked.pop(module.NAME) for module in self.linked}
        made = self.decision
        if made is None:
            made = Decision.record(self.meeting, by=by, **asked)
        else:
            made.revise(by=by, **asked)
        for module, chosen in links.items():
            module.save(made, chosen, by=by)
        return made
