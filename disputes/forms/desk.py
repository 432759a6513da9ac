"""What the chair's desk is narrowed down to."""

from datetime import timedelta

from django import forms
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _l

from disputes.models.lists import ENDED_VALUES
from disputes.procedure import TURN
from disputes.words import Party, State

MINE = sorted(state.value for state, parties in TURN.items() if Party.CHAIR in parties)
WAITING = sorted({*MINE, State.AWAITING_STATEMENT.value, State.AWAITING_ACCEPTANCE.value})

SHOWN = {
    "open": (_l("Without a mediator or a decision yet"), lambda found: found.filter(state__in=WAITING)),
    "yours": (_l("Your turn"), lambda found: found.filter(state__in=MINE)),
    "on": (_l("Under way elsewhere"), lambda found: found.exclude(state__in=[*WAITING, *ENDED_VALUES])),
    "past": (_l("Ended"), lambda found: found.filter(state__in=ENDED_VALUES)),
    "all": (_l("All"), lambda found: found),
}
ORDERS = {"due": "due_on", "reference": "reference", "referred": "referred_at", "state": "state"}
SOON = timedelta(days=7)


class DeskForm(forms.Form):
    """Which referrals to show on the desk."""

    is_filter = True

    show = forms.ChoiceField(label=_l("Show"), choices=[(word, label) for word, (label, _) in SHOWN.items()])
    due = forms.ChoiceField(
        label=_l("Due"),
        choices=[("", _l("At any time")), ("overdue", _l("Overdue")), ("soon", _l("Overdue or due within a week"))],
        required=False,
    )
    q = forms.CharField(label=_l("Reference, or whom it is about"), max_length=100, required=False)

    def chosen(self, disputes, sort: str = ""):
        """The disputes asked for, in the order asked for; what cannot be understood is not a filter."""
        answers = getattr(self, "cleaned_data", {})
        found = SHOWN[answers.get("show") or "open"][1](disputes)
        today = timezone.localdate()
        if answers.get("due") == "overdue":
            found = found.filter(due_on__lt=today)
        elif answers.get("due") == "soon":
            found = found.filter(due_on__lte=today + SOON)
        if words := answers.get("q"):
            # Never by the complainant: its name may be held back, and a list that answers to it would tell.
            found = found.filter(Q(reference__icontains=words) | Q(respondent__name__icontains=words))
        by = F(ORDERS.get(sort.removeprefix("-"), "due_on"))
        order = by.desc(nulls_last=True) if sort.startswith("-") else by.asc(nulls_last=True)
        return found.order_by(order, "referred_at", "pk")
