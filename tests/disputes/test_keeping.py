"""How long a case is kept: warned of, held, anonymised whole; what the database lets go of, and only then."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone

from compact_portal.access import AccessEvent, Grant
from compact_portal.history import NotAllowed
from compact_portal.mail import Message
from disputes.actions import evidence, keeping
from disputes.examining import PaperKind
from disputes.models import Dispute, DisputeEvent, LegalHold, PaperRead, RetentionRule
from disputes.models.keeping import kept_until
from tests import factories

pytestmark = pytest.mark.django_db
SECRETS = ["The grant was cut", "Three months' notice", "within our rules", "no interest in the matter", "letter.txt"]


@pytest.fixture
def ended(case, take, complainant, respondent, chair, mediator, admin, client_of):
    """A case that went through a mediation and was settled, with a paper, a note and people who read it."""
    evidence.add(case, name="letter.txt", kind=PaperKind.TXT, data=b"Words", description="The letter", by=complainant)
    take(case, "mediating")
    case.add_mediation_note(by=respondent, note="We could pay half.")
    client_of(chair).get(case.get_absolute_url())
    case.look_in(by=admin, reason="Asked to by both")
    case.settle(by=complainant, outcome="explanation", remedy_met="partly")
    return case


def at(day):
    return time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone()))


def refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def last_day_of(dispute):
    return kept_until(timezone.localdate(dispute.ended_at), 6)


def test_the_last_day_is_the_same_day_years_later():
    assert kept_until(date(2026, 3, 14), 6) == date(2032, 3, 14)
    assert kept_until(date(2024, 2, 29), 6) == date(2030, 2, 28)
    assert kept_until(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_both_parties_are_warned_six_weeks_before_and_then_it_goes(ended, complainant, respondent):
    last = last_day_of(ended)
    with at(last - timedelta(weeks=7)):
        assert keeping.keep().startswith("0 warnings")
    warned_on = last - timedelta(weeks=6)
    with at(warned_on):
        assert keeping.keep() == "1 warnings that a case is anonymised, 0 cases anonymised"
        assert keeping.keep().startswith("0 warnings")
    told = Message.objects.filter(subject=f"{ended}: The case will be anonymised")
    assert {message.to for message in told} == {complainant.email, respondent.email}
    with at(last):
        assert keeping.keep().endswith("0 cases anonymised")
    with at(last + timedelta(days=1)):
        assert keeping.keep().endswith("1 cases anonymised")
        assert keeping.keep().endswith("0 cases anonymised")


def test_a_case_warned_of_late_still_has_its_six_weeks(ended):
    late = last_day_of(ended) + timedelta(days=100)
    with at(late):
        assert keeping.keep() == "1 warnings that a case is anonymised, 0 cases anonymised"
    with at(late + timedelta(days=41)):
        assert keeping.keep().endswith("0 cases anonymised")
    with at(late + timedelta(days=42)):
        assert keeping.keep().endswith("1 cases anonymised")


def test_an_officer_sets_the_years_within_bounds(town, ended, officer, client_of):
    url = reverse("disputes:years", args=[town.slug])
    client = client_of(officer)
    assert "Enter 15 or fewer" in client.post(url, {"years": "16"}).content.decode()
    assert "Enter 1 or more" in client.post(url, {"years": "0"}).content.decode()
    assert client.post(url, {"years": "1"}).status_code == 302
    assert RetentionRule.history.get(history_type="~").history_user == officer
    page = client.get(url).content.decode()
    assert "1 case" in page
    assert ended.reference not in page
    refused(lambda: RetentionRule.objects.update(years=16))
    with at(timezone.localdate() + timedelta(days=366 - 42)):
        assert keeping.keep().startswith("1 warnings")
        keeping.set_years(town, 10, by=officer)
    with at(timezone.localdate() + timedelta(days=400)):
        assert keeping.keep().endswith("0 cases anonymised")


def test_a_hold_of_a_party_keeps_the_case_until_its_day_and_both_read_why(
    ended, complainant, respondent, chair, admin, client_of
):
    url = reverse("disputes:keeping", args=[ended.reference])
    last = last_day_of(ended)
    with at(last - timedelta(weeks=6)):
        keeping.keep()
        day = last + timedelta(days=90)
        said = {
            "reason": "A court has it.",
            "ends_on_day": day.day,
            "ends_on_month": day.month,
            "ends_on_year": day.year,
        }
        assert client_of(respondent).post(url, said | {"ends_on_year": day.year + 9}).status_code == 200
        assert client_of(respondent).post(url, said).status_code == 302
        assert "A court has it." in client_of(complainant).get(url).content.decode()
        assert client_of(chair).get(url).status_code == 403
    with at(last + timedelta(days=60)):
        assert keeping.keep() == "0 warnings that a case is anonymised, 0 cases anonymised"
        refused(lambda: anonymise_by_hand(ended))
        hold = LegalHold.objects.get()
        with pytest.raises(NotAllowed, match="by who asked for it"):
            keeping.lift(hold, by=complainant)
        refused(lambda: LegalHold.objects.update(reason="Another"))
        refused(hold.delete)
    with at(last + timedelta(days=91)):
        assert keeping.keep().startswith("1 warnings")
    keeping.hold(ended, by=admin, reason="An inquiry", ends_on=timezone.localdate() + timedelta(days=5))
    with pytest.raises(NotAllowed, match="at most 2 years"):
        keeping.hold(ended, by=admin, reason="For ever", ends_on=timezone.localdate() + timedelta(days=999))


def test_an_administrator_has_a_case_kept_by_its_reference_and_sees_nothing_of_it(ended, admin, client_of, group):
    day = timezone.localdate() + timedelta(days=30)
    said = {"ends_on_day": day.day, "ends_on_month": day.month, "ends_on_year": day.year, "reason": "An inquiry"}
    client = client_of(admin)
    url = reverse("disputes:hold")
    assert "no dispute of that reference" in client.post(url, said | {"reference": "NO-2026-0001"}).content.decode()
    assert client.post(url, said | {"reference": ended.reference}).status_code == 302
    page = client.get(url).content.decode()
    assert ended.reference in page
    assert group.name not in page


def anonymise_by_hand(dispute):
    Dispute.objects.filter(pk=dispute.pk).update(anonymised_at=timezone.now())


def everything_in_the_database():
    """All words of all tables that this portal writes about disputes, mail and rights."""
    kinds = [*apps.get_app_config("disputes").get_models(), Message, Grant, AccessEvent]
    return "\n".join(str(row) for kind in kinds for row in kind._base_manager.values_list())


def test_an_anonymised_case_keeps_figures_and_nothing_else(
    ended, town, group, council, complainant, respondent, chair, mediator, admin, stranger, client_of
):
    figures = {name: getattr(ended, name) for name in ("reference", "state", "outcome", "raised_on", "ended_at")}
    steps = list(ended.events.values_list("action", "before", "after", "at", "due_on", "party"))
    cited = list(ended.citations.values_list("clause", flat=True))
    before = everything_in_the_database()
    assert all(secret in before for secret in [*SECRETS, "We could pay half.", "Asked to by both"])
    assert keeping.anonymise(ended)
    ended.refresh_from_db()
    assert {name: getattr(ended, name) for name in figures} == figures
    assert list(ended.events.values_list("action", "before", "after", "at", "due_on", "party")) == steps
    assert list(ended.citations.values_list("clause", flat=True)) == cited
    left = everything_in_the_database()
    for gone in [*SECRETS, "We could pay half.", "Asked to by both", complainant.email, respondent.email]:
        assert gone not in left
    people = [complainant, respondent, chair, mediator, admin]
    for kind in apps.get_app_config("disputes").get_models():
        for field in kind._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model in (type(admin), type(group)):
                rows = kind._base_manager.filter(
                    **{f"{field.name}__in": people if field.related_model is type(admin) else [group, council]}
                )
                assert not rows.exists(), f"{kind.__name__}.{field.name}"
    nobody = ["Anonymised complainant, voluntary and community sector", "Anonymised respondent, statutory sector"]
    assert [str(ended.complainant), str(ended.respondent)] == nobody
    assert not Grant.objects.filter(object_id=ended.pk, role__in=["mediator", "viewer"]).exists()
    assert set(AccessEvent.objects.filter(right="mediator").values_list("subject", "person", "note")) == {
        ("", None, "")
    }
    # Its reference still leads somewhere, and says to nobody who it was.
    for person in (complainant, stranger, chair):
        page = client_of(person).get(ended.get_absolute_url()).content.decode()
        assert "This case is anonymised" in page
        assert group.name not in page
        assert ("An explanation or apology" in page) == (person == chair)
    assert client_of(complainant).get(reverse("disputes:file", args=[ended.reference])).status_code == 404
    assert not keeping.anonymise(ended)


def test_the_database_lets_go_of_nothing_else(ended, case, town, group, council, complainant, take):
    note = DisputeEvent.objects.filter(dispute=ended, note__contains="half")
    refused(lambda: note.update(note="(anonymised)", actor=None, facts={}))
    refused(lambda: anonymise_by_hand(ended))
    refused(ended.evidence.all().delete)
    refused(ended.reads.all().delete)
    assert keeping.anonymise(ended)
    refused(lambda: Dispute.objects.filter(pk=ended.pk).update(happened="Another story"))
    refused(lambda: Dispute.objects.filter(pk=ended.pk).update(anonymised_at=None))
    refused(lambda: Dispute.objects.filter(pk=ended.pk).update(complainant=group))
    refused(lambda: ended.events.update(note="Words"))
    refused(lambda: ended.events.update(after="closed"))
    refused(lambda: ended.events.update(actor=complainant))
    refused(ended.events.all().delete)
    refused(lambda: Dispute.objects.filter(pk=ended.pk).delete())


def test_an_open_case_is_never_anonymised(case):
    assert not keeping.anonymise(case)
    refused(lambda: anonymise_by_hand(case))


def test_every_table_of_disputes_is_thought_of():
    """A new table about disputes must say here what becomes of it when a case is anonymised."""
    thought_of = {
        "Attempt": "goes",
        "Citation": "stays: a figure",
        "Concern": "goes",
        "CaseSummary": "loses people; what is public by consent stays",
        "DisputeEvent": "loses people, words and facts",
        "DisputeGroupObjectPermission": "goes",
        "DisputeUserObjectPermission": "goes",
        "Evidence": "goes",
        "Lesson": "loses people; what the action plan has taken stays",
        "LegalHold": "loses people and words",
        "LinkedCases": "goes",
        "Nomination": "loses people and words",
        "Notice": "goes",
        "OutcomeView": "goes",
        "OutsideReferral": "loses people and words",
        "PaperRead": "goes",
        "Panellist": "goes",
        "PrintedCase": "goes",
        "Recusal": "goes",
        "Remedy": "goes",
        "Reminder": "goes",
        "Representative": "goes",
        "RetentionWarning": "goes",
        "Session": "loses its place",
        "Settlement": "loses words",
    }
    pointing = {
        kind.__name__
        for kind in apps.get_app_config("disputes").get_models()
        for field in kind._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model in (Dispute, DisputeEvent)
    }
    assert pointing - {"Dispute"} == set(thought_of)


# Who else reads ----


def test_reads_by_others_are_noted_once_an_hour_and_seen_by_the_parties_alone(
    case, take, complainant, respondent, chair, mediator, client_of
):
    paper = {"name": "a.txt", "kind": PaperKind.TXT, "data": b"Words", "description": "A letter", "by": complainant}
    evidence.add(case, **paper)
    take(case, "mediating")
    evidence.add(case, **paper, audience="complainant-room")
    url = reverse("disputes:reads", args=[case.reference])
    assert "Nobody but the two parties" in client_of(complainant).get(url).content.decode()
    for person in (complainant, respondent, chair, chair, mediator):
        client_of(person).get(case.get_absolute_url())
    client_of(mediator).get(reverse("disputes:paper", args=[case.reference, 1])).getvalue()
    client_of(mediator).get(reverse("disputes:paper", args=[case.reference, 201])).getvalue()
    assert set(PaperRead.objects.values_list("person", "party", "what", "number")) == {
        (chair.pk, "chair", "case", 0),
        (mediator.pk, "mediator", "case", 0),
        (mediator.pk, "mediator", "evidence", 1),
        (mediator.pk, "mediator", "evidence", 201),
    }
    assert PaperRead.objects.count() == 4
    with at(timezone.localdate() + timedelta(days=1)):
        client_of(chair).get(case.get_absolute_url())
    assert PaperRead.objects.count() == 5
    for person in (complainant, respondent):
        page = client_of(person).get(url).content.decode()
        assert "Cher Chair" in page
        assert "Paper 1" in page
        assert ("Paper 201" in page) == (person == complainant)  # It is in the complainant's own room.
    for person in (chair, mediator):
        assert client_of(person).get(url).status_code == 403
    refused(lambda: PaperRead.objects.update(person=complainant))
    refused(PaperRead.objects.all().delete)


def test_the_lists_cost_the_same_for_few_and_many(case, chair, complainant, client_of):
    from tests.queries import assert_same_queries

    def read(number):
        for _ in range(number):
            somebody = factories.person("Vi Viewer")
            PaperRead.objects.create(dispute=case, person=somebody, what="case", hour=timezone.now())

    assert_same_queries(client_of(complainant), reverse("disputes:reads", args=[case.reference]), read)
