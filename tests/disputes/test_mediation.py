"""Before the Forum: who presides, who may be asked, what is said in which room, who decides."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from compact_portal.deadlines import Unit
from compact_portal.history import NotAllowed
from compact_portal.mail import Message
from disputes import standing
from disputes.models import Dispute, Procedure
from disputes.names import named_in
from disputes.stages import Stage
from disputes.words import Action, Audience, Clock, Decider, Party, Presides, StageKind, State
from signatories.models import Membership, OtherName, Role
from signatories.models.organisation import NameKind
from tests import factories
from tests.disputes import steps
from tests.queries import assert_same_queries

JOINT, OURS, THEIRS = Audience.MEDIATION, Audience.COMPLAINANT_ROOM, Audience.RESPONDENT_ROOM
PANEL = [
    Stage(1, StageKind.INFORMAL, "Talks", "", "", exits=(2,)),
    Stage(
        2,
        StageKind.PANEL,
        "Panel",
        "",
        "",
        decides=Decider.PANEL,
        clock=Clock.FIXED,
        amount=6,
        unit=Unit.WEEKS,
        exits=(3,),
        only_serious=True,
    ),
    Stage(3, StageKind.OUTSIDE, "Outside", "", ""),
]


def in_a_day():
    return timezone.now() + timedelta(days=1)


# Who presides ----


def test_a_chair_who_left_a_party_lately_is_recused_and_not_for_ever(case, take, council, chair, vice_chair):
    take(case, "awaiting-nomination")
    today = timezone.localdate()
    left = Membership.begin(chair, council, Role.CHAMPION, by=None, starts_on=today - timedelta(days=900))
    left.end(by=None, on=today - timedelta(days=100))
    for ended, acting in [(100, vice_chair), (729, vice_chair), (731, chair)]:
        Membership.objects.filter(pk=left.pk).update(ends_on=today - timedelta(days=ended))
        assert standing.acting_chairs(case) == [acting]
        assert [case in Dispute.objects.chaired_by(one) for one in (chair, vice_chair)] == [
            acting == chair,
            acting == vice_chair,
        ]


def test_a_chair_stands_aside_with_a_reason_and_the_vice_chair_acts(case, take, chair, vice_chair, client_of):
    take(case, "awaiting-nomination")
    browser = client_of(chair)
    url = reverse("disputes:act", args=[case.reference, "recuse"])
    assert "Enter the reason" in browser.post(url, {"moves": case.moves}).content.decode()
    assert browser.post(url, {"moves": case.moves, "note": "I am a friend of theirs."}).status_code == 302
    assert browser.get(case.get_absolute_url()).status_code == 404
    assert case.reference in browser.get(reverse("disputes:desk")).content.decode()  # Where they have stood aside.
    desk = client_of(vice_chair).get(reverse("disputes:desk")).content.decode()
    assert case.get_absolute_url() in desk
    assert Message.objects.filter(to=vice_chair.email, about=case.reference).exists()
    case.refresh_from_db()
    reasons = {str(found.person): found.left_out for found in case.roster()}
    assert reasons["Cher Chair"] == "Has stood aside in this case."


def test_where_nobody_can_preside_the_parties_are_told_and_the_way_on_opens_by_time(
    case, take, chair, vice_chair, complainant, client_of
):
    take(case, "awaiting-nomination")
    case.recuse(by=chair, note="A friend.")
    assert not case.events.filter(action="nobody-presides").exists()
    case.recuse(by=vice_chair, note="A friend too.")
    assert case.events.filter(action="nobody-presides").exists()
    assert "Nobody can preside" in client_of(complainant).get(case.get_absolute_url()).content.decode()
    assert case.why_not(Action.GO_NATIONAL, complainant)
    with time_machine.travel(timezone.now() + timedelta(weeks=4), tick=False):
        case.go_national(by=complainant, body="A national body")
    assert case.state == State.NATIONAL


def by_turns(town):
    procedure = Procedure.adopt(town)
    Procedure.objects.filter(pk=procedure.pk).update(presides=Presides.BY_TURNS.value)


def test_the_sectors_take_turns_to_preside_and_the_other_steps_in(
    town, group, council, complainant, respondent, chair, vice_chair
):
    by_turns(town)
    found = []
    for _number in range(3):
        case = steps.raised(town, group, council, by=complainant)
        case.go_formal(by=complainant)
        case.respond(by=respondent, note="No.")
        case.refer(by=complainant)
        found.append(case)
    assert [case.presiding_sector for case in found] == ["vcs", "statutory", "vcs"]
    acting = [standing.acting_chairs(case) for case in found]
    assert acting == [[chair], [vice_chair], [chair]]
    assert set(Dispute.objects.chaired_by(chair)) == {found[0], found[2]}
    assert list(Dispute.objects.chaired_by(vice_chair)) == [found[1]]
    found[1].recuse(by=vice_chair, note="A friend.")
    assert standing.acting_chairs(found[1]) == [chair]
    assert found[1] in Dispute.objects.chaired_by(chair)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_cases_referred_at_once_go_to_both_sectors(town, group, council, complainant, respondent, chair):
    by_turns(town)
    cases = []
    for _number in range(2):
        case = steps.raised(town, group, council, by=complainant)
        case.go_formal(by=complainant)
        case.respond(by=respondent, note="No.")
        cases.append(case)
    ready = threading.Barrier(2)

    def refer(case):
        ready.wait()
        case.refer(by=complainant)
        connection.close()

    threads = [threading.Thread(target=refer, args=[case]) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(Dispute.objects.values_list("presiding_sector", flat=True)) == {"vcs", "statutory"}


# Who is asked ----


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Hill Street Tenants' grant", "Hill Street Tenants"),
        ("hill  street\ntenants were told", "Hill Street Tenants"),
        ("Hill & Dale Limited's lease", "The Hill and Dale Ltd"),
        ("An hill street tenant was told", ""),
        ("A small group of tenants", ""),
    ],
)
def test_a_name_is_found_in_whatever_way_it_is_written(text, found):
    assert named_in(text, ["Hill Street Tenants", "The Hill and Dale Ltd"]) == found


def test_a_summary_names_no_party_by_any_name_and_nobody_of_it(case, take, council, chair, mediator, client_of):
    take(case, "awaiting-nomination")
    OtherName.objects.create(organisation=council, name="Old Borough", kind=NameKind.FORMER)
    url = reverse("disputes:act", args=[case.reference, "nominate"])
    for words in ("The old borough cut a grant.", "What Ray Respondent did.", f"See {case.reference}."):
        page = client_of(chair).post(url, {"moves": case.moves, "person": mediator.pk, "summary": words})
        assert "the summary must name nobody" in page.content.decode()
        with pytest.raises(NotAllowed, match="must name nobody"):
            case.nominate(mediator, by=chair, summary=words)


def test_the_roster_leaves_out_who_left_a_party_lately_and_puts_the_least_busy_first(
    case, take, town, council, chair, mediator, forum_member, client_of
):
    take(case, "awaiting-statement")
    case.decline(by=mediator)
    today = timezone.localdate()
    left = Membership.begin(forum_member, council, Role.CHAMPION, by=None, starts_on=today - timedelta(days=900))
    left.end(by=None, on=today - timedelta(days=60))
    page = client_of(chair).get(reverse("disputes:act", args=[case.reference, "nominate"])).content.decode()
    assert "Belonged until" in page
    assert "Was already asked in this case." in page
    roster = client_of(chair).get(reverse("disputes:roster", args=[town.slug])).content.decode()
    assert "Asked once: willing 0, declined 1" in roster
    assert "Belonged until" in roster
    free = [str(found.person) for found in case.roster() if not found.left_out]
    assert free == ["Vic Vice-Chair"]


def test_the_desk_is_narrowed_down_sorted_and_kept_for_those_who_preside(
    case, take, town, chair, mediator, officer, client_of
):
    take(case, "awaiting-nomination")
    browser, url = client_of(chair), reverse("disputes:desk")
    assert case.reference in browser.get(url).content.decode()
    assert case.reference not in browser.get(url, {"show": "open", "due": "overdue"}).content.decode()
    assert case.reference not in browser.get(url, {"show": "past"}).content.decode()
    assert case.reference in browser.get(url, {"show": "all", "q": "testham council"}).content.decode()
    # Not by who complains: that name may be held back.
    assert case.reference not in browser.get(url, {"show": "all", "q": "Gardeners"}).content.decode()
    assert case.reference in browser.get(url, {"show": "nonsense", "sort": "-referred"}).content.decode()
    with time_machine.travel(timezone.now() + timedelta(weeks=4), tick=False):
        late = client_of(chair).get(url, {"show": "open", "due": "overdue"}).content.decode()
        assert case.reference in late
        assert "Overdue" in late
    for person in (mediator, officer):
        assert client_of(person).get(url).status_code == 404
        assert client_of(person).get(reverse("disputes:roster", args=[town.slug])).status_code == 404


def test_the_roster_costs_the_same_for_2_and_for_20(town, chair, client_of):
    def add(number):
        for n in range(number):
            factories.forum_seat(town, f"Ruth Roster {n}")

    assert_same_queries(client_of(chair), reverse("disputes:roster", args=[town.slug]), add)


# Answers about a mediator ----


def test_an_answer_changes_nothing_that_the_other_side_could_see(case, take, complainant, respondent, chair, client_of):
    take(case, "awaiting-acceptance")
    case.refresh_from_db()
    pages = [case.get_absolute_url(), reverse("disputes:mine"), reverse("disputes:desk")]

    def seen(person):
        browser = client_of(person)
        answers = [browser.get(page) for page in pages]
        return [(answer.status_code, without_token(answer.content.decode())) for answer in answers]

    before = {person: seen(person) for person in (respondent, chair)}
    stored = Dispute.objects.values("moves", "moved_at", "due_on", "state").get()
    letters = set(Message.objects.values_list("pk", flat=True))
    case.object(by=complainant, note="She is my neighbour.")
    for person in (respondent, chair):
        assert seen(person) == before[person]
    assert Dispute.objects.values("moves", "moved_at", "due_on", "state").get() == stored
    new = Message.objects.exclude(pk__in=letters)
    assert not new.filter(to__in=[respondent.email, chair.email]).exists()


def without_token(page):
    """A page without what is different each time it is asked for."""
    return "\n".join(line for line in page.splitlines() if "csrf" not in line and "nonce" not in line)


def test_a_mediator_who_finds_a_conflict_steps_down_and_the_next_reads_nothing_of_it(
    case, take, complainant, respondent, chair, mediator, forum_member, client_of
):
    take(case, "mediating")
    case.add_mediation_note(by=complainant, note="We could pay half.")
    press = reverse("disputes:act", args=[case.reference, "step-down"])
    assert client_of(mediator).post(press, {"moves": case.moves, "note": "My sister works there."}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.clock_amount, case.clock_unit) == (State.AWAITING_NOMINATION, 3, "weeks")
    assert client_of(mediator).get(case.get_absolute_url()).status_code == 404
    case.nominate(forum_member, by=chair, summary="A grant was cut.")
    case.declare(by=forum_member, statement="I have no interest.")
    case.accept(by=complainant)
    case.accept(by=respondent)
    rooms = reverse("disputes:room", args=[case.reference, "complainant"])
    assert "We could pay half." not in client_of(forum_member).get(rooms).content.decode()
    assert "We could pay half." in client_of(complainant).get(rooms).content.decode()


# Rooms and meetings ----


def room(case, word):
    return reverse("disputes:room", args=[case.reference, word])


def test_the_joint_room_opens_when_both_agree_and_shuts_when_one_leaves(
    case, take, complainant, respondent, mediator, client_of
):
    take(case, "mediating")
    us, them = client_of(complainant), client_of(respondent)
    assert us.post(room(case, "joint"), {"note": "To all."}).status_code == 403
    case.open_room(by=complainant)
    assert us.post(room(case, "joint"), {"note": "To all."}).status_code == 403
    case.open_room(by=respondent)
    assert us.post(room(case, "joint"), {"note": "To all of you."}).status_code == 302
    assert "To all of you." in them.get(room(case, "joint")).content.decode()
    case.close_room(by=respondent)
    assert us.post(room(case, "joint"), {"note": "Once more."}).status_code == 403
    assert "To all of you." in us.get(room(case, "joint")).content.decode()
    with pytest.raises(NotAllowed, match="cannot write there now"):
        case.add_mediation_note(by=complainant, note="x", room=THEIRS)


def test_what_is_said_in_a_room_is_read_there_and_nowhere_else(
    case, take, complainant, respondent, chair, vice_chair, mediator, forum_member, officer, admin, stranger, client_of
):
    """A crawl: every page of the case, the lists, the mail, by everybody; and again when the mediation is over."""
    take(case, "mediating")
    case.add_mediation_note(by=complainant, note="Secret of ours.", room=OURS)
    case.add_mediation_note(by=mediator, note="Secret to them.", room=THEIRS)
    case.hold_session(by=mediator, kind=OURS.value, starts_at=in_a_day(), place="Secret place of ours", note="Why")
    case.open_room(by=complainant)
    case.open_room(by=respondent)
    case.add_mediation_note(by=respondent, note="Secret of all.", room=JOINT)
    may_read = {
        complainant: {"Secret of ours.", "Secret place of ours", "Secret of all."},
        respondent: {"Secret to them.", "Secret of all."},
        mediator: {"Secret of ours.", "Secret to them.", "Secret place of ours", "Secret of all."},
    }
    addresses = [
        case.get_absolute_url(),
        reverse("disputes:mediation", args=[case.reference]),
        *[room(case, word) for word in ("joint", "complainant", "respondent")],
        reverse("disputes:mine"),
        reverse("disputes:desk"),
        reverse("dashboard"),
    ]
    everybody = (complainant, respondent, mediator, chair, vice_chair, forum_member, officer, stranger)

    def crawl(may_read):
        for person in everybody:
            browser = client_of(person)
            pages = "".join(browser.get(address).content.decode() for address in addresses)
            said = {words for words in may_read.get(complainant, set()) | may_read[respondent] if words in pages}
            assert (str(person), said) == (str(person), may_read.get(person, set()))

    crawl(may_read)
    case.look_in(by=admin, reason="A complaint about the portal.")
    assert "Secret" not in client_of(admin).get(case.get_absolute_url()).content.decode()
    assert client_of(admin).get(room(case, "joint")).status_code == 404
    case.end_mediation(by=mediator, note="No agreement.")
    crawl({person: words for person, words in may_read.items() if person != mediator})
    assert client_of(complainant).post(room(case, "complainant"), {"note": "Still there?"}).status_code == 403
    for message in Message.objects.filter(about=case.reference):
        assert "Secret" not in message.subject + message.body


def test_a_meeting_is_proposed_answered_and_noted(case, take, complainant, respondent, chair, mediator, client_of):
    take(case, "mediating")
    us, them, between = map(client_of, (complainant, respondent, mediator))
    tomorrow = timezone.localdate() + timedelta(days=1)
    answers = {"kind": JOINT.value, "time": "2.30 pm", "place": "Room 4", "moves": case.moves}
    answers |= {"day_day": tomorrow.day, "day_month": tomorrow.month, "day_year": tomorrow.year}
    url = reverse("disputes:act", args=[case.reference, "hold-session"])
    assert "Enter the time like 14:30" in between.post(url, answers | {"time": "tea time"}).content.decode()
    assert between.post(url, answers).status_code == 302
    session = case.sessions.get()
    assert timezone.localtime(session.starts_at).hour == 14
    reply = reverse("disputes:answer_session", args=[case.reference, session.pk])
    assert us.post(reply, {"reply": "comes"}).status_code == 302
    assert them.post(reply, {"reply": "cannot"}).status_code == 302
    overview = reverse("disputes:mediation", args=[case.reference])
    page = between.get(overview).content.decode()
    assert "Testham Gardeners: Comes" in page
    assert "Testham Council: Cannot come then" in page
    notes = reverse("disputes:note_session", args=[case.reference, session.pk])
    assert between.get(notes).status_code == 403  # Not before it has begun.
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        late = client_of(mediator)
        assert late.post(notes, {"note": "Figures were swapped."}).status_code == 302
        assert "Figures were swapped." in client_of(complainant).get(overview).content.decode()
        assert client_of(chair).get(overview).status_code == 404
        with pytest.raises(NotAllowed, match="has begun"):
            case.answer_session(session, by=complainant, comes=True)


def test_a_meeting_with_one_party_does_not_exist_for_the_other(case, take, respondent, mediator, client_of):
    take(case, "mediating")
    case.hold_session(by=mediator, kind=OURS.value, starts_at=in_a_day(), place="Room 4")
    session = case.sessions.get()
    them = client_of(respondent)
    assert "Room 4" not in them.get(reverse("disputes:mediation", args=[case.reference])).content.decode()
    reply = reverse("disputes:answer_session", args=[case.reference, session.pk])
    assert them.post(reply, {"reply": "comes"}).status_code == 404
    assert not case.events.read_by(frozenset({Party.RESPONDENT})).filter(action="hold-session").exists()
    call_off = reverse("disputes:call_off_session", args=[case.reference, session.pk])
    assert client_of(mediator).post(call_off, {"note": "I am ill."}).status_code == 302
    session.refresh_from_db()
    assert session.cancelled_at


def test_a_room_costs_the_same_for_2_messages_and_for_20(case, take, complainant, mediator, client_of):
    take(case, "mediating")

    def add(number):
        for n in range(number):
            case.add_mediation_note(by=complainant, note=f"Message {n}")
            case.hold_session(by=mediator, kind=OURS.value, starts_at=in_a_day(), place="Here")

    assert_same_queries(client_of(complainant), room(case, "complainant"), add)
    assert_same_queries(client_of(mediator), reverse("disputes:mediation", args=[case.reference]), add)


def test_the_mediator_records_an_agreement_and_outsiders_learn_that_alone(
    case, take, chair, mediator, complainant, client_of
):
    take(case, "mediating")
    url = reverse("disputes:act", args=[case.reference, "end-mediation"])
    client_of(mediator).post(url, {"moves": case.moves, "came_of_it": "agreed"})
    case.refresh_from_db()
    assert case.state == State.MEDIATING
    assert "come to an agreement" in client_of(chair).get(case.get_absolute_url()).content.decode()
    assert Action.PROPOSE in case.actions_for(complainant)
    assert client_of(complainant).get(url).status_code == 200
    assert "came_of_it" not in client_of(complainant).get(url).content.decode()


# A panel ----


@pytest.fixture
def before_panel(town, group, council, complainant, chair, vice_chair, mediator, forum_member):
    """A dispute put before a panel that takes only serious cases."""
    Procedure.adopt(town, PANEL)
    case = steps.raised(town, group, council, by=complainant)
    case.ask_panel(by=complainant)
    return case


def test_a_case_turned_away_goes_on_elsewhere(before_panel, chair, complainant):
    assert before_panel.state == State.AWAITING_ADMISSION
    before_panel.turn_away(by=chair, note="No clause was broken.")
    assert before_panel.state == State.NOT_TAKEN_ON
    assert before_panel.why_not(Action.GO_OUTSIDE, complainant) == ""


def test_a_panel_of_both_sectors_reads_the_case_until_it_is_decided(
    before_panel, town, council, chair, vice_chair, mediator, forum_member, complainant, client_of
):
    bound = factories.forum_seat(town, "Bo Bound", organisation=council)
    fifth = factories.forum_seat(town, "Fifi Fifth")
    sixth = factories.forum_seat(town, "Sid Sixth")
    before_panel.take_on(by=chair)
    browser = client_of(chair)
    decide = reverse("disputes:act", args=[before_panel.reference, "decide"])
    assert browser.get(decide).status_code == 403  # Nobody sits on it yet.
    seat = reverse("disputes:act", args=[before_panel.reference, "seat-panel"])
    page = browser.get(seat).content.decode()
    assert "Sits on the Forum for Testham Council, which is a party." in page
    for people, sentence in [
        ([mediator], "at least three"),
        ([mediator, fifth, sixth], "both sectors"),
        ([mediator, fifth, bound], "Choose one of the answers"),
    ]:
        sent = {"moves": before_panel.moves, "people": [person.pk for person in people]}
        assert sentence in browser.post(seat, sent).content.decode()
    chosen = [mediator, fifth, forum_member]
    browser.post(seat, {"moves": before_panel.moves, "people": [person.pk for person in chosen]})
    before_panel.refresh_from_db()
    for person in chosen:
        page = client_of(person).get(before_panel.get_absolute_url()).content.decode()
        assert "Fifi Fifth" in page
        assert "What you can do now" not in page
    answers = {"moves": before_panel.moves, "outcome": "notice-given", "remedy_met": "partly", "note": "Two months."}
    assert browser.post(decide, answers).status_code == 302
    page = client_of(complainant).get(before_panel.get_absolute_url()).content.decode()
    for words in ("The notice period was given", "Part of what was asked for", "Two months."):
        assert words in page
    assert client_of(fifth).get(before_panel.get_absolute_url()).status_code == 404


def test_a_panel_that_is_left_reads_no_more(before_panel, chair, vice_chair, mediator, forum_member, complainant):
    before_panel.take_on(by=chair)
    before_panel.seat_panel(by=chair, people=[vice_chair, mediator, forum_member])
    assert before_panel in Dispute.objects.visible_to(mediator)
    before_panel.withdraw(by=complainant)
    assert before_panel not in Dispute.objects.visible_to(mediator)
    assert not before_panel.panellists.filter(left_at=None).exists()
