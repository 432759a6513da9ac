"""An edition's life: drafted, published, frozen, superseded; and the Compact's state in words."""

import hashlib
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from compact_portal import access
from compact_portal.accounts.models import User
from compact_portal.compacts.models import Clause, Compact, Edition, EditionEvent
from compact_portal.compacts.models.edition import keep_time
from compact_portal.history import NotAllowed
from tests import factories

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()


@pytest.fixture
def person():
    return User.objects.create_user("olive@anytown.example", name="Olive Officer")


@pytest.fixture
def town():
    return Compact.found(name="Anytown Compact", slug="anytown", area_name="Anytown", area_kind="city")


def draft(town, label="first", **fields):
    edition = Edition.begin(town.agreement, label, **fields)
    Clause.objects.create(edition=edition, position=1, number="1", kind="section", heading="What we promise")
    Clause.objects.create(
        edition=edition, position=2, number="1.1", kind="commitment", owed_by="vcs", body="Keep clear accounts.  \n"
    )
    return edition


def state(town):
    return Compact.objects.with_editions().get(pk=town.pk).state_sentence()


def test_the_digest_is_taken_over_the_documented_canonical_text(town, person):
    edition = draft(town)
    factories.publish(edition, by=person)
    words = "1\tsection\nWhat we promise\n\n\n1.1\tcommitment\tvcs\n\nKeep clear accounts.\n\n"
    assert edition.canonical_text() == words
    assert edition.digest == hashlib.sha256(words.encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        lambda e: Clause.objects.filter(edition=e).update(body="Something else."),
        lambda e: Clause.objects.filter(edition=e, number="1.1").delete(),
        lambda e: Clause.objects.create(edition=e, position=3, number="2", heading="One more"),
        lambda e: Edition.objects.filter(pk=e.pk).update(digest="0" * 64),
        lambda e: Edition.objects.filter(pk=e.pk).update(frozen_at=None, digest="", state="draft"),
        lambda e: Edition.objects.filter(pk=e.pk).update(label="another"),
        lambda e: EditionEvent.objects.filter(edition=e).delete(),
        lambda e: Edition.history.update(label="another"),
        lambda e: Clause.history.all().delete(),
    ],
)
def test_the_database_refuses_every_change_to_a_published_edition(town, person, change):
    edition = draft(town)
    factories.publish(edition, by=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        change(edition)
    edition.refresh_from_db()
    assert edition.canonical_digest() == edition.digest


def test_a_clause_cannot_be_moved_into_a_published_edition(town, person):
    published = draft(town)
    factories.publish(published, by=person)
    other = draft(town, "second")
    with pytest.raises(IntegrityError), transaction.atomic():
        Clause.objects.filter(edition=other, number="1.1").update(edition=published, number="9")


def test_publishing_supersedes_the_edition_in_force(town, person):
    first, second = draft(town), draft(town, "second")
    factories.publish(first, by=person, in_force_on=date(2020, 1, 1))
    factories.publish(second, by=person, in_force_on=timezone.localdate())
    first.refresh_from_db()
    assert (first.state, first.ended_on) == ("superseded", timezone.localdate())
    assert second.supersedes == first
    assert [e.action for e in first.events.all()] == ["begun", "approved", "approved", "published", "superseded"]


def test_an_edition_published_for_a_day_ahead_comes_into_force_on_that_day(town, person):
    today = timezone.localdate()
    first, second = draft(town), draft(town, "second")
    factories.publish(first, by=person)
    factories.publish(second, by=person, in_force_on=today + timedelta(days=10))
    assert (second.state, first.state) == ("agreed", "in_force")
    keep_time()
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        assert keep_time() == "1 editions came into force, 0 lapsed"
        assert keep_time() == "0 editions came into force, 0 lapsed"
    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.state, first.state) == ("in_force", "superseded")


