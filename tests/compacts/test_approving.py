"""One person of each sector approves the words of an edition, neither of them its last editor."""

import pytest
from django.db import IntegrityError, transaction

from compact_portal.compacts import actions
from compact_portal.compacts.kinds import Sector, TextKind
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Approval, Clause
from compact_portal.history import NotAllowed
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(town):
    return factories.draft(town, "next")


@pytest.fixture
def council_approver(town):
    return factories.approver(town, Sector.STATUTORY)


@pytest.fixture
def vcs_approver(town):
    return factories.approver(town, Sector.VCS)


def edit(draft, by):
    clause = draft.clauses.select_related("edition").get(number="3.1")
    actions.amend(clause, by=by, reason="", seen=clause.updated_at, body=f"{clause.body} And more.")


def test_it_takes_one_of_each_sector(draft, officer, council_approver, vcs_approver):
    with pytest.raises(NotAllowed, match="not been approved for: statutory sector, voluntary and community sector"):
        draft.publish(by=officer)
    draft.approve(by=council_approver, sector=Sector.STATUTORY)
    with pytest.raises(NotAllowed, match="not been approved for: voluntary and community sector"):
        draft.publish(by=officer)
    draft.approve(by=vcs_approver, sector=Sector.VCS)
    draft.publish(by=officer)
    assert draft.state == EditionState.IN_FORCE


def test_nobody_approves_without_the_right(draft, officer, stranger, chair, council_approver):
    for person, sector in [
        (officer, Sector.STATUTORY),
        (stranger, Sector.VCS),
        (chair, Sector.VCS),
        (council_approver, Sector.VCS),
    ]:
        with pytest.raises(NotAllowed, match="You do not approve"):
            draft.approve(by=person, sector=sector)


def test_one_person_does_not_approve_for_both_sectors(town, draft, council_approver):
    factories.access.appoint(council_approver, town, "approver_vcs", starts_on=factories.LONG_AGO, by=None)
    draft.approve(by=council_approver, sector=Sector.STATUTORY)
    with pytest.raises(NotAllowed, match="for the other sector"):
        draft.approve(by=council_approver, sector=Sector.VCS)


def test_the_last_editor_does_not_approve(town, draft, officer, council_approver, vcs_approver):
    factories.access.appoint(council_approver, town, "officer", starts_on=factories.LONG_AGO, by=None)
    edit(draft, by=council_approver)
    with pytest.raises(NotAllowed, match="You changed this text last"):
        draft.approve(by=council_approver, sector=Sector.STATUTORY)
    edit(draft, by=officer)
    draft.approve(by=council_approver, sector=Sector.STATUTORY)


def test_an_edit_makes_an_approval_void_and_it_stays_on_record(draft, officer, council_approver):
    draft.approve(by=council_approver, sector=Sector.STATUTORY)
    edit(draft, by=officer)
    assert Sector.STATUTORY in draft.missing_approvals()
    draft.approve(by=council_approver, sector=Sector.STATUTORY)
    assert draft.approvals.count() == 2


def test_the_database_keeps_approvals(draft, council_approver):
    approval = draft.approve(by=council_approver, sector=Sector.STATUTORY)
    for change in (
        lambda: Approval.objects.filter(pk=approval.pk).delete(),
        lambda: Approval.objects.filter(pk=approval.pk).update(digest="0" * 64),
        lambda: draft.approvals.create(sector=Sector.STATUTORY, person=council_approver, digest=approval.digest),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_what_belongs_together_is_approved_and_published_at_one_moment(town, draft, officer):
    annex = town.texts.create(kind=TextKind.ANNEX, slug="annexes/complaints", title="How to complain")
    empty = factories.draft_of(annex, "next", [], published_with=draft)
    with pytest.raises(NotAllowed, match="How to complain, edition next has no clauses yet"):
        factories.publish(draft, by=officer)
    Clause.objects.create(edition=empty, position=1, number="1", heading="Write to us")
    with pytest.raises(NotAllowed, match="published together with"):
        empty.publish(by=officer)
    factories.publish(draft, by=officer)
    empty.refresh_from_db()
    assert (draft.state, empty.state) == (EditionState.IN_FORCE, EditionState.IN_FORCE)
    assert annex.get_absolute_url() == "/annexes/complaints/"


def test_a_clause_merged_from_others_stays_so_once_it_is_agreed(town, edition, draft, officer):
    merged = draft.clauses.get(number="3.1")
    merged.merged_from.add(edition.clauses.get(number="3.2"))
    factories.publish(draft, by=officer)
    for change in (
        merged.merged_from.clear,
        lambda: merged.merged_from.add(edition.clauses.get(number="4.1")),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
