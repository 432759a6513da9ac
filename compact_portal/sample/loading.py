"""Loading the sample data: all of it or nothing, once."""

from django.db import transaction

from compact_portal.accounts.models import User
from compact_portal.sample.agreeing import make_next_edition
from compact_portal.sample.amendments import make_amendments
from compact_portal.sample.beginnings import make_beginnings
from compact_portal.sample.cases import make_disputes
from compact_portal.sample.clocks import make_clocks
from compact_portal.sample.derby import make_derby
from compact_portal.sample.elsewhere import make_elsewhere
from compact_portal.sample.endings import make_endings
from compact_portal.sample.joining import make_joining
from compact_portal.sample.looks import give_a_logo
from compact_portal.sample.mediating import make_mediation
from compact_portal.sample.meetings import make_meetings
from compact_portal.sample.notices import make_notices
from compact_portal.sample.papers import make_papers
from compact_portal.sample.people import ACCOUNTS, DOMAIN, PASSWORD, make_people
from compact_portal.sample.plans import make_derby_plans
from compact_portal.sample.procedures import make_procedures
from compact_portal.sample.raising import make_raising
from compact_portal.sample.register import make_register
from compact_portal.sample.signing import make_requests

__all__ = ["ACCOUNTS", "PASSWORD", "accounts", "is_loaded", "load"]


def is_loaded() -> bool:
    """Whether the sample's people are there already."""
    return User.objects.filter(email=f"{ACCOUNTS[0][0]}@{DOMAIN}").exists()


@transaction.atomic
def load() -> None:
    """Make the people, the Compacts, their texts, signatures, plans and disputes by the steps that make real ones."""
    people = make_people()
    compact, bodies = make_derby(people)
    give_a_logo(compact)
    make_joining(compact, people, bodies)
    make_requests(compact, people, bodies)
    make_amendments(compact, people, bodies)
    make_beginnings(compact, people)
    make_derby_plans(compact, people, bodies)
    make_meetings(compact, people, bodies)
    make_disputes(compact, people, bodies)
    make_raising(compact, people, bodies)
    make_endings(compact, people, bodies)
    make_papers(compact, people)
    make_clocks(compact, people, bodies)
    make_register(compact, people, bodies)
    make_next_edition(compact, people)
    make_elsewhere(people)
    make_procedures(compact, people)
    make_mediation(compact, people, bodies)
    make_notices(people)


def accounts() -> str:
    """The accounts to try, as `make demo` prints them."""
    width = max(len(short) for short, _name, _what in ACCOUNTS) + len(DOMAIN) + 1
    rows = [f"  {f'{short}@{DOMAIN}':<{width}}  {what}" for short, _name, what in ACCOUNTS]
    return "\n".join(["Accounts to try:", *rows, f"The password of each is {PASSWORD}"])
