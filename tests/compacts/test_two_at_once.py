"""Two officers at the same moment."""

import threading

import pytest
from django.db import connection

from compact_portal.compacts import actions
from compact_portal.compacts.importing import parse
from compact_portal.compacts.models import Clause, Edition, PendingImport
from compact_portal.compacts.models.pending import OutOfDate
from compact_portal.history import NotAllowed
from tests import factories

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def at_once(*works):
    """Do all of them in threads of their own that begin together; what each raised, or None."""
    begin = threading.Barrier(len(works))
    raised = [None] * len(works)

    def do(place, work):
        begin.wait()
        try:
            work()
        except NotAllowed as reason:
            raised[place] = reason
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_of_two_who_save_the_same_clause_one_is_told():
    officer = factories.person("Olive Officer")
    draft = factories.draft(factories.compact(), "next")
    seen = draft.clauses.get(number="3.1").updated_at

    def save(words):
        clause = Clause.objects.select_related("edition").get(edition=draft, number="3.1")
        return lambda: actions.amend(clause, by=officer, reason="", seen=seen, body=words)

    raised = at_once(save("One."), save("Two."))
    assert [type(reason) for reason in raised if reason] == [actions.Stale]
    assert draft.clauses.get(number="3.1").body == ("Two." if raised[0] else "One.")


def test_an_edition_published_while_a_clause_is_saved_is_whole():
    officer = factories.person("Olive Officer")
    draft = factories.draft(factories.compact(), "next")
    clause = Clause.objects.select_related("edition").get(edition=draft, number="3.1")
    seen = clause.updated_at
    factories.approve(draft)
    at_once(
        lambda: actions.amend(clause, by=officer, reason="", seen=seen, body="Changed."),
        lambda: Edition.objects.get(pk=draft.pk).publish(by=officer),
    )
    draft.refresh_from_db()
    assert draft.is_open or draft.digest == draft.canonical_digest()


def test_of_two_who_make_the_draft_of_an_import_one_is_told():
    officer = factories.person("Olive Officer")
    text = factories.compact().agreement
    pending = PendingImport.begin(text, "next", parse("## 1. Words\n\nWe ask early."), by=officer)

    def accept():
        found = PendingImport.objects.select_related("text").get(pk=pending.pk)
        return lambda: actions.accept(found, "next", by=officer, seen=1)

    raised = at_once(accept(), accept())
    assert [type(reason) for reason in raised if reason] == [OutOfDate]
    assert text.editions.get().clauses.count() == 1
