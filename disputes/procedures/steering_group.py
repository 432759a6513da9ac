"""A steering group takes only serious breaches: reflect first, talk, then the group, if it takes the matter on.

Source: the Cumbria Compact asks to reflect first, then to talk informally, and lets its Steering Group look at "more
serious breaches". The times, the wording and the last step are ours.
"""

from django.utils.translation import gettext_lazy as _l

from compact_portal.deadlines import Unit

from ..directory import outside_routes
from ..shape import Stage
from ..words import Clock, Decider, StageKind
from .ready import ReadyMade

STAGES: tuple[Stage, ...] = (
    Stage(
        1,
        StageKind.INFORMAL,
        _l("Reflect first"),
        _l(
            "Before anything else: which promise was not kept, what harm did it do, what would put it right, and could "
            "it be a misunderstanding? Write that down here. The other party reads it and does the same."
        ),
        _l("You need not wait for the other party: you can ask for a talk at any time."),
        exits=(2,),
        anonymous=True,
    ),
    Stage(
        2,
        StageKind.INFORMAL,
        _l("Informal talk"),
        _l("The two organisations talk. Either side can add notes of what was said, which only the two of them read."),
        _l("If nobody answers, you can ask the Steering Group at any time. It looks at serious breaches only."),
        exits=(3, 4),
    ),
    Stage(
        3,
        StageKind.PANEL,
        _l("Steering Group"),
        _l(
            "The Steering Group looks at serious breaches only: those that do lasting harm, that are repeated, or that "
            "touch many groups. Its Chair first says whether it takes the matter on, and why. Then members who belong "
            "to neither party decide, within eight weeks of your asking. What is not taken on goes back to you, and "
            "the way outside is open."
        ),
        _l("When eight weeks have run out without a decision, you can go on."),
        decides=Decider.PANEL,
        clock=Clock.FIXED,
        amount=8,
        unit=Unit.WEEKS,
        exits=(4,),
        only_serious=True,
        extend_by=10,
    ),
    Stage(
        4,
        StageKind.OUTSIDE,
        _l("Ombudsman or court"),
        _l("You go there yourself, and record here what came of it."),
        _l("You can close the case and record what came of it at any time."),
        decides=Decider.OUTSIDE_BODY,
        routes=outside_routes("england"),
    ),
)

STEERING_GROUP = ReadyMade(
    key="steering-group",
    name=_l("A steering group takes serious breaches only"),
    about=_l("Reflect, talk, and only what is serious goes before the steering group, which says whether it takes it."),
    source=_l("The steps of the Cumbria Compact; the times and the last step are proposals of the portal."),
    stages=STAGES,
)
