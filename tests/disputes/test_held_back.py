"""A group for which a support body acts, and whose name is held back: nobody but its own side finds it anywhere."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.urls import reverse

from compact_portal.history import NotAllowed
from compact_portal.mail import Message
from disputes.models import Dispute, Procedure, Stage
from disputes.organisations import why_not_merge
from disputes.stages import DERBY
from disputes.words import Record
from signatories.models import Kind, Membership, Role
from tests import factories
from tests.disputes import steps

TELLTALE = re.compile("quillfeather|quentin|quill@", re.IGNORECASE)
LINK = re.compile(r'(?:href|action)="(/[^"#]*)')
# What tells of disputes; not the lists of the register, which have every organisation.
INSIDE = re.compile(r"^/(disputes|dashboard|compacts/testham/(disputes(?!/raise)|$)|search|organisations/[a-z-]+/$)")


@pytest.fixture
def cvs(town):
    """The support body of the town."""
    return factories.organisation("Testham Voluntary Action", town, kind=Kind.INFRASTRUCTURE)


@pytest.fixture
def supporter(cvs):
    """Somebody of the support body."""
    return factories.member(cvs, "Sue Supporter")


@pytest.fixture
def hidden(db):
    """A group that no public list of the town names, so that its name can only come from the dispute."""
    return factories.organisation("Quillfeather Allotments")


@pytest.fixture
def quentin(hidden):
    """Who acts for the group."""
    return factories.member(hidden, "Quentin Quillfeather")


@pytest.fixture
def case(town, hidden, council, cvs, supporter, quentin, chair, vice_chair, mediator):
    """A dispute that the support body raised for the group, under a procedure that hides names until the outside."""
    write_down(town, [replace(stage, anonymous=stage.order < 5) for stage in DERBY])
    factories.member(hidden, "Quincy Quillfeather", Role.CHAMPION)
    return lodged(town, hidden, council, cvs, by=supporter)


def write_down(town, stages):
    """Write a procedure that may not be adopted: only an informal stage may hide a name, yet every mask has to hold."""
    procedure = Procedure.objects.create(compact=town, version=1)
    made = {stage.order: Stage.from_rule(procedure, stage) for stage in stages}
    for stage in stages:
        made[stage.order].exits.set(made[order] for order in stage.exits)


def lodged(town, hidden, council, cvs, *, by):
    """Write the draft through the support body, hold the name back, and raise it."""
    draft = Dispute.begin(town, complainant=hidden, respondent=council, by=by, through=cvs)
    answers = steps.ANSWERS | {"tried": ""}
    draft.describe(by=by, decision_on=steps.timezone.localdate(), **answers)
    draft.cite(town.current_edition.clauses.commitments()[:1], by=by)
    draft.hold_back(True, by=by)
    draft.lodge(by=by)
    return draft


def crawl(browser, start, *, most=60):
    """Every page inside the portal that links lead to from some pages: address → text."""
    found, waiting = {}, list(start)
    while waiting and len(found) < most:
        url = waiting.pop(0)
        if url in found or not INSIDE.match(url):
            continue
        response = browser.get(url)
        if response.streaming:
            body = response.getvalue().decode(errors="replace")
        else:
            body = response.content.decode(errors="replace")
        found[url] = unescape(body) + str(response.headers)
        waiting += [unescape(link) for link in LINK.findall(body)]
    return found


OTHERS = ["respondent", "chair", "vice_chair", "mediator", "forum_member", "officer", "admin", "stranger", "anonymous"]
ROAD = ["talking", "awaiting-nomination", "objected", "mediating"]


@pytest.mark.slow
@pytest.mark.parametrize("state", ROAD)
def test_nobody_else_finds_the_name_on_any_page_or_in_any_mail(
    case, state, quentin, supporter, respondent, chair, mediator, request, client_of
):
    case.add_note(by=quentin, note="We are ready to talk on any day.")
    steps.bring(case, state, complainant=quentin, respondent=respondent, chair=chair, mediator=mediator)
    if state == "mediating":
        case.add_mediation_note(by=quentin, note="We could share the cost.")
    if state == "talking":
        case.look_in(by=request.getfixturevalue("admin"), reason="A technical question")
    own = {quentin.email, supporter.email}
    for persona in OTHERS:
        person = request.getfixturevalue(persona)
        start = ["/disputes/", "/dashboard/", "/compacts/testham/disputes/", case.get_absolute_url(), "/disputes/desk/"]
        start += ["/search/?q=Quill", "/disputes/?show=all"]
        if case.nomination:
            start.append(case.nomination.get_absolute_url())
        for url, text in crawl(client_of(person), start).items():
            shown = text.replace("q=Quill", "").replace('value="Quill"', "").replace("“Quill”", "")
            assert not TELLTALE.search(shown), f"{persona} reads it at {url}: {around(shown)}"
    for message in Message.objects.exclude(to__in=own):
        assert not TELLTALE.search(f"{message.subject} {message.body}"), f"{message.to}: {message.body}"
    assert "Quill" not in "".join(Message.objects.values_list("subject", flat=True))
    assert TELLTALE.search(client_of(supporter).get(case.get_absolute_url()).content.decode())
    assert (
        "Sue Supporter of Testham Voluntary Action" in client_of(quentin).get(case.get_absolute_url()).content.decode()
    )


def around(text):
    """The words around the first telltale."""
    found = TELLTALE.search(text)
    return text[max(0, found.start() - 150) : found.end() + 50]


def test_the_step_that_shows_the_name_says_so_and_the_name_stays_shown(
    town, hidden, council, cvs, supporter, quentin, respondent, client_of
):
    case = lodged(town, hidden, council, cvs, by=supporter)  # Derby's own: only the informal talks hide a name.
    page = reverse("disputes:act", args=[case.reference, "go-formal"])
    us, them = client_of(quentin), client_of(respondent)
    assert "From then on everybody in the case reads “Quillfeather Allotments”" in us.get(page).content.decode()
    note = reverse("disputes:act", args=[case.reference, "note"])
    assert "This step shows the name" not in us.get(note).content.decode()
    us.post(page, {"moves": case.moves, "note": "Quillfeather Allotments now asks formally."})
    case.refresh_from_db()
    assert case.shown_at is not None
    assert case.events.filter(action=Record.NAME_SHOWN).count() == 1
    assert "Quillfeather Allotments" in them.get(case.get_absolute_url()).content.decode()


def test_words_that_would_give_the_name_away_are_refused_and_kept(case, quentin, supporter, client_of):
    url = reverse("disputes:act", args=[case.reference, "note"])
    said = "You know quentin   quillfeather, who called you."
    page = client_of(quentin).post(url, {"moves": case.moves, "note": said}).content.decode()
    assert "held back from the other side" in page
    assert said in page
    assert not case.events.filter(action="note").exists()
    with pytest.raises(NotAllowed, match="Quillfeather Allotments"):
        case.withdraw(by=supporter, note="Quillfeather Allotments has had enough.")


def test_a_draft_with_the_name_in_its_words_is_not_raised(town, hidden, council, cvs, supporter, quentin, client_of):
    draft = Dispute.begin(town, complainant=hidden, respondent=council, by=supporter, through=cvs)
    draft.describe(by=supporter, decision_on=steps.timezone.localdate(), **steps.ANSWERS)
    draft.describe(by=supporter, happened="The Quillfeather allotments lost their water.")
    draft.cite(town.current_edition.clauses.commitments()[:1], by=supporter)
    draft.hold_back(True, by=supporter)
    assert [step for step, _sentence in draft.missing()] == ["happened"]
    url = reverse("disputes:draft", args=[draft.pk, "happened"])
    page = client_of(supporter).post(url, {"happened": "Quillfeather Allotments again"}).content.decode()
    assert "Write “we” or “the group” instead" in page


def test_a_name_is_held_back_only_behind_a_support_body_and_where_the_first_stage_allows_it(
    town, group, council, complainant, cvs
):
    draft = steps.draft(town, group, council, by=complainant)
    with pytest.raises(NotAllowed, match="only where a support body acts for you"):
        draft.hold_back(True, by=complainant)
    draft.represent(by=complainant, support_body=cvs)
    draft.hold_back(True, by=complainant)
    draft.represent(by=complainant, support_body=None)
    assert not draft.held_back
    Procedure.adopt(town, [replace(stage, anonymous=False) for stage in DERBY])
    draft = Dispute.objects.get(pk=draft.pk)
    draft.represent(by=complainant, support_body=cvs)
    with pytest.raises(NotAllowed, match="does not allow a name to be held back"):
        draft.hold_back(True, by=complainant)


def test_the_page_of_the_group_tells_nobody_of_it(town, hidden, council, cvs, supporter, quentin, officer, client_of):
    for _again in range(5):
        lodged(town, hidden, council, cvs, by=supporter)
    hidden.compacts.add(town)
    page = client_of(officer).get(hidden.get_absolute_url()).content.decode()
    assert "Disputes it raised" not in page
    leaving = f"{hidden.get_absolute_url()}people/{quentin.memberships.get().pk}/hand-over/"
    assert (
        "dispute" not in client_of(officer).get(leaving).content.decode().partition("<main")[2].partition("</main")[0]
    )


def test_an_officer_cannot_find_out_by_merging(case, hidden, council):
    assert "different sectors" in why_not_merge(hidden, council)


def test_a_chair_of_the_support_body_or_the_group_does_not_preside(
    case, town, cvs, hidden, quentin, respondent, chair, vice_chair, client_of
):
    Membership.begin(chair, cvs, Role.CHAMPION, by=None, starts_on=factories.LONG_AGO)
    steps.bring(case, "awaiting-nomination", complainant=quentin, respondent=respondent, chair=None, mediator=None)
    assert client_of(chair).get(case.get_absolute_url()).status_code == 404
    assert client_of(vice_chair).get(case.get_absolute_url()).status_code == 200
