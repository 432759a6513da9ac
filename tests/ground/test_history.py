"""Every saved change can be read in words."""

import pytest

from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact
from compact_portal.history import changes

pytestmark = pytest.mark.django_db


def made(slug, core=None):
    return Compact.found(name=f"{slug.title()} Compact", slug=slug, area_name=slug.title(), area_kind="city", core=core)


def test_a_change_says_who_why_and_what_in_words():
    person = User.objects.create_user("olive@anytown.example", name="Olive Officer")
    county, town = made("county"), made("anytown")
    town.nation, town.core = "wales", county
    town._history_user, town._change_reason = person, "The boundary moved."
    town.save()
    latest, first = changes(town.history.all())
    assert (latest.who, latest.reason, latest.what) == (person, "The boundary moved.", "Changed")
    assert [tuple(field) for field in latest.fields] == [
        ("Nation", "England", "Wales"),
        ("Core Compact", "", "County Compact"),
    ]
    assert first.what == "Added"
    assert ("Area", "", "Anytown") in first.fields


def test_a_save_that_changes_nothing_is_left_out():
    town = made("anytown")
    town.save()
    assert [change.what for change in changes(town.history.all())] == ["Added"]


def test_a_long_history_costs_as_many_queries_as_a_short_one(django_assert_num_queries):
    county, town = made("county"), made("anytown")
    for index in range(20):
        town.core = None if index % 2 else county
        town.save()
    with django_assert_num_queries(2):
        assert len(changes(town.history.all())) == 21