def test_a_fixed_term_runs_out_on_its_day(town, person):
    today = timezone.localdate()
    edition = draft(town, expires_on=today)
    factories.publish(edition, by=person, in_force_on=today)
    assert keep_time() == "0 editions came into force, 0 lapsed"
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert keep_time() == "0 editions came into force, 1 lapsed"
        assert state(town).startswith("No current agreement. The last one lapsed on")


def test_an_empty_edition_is_not_published(town, person):
    edition = Edition.begin(town.agreement, "empty")
    with pytest.raises(NotAllowed, match="no clauses yet"):
        factories.publish(edition, by=person)


@pytest.mark.parametrize("label", ["Begin", "editions", "Import"])
def test_no_edition_is_called_as_a_page_beside_it(town, label):
    with pytest.raises(ValidationError, match="address of another page"):
        Edition.begin(town.agreement, label)


def test_publishing_twice_is_refused_with_a_sentence(town, person):
    edition = draft(town)
    stale = Edition.objects.get(pk=edition.pk)
    factories.publish(edition, by=person)
    with pytest.raises(NotAllowed, match="Somebody else"):
        factories.publish(stale, by=person)
    with pytest.raises(NotAllowed, match="already in force"):
        factories.publish(edition, by=person)
    assert edition.events.filter(action="published").count() == 1


def test_the_state_of_a_compact_is_said_in_words(town, person):
    assert state(town) == "No current agreement."
    edition = draft(town)
    assert state(town) == "No current agreement. A draft is being written."
    factories.publish(edition, by=person, in_force_on=date(2024, 4, 1))
    assert state(town) == "In force since 1 April 2024."
    draft(town, "second")
    assert state(town) == "In force since 1 April 2024. Being refreshed: a new draft is open."


def test_a_district_that_adopts_the_core_text_says_so(town, person):
    district = Compact.found(name="Little Compact", slug="little", area_name="Little", area_kind="district", core=town)
    none = "No current agreement: Little adopts the text of the Anytown Compact, which has none in force."
    assert state(district) == none
    factories.publish(draft(town), by=person)
    assert state(district) == "In force: Little adopts the Anytown Compact."


def test_a_draft_exists_only_for_those_who_may_read_drafts(town, person):
    edition = draft(town)
    stranger = User.objects.create_user("stranger@anytown.example")
    access.appoint(person, town, "officer", starts_on=timezone.localdate(), by=stranger)
    assert Edition.objects.visible_to(person).contains(edition)
    for other in (ANYBODY, stranger):
        assert not Edition.objects.visible_to(other).contains(edition)
        assert not Clause.objects.visible_to(other).exists()
    factories.publish(edition, by=person)
    assert Edition.objects.visible_to(ANYBODY).contains(edition)


def test_the_edition_in_force_on_a_day_is_found_also_where_no_first_day_is_known(town, person):
    first, second = draft(town, "2002"), draft(town, "revised")
    factories.publish(first, by=person, in_force_on=date(2002, 5, 1))
    factories.publish(second, by=person)  # The document gives no day.
    town = Compact.objects.with_editions().get(pk=town.pk)
    assert town.edition_on(date(2001, 1, 1)) is None
    assert town.edition_on(date(2010, 1, 1)) == first
    assert town.edition_on(timezone.localdate()) == second


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"kind": "commitment", "body": "Do it."}, "a_commitment_is_owed_by_a_sector"),
        ({"kind": "text"}, "a_clause_says_something"),
        ({"kind": "text", "body": "x", "number": "1"}, "a_number_is_given_once_in_an_edition"),
        ({"kind": "text", "body": "x", "position": 0}, "positions_count_from_one"),
    ],
)
def test_the_database_refuses_a_clause_that_makes_no_sense(town, fields, name):
    edition = draft(town)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Clause.objects.create(**{"edition": edition, "position": 3, "number": "3", **fields})
    assert name in str(refusal.value) or "UNIQUE" in str(refusal.value)


def test_one_edition_of_a_text_is_in_force(town, person):
    factories.publish(draft(town), by=person)
    other = draft(town, "second")
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=other.pk).update(state="in_force", frozen_at=timezone.now(), digest="0" * 64)
