"""What everybody may read of the procedure."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal.deadlines import Unit, period
from disputes.directory import directory
from disputes.models import Procedure, ProcedureDraft
from disputes.picture import flow, time_of
from disputes.stages import default_for
from disputes.words import Clock, Presides, StageKind
from signatories.models import Kind, Organisation


def settling(compact, user) -> dict[str, Any]:
    """What the page of a Compact shows of its procedure, the routes outside, and whom to talk to first."""
    version = Procedure.newest(compact)
    rules = version.rules() if version else default_for(compact.nation)
    return {
        "version": version if version and version.is_own else None,
        "stages": stages(rules),
        "flow": flow(rules),
        "presides": Presides(version.presides if version else Presides.CHAIR).label,
        "overall": over_all(version) if version else "",
        "routes": routes(rules, compact.nation),
        "support": support_bodies(compact),
        "may_draft": "change_compact" in compact.actions_for(user),
    }


def over_all(procedure: Procedure | ProcedureDraft) -> str:
    """How long everything together may take, in words; "" where no time is set."""
    return period(procedure.overall_amount, procedure.overall_unit) if procedure.overall_amount else ""


def stages(rules) -> list[dict[str, Any]]:
    """The stages of a procedure, as its public page shows them."""
    rules = list(rules)
    names = {rule.order: f"{rule.order} {rule.name}" for rule in rules}
    return [
        {
            "order": rule.order,
            "name": str(rule.name),
            "text": str(rule.text),
            "silence": str(rule.silence),
            "clock": time_of(rule),
            "starts": starts_of(rule),
            "decides": rule.decides.label,
            "also": _also(rule),
            "leads": _(" or ").join(names[order] for order in rule.exits if order in names),
        }
        for rule in rules
    ]


def starts_of(rule) -> str:
    """From when the time of a stage is counted, in words; "" where it has none."""
    return rule.starts.label if rule.clock != Clock.NONE and rule.starts else ""


def _also(rule) -> list[str]:
    """What else a stage says of itself, a sentence each."""
    found = []
    if rule.extend_by:
        days = period(rule.extend_by, Unit.WORKING_DAYS)
        found.append(_("It may be extended once, by up to %(days)s, with a reason.") % {"days": days})
    if rule.only_serious:
        found.append(_("It takes serious breaches only."))
    if rule.anonymous:
        found.append(_("A group that a support body speaks for may keep its name back."))
    return found


def routes(rules, nation: str) -> list[dict[str, Any]]:
    """The directory of outside routes: what each takes, its time limit, and whether it is open."""
    today = timezone.localdate()
    return [
        {
            "name": str(listed.route.name),
            "kind": _("National body") if listed.kind == StageKind.NATIONAL else _kind_outside(listed.route),
            "text": str(listed.route.text),
            "period": period(listed.route.amount, listed.route.unit) if listed.route.amount else "",
            "is_open": listed.is_open,
            "closed_on": None if listed.is_open else listed.route.closed_on,
        }
        for listed in directory(rules, nation, today)
    ]


def _kind_outside(route) -> str:
    return _("Ombudsman") if route.ombudsman else _("Court")


def support_bodies(compact) -> list[Organisation]:
    """The organisations that support groups of the area, and may speak for one in a dispute."""
    bodies = Organisation.objects.standing().filter(compacts=compact, kind=Kind.INFRASTRUCTURE)
    return list(bodies.order_by("name"))
