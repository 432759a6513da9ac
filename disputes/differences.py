"""What a draft of a procedure changes, compared with the version in force: sentences for whoever adopts it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from compact_portal.deadlines import period

from .picture import time_of
from .redrafting import Drafted, staged
from .shape import Route, Stage
from .words import Clock, Presides


def changes(before: Sequence[Stage], draft: Drafted) -> list[str]:
    """Return a sentence for each change of a stage: what is new, what goes, what it says instead of what."""
    old = {stage.order: stage for stage in before}
    pairs = [(old.get(row["was"] or 0), stage) for row, stage in zip(draft, staged(draft), strict=True)]
    names_before = {stage.order: str(stage.name) for stage in before}
    names_after = {stage.order: str(stage.name) for _old, stage in pairs}
    kept = {stage.order for stage, _new in pairs if stage}
    found = [_("“%(stage)s” goes.") % {"stage": stage.name} for stage in before if stage.order not in kept]
    for was, now in pairs:
        if was is None:
            found.append(_("“%(stage)s” is new, as step %(n)s.") % {"stage": now.name, "n": now.order})
        else:
            leads = ([names_before[o] for o in was.exits], [names_after[o] for o in now.exits])
            found += _of_one(was, now, renamed=dict(_renamed(pairs)), leads=leads)
    return found


def _renamed(pairs):
    return ((str(was.name), str(now.name)) for was, now in pairs if was)


def _of_one(was: Stage, now: Stage, *, renamed: dict[str, str], leads: tuple[list[str], list[str]]) -> list[str]:
    words = {"stage": now.name}
    found = [*_of_place(was, now), *_of_rules(was, now), *_of_what_is_special(was, now)]
    if [renamed.get(one, "") for one in leads[0]] != leads[1]:
        names = ", ".join(leads[1]) or _("nothing")
        found.append(_("“%(stage)s” now leads to: %(names)s.") % (words | {"names": names}))
    if str(was.text) != str(now.text):
        found.append(_("“%(stage)s”: what happens is worded anew.") % words)
    if str(was.silence) != str(now.silence):
        found.append(_("“%(stage)s”: what silence means is worded anew.") % words)
    return found + _of_routes(was, now)


def _of_place(was: Stage, now: Stage) -> list[str]:
    words = {"stage": now.name}
    found = []
    if str(was.name) != str(now.name):
        found.append(_("“%(old)s” is now called “%(stage)s”.") % (words | {"old": was.name}))
    if was.order != now.order:
        places = words | {"new": now.order, "old": was.order}
        found.append(_("“%(stage)s” is step %(new)s instead of step %(old)s.") % places)
    return found


def _of_rules(was: Stage, now: Stage) -> list[str]:
    """Kind, who decides, and the clock: what each is instead of what."""
    words = {"stage": now.name}
    found = []
    if was.kind != now.kind:
        kinds = words | _labels(was.kind, now.kind)
        found.append(_("“%(stage)s” is a step of another kind: %(new)s instead of %(old)s.") % kinds)
    if was.decides != now.decides:
        found.append(
            _("“%(stage)s”: who decides is %(new)s instead of %(old)s.") % (words | _labels(was.decides, now.decides))
        )
    if time_of(was) != time_of(now):
        times = words | {"old": time_of(was), "new": time_of(now)}
        found.append(_("“%(stage)s”: its time is %(new)s instead of %(old)s.") % times)
    elif was.starts != now.starts and Clock.NONE not in (was.clock, now.clock):
        found.append(_("“%(stage)s”: its time is counted from another day.") % words)
    if was.extend_by != now.extend_by:
        found.append(_("“%(stage)s”: it may take %(new)s longer instead of %(old)s.") % (words | _extensions(was, now)))
    return found


def _of_what_is_special(was: Stage, now: Stage) -> list[str]:
    words = {"stage": now.name}
    found = []
    if was.anonymous != now.anonymous:
        held, shown = (
            _("“%(stage)s”: a group may now keep its name back."),
            _("“%(stage)s”: a group may no longer keep its name back."),
        )
        found.append((held if now.anonymous else shown) % words)
    if was.only_serious != now.only_serious:
        serious, every = (
            _("“%(stage)s”: it now takes serious breaches only."),
            _("“%(stage)s”: it now takes every breach."),
        )
        found.append((serious if now.only_serious else every) % words)
    return found


def _labels(old, new) -> dict[str, str]:
    return {"old": old.label.lower(), "new": new.label.lower()}


def _extensions(was: Stage, now: Stage) -> dict[str, str]:
    return {
        key: period(days, "working_days") if days else _("no time")
        for key, days in (("old", was.extend_by), ("new", now.extend_by))
    }


def _of_routes(was: Stage, now: Stage) -> list[str]:
    old, new = ({str(route.name): _said(route) for route in stage.routes} for stage in (was, now))
    words = {"stage": now.name}
    found = [_("“%(stage)s”: “%(route)s” is new.") % (words | {"route": name}) for name in new if name not in old]
    found += [_("“%(stage)s”: “%(route)s” goes.") % (words | {"route": name}) for name in old if name not in new]
    found += [
        _("“%(stage)s”: what it says of “%(route)s” changes.") % (words | {"route": name})
        for name in new
        if name in old and old[name] != new[name]
    ]
    return found


def _said(route: Route) -> tuple:
    return str(route.text), route.amount, route.amount and route.unit, route.closed_on, route.ombudsman


def changes_over_all(before: tuple, after: tuple) -> list[str]:
    """Say what changes for the whole: (who presides, amount and unit of the time over all) before and after."""
    found = []
    if before[0] != after[0]:
        found.append(
            _("Who presides is %(new)s instead of %(old)s.") % _labels(Presides(before[0]), Presides(after[0]))
        )
    old, new = (period(amount, unit) if amount else _("not set") for _who, amount, unit in (before, after))
    if old != new:
        found.append(_("The time over all is %(new)s instead of %(old)s.") % {"old": old, "new": new})
    return found
