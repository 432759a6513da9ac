"""Peer support, then mediation: somebody of one's own sector stands by, then a standing panel of mediators helps.

Source: in Essex an organisation signs first, gets peer support, and can then go to a standing mediation panel. The
times and the wording are ours.
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
        _l("Peer support"),
        _l(
            "Somebody from another organisation that signed, of the same sector, stands by each party and helps it to "
            "say what it needs. It is meant for organisations that have signed. A group may keep its name back while "
            "its supporter speaks for it."
        ),
        _l("If talking leads nowhere, or nobody answers, you can ask for mediation at any time."),
        exits=(2,),
        anonymous=True,
    ),
    Stage(
        2,
        StageKind.MEDIATION,
        _l("Mediation"),
        _l(
            "The Chair chooses somebody from the standing list of mediators, within four weeks. The mediator belongs "
            "to neither party and must be acceptable to both; otherwise the Chair asks the next one. What is said in "
            "mediation is without prejudice, and stays between the parties and the mediator."
        ),
        _l("When four weeks have run out and no mediator is at work, you can go to an ombudsman or court."),
        decides=Decider.CHAIR,
        clock=Clock.FIXED,
        amount=4,
        unit=Unit.WEEKS,
        exits=(3,),
        extend_by=5,
    ),
    Stage(
        3,
        StageKind.OUTSIDE,
        _l("Ombudsman or court"),
        _l("You go there yourself, and record here what came of it."),
        _l("You can close the case and record what came of it at any time."),
        decides=Decider.OUTSIDE_BODY,
        routes=outside_routes("england"),
    ),
)

PEER_SUPPORT = ReadyMade(
    key="peer-support",
    name=_l("Peer support, then mediation"),
    about=_l("Somebody of the same sector stands by each party; then a mediator from a standing list."),
    source=_l("The steps of the Essex Compact; the times and the last step are proposals of the portal."),
    stages=STAGES,
)
