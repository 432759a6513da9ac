"""The page of a case: its parts, what can be done on it, and its timeline however long the story is."""

import re

from django.utils import timezone

from disputes.models import DisputeEvent
from disputes.reading.timeline import A_PAGE
from tests.queries import queries_of


def notes(dispute, number, *, by):
    """Many notes at once, all at the same moment: only their order of writing tells them apart."""
    at = timezone.now()
    state = dispute.state
    DisputeEvent.objects.bulk_create(
        DisputeEvent(
            dispute=dispute,
            action="note",
            actor=by,
            at=at,
            note=f"Note {n:03}",
            party="complainant",
            before=state,
            after=state,
            stage=dispute.stage,
        )
        for n in range(number)
    )


def test_a_page_with_2_and_with_200_events_asks_as_often(case, take, complainant, respondent, chair, client_of):
    take(case, "awaiting-nomination")
    for person in (complainant, respondent, chair):
        browser = client_of(person)
        browser.get(case.get_absolute_url())
        few = queries_of(browser, case.get_absolute_url())
        notes(case, 200, by=complainant)
        many = queries_of(browser, case.get_absolute_url())
        assert len(many) == len(few), "\n".join(many)
        assert len(many) <= 15, "\n".join(query[:60] + query[query.find(" FROM ") :][:60] for query in many)


def test_the_timeline_is_newest_first_in_a_stable_order_page_by_page(case, complainant, client_of):
    notes(case, 45, by=complainant)
    browser = client_of(complainant)
    seen = []
    for number in (1, 2, 3):
        page = browser.get(case.get_absolute_url(), {"page": number, "show": "notes"}).content.decode()
        found = re.findall(r"Note (\d{3})", page)
        assert len(found) <= A_PAGE
        seen += found
    assert seen == [f"{n:03}" for n in reversed(range(45))]


def test_the_timeline_can_be_narrowed_down(case, complainant, respondent, client_of):
    case.go_formal(by=complainant)
    case.respond(by=respondent, note="We kept to our rules.")
    notes(case, 2, by=complainant)
    browser = client_of(respondent)
    everything = browser.get(case.get_absolute_url()).content.decode()
    assert "Everything (5)" in everything
    assert "Notes (2)" in everything
    steps = browser.get(case.get_absolute_url(), {"show": "steps"}).content.decode()
    assert "Note 001" not in steps
    assert "The respondent answered" in steps
    assert browser.get(case.get_absolute_url(), {"show": "nonsense", "page": "x"}).status_code == 200


def test_every_entry_of_the_contents_leads_somewhere(case, take, complainant, client_of):
    take(case, "closed")
    page = client_of(complainant).get(case.get_absolute_url()).content.decode()
    contents = page[page.index('id="contents"') : page.index("</nav>", page.index('id="contents"'))]
    anchors = re.findall(r'href="#([\w-]+)"', contents)
    assert {"complaint", "answer", "outcome", "timeline"} <= set(anchors)
    for anchor in anchors:
        assert f'id="{anchor}"' in page
