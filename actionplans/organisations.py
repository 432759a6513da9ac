"""What the pages of organisations and their people know of the action plans (signatories/hooks.py)."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans.lifecycle import FINISHED, PlanState
from actionplans.models import Action, ProgressUpdate
from signatories.hooks import Work

AT_MOST = 20


def led_by(organisation):
    """The actions that any record of a body leads, alone or jointly."""
    records = organisation.records()
    return Action.objects.filter(Q(lead__in=records) | Q(joint_lead__in=records))


def of_organisation(organisation, user) -> dict:
    """The actions it leads in plans of the present time, the first 20 by the day they are due."""
    led = led_by(organisation).exclude(plan__state=PlanState.DRAFT)
    today = timezone.localdate()
    now = led.filter(plan__starts_on__lte=today, plan__ends_on__gte=today)
    rows = list(now.select_related("plan__compact").order_by("due_on", "reference")[: AT_MOST + 1])
    return {"template": "actionplans/of_organisation.html", "actions": rows[:AT_MOST], "more": len(rows) > AT_MOST}


def unfinished(organisation):
    """The actions it leads that are still to be done, of plans agreed."""
    return led_by(organisation).filter(plan__state=PlanState.AGREED).exclude(status__in=sorted(FINISHED))


def open_work_of(person, organisation) -> list[Work]:
    """The actions on which a person reports for an organisation; all it leads, where nobody else acts for it."""
    found = unfinished(organisation)
    if set(organisation.acting()) - {person}:
        found = found.filter(Exists(ProgressUpdate.objects.filter(of=OuterRef("pk"), by=person)))
    actions = list(found.select_related("plan__compact").order_by("reference"))
    if not actions:
        return []
    words = ngettext("%(n)s action on which they report", "%(n)s actions on which they report", len(actions))
    links = tuple((str(action), action.get_absolute_url()) for action in actions[:AT_MOST])
    return [Work(words % {"n": len(actions)}, True, _("A colleague reports on them from now on."), links)]


def hand_over(person, organisation, *, to, by) -> list[str]:
    """An action is the organisation's: whoever acts for it reports. So the colleague is told which they are."""
    sentences = []
    for work in open_work_of(person, organisation):
        names = "; ".join(words for words, _address in work.links)
        sentences.append(_("Report on these actions: %(names)s.") % {"names": names})
    return sentences


def merge(old, into, *, by, reason) -> list[str]:
    """What is unfinished in plans that are not closed is led by the record that remains, from now on."""
    going = Action.objects.exclude(plan__state=PlanState.CLOSED).exclude(status__in=sorted(FINISHED))
    concerned = going.filter(Q(lead=old) | Q(joint_lead=old) | Q(partners=old)).distinct()
    for action in concerned:
        if action.lead_id == old.pk:
            action.lead = into
        if action.joint_lead_id == old.pk:
            action.joint_lead = into
        if action.joint_lead_id == action.lead_id:
            action.joint_lead = None
        if action.partners.contains(old):
            action.partners.remove(old)
            action.partners.add(into)
        action._history_user, action._change_reason = by, reason
        action.save(update_fields=["lead", "joint_lead", "updated_at"])
    count = len(concerned)
    words = ngettext("%(n)s action that is under way.", "%(n)s actions that are under way.", count)
    return [words % {"n": count}] if count else []
