"""Further parts of the page of a dispute: each is one function, one template, and one line in `PARTS` below.

The function gets the page as gathered so far (`page.dispute`, `page.parties`, `page.today`, `page.reader`) and returns
what its template needs, or None where there is nothing to show to this reader. It may ask the database once: the whole
page stays within fifteen queries. What needs more has a page of its own, to which the part links.

The template `disputes/case/<name>.html` finds what the function returned as `part`. The page puts the heading above it.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _l

from disputes.reading import elsewhere, endings, evidence, forum, rooms


class Part(NamedTuple):
    """A part of the page: its anchor, its heading, its template, what fills it, and after what it stands.

    `place` is "now" (below what the reader can do now), "papers" (after complaint and answer) or "last" (before the
    timeline).
    """

    anchor: str
    heading: Any
    template: str
    gather: Callable[[Any], dict[str, Any] | None]
    place: str = "papers"


PARTS: tuple[Part, ...] = (
    Part("presiding", _l("Nobody can preside"), "disputes/case/presiding.html", forum.nobody_presides, "now"),
    Part("mediation", _l("The mediation"), "disputes/case/mediation.html", rooms.on_case_page, "now"),
    Part("panel", _l("The panel"), "disputes/case/panel.html", forum.panel, "now"),
    Part("decision", _l("The decision"), "disputes/case/decision.html", forum.decision, "now"),
    Part("referrals", _l("Outside the Compact"), "disputes/case/referrals.html", elsewhere.referrals),
    Part("linked", _l("Cases that belong with it"), "disputes/case/linked.html", elsewhere.linked, "last"),
    Part("settlement", _l("Settlement"), "disputes/case/settlement.html", endings.settlement, "now"),
    Part("remedies", _l("Remedies"), "disputes/case/remedies.html", endings.remedies, "now"),
    Part("papers", _l("Papers"), "disputes/case/papers.html", evidence.part),
    Part("outcome", _l("What came of it"), "disputes/case/views.html", endings.views, "last"),
    Part("afterwards", _l("What others may learn of it"), "disputes/case/afterwards.html", endings.afterwards, "last"),
)


class Shown(NamedTuple):
    """A part that has something to show to the reader of a page."""

    anchor: str
    heading: str
    template: str
    part: dict[str, Any]


def gathered(page) -> dict[str, list[Shown]]:
    """Return the parts that have something to show, by their place, in the order of `PARTS`."""
    found: dict[str, list[Shown]] = {"now": [], "papers": [], "last": []}
    for part in PARTS:
        shows = part.gather(page)
        if shows is not None:
            found[part.place].append(Shown(part.anchor, str(part.heading), part.template, shows))
    return found
