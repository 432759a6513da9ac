"""Derby: five stages, from talking to an ombudsman or a court. The default of every Compact.

Source: the conflict resolution process of the Derby Compact. It is silent on the time for talking, on what happens when
nobody is acceptable as mediator, on a Chair who belongs to a party, on kinds of outcome, on confidentiality and on
records. What is used there is said in each stage's own text.
"""

from django.utils.translation import gettext_lazy as _l

from compact_portal.deadlines import Unit

from ..directory import national_routes, outside_routes
from ..shape import Stage
from ..words import Clock, Decider, StageKind
from .ready import ReadyMade

DERBY: tuple[Stage, ...] = (
    Stage(
        1,
        StageKind.INFORMAL,
        _l("Informal talks"),
        _l(
            "Both parties talk and try to settle. The Compact sets no time for this; two to four weeks are a good "
            "measure. Either side can add notes of what was said. Only the two parties read what is written here. A "
            "group that is supported by another body may keep its name back while it talks."
        ),
        _l(
            "You need not wait for the other party: you can make it formal at any time. After 12 weeks in which "
            "nothing happens the respondent may give notice, and close the case 20 working days later."
        ),
        exits=(2,),
        anonymous=True,
    ),
    Stage(
        2,
        StageKind.FORMAL,
        _l("Formal complaint"),
        _l(
            "What went wrong is put in writing, and the other party answers within the time of its own complaints "
            "procedure. Where it has told the portal no time, 20 working days are used. It may take up to 10 working "
            "days more, once, and says why. The Compact names no kinds of outcome: here one is chosen from a list and "
            "set beside what was asked for."
        ),
        _l("When the time has run out without an answer, you can refer to the Forum or go to national options."),
        clock=Clock.RESPONDENT,
        exits=(3, 4),
        extend_by=10,
    ),
    Stage(
        3,
        StageKind.MEDIATION,
        _l("Mediation by the Forum"),
        _l(
            "The Chair of the Forum chooses a mediator within three weeks of the referral. The mediator belongs to "
            "neither party, says whether they have any interest in the matter, and must be acceptable to both parties. "
            "If the Chair belongs to a party, the Vice-Chair acts. If somebody objects, the Chair may ask that party "
            "once to think again, and then chooses somebody else; where nobody is acceptable in three weeks, the way "
            "on is open. The Chair may take up to 10 working days more, once, and says why. What is said in mediation "
            "is without prejudice: it stays between the parties and the "
            "mediator. Each step is kept with its day; the public learns numbers only. Each party may leave at any "
            "time."
        ),
        _l(
            "When three weeks have run out and no mediator is at work, you can go to national options or to an "
            "ombudsman or court."
        ),
        decides=Decider.CHAIR,
        clock=Clock.FIXED,
        amount=3,
        unit=Unit.WEEKS,
        exits=(4, 5),
        extend_by=10,
    ),
    Stage(
        4,
        StageKind.NATIONAL,
        _l("National options"),
        _l("A national body takes the matter up. It decides how it works and how long it takes."),
        _l("You can go on to an ombudsman or court, or close the case, at any time."),
        decides=Decider.OUTSIDE_BODY,
        exits=(5,),
        routes=national_routes("england"),
    ),
    Stage(
        5,
        StageKind.OUTSIDE,
        _l("Ombudsman or judicial review"),
        _l(
            "For example where a public body has acted badly in its administration or against the law. What happens "
            "there happens outside this portal; you record what came of it."
        ),
        _l("You can close the case and record what came of it at any time."),
        decides=Decider.OUTSIDE_BODY,
        routes=outside_routes("england"),
    ),
)

DERBY_PROCEDURE = ReadyMade(
    key="derby",
    name=_l("Five steps, as in Derby"),
    about=_l("Talks, a formal complaint, mediation by the Forum, national bodies, then an ombudsman or a court."),
    source=_l(
        "The conflict resolution process of the Derby Compact. Where it is silent, the text of each step says what is "
        "used."
    ),
    stages=DERBY,
)
