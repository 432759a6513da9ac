"""The other Compacts of the sample: Derbyshire, South Derbyshire, Denbighshire."""

from datetime import date, timedelta

from django.utils import timezone

from actionplans.models import Action, ActionPlan, Theme
from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Nation, Sector
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Compact
from compact_portal.sample.agreeing import make_consultation
from compact_portal.sample.beside import write_welsh
from compact_portal.sample.derby import FRAMEWORK
from compact_portal.sample.people import appoint_approvers, appoint_officer, make_organisations
from compact_portal.sample.signing import make_witnessed
from compact_portal.sample.writing import draft, publish
from signatories.models import Kind, Ombudsman


def make_elsewhere(people: dict[str, User]) -> None:
    """A county without a current agreement, a district that adopts the county's text, and a Welsh county."""
    county = make_derbyshire(people)
    make_south_derbyshire(county, people)
    make_denbighshire(people)


def approvers_of(compact: Compact, people: dict[str, User]) -> dict[Sector, User]:
    """The people who approve the texts of a Compact, appointed."""
    approvers = {Sector.STATUTORY: people["approver-1"], Sector.VCS: people["approver-2"]}
    appoint_approvers(compact, approvers, by=people["admin"])
    return approvers


def make_derbyshire(people: dict[str, User]) -> Compact:
    """The county: its agreement has lapsed, and the draft of a new one is out to consultation."""
    compact = Compact.found(
        name="Derbyshire Compact",
        slug="derbyshire",
        area_name="Derbyshire",
        area_kind="county",
        framework=FRAMEWORK,
        colour="teal",
        places="Bakewell\nBuxton\nChesterfield\nGlossop\nMatlock",
        statutory_contact_name="Connie Countyhall, Policy Unit",
        statutory_contact_email=people["county"].email,
    )
    officer = people["county"]
    appoint_officer(officer, compact, by=people["admin"])
    approvers = approvers_of(compact, people)
    core = draft(compact.agreement, "2003", "derbyshire-2003", by=officer)
    publish(core, approvers, by=officer, note="Put on record from paper")
    core.end(EditionState.LAPSED, on=None, by=officer)
    make_consultation(draft(compact.agreement, "refreshed", "derbyshire-draft", by=officer), people)
    return compact


def make_south_derbyshire(county: Compact, people: dict[str, User]) -> None:
    """The district: it adopts the county's core text, of which none is in force now, and has a plan of its own."""
    compact = Compact.found(
        name="South Derbyshire Compact",
        slug="south-derbyshire",
        area_name="South Derbyshire",
        area_kind="district",
        core=county,
        framework=FRAMEWORK,
        colour="green",
        places="Hatton\nMelbourne\nSwadlincote",
        notice=(
            "South Derbyshire adopts the county's core text. The county has no current agreement, so none is in force "
            "here either; the action plan cites the county's edition of 2003 until there is a new one."
        ),
        statutory_contact_name="Sunil Southerly, Partnership Team",
        statutory_contact_email=people["south"].email,
    )
    officer, year = people["south"], timezone.localdate().year
    appoint_officer(officer, compact, by=people["admin"])
    bodies = make_organisations(
        compact,
        [
            ("south-derbyshire-council", "South Derbyshire District Council", Sector.STATUTORY, Kind.COUNCIL, 20,
             Ombudsman.LGSCO),
            ("south-derbyshire-cvs", "South Derbyshire CVS", Sector.VCS, Kind.INFRASTRUCTURE, None, ""),
        ],
    )  # fmt: skip
    council, cvs = bodies.values()
    plan = ActionPlan.begin(compact, by=officer, year=str(year), starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
    theme = Theme.add(plan, "Communication", by=officer, aim="Staff and groups know of the Compact.")
    clauses = county.agreement.editions.get(label="2003").clauses
    rows = [
        ("Tell all staff who plan services about the Compact", council, cvs, "3.1", 40),
        ("Collect replies of village groups to consultations", cvs, council, "4.2", 90),
        ("Put the rules for small grants on one page", council, cvs, "3.3", 150),
    ]
    for what, lead, joint_lead, number, days in rows:
        Action.add(
            plan,
            by=officer,
            theme=theme,
            what=what,
            lead=lead,
            joint_lead=joint_lead,
            clauses=[clauses.get(number=number)],
            due_on=timezone.localdate() + timedelta(days=days),
        )
    plan.agree(by=officer, on=min(date(year, 1, 20), timezone.localdate()))
    action = plan.actions.order_by("reference").first()
    action.update_progress(by=officer, status="on_track", note="A first briefing was held for the housing team.")


def make_denbighshire(people: dict[str, User]) -> None:
    """A Welsh county, under the Third Sector Scheme, with an agreement for a fixed term."""
    year = timezone.localdate().year
    compact = Compact.found(
        name="Denbighshire Compact",
        slug="denbighshire",
        area_name="Denbighshire",
        area_kind="county",
        nation=Nation.WALES,
        framework="Third Sector Scheme (Wales)",
        colour="plum",
        places="Denbigh\nDinbych\nLlangollen\nPrestatyn\nRhyl\nRuthin\nSir Ddinbych",
        vcs_contact_name="Dilys Dragon, county voluntary council",
        vcs_contact_email=people["wales"].email,
    )
    officer = people["wales"]
    appoint_officer(officer, compact, by=people["admin"])
    approvers = approvers_of(compact, people)
    bodies = make_organisations(
        compact,
        [
            ("denbighshire-council", "Denbighshire County Council", Sector.STATUTORY, Kind.COUNCIL, 20, Ombudsman.PSOW),
            ("denbighshire-vsc", "Denbighshire Voluntary Services Council", Sector.VCS, Kind.INFRASTRUCTURE, None, ""),
        ],
    )
    edition = draft(
        compact.agreement,
        f"{year - 1} to {year + 1}",
        "denbighshire",
        by=officer,
        expires_on=date(year + 1, 12, 31),
        signing_opens_on=date(year - 1, 1, 1),
    )
    write_welsh(edition, by=officer)
    publish(edition, approvers, by=officer, in_force_on=date(year - 1, 1, 1), note="Sample data")
    make_witnessed(compact, edition, bodies, by=people["admin"])
