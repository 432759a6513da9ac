"""Three steps: between yourselves, then by the policy, then a complaint in writing.

Source: the Wirral Compact settles disputes between yourselves, then by policy, then by a complaint on a template. The
times and the wording are ours.
"""

from django.utils.translation import gettext_lazy as _l

from compact_portal.deadlines import Unit

from ..shape import Stage
from ..words import Clock, StageKind
from .ready import ReadyMade

STAGES: tuple[Stage, ...] = (
    Stage(
        1,
        StageKind.INFORMAL,
        _l("Between yourselves"),
        _l(
            "The two organisations meet or telephone, and try to find an answer that both can live with. No time is "
            "set. Only the two of them read what is written here."
        ),
        _l("You need not wait for the other party: you can ask about the policy at any time."),
        exits=(2,),
    ),
    Stage(
        2,
        StageKind.FORMAL,
        _l("By the policy"),
        _l(
            "You ask in writing which policy the decision follows, and how it fits the Compact. Whoever is responsible "
            "for that policy answers in 10 working days, and may take 5 more, once, saying why."
        ),
        _l("When 10 working days have passed without an answer, you can send a complaint."),
        clock=Clock.FIXED,
        amount=10,
        unit=Unit.WORKING_DAYS,
        exits=(3,),
        extend_by=5,
    ),
    Stage(
        3,
        StageKind.FORMAL,
        _l("Complaint in writing"),
        _l(
            "You complain in writing: what happened, which clauses, what you want instead. The other party answers by "
            "its own complaints procedure, or in 20 working days where it has told the portal no time. This procedure "
            "has no mediation: after the answer you close the case, and what came of it is set beside what you asked "
            "for."
        ),
        _l(
            "When the time has run out without an answer, you can close the case and say so. Ombudsmen and courts are "
            "open to you as to everybody."
        ),
        clock=Clock.RESPONDENT,
        extend_by=10,
    ),
)

THREE_STEPS = ReadyMade(
    key="three-steps",
    name=_l("Three steps: between yourselves, by the policy, in writing"),
    about=_l("Short, and without a Forum: for a place where nobody has time to mediate."),
    source=_l("The steps of the Wirral Compact; the times are proposals of the portal."),
    stages=STAGES,
)
