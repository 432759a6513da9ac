"""The directory of routes outside a Compact: ombudsmen, courts and national bodies of each nation, open and closed.

Sources: Local Government Act 1974, section 26B, and Health Service Commissioners Act 1993, section 9 (12 months);
Public Services Ombudsman (Wales) Act 2019, section 9; Scottish Public Services Ombudsman Act 2002, section 10; Public
Services Ombudsman Act (Northern Ireland) 2016, section 26; Civil Procedure Rules 54.5 (3 months; 6 weeks for
planning); Court of Session Act 1988, section 27A (3 months); Public Contracts Regulations 2015, regulation 92 (30
days).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from compact_portal.deadlines import Unit, written

from .shape import Route, Stage
from .words import StageKind

COMMISSIONER_ENDED = date(2011, 3, 31)

LOCAL_OMBUDSMAN = Route(
    _l("Local Government and Social Care Ombudsman"),
    _l(
        "For councils and some others. It counts from the day you knew of the matter, and usually asks that the body's "
        "own complaints procedure was used first."
    ),
    12,
    Unit.MONTHS,
    ombudsman=True,
)
HEALTH_OMBUDSMAN = Route(
    _l("Parliamentary and Health Service Ombudsman"),
    _l(
        "For the NHS in England and departments of the government. It counts from the day you knew of the matter. What "
        "is about a department goes to it through a Member of Parliament."
    ),
    12,
    Unit.MONTHS,
    ombudsman=True,
)
_PUBLIC_SERVICES = _l(
    "For councils, health bodies and most other public services of the nation. It counts from the day you knew of the "
    "matter, and usually asks that the body's own complaints procedure was used first."
)
OMBUDSMEN: dict[str, tuple[Route, ...]] = {
    "england": (LOCAL_OMBUDSMAN, HEALTH_OMBUDSMAN),
    "wales": (Route(_l("Public Services Ombudsman for Wales"), _PUBLIC_SERVICES, 12, Unit.MONTHS, ombudsman=True),),
    "scotland": (Route(_l("Scottish Public Services Ombudsman"), _PUBLIC_SERVICES, 12, Unit.MONTHS, ombudsman=True),),
    "northern_ireland": (
        Route(_l("Northern Ireland Public Services Ombudsman"), _PUBLIC_SERVICES, 6, Unit.MONTHS, ombudsman=True),
    ),
}

COURTS: tuple[Route, ...] = (
    Route(
        _l("Judicial review"),
        _l(
            "A court looks at whether a public body acted within the law. Promptly, and at the latest in this time: "
            "waiting until the last day may be too long."
        ),
        3,
        Unit.MONTHS,
    ),
    Route(
        _l("Judicial review of some planning decisions"),
        _l("A court looks at a decision under the planning laws."),
        6,
        Unit.WEEKS,
    ),
    Route(
        _l("Claims about some public contracts"),
        _l("A court looks at how a public contract was given to somebody."),
        30,
        Unit.DAYS,
    ),
)

# The Compact of 1998 (renewed in 2010) was England's; the Civil Society Covenant followed it on 17 July 2025. Wales has
# the Third Sector Scheme, Northern Ireland the Concordat of 2011.
NATIONAL_BODIES: dict[str, tuple[Route, ...]] = {
    "england": (
        Route(
            _l("Compact Voice"),
            _l(
                "Advocacy for the voluntary and community sector under the national Compact. The Civil Society "
                "Covenant followed that Compact on 17 July 2025: ask first what is still taken up."
            ),
        ),
        Route(
            _l("Compact Commissioner"),
            _l("Oversaw the national Compact. The office no longer exists, so nothing can be sent there."),
            closed_on=COMMISSIONER_ENDED,
        ),
    ),
    "wales": (
        Route(
            _l("Wales Council for Voluntary Action"),
            _l("Speaks for the sector under the Third Sector Scheme of the Welsh Government. Ask it what it can do."),
        ),
    ),
    "scotland": (
        Route(
            _l("Scottish Council for Voluntary Organisations"),
            _l("Speaks for the sector in Scotland. Ask it what it can do."),
        ),
    ),
    "northern_ireland": (
        Route(
            _l("Northern Ireland Council for Voluntary Action"),
            _l("Speaks for the sector under the Concordat of 2011. Ask it what it can do."),
        ),
    ),
}
ENGLISH = "england"


class Listed(NamedTuple):
    """One line of the directory: what sort of body it is, the route, and whether it is open on the day asked about."""

    kind: StageKind
    route: Route
    is_open: bool


def national_routes(nation: str) -> tuple[Route, ...]:
    """Return the national bodies of a nation."""
    return NATIONAL_BODIES.get(nation, NATIONAL_BODIES[ENGLISH])


def outside_routes(nation: str) -> tuple[Route, ...]:
    """Return the ombudsman that covers councils in a nation, and its courts."""
    return (*OMBUDSMEN.get(nation, OMBUDSMEN[ENGLISH])[:1], *COURTS)


def for_nation(stages: Iterable[Stage], nation: str) -> tuple[Stage, ...]:
    """Return stages written for England with the bodies of another nation; those that it shares stay."""
    if nation not in OMBUDSMEN or nation == ENGLISH:
        return tuple(stages)
    english = set(NATIONAL_BODIES[ENGLISH])

    def routes_of(stage: Stage) -> tuple[Route, ...]:
        found: list[Route] = []
        for route in stage.routes:
            others: tuple[Route, ...] = (route,)
            if route.ombudsman:
                others = OMBUDSMEN[nation]
            elif route in english:
                others = NATIONAL_BODIES[nation]
            found += [other for other in others if other not in found]
        return tuple(found)

    return tuple(replace(stage, routes=routes_of(stage)) for stage in stages)


def directory(stages: Iterable[Stage], nation: str, today: date) -> list[Listed]:
    """Return every route that a procedure names, and those of the nation that it does not; the open ones first.

    A route is known by its name: what a procedure says of one goes before what the directory says.
    """
    found: dict[str, Listed] = {}

    def put(kind: StageKind, route: Route) -> None:
        found.setdefault(str(route.name).casefold(), Listed(kind, route, route.is_open(today)))

    for stage in stages:
        for route in stage.routes:
            put(stage.kind, route)
    for route in OMBUDSMEN.get(nation, OMBUDSMEN[ENGLISH]):
        put(StageKind.OUTSIDE, route)
    for route in COURTS:
        put(StageKind.OUTSIDE, route)
    for route in national_routes(nation):
        put(StageKind.NATIONAL, route)
    return sorted(found.values(), key=lambda listed: (not listed.is_open, listed.kind == StageKind.NATIONAL))


def open_routes(dispute, today: date, kind: StageKind = StageKind.OUTSIDE) -> list[Route]:
    """Return what a dispute may be taken to on a day: the open routes of a kind, the respondent's ombudsman first.

    ``dispute`` has ``rules`` (its stages), ``compact`` and ``respondent``.
    """
    own = _ombudsman_of(dispute)
    found = [
        listed.route
        for listed in directory(dispute.rules, dispute.compact.nation, today)
        if listed.kind == kind and listed.is_open
    ]
    return sorted(found, key=lambda route: str(route.name) != own)


def _ombudsman_of(dispute) -> str:
    body = dispute.respondent
    return str(body.get_ombudsman_display()) if body.ombudsman else ""


def why_closed(dispute, name: str, today: date) -> str:
    """Return why nothing can be taken to the body of a name any more; "" if it is open, or in no directory."""
    wanted = " ".join(name.split()).casefold()
    for listed in directory(dispute.rules, dispute.compact.nation, today):
        if str(listed.route.name).casefold() in wanted and not listed.is_open and listed.route.closed_on:
            return _("%(body)s closed on %(day)s. Choose another body.") % {
                "body": listed.route.name,
                "day": written(listed.route.closed_on),
            }
    return ""
