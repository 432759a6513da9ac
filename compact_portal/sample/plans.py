"""The action plans of the sample: Derby's of last year, closed, and of this year, under way."""

from datetime import date, timedelta
from typing import NamedTuple

from django.utils import timezone

from actionplans.lifecycle import FINISHED, Origin
from actionplans.models import Action, ActionPlan, Theme
from codes import citing
from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact
from signatories.models import Organisation, WorkingGroup

COUNCIL, CVS, NHS = "derby-city-council", "community-action-derby", "nhs-derby-city"
PARTNERSHIP, NETWORK, YOUNG = "derby-city-partnership", "millennium-network", "children-and-young-people"
FAITHS, CARE, SAFETY = "forum-of-faiths", "health-and-social-care-forum", "community-safety"

COMMUNICATION, MONEY = "Communication", "Funding and commissioning"
VOICE, PEOPLE, KEEPING = "Consultation and voice", "Volunteering", "Keeping the Compact alive"
AIMS = {
    COMMUNICATION: "Everybody in both sectors knows that there is a Compact and whom to ask about it.",
    MONEY: "Money is given and earned on terms that let small groups take part.",
    VOICE: "People hear of plans in time to change them, and learn what came of what they said.",
    PEOPLE: "Volunteers are looked after in the same way wherever they help.",
    KEEPING: "Disputes are settled early, and the plan is more than a paper.",
}


class Said(NamedTuple):
    """A progress note: the status, how many days ago it was said, by whom, in which words."""

    status: str
    days_ago: int
    who: str
    note: str


class Planned(NamedTuple):
    """An action of a plan; `due` in days from today (of last year's plan: from its last day)."""

    theme: str
    what: str
    clauses: str
    lead: str
    joint_lead: str
    measure: str
    target: str
    due: int
    said: tuple[Said, ...] = ()
    baseline: str = ""
    group: str = ""
    stopped: str = ""
    origin: str = Origin.PLAN


