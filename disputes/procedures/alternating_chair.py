"""The chair alternates between the sectors: Champions talk, a written answer, then mediation by turns.

Source: in Redbridge the Champions of both sides discuss a matter, and the body that oversees the Compact meets three
times a year. The times, the wording and the way of taking turns are ours.
"""

from django.utils.translation import gettext_lazy as _l

from compact_portal.deadlines import Unit

from ..directory import outside_routes
from ..shape import Stage
from ..words import Clock, Decider, Presides, StageKind
from .ready import ReadyMade

STAGES: tuple[Stage, ...] = (
    Stage(
        1,
        StageKind.INFORMAL,
        _l("The Champions talk"),
        _l(
            "The Compact Champion of each side hears their own organisation, and the two Champions talk. Only the two "
            "organisations read what is written here."
        ),
        _l("You need not wait for the other Champion: you can ask for a written answer at any time."),
        exits=(2,),
        anonymous=True,
    ),
    Stage(
        2,
        StageKind.FORMAL,
        _l("Written answer"),
        _l(
            "What went wrong is put in writing, and the other party answers in 20 working days. It may take up to 10 "
            "more, once, and says why."
        ),
        _l("When 20 working days have run out without an answer, you can ask for mediation."),
        clock=Clock.FIXED,
        amount=20,
        unit=Unit.WORKING_DAYS,
        exits=(3,),
        extend_by=10,
    ),
    Stage(
        3,
        StageKind.MEDIATION,
        _l("Mediation, with the sectors taking turns"),
        _l(
            "One dispute is presided over by the office-holder of the statutory sector, the next one by that of the "
            "voluntary and community sector, so that neither sector always chooses. Whoever presides names a mediator "
            "within six weeks, since the Forum meets three times a year. Whoever belongs to a party is left out, and "
            "the other sector presides. The mediator must be acceptable to both parties; what is said is without "
            "prejudice."
        ),
        _l("When six weeks have run out and no mediator is at work, you can go to an ombudsman or court."),
        decides=Decider.CHAIR,
        clock=Clock.FIXED,
        amount=6,
        unit=Unit.WEEKS,
        exits=(4,),
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

ALTERNATING_CHAIR = ReadyMade(
    key="alternating-chair",
    name=_l("The sectors take turns in the chair"),
    about=_l("Champions talk, a written answer, then mediation presided over by each sector in turn."),
    source=_l(
        "Champions who discuss first are known from Redbridge; the taking of turns and the times are proposals of the "
        "portal."
    ),
    stages=STAGES,
    presides=Presides.BY_TURNS,
)
