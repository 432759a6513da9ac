"""A standing panel decides: a named contact, an informal meeting, the panel, then a national body.

Source: the Shropshire Compact goes from a named contact by informal talks to a Disputes Panel and Compact Voice. The
times, the wording and the last step are ours.
"""

from django.utils.translation import gettext_lazy as _l

from compact_portal.deadlines import Unit

from ..directory import national_routes, outside_routes
from ..shape import Stage
from ..words import Clock, Decider, StageKind
from .ready import ReadyMade

STAGES: tuple[Stage, ...] = (
    Stage(
        1,
        StageKind.INFORMAL,
        _l("Named contact"),
        _l(
            "You tell the named contact of the other organisation what went wrong. Often that is enough. A group that "
            "is supported by another body may keep its name back at this step."
        ),
        _l("You need not wait: you can ask for a meeting at any time."),
        exits=(2,),
        anonymous=True,
    ),
    Stage(
        2,
        StageKind.INFORMAL,
        _l("Informal meeting"),
        _l(
            "The two organisations meet, with somebody from each who can decide. Either side can add notes of what "
            "was said. Only the two of them read these."
        ),
        _l("If no meeting comes about, you can ask the Disputes Panel at any time."),
        exits=(3,),
    ),
    Stage(
        3,
        StageKind.PANEL,
        _l("Disputes Panel"),
        _l(
            "A standing panel of both sectors reads what both sides have written, and decides within 30 working days. "
            "Nobody sits on it who belongs to a party. It may take up to 10 working days more, once, and says why. Its "
            "decision has reasons, goes to both parties, and binds nobody in law."
        ),
        _l("When 30 working days have run out without a decision, you can go on."),
        decides=Decider.PANEL,
        clock=Clock.FIXED,
        amount=30,
        unit=Unit.WORKING_DAYS,
        exits=(4, 5),
        extend_by=10,
    ),
    Stage(
        4,
        StageKind.NATIONAL,
        _l("A national body"),
        _l("A national body for the voluntary sector takes the matter up, in its own way and time."),
        _l("You can go on to an ombudsman or court, or close the case, at any time."),
        decides=Decider.OUTSIDE_BODY,
        exits=(5,),
        routes=national_routes("england"),
    ),
    Stage(
        5,
        StageKind.OUTSIDE,
        _l("Ombudsman or court"),
        _l("You go there yourself, and record here what came of it."),
        _l("You can close the case and record what came of it at any time."),
        decides=Decider.OUTSIDE_BODY,
        routes=outside_routes("england"),
    ),
)

STANDING_PANEL = ReadyMade(
    key="standing-panel",
    name=_l("A standing panel decides"),
    about=_l("A named contact, a meeting, then a panel of both sectors that decides with reasons."),
    source=_l("The steps of the Shropshire Compact; the times and the last step are proposals of the portal."),
    stages=STAGES,
    overall_amount=6,
    overall_unit=Unit.MONTHS,
)
