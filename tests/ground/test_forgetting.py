"""Of what is forgotten, and of nothing else, the record of grants loses its names; the database sees to it."""

from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction

from compact_portal import access
from compact_portal.access import AccessEvent, Grant
from compact_portal.forgetting import Forgotten, forget
from tests import factories

pytestmark = pytest.mark.django_db
EMPTY = {"actor": None, "person": None, "subject": "", "note": ""}


@pytest.fixture
def record(db):
    return factories.compact("Elsewhere Compact")


@pytest.fixture
def granted(record, stranger, admin):
    access.appoint(stranger, record, "officer", starts_on=date(2026, 1, 5), by=admin, reason="Asked by Pat")
    return AccessEvent.objects.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)


def refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_a_forgotten_record_keeps_that_rights_were_given_and_not_to_whom(record, granted, stranger):
    forget(record)
    event = granted.get()
    assert (event.action, event.right, event.target) == ("appointed", "officer", str(record))
    assert (event.actor, event.person, event.subject, event.note) == (None, None, "", "")
    assert not Grant.objects.filter(object_id=record.pk).exists()
    assert not access.permits(stranger, "change_compact", record)


def test_what_is_not_forgotten_loses_nothing(granted):
    refused(lambda: granted.update(**EMPTY))
    forget(factories.compact("Another Compact"))
    refused(lambda: granted.update(**EMPTY))


def test_what_is_forgotten_changes_in_no_other_way(record, granted):
    forget(record)
    for change in ({"subject": "Somebody else"}, {"note": "Words"}, {"right": "act_for"}, {"action": "ended"}):
        refused(lambda change=change: granted.update(**change))
    refused(granted.delete)
    refused(lambda: Forgotten.objects.all().delete())
    refused(lambda: Forgotten.objects.update(object_id=0))