LAST_YEAR = [
    Planned(
        COMMUNICATION,
        "Put one page about the Compact into every welcome pack for new staff and trustees",
        "6.4.2",
        COUNCIL,
        CVS,
        "Packs that hold the page",
        "All of them",
        -30,
        (
            Said("on_track", 200, "respondent", "Wording agreed with Community Action Derby."),
            Said("complete", 60, "respondent", "In all packs since the autumn."),
        ),
    ),
    Planned(
        COMMUNICATION,
        "Hold two open evenings where groups can ask about the Compact",
        "6.4.6",
        CVS,
        COUNCIL,
        "Groups that came",
        "40",
        -80,
        (Said("complete", 90, "support", "Forty-six groups came to the two evenings."),),
    ),
    Planned(
        MONEY,
        "Pay grant instalments within ten working days",
        "4.7",
        COUNCIL,
        CVS,
        "Instalments paid in time",
        "95 of 100",
        -10,
        (
            Said("at_risk", 150, "respondent", "The new ledger slowed payments in spring."),
            Said("complete", 30, "respondent", "Ninety-seven of a hundred since September."),
        ),
        origin=Origin.SURVEY,
    ),
    Planned(
        MONEY,
        "Agree one short form for reports on grants under £5,000",
        "4.6",
        COUNCIL,
        NETWORK,
        "Funders using the form",
        "4",
        0,
        (
            Said("on_track", 180, "respondent", "Draft form tried with six groups."),
            Said("off_track", 40, "respondent", "Two funders still want changes, so this goes on next year."),
        ),
        origin=Origin.SURVEY,
    ),
    Planned(
        VOICE,
        "Keep one public calendar of consultations in the city",
        "4.3, Consultation 11.1",
        PARTNERSHIP,
        CVS,
        "Consultations listed a month ahead",
        "All of them",
        0,
        (Said("at_risk", 70, "officer", "Half of the consultations were listed late."),),
    ),
    Planned(
        PEOPLE,
        "Open a shared room for volunteers in the city centre",
        "4.10",
        COUNCIL,
        CVS,
        "Hours open a week",
        "20",
        -60,
        stopped="The lease fell through and no other room was found.",
    ),
]
THIS_YEAR = [
    Planned(
        COMMUNICATION,
        "Write a communications protocol that names a Compact contact in every signatory body",
        "6.4.3, 4.2",
        COUNCIL,
        CVS,
        "Bodies with a named contact",
        "All signatories",
        -12,
        (
            Said("on_track", 170, "respondent", "Outline agreed at the spring meeting."),
            Said("off_track", 33, "respondent", "Three bodies have not named anybody yet."),
        ),
        baseline="5 bodies",
    ),
    Planned(
        COMMUNICATION,
        "Send a short Compact bulletin to groups three times a year",
        "6.4.7",
        CVS,
        PARTNERSHIP,
        "Bulletins sent",
        "3",
        30,
        (
            Said("on_track", 120, "support", "First bulletin sent to 310 groups."),
            Said("on_track", 25, "support", "Second bulletin sent, with a survey of its readers."),
        ),
        baseline="None",
    ),
    Planned(
        COMMUNICATION,
        "Brief new councillors and board members on the Compact",
        "6.4.2",
        COUNCIL,
        NETWORK,
        "Briefings held",
        "2",
        -95,
        (Said("complete", 110, "respondent", "Two briefings held; the slides are shared with all partners."),),
        baseline="One in three years",
    ),
    Planned(
        MONEY,
        "Publish the reasons for each grant decision within two weeks",
        "4.4, Funding 2.1",
        COUNCIL,
        CVS,
        "Decisions with published reasons",
        "All of them",
        45,
        (Said("on_track", 62, "respondent", "Reasons are published for two of the three grant rounds."),),
        baseline="Given on request",
        group="Funding group",
        origin=Origin.DISPUTE,
    ),
    Planned(
        MONEY,
        "Offer three-year agreements to groups that have been funded for three years or more",
        "4.7, Funding 3.2",
        COUNCIL,
        NETWORK,
        "Groups with a three-year agreement",
        "15",
        120,
        (Said("at_risk", 18, "respondent", "Seven agreements signed. The rest wait for next year's budget."),),
        baseline="4 groups",
        group="Funding group",
    ),
    Planned(
        VOICE,
        "Test every consultation against the Compact before it opens",
        "4.3, Consultation 11.1, Consultation 12.1",
        PARTNERSHIP,
        CVS,
        "Consultations of twelve weeks, or with a reason",
        "All of them",
        20,
        (Said("at_risk", 100, "officer", "The checklist is in use; two short consultations gave no reason."),),
        baseline="40 of 100",
        group="Consultation group",
        origin=Origin.REVIEW,
    ),
    Planned(
        VOICE,
        "Ask minority ethnic and faith groups how they wish to be consulted",
        "4.11, Black and Minority Ethnic Organisations 2.1",
        FAITHS,
        COUNCIL,
        "Groups asked",
        "30",
        75,
        (Said("on_track", 40, "officer", "Nineteen conversations held so far."),),
        group="Consultation group",
    ),
    Planned(
        PEOPLE,
        "Agree a shared statement on volunteers' expenses",
        "4.10, 5.4, Volunteering 3.1",
        CVS,
        NHS,
        "Bodies using the statement",
        "10",
        -40,
        (Said("complete", 44, "support", "Statement agreed; eleven bodies use it."),),
        baseline="Each body has its own rule",
    ),
    Planned(PEOPLE, "Run a fair for volunteers with the university", "5.4", YOUNG, COUNCIL, "Visitors", "400", 140),
    Planned(
        KEEPING,
        "Train six Compact Champions in mediation",
        "7, 6.3",
        SAFETY,
        CVS,
        "Champions trained",
        "6",
        60,
        (Said("on_track", 29, "officer", "Four have finished the course, two begin next month."),),
        baseline="1 trained",
        origin=Origin.SELF_ASSESSMENT,
    ),
]


