"""Rights begin and end with their terms, and every grant is recorded."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from compact_portal import access
from compact_portal.access import AccessEvent, Grant
from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return Compact.found(name="Anytown Compact", slug="anytown", area_name="Anytown", area_kind="city")


@pytest.fixture
def village():
    return Compact.found(name="Smallville Compact", slug="smallville", area_name="Smallville", area_kind="district")


@pytest.fixture
def admin():
    return User.objects.create_user("admin@anytown.example", name="Ada Admin", is_administrator=True)


@pytest.fixture
def person():
    return User.objects.create_user("olive@anytown.example", name="Olive Officer")


def test_a_role_gives_its_permissions_on_one_object_only(town, village, admin, person):
    access.appoint(person, town, "officer", starts_on=timezone.localdate(), by=admin)
    assert access.rights(person, town) == {"change_compact", "view_drafts"}
    assert access.rights(person, village) == frozenset()
    assert list(access.objects_for(person, "change_compact", Compact.objects.all())) == [town]


def test_nobody_has_a_right_by_being_an_administrator_or_a_superuser(town, admin):
    admin.is_superuser = True
    admin.save()
    assert access.rights(admin, town) == frozenset()
    assert not access.objects_for(admin, "change_compact", Compact.objects.all()).exists()


def test_anonymous_and_inactive_people_have_no_rights(town, admin, person):
    access.appoint(person, town, "officer", starts_on=timezone.localdate(), by=admin)
    person.is_active = False
    person.save()
    for nobody in (AnonymousUser(), person):
        assert not access.permits(nobody, "change_compact", town)
        assert not access.objects_for(nobody, "change_compact", Compact.objects.all()).exists()


def test_a_right_holds_on_the_first_and_the_last_day_of_its_term_and_on_no_other(town, admin, person):
    with time_machine.travel(date(2027, 1, 1), tick=False):
        access.appoint(
            person, town, "officer", starts_on=date(2027, 2, 1), ends_on=date(2027, 2, 28), by=admin, reason="cover"
        )
    held = {}
    for day in [date(2027, 1, 31), date(2027, 2, 1), date(2027, 2, 28), date(2027, 3, 1)]:
        with time_machine.travel(day, tick=False):
            access.settle(person)
            held[day] = access.permits(person, "change_compact", town)
            assert access.holders(town, "officer").contains(person) is held[day]
    assert held == {
        date(2027, 1, 31): False,
        date(2027, 2, 1): True,
        date(2027, 2, 28): True,
        date(2027, 3, 1): False,
    }


def test_a_second_grant_of_the_same_role_keeps_the_right_when_the_first_ends(town, admin, person):
    today = timezone.localdate()
    first = access.appoint(person, town, "officer", starts_on=today, by=admin)
    access.appoint(person, town, "officer", starts_on=today, by=admin)
    access.end(first, town, on=today - timedelta(days=1), by=admin)
    assert access.permits(person, "change_compact", town)


def test_a_grant_ended_before_it_began_was_never_in_force(town, admin, person):
    tomorrow = timezone.localdate() + timedelta(days=1)
    grant = access.appoint(person, town, "officer", starts_on=tomorrow, by=admin)
    access.end(grant, town, on=timezone.localdate() - timedelta(days=10), by=admin)
    with time_machine.travel(tomorrow + timedelta(days=1)):
        assert access.settle(person) == 0
        assert not access.permits(person, "change_compact", town)


def test_the_next_request_after_midnight_in_london_has_lost_a_right_that_ended(client, town, admin, person):
    with time_machine.travel(datetime(2027, 6, 1, 22, 30, tzinfo=UTC), tick=False) as clock:  # 11:30pm in London
        access.appoint(person, town, "officer", starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 1), by=admin)
        client.force_login(person)
        client.get("/healthz")
        assert access.permits(person, "change_compact", town)
        clock.shift(timedelta(hours=1))
        client.get("/healthz")
        assert not access.permits(person, "change_compact", town)


def test_settling_twice_moves_nothing_the_second_time(town, admin, person):
    with time_machine.travel(date(2027, 1, 1)):
        access.appoint(person, town, "officer", starts_on=date(2027, 2, 1), by=admin)
    with time_machine.travel(date(2027, 2, 1)):
        assert access.settle_everybody() == "1 rights began or ended with their terms"
        assert access.settle_everybody() == "0 rights began or ended with their terms"


def test_every_grant_is_recorded_and_the_record_cannot_be_changed(town, admin, person):
    grant = access.appoint(person, town, "officer", starts_on=timezone.localdate(), by=admin, reason="new in post")
    access.allow(person, "sit_on_forum", town, by=admin, reason="observer")
    access.disallow(person, "sit_on_forum", town, by=admin, reason="done")
    access.end(grant, town, on=timezone.localdate(), by=admin, reason="left")
    assert list(AccessEvent.objects.values_list("action", "right", "note", "actor")) == [
        ("appointed", "officer", "new in post", admin.pk),
        ("allowed", "sit_on_forum", "observer", admin.pk),
        ("disallowed", "sit_on_forum", "done", admin.pk),
        ("ended", "officer", "left", admin.pk),
    ]
    for change in (lambda: AccessEvent.objects.update(note="x"), lambda: AccessEvent.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_an_unknown_role_is_refused_and_leaves_nothing_behind(town, admin, person):
    with pytest.raises(KeyError):
        access.appoint(person, town, "emperor", starts_on=timezone.localdate(), by=admin)
    assert not Grant.objects.exists()
    assert not person.groups.exists()


def test_asking_for_rights_costs_one_query(town, admin, person, django_assert_num_queries):
    access.appoint(person, town, "officer", starts_on=timezone.localdate(), by=admin)
    with django_assert_num_queries(1):
        access.rights(person, town)


def test_everything_a_person_may_do_with_a_class_of_objects_costs_one_query(
    town, village, admin, person, django_assert_num_queries
):
    access.appoint(person, town, "officer", starts_on=timezone.localdate(), by=admin)
    access.allow(person, "sit_on_forum", village, by=admin, reason="observer")
    with django_assert_num_queries(1):
        assert access.held(person, Compact) == {
            town.pk: {"change_compact", "view_drafts"},
            village.pk: {"sit_on_forum"},
        }
    assert access.held(AnonymousUser(), Compact) == {}
