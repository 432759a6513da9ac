"""The stages of a procedure while they are redrafted: plain data that JSON can hold, each stage with a key that stays.

A stage is a dict with the fields of `shape.Stage`, but that its place is its place in the list, its ``exits`` are keys
of other stages, its ``routes`` are dicts, and ``was`` is its number in the version that was begun from. What is edited
here may be unsound: `soundness` says so, and nothing is adopted until it is sound.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from compact_portal.deadlines import Unit

from .shape import Route, Stage
from .words import Clock, Decider, StageKind, Start

Drafted = list[dict[str, Any]]
PLAIN = ("name", "text", "silence", "amount", "extend_by", "anonymous", "only_serious")
NEW_STAGE: dict[str, Any] = {
    "was": None,
    "kind": StageKind.INFORMAL.value,
    "name": "",
    "text": "",
    "silence": "",
    "decides": Decider.PARTIES.value,
    "clock": Clock.NONE.value,
    "amount": None,
    "unit": Unit.WEEKS.value,
    "starts": "",
    "extend_by": None,
    "anonymous": False,
    "only_serious": False,
    "exits": [],
    "routes": [],
}


def drafted(stages: Iterable[Stage]) -> Drafted:
    """Return stages as a draft keeps them, as if begun from the version in force."""
    return [
        NEW_STAGE
        | {name: _plain(getattr(stage, name)) for name in PLAIN}
        | {
            "key": f"s{stage.order}",
            "was": stage.order,
            "kind": stage.kind.value,
            "decides": stage.decides.value,
            "clock": stage.clock.value,
            "unit": stage.unit.value,
            "starts": stage.starts.value if stage.starts and stage.clock != Clock.NONE else "",
            "exits": [f"s{order}" for order in stage.exits],
            "routes": [_route(f"r{place}", route) for place, route in enumerate(stage.routes, 1)],
        }
        for stage in sorted(stages, key=lambda stage: stage.order)
    ]


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)


def _route(key: str, route: Route) -> dict[str, Any]:
    return {
        "key": key,
        "name": str(route.name),
        "text": str(route.text),
        "amount": route.amount,
        "unit": route.unit.value,
        "closed_on": route.closed_on.isoformat() if route.closed_on else "",
        "ombudsman": route.ombudsman,
    }


def staged(draft: Drafted) -> tuple[Stage, ...]:
    """Return a draft as the rule book knows stages, numbered by their place."""
    orders = {stage["key"]: place for place, stage in enumerate(draft, 1)}
    return tuple(
        Stage(
            order=orders[stage["key"]],
            kind=StageKind(stage["kind"]),
            decides=Decider(stage["decides"]),
            clock=Clock(stage["clock"]),
            unit=Unit(stage["unit"] or Unit.WEEKS),
            starts=Start(stage["starts"]) if stage["starts"] else None,
            exits=tuple(sorted(orders[key] for key in stage["exits"] if key in orders)),
            routes=tuple(_routed(route) for route in stage["routes"]),
            **{name: stage[name] for name in PLAIN},
        )
        for stage in draft
    )


def _routed(route: dict[str, Any]) -> Route:
    return Route(
        name=route["name"],
        text=route["text"],
        amount=route["amount"],
        unit=Unit(route["unit"] or Unit.MONTHS),
        closed_on=date.fromisoformat(route["closed_on"]) if route["closed_on"] else None,
        ombudsman=route["ombudsman"],
    )


def found(rows: Drafted, key: str) -> dict[str, Any] | None:
    """Return the stage (or the route) with a key, or None."""
    return next((row for row in rows if row["key"] == key), None)


def mark(row: Any) -> str:
    """Return a short mark of what a stage, a route or a whole draft says, so that a change to it can be told."""
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:16]


def _free_key(rows: Drafted, letter: str) -> str:
    """A key that no row has; that of a row that went may come again only where it was the newest."""
    return f"{letter}{max((int(row['key'][1:]) for row in rows), default=0) + 1}"


def added(draft: Drafted, stage: dict[str, Any], *, after: str = "") -> tuple[Drafted, str]:
    """Return a draft with one stage more, behind the one with a key or first, and the key of the new one."""
    key = _free_key(draft, "s")
    place = next((place for place, other in enumerate(draft, 1) if other["key"] == after), 0)
    return [*draft[:place], NEW_STAGE | stage | {"key": key}, *draft[place:]], key


def removed(draft: Drafted, key: str) -> Drafted:
    """Return a draft without a stage, and without the ways to it."""
    return [
        stage | {"exits": [other for other in stage["exits"] if other != key]} for stage in draft if stage["key"] != key
    ]


def moved(draft: Drafted, key: str, places: int) -> Drafted:
    """Return a draft with a stage moved down by some places, or up by less than none; it stops at the ends."""
    here = next((place for place, stage in enumerate(draft) if stage["key"] == key), None)
    if here is None:
        return draft
    rest = [stage for stage in draft if stage["key"] != key]
    there = min(max(here + places, 0), len(rest))
    return [*rest[:there], draft[here], *rest[there:]]


def revised(rows: Drafted, key: str, **changes: Any) -> Drafted:
    """Return stages (or routes) of which one says something else."""
    return [row | changes if row["key"] == key else row for row in rows]


def with_route(stage: dict[str, Any], route: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the routes of a stage with one more."""
    return [*stage["routes"], route | {"key": _free_key(stage["routes"], "r")}]


def route_fields(route: dict[str, Any]) -> dict[str, Any]:
    """Return what a route says as a form shows it: its last day as a date."""
    return route | {"closed_on": date.fromisoformat(route["closed_on"]) if route["closed_on"] else None}


def likened(draft: Drafted, present: Iterable[Stage]) -> Drafted:
    """Return a draft in which each stage that is called like one of the version in force stands for it."""
    orders = {str(stage.name).casefold(): stage.order for stage in present}
    return [row | {"was": orders.get(row["name"].casefold())} for row in draft]