def make_derby_plans(compact: Compact, people: dict[str, User], bodies: dict[str, Organisation]) -> None:
    """Last year's plan, closed, with two actions carried forward into this year's, which is agreed and under way."""
    officer, today = people["officer"], timezone.localdate()
    year = (today - timedelta(days=60)).year
    groups = make_groups(compact, by=officer)

    earlier = begin(compact, year - 1, by=officer, introduction="The first plan kept in this portal.")
    made = [(row, add(earlier, row, bodies, groups, by=officer, since=earlier.ends_on)) for row in LAST_YEAR]
    earlier.agree(by=officer, on=earlier.starts_on + timedelta(days=12), note="At a meeting of the Forum")
    for row, action in made:
        say(action, row.said, people, since=earlier.ends_on)
        if row.stopped:
            action.stop(by=officer, reason=row.stopped, on=earlier.ends_on - timedelta(days=75))
    earlier.close(by=officer, on=earlier.ends_on, note="Three of six actions are complete and two go on.")

    introduction = "Five themes, agreed at the Annual Review. **The Forum looks at every action three times a year.**"
    plan = begin(compact, year, by=officer, introduction=introduction)
    for title, aim in AIMS.items():
        Theme.add(plan, title, by=officer, aim=aim)
    carry(earlier, plan, by=officer)
    made = [(row, add(plan, row, bodies, groups, by=officer, since=today)) for row in THIS_YEAR]
    plan.agree(by=officer, on=min(plan.starts_on + timedelta(days=12), today), note="At a meeting of the Forum")
    for row, action in made:
        say(action, row.said, people, since=today)
    again = Said("on_track", 55, "officer", "Taken up again; each sector has named somebody for it.")
    for action in plan.actions.filter(carried_from__isnull=False).select_related("plan"):
        say(action, [again], people, since=today)


def make_groups(compact: Compact, *, by: User) -> dict[str, WorkingGroup]:
    """Two working groups."""
    remits = {
        "Funding group": "Looks at how grants and contracts are given, and proposes simpler ways.",
        "Consultation group": "Checks consultations against the Compact and reports to each meeting of the Forum.",
    }
    return {name: WorkingGroup.form(compact, by=by, name=name, remit=remit) for name, remit in remits.items()}


def begin(compact: Compact, year: int, *, by: User, introduction: str = "") -> ActionPlan:
    """A plan of a calendar year."""
    starts_on, ends_on = date(year, 1, 1), date(year, 12, 31)
    return ActionPlan.begin(
        compact, by=by, year=str(year), starts_on=starts_on, ends_on=ends_on, introduction=introduction
    )


def carry(earlier: ActionPlan, plan: ActionPlan, *, by: User) -> None:
    """Carry what one plan left unfinished into the themes of the next, due half a year later."""
    for action in earlier.actions.exclude(status__in=sorted(FINISHED)).select_related("theme", "plan"):
        carried = action.carry_forward(plan, by=by, theme=plan.themes.get(title=action.theme.title))
        carried.revise(by=by, version=carried.version, due_on=plan.starts_on + timedelta(days=355))


def add(plan: ActionPlan, row: Planned, bodies, groups, *, by: User, since: date) -> Action:
    """An action of a plan, in a theme that is added where the plan has none of that title."""
    theme = plan.themes.filter(title=row.theme).first() or Theme.add(plan, row.theme, by=by, aim=AIMS[row.theme])
    clauses, unknown = citing.find(plan.compact, row.clauses)
    if unknown:
        raise ValueError(f"The sample cites clauses that are not there: {unknown}")
    return Action.add(
        plan,
        by=by,
        theme=theme,
        what=row.what,
        clauses=clauses,
        lead=bodies[row.lead],
        joint_lead=bodies[row.joint_lead],
        group=groups.get(row.group),
        starts_on=plan.starts_on,
        due_on=max(since + timedelta(days=row.due), plan.starts_on),
        measure=row.measure,
        baseline=row.baseline,
        target=row.target,
        origin=row.origin,
    )


def say(action: Action, said, people: dict[str, User], *, since: date) -> None:
    """The progress notes of an action, oldest first; none before its plan was agreed."""
    for status, days_ago, who, note in said:
        on = max(since - timedelta(days=days_ago), action.plan.agreed_on or since)
        action.update_progress(by=people[who], status=status, note=note, on=on)
