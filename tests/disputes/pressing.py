"""A person opens the page of a step, fills in what it asks, and sends it."""

from datetime import date, timedelta

from django import forms
from django.urls import reverse
from django.utils import timezone

from compact_portal.renderer import DayMonthYearField
from disputes.forms.registry import STEP_FORMS
from disputes.forms.steps import StepForm
from disputes.words import Action

WORDS = "What a person of the test has to say."
OF_THE_NOMINEE = {Action.DECLARE: "yes", Action.DECLINE: "no"}
ELSEWHERE = {Action.RAISE}


def address(case, action):
    """Where a step is taken."""
    if action in OF_THE_NOMINEE:
        return reverse("disputes:nomination", args=[case.nomination_id])
    return reverse("disputes:act", args=[case.reference, Action(action).value])


def filled(form, **instead):
    """Something that fits each field that a form asks for, as a browser would send it."""
    sent = {}
    for name, field in form.fields.items():
        value = instead[name] if name in instead else _answer_to(form, name, field)
        if isinstance(field, DayMonthYearField) and isinstance(value, date):
            sent |= {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}
        elif value is not None:
            sent[name] = value
    return sent


def _answer_to(form, name, field):
    if isinstance(field.widget, forms.HiddenInput):
        return form.get_initial_for_field(field, name)
    if isinstance(field, DayMonthYearField):
        return _day_for(field) if field.required else None
    if isinstance(field, forms.ModelChoiceField):
        return next(iter(field.queryset.values_list("pk", flat=True)), None)
    if isinstance(field, forms.ChoiceField):
        if not field.required:
            return None
        chosen = [key for key, _label in _flat(field.choices) if key not in ("", None)]
        return chosen[:3] if isinstance(field, forms.MultipleChoiceField) else next(iter(chosen), None)
    if isinstance(field, forms.FileField):
        return None
    if isinstance(field, forms.TimeField):
        return "23:59"
    if isinstance(field, forms.BooleanField):
        return "on" if field.required else None
    if isinstance(field, forms.IntegerField):
        return field.min_value or 1
    return WORDS if field.required else None


def _day_for(field):
    earliest = field.earliest() if callable(field.earliest) else field.earliest
    return max(timezone.localdate(), earliest or date.min)


def _flat(choices):
    for key, label in choices:
        yield from label if isinstance(label, list | tuple) else [(key, label)]


def answers(browser, case, action, **instead):
    """What a person would send who opens the page of a step now; None where there is no such page for them."""
    response = browser.get(address(case, action))
    if response.status_code != 200:
        return None
    if action in OF_THE_NOMINEE:
        instead = {"willing": OF_THE_NOMINEE[action]} | instead
    return filled(response.context["form"], **instead)


def press(browser, case, action, **instead):
    """Open the page of a step, fill it in and send it; what the portal answers."""
    return browser.post(address(case, action), answers(browser, case, action, **instead) or {})


def do(case, action, person, chance):
    """Take a step as its form does, with something that fits each field; whether it was taken."""
    if action in OF_THE_NOMINEE:
        case.declare(by=person, statement=WORDS) if action == Action.DECLARE else case.decline(by=person)
        return True
    kind = STEP_FORMS.get(action, StepForm)
    asked = kind(None, dispute=case, action=action, by=person)
    instead = {}
    if "until" in asked.fields:
        instead["until"] = timezone.localdate() + timedelta(days=chance.randint(1, 50))
    form = kind(filled(asked, **instead), dispute=case, action=action, by=person)
    if form.is_valid():
        form.save(by=person)
    return form.is_valid()
