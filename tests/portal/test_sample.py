"""The sample data of the demonstration: loaded once, only there, true to its structure, something for everybody."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from actionplans.models import Action, ActionPlan
from codes.models.version import awaiting
from compact_portal.accounts.models import User
from compact_portal.compacts.models import Clause, Compact
from compact_portal.sample.people import ACCOUNTS, DOMAIN, PASSWORD
from disputes.models import Dispute
from signatories.models import Seat, Signature

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def run(*words):
    out = StringIO()
    call_command("load_sample", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def sample(settings):
    """The sample data, loaded."""
    settings.DEMO = True
    assert "is loaded." in run()


def test_outside_the_demonstration_nothing_is_loaded(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="PORTAL_DEMO=1"):
        run()
    assert not Compact.objects.exists()


def test_a_second_time_changes_nothing_and_says_so(sample):
    def count():
        return [model.objects.count() for model in (User, Compact, Clause, Signature, Action, Dispute)]

    before = count()
    assert "already" in run()
    assert count() == before


def test_derby_has_the_structure_of_the_real_text(sample):
    derby = Compact.objects.get(slug="derby")
    revised = derby.current_edition
    clauses = revised.clauses
    assert clauses.filter(kind="principle").count() == 5
    assert clauses.filter(kind="commitment", number__startswith="4.", owed_by="statutory").count() == 12
    assert clauses.filter(kind="commitment", number__startswith="5.", owed_by="vcs").count() == 7
    assert clauses.filter(kind="commitment", number__startswith="6.4.", owed_by="statutory").count() == 4
    assert clauses.filter(kind="commitment", number__startswith="6.4.", owed_by="vcs").count() == 3
    assert clauses.filter(kind="definition").exists()
    assert derby.adoptions.not_over().count() == 5
    assert sorted(derby.adoptions.not_over().values_list("how", flat=True)) == ["adapted", *["as_it_is"] * 4]
    assert [(adoption.edition.label, newer.label) for adoption, newer in awaiting([derby])] == [("2000", "2005")]
    assert sorted(derby.amendments.values_list("state", flat=True)) == ["declined", "reworded", "submitted"]
    assert [edition.state for edition in derby.agreement.editions.order_by("ordinal")] == [
        *("superseded", "in_force"),
        "draft",
    ]
    assert revised.in_force_on is None
    assert all("not the official text" in edition.notice for edition in derby.agreement.editions.all())
    assert revised.signatures.filter(method="paper", signed_name="", signed_on=None).count() == 10


def test_both_sectors_have_as_many_seats(sample):
    seats = Seat.objects.in_term().filter(forum__compact__slug="derby")
    assert seats.filter(sector="statutory").count() == seats.filter(sector="vcs").count() == 4
    assert seats.filter(office="chair").count() == 1


def test_the_other_places_stand_as_they_stand(sample):
    sentences = {compact.slug: compact.state_sentence() for compact in Compact.objects.with_editions()}
    assert sentences["derbyshire"].startswith("No current agreement. Comment on the draft until ")
    assert sentences["south-derbyshire"].startswith("No current agreement: South Derbyshire adopts the text of")
    assert sentences["derby"].startswith("In force.")
    assert sentences["denbighshire"].startswith("In force since")


def test_the_plan_has_themes_actions_and_what_was_carried_forward(sample):
    plan = ActionPlan.objects.filter(compact__slug="derby", state="agreed").get()
    assert plan.themes.count() == 5
    assert plan.actions.count() == 12
    assert plan.actions.filter(carried_from__isnull=False).count() == 2
    assert len(set(plan.actions.values_list("status", flat=True))) >= 5
    assert plan.actions.overdue().exists()
    assert ActionPlan.objects.filter(compact__slug="derby", state="closed").count() == 1


def test_disputes_are_in_different_stages(sample):
    assert set(Dispute.objects.values_list("state", flat=True)) >= {
        "draft",
        "talking",
        "awaiting-answer",
        "awaiting-nomination",
        "awaiting-statement",
        "mediating",
        "resolved",
    }


def test_every_account_signs_in_and_has_a_dashboard(sample, client_of):
    for short, _name, _what in ACCOUNTS:
        person = authenticate(username=f"{short}@{DOMAIN}", email=f"{short}@{DOMAIN}", password=PASSWORD)
        assert person is not None, short
        assert client_of(person).get("/dashboard/").status_code == 200


def test_the_accounts_are_listed_with_their_password(sample):
    listed = run("--accounts")
    assert PASSWORD in listed
    assert all(f"{short}@{DOMAIN}" in listed for short, _name, _what in ACCOUNTS)
