"""What a draft shows before it is raised: its pages as tasks, and all answers to be checked."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from compact_portal.deadlines import written
from disputes import picking
from disputes.forms.raising import DRAFT_PAGES
from disputes.models import Dispute
from disputes.reading.papers import spoken_for
from disputes.signed import on_the_day, what_it_means_for_complainant, what_it_means_for_respondent
from disputes.words import Channel


def tasks(dispute: Dispute, missing: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Every page of a draft with how it stands: what is missing in it as a hint."""
    lacks: dict[str, list[str]] = {}
    for step, sentence in missing:
        lacks.setdefault(step, []).append(sentence)
    answered = set(_answered(dispute))
    found = []
    for name, form in DRAFT_PAGES.items():
        if name in lacks:
            state = {"status": _("To do"), "colour": "blue", "hint": " ".join(lacks[name])}
        elif name in answered:
            state = {"status": _("Done")}
        else:
            state = {"status": _("Optional")}
        found.append({"title": form.heading, "href": reverse("disputes:draft", args=[dispute.pk, name]), **state})
    number = dispute.evidence.count()
    state = {"status": _("Done"), "hint": _("Papers added: %s") % number} if number else {"status": _("Optional")}
    papers = {"title": _("Papers"), "href": reverse("disputes:draft_papers", args=[dispute.pk]), **state}
    return [*found, papers]


def _answered(dispute: Dispute):
    """The pages on which something is answered."""
    filled = {
        "decision": dispute.decision_on,
        "signed": dispute.decision_on,
        "clauses": dispute.citations.exists(),
        "happened": dispute.happened,
        "effect": dispute.disadvantage,
        "tried": dispute.tried or dispute.attempts.exists(),
        "remedy": dispute.remedy,
        "proceedings": dispute.proceedings,
        "representative": dispute.support_body_id or hasattr(dispute, "representative"),
        "confidence": dispute.confidentiality or dispute.held_back,
    }
    return [name for name, value in filled.items() if value]


def check_pages(dispute: Dispute) -> list[dict[str, Any]]:
    """The answers of a draft, each with the page where it is changed."""
    nothing = _("Not given")

    def row(key, value, page: str = "") -> dict[str, Any]:
        href = reverse("disputes:draft", args=[dispute.pk, page]) + "?check=1" if page else ""
        return {"key": key, "value": value or nothing, "href": href}

    respondent = reverse("disputes:against_whom", args=[dispute.pk]) + "?check=1"
    rows = [row(_("Complainant"), str(dispute.complainant))]
    if dispute.channel != Channel.ONLINE:
        came = f"{Channel(dispute.channel).label}, {written(dispute.received_on) if dispute.received_on else nothing}"
        rows.append(row(_("How it came"), _("%(came)s. Entered by %(who)s") % {"came": came, "who": dispute.begun_by}))
    rows += [
        {"key": _("Respondent"), "value": str(dispute.respondent), "href": respondent},
        row(_("Date of the decision"), dispute.decision_on and written(dispute.decision_on), "decision"),
        row(_("Date you knew of it"), dispute.known_on and written(dispute.known_on), "decision"),
        row(_("Who had signed"), "\n".join(signed.sentence() for signed in on_the_day(dispute) or ()), ""),
        row(_("Promises that were not kept"), "\n".join(map(clause_line, dispute.cited())), "clauses"),
        row(_("What happened"), dispute.happened, "happened"),
        row(_("Disadvantage"), dispute.disadvantage, "effect"),
        row(_("Tried so far"), dispute.tried_in_words(), "tried"),
        row(_("What you want to happen"), dispute.remedy, "remedy"),
        row(_("Why it can be done"), dispute.achievable, "remedy"),
        row(_("With anybody else"), dispute.proceedings, "proceedings"),
        row(_("Who acts for you"), acting(dispute), "representative"),
        row(_("To be kept confidential"), dispute.confidentiality, "confidence"),
        {
            "key": _("Papers"),
            "value": "\n".join(map(str, dispute.evidence.all())) or nothing,
            "href": reverse("disputes:draft_papers", args=[dispute.pk]),
        },
    ]
    if dispute.support_body_id:
        held = _("Held back from the other side as long as the procedure allows") if dispute.held_back else _("Shown")
        rows.append(row(_("Your name"), held, "confidence"))
    return rows


def clause_line(clause) -> str:
    """A clause with its number and what it is about."""
    return f"{picking.called(clause)} {clause.heading or clause.body}"


def acting(dispute: Dispute) -> str:
    """Who acts or speaks for the complainant."""
    return "\n".join(filter(None, [str(dispute.support_body or ""), spoken_for(dispute)]))


def how_they_stood(dispute: Dispute) -> list[dict[str, Any]]:
    """How the two parties stood in the register on the day, and what it means, for the page that shows it."""
    found = on_the_day(dispute)
    if found is None:
        return []
    us, them = found
    meaning = what_it_means_for_complainant(us)
    sign = reverse("signatories:apply", args=[dispute.compact.slug]) if meaning else ""
    return [
        {"who": us.organisation, "sentence": us.sentence(), "meaning": meaning, "sign": sign},
        {"who": them.organisation, "sentence": them.sentence(), "meaning": what_it_means_for_respondent(them)},
    ]


def shown_from(dispute: Dispute) -> str:
    """The name of the first stage in which a name that is held back is shown; where there is none, says so."""
    for rule in sorted(dispute.rules, key=lambda rule: rule.order):
        if not rule.anonymous:
            return str(rule.name)
    return _("no stage of the procedure")
