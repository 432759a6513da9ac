"""Two officers at the same moment."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from compact_portal.compacts import actions
from compact_portal.compacts.importing import parse
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Clause, Comment, Consultation, Edition, PendingImport
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


def test_of_two_who_put_a_draft_out_one_is_told():
    officer = factories.person("Olive Officer")
    draft = factories.draft(factories.compact(), "next")
    today = timezone.localdate()

    def put_out():
        edition = Edition.objects.select_related("text__compact").get(pk=draft.pk)
        Consultation.plan(edition, by=officer, opens_on=today, closes_on=today + timedelta(weeks=12))

    raised = at_once(put_out, put_out)
    assert len([reason for reason in raised if reason]) == 1
    assert draft.consultations.count() == 1


def test_of_two_approvers_of_a_sector_one_is_told_and_an_approval_taken_back_publishes_nothing():
    town = factories.compact()
    officer, first = factories.officer(town), factories.approver(town, Sector.VCS)
    second = factories.person("Second Approver")
    factories.access.appoint(second, town, "approver_vcs", starts_on=factories.LONG_AGO, by=None)
    draft = factories.draft(town, "next")

    def fresh():
        return Edition.objects.select_related("text__compact").get(pk=draft.pk)

    raised = at_once(
        lambda: fresh().approve(by=first, sector=Sector.VCS), lambda: fresh().approve(by=second, sector=Sector.VCS)
    )
    assert len([reason for reason in raised if reason]) == 1
    giver = draft.approvals.get().person
    draft.approve(by=factories.approver(town, Sector.STATUTORY), sector=Sector.STATUTORY)
    raised = at_once(lambda: fresh().publish(by=officer), lambda: fresh().take_back_approval(by=giver))
    draft.refresh_from_db()
    assert len([reason for reason in raised if reason]) == 1
    assert (draft.state == "in_force") is (draft.approvals.filter(taken_back_at=None).count() == 2)


def test_of_two_who_decide_on_a_comment_one_is_told():
    town = factories.compact()
    officer = factories.officer(town)
    out = factories.consultation(town.agreement, "next")
    comment = Comment.receive(out, words="Well said.", person=officer)

    def fresh():
        return Comment.objects.get(pk=comment.pk)

    mine, theirs = fresh(), fresh()
    raised = at_once(lambda: mine.publish(by=officer), lambda: theirs.mark_spam(by=officer))
    assert len([reason for reason in raised if reason]) == 1
    assert comment.events.count() == 1


def test_of_two_who_cut_a_clause_or_move_all_its_numbers_no_number_is_given_twice():
    officer = factories.person("Olive Officer")
    draft = factories.draft(factories.compact(), "next")
    clause = Clause.objects.select_related("edition").get(edition=draft, number="3.1")
    seen = Edition.objects.get(pk=draft.pk).updated_at

    def cut(at):
        mine = Clause.objects.select_related("edition").get(pk=clause.pk)
        who = {"by": officer, "reason": "", "seen": clause.updated_at}
        return lambda: actions.split(mine, at, number=f"3.{at}", **who)

    raised = at_once(cut(5), cut(8), lambda: actions.renumber(draft, by=officer, reason="", seen=seen))
    assert sum(reason is None for reason in raised) in {1, 2}
    numbers = list(draft.clauses.order_by("position").values_list("number", flat=True))
    assert len(set(numbers)) == len(numbers)
    assert len(numbers) == len(factories.CLAUSES) + (raised[0] is None) + (raised[1] is None)
    assert not (raised[0] is None and raised[1] is None)
