"""Each person at each page of a dispute: what exists, what may be done, what is asked."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compact_portal.mail import Message
from disputes.models import Dispute, Nomination
from disputes.words import State
from signatories.models import Role, SigningRules
from tests import factories
from tests.disputes import steps
from tests.queries import assert_same_queries, queries_of


def test_nobody_signed_out_sees_a_case(case, client):
    for url in (case.get_absolute_url(), reverse("disputes:mine"), reverse("disputes:desk")):
        response = client.get(url)
        assert response.status_code == 302
        assert response["Location"].startswith("/account/login/")


def test_an_unknown_step_or_reference_is_not_found(case, complainant, client_of):
    browser = client_of(complainant)
    assert browser.get(case.get_absolute_url() + "explode/").status_code == 404
    assert browser.get(case.get_absolute_url() + "declare/").status_code == 404
    assert browser.get("/disputes/TESTHAM-2026-9999/").status_code == 404
    assert browser.get("/disputes/nonsense/").status_code == 404


# The whole road, in the browser ----


def press(browser, case, action, **answers):
    """Open a step's page and send it, as a person does."""
    url = reverse("disputes:act", args=[case.reference, action])
    form = browser.get(url).context["form"]
    response = browser.post(url, {"moves": form.fields["moves"].initial, "note": "", **answers})
    case.refresh_from_db()
    return response


def test_a_dispute_goes_from_informal_to_ombudsman_in_the_browser(
    town, group, council, complainant, respondent, chair, vice_chair, mediator, client_of
):
    us, them, forum, between = map(client_of, (complainant, respondent, chair, mediator))
    today = timezone.localdate()
    us.post(reverse("disputes:raise", args=[town.slug]), {"who": f"own-{group.pk}"})
    response = us.post(reverse("disputes:against", args=[town.slug]), {"respondent": council.pk})
    case = Dispute.objects.get()
    assert response["Location"] == reverse("disputes:draft", args=[case.pk, "decision"])
    pages = {
        "decision": {
            "decision_on_day": today.day,
            "decision_on_month": today.month,
            "decision_on_year": today.year,
        },
        "signed": {},
        "clauses": {"clauses": ["3.2"], "others": "2.1"},
        "happened": {"happened": "Our grant was cut."},
        "effect": {"disadvantage": "A worker lost her job."},
        "tried": {
            "rows": "1",
            "on_0_day": today.day,
            "on_0_month": today.month,
            "on_0_year": today.year,
            "what_0": "We called the grants team.",
        },
        "remedy": {"remedy": "Three months' notice."},
        "proceedings": {},
        "representative": {},
        "confidence": {},
    }
    for page, answers in pages.items():
        assert us.get(reverse("disputes:draft", args=[case.pk, page])).status_code == 200
        response = us.post(reverse("disputes:draft", args=[case.pk, page]), answers)
        assert response.status_code == 302, response.context["form"].errors
    assert response["Location"] == reverse("disputes:draft_papers", args=[case.pk])
    assert us.get(response["Location"]).status_code == 200
    check = reverse("disputes:check", args=[case.pk])
    assert "Three months" in us.get(check).content.decode()
    us.post(check)
    case.refresh_from_db()
    assert case.reference == f"TESTHAM-{today.year}-0001"
    assert case.state == State.TALKING
    assert {citation.clause.number for citation in case.citations.all()} == {"2.1", "3.2"}
    press(us, case, "go-formal")
    assert case.state == State.AWAITING_ANSWER
    press(them, case, "respond", note="We were within our rules.")
    assert case.state == State.ANSWERED
    press(us, case, "refer")
    assert case.due_on is not None
    press(forum, case, "nominate", person=mediator.pk, summary="A grant was cut at short notice.")
    reply = reverse("disputes:nomination", args=[case.nomination_id])
    assert "Testham Council" not in between.get(reply).content.decode().replace("Testham Compact", "")
    between.post(reply, steps.WILLING)
    press(us, case, "accept")
    assert case.state == State.AWAITING_ACCEPTANCE
    press(them, case, "accept")
    assert case.state == State.MEDIATING
    assert between.get(case.get_absolute_url()).status_code == 200
    press(between, case, "mediation-note", note="They met on Monday.")
    press(between, case, "end-mediation", note="No agreement.", came_of_it="ended")
    assert between.get(case.get_absolute_url()).status_code == 404
    press(us, case, "go-outside", body="another", other_body="The ombudsman", body_reference="26 001")
    assert case.state == State.OUTSIDE
    press(us, case, "close", outcome="decided-outside", remedy_met="partly", note="It found fault.")
    assert case.state == State.CLOSED
    page = us.get(case.get_absolute_url()).content.decode()
    assert "Decided by a body outside the Compact" in page
    assert "Part of what was asked for" in page
    assert Message.objects.filter(about=case.reference).exists()


def test_a_stale_page_cannot_refer_twice(case, take, complainant, respondent, client_of):
    take(case, "answered")
    us, them = client_of(complainant), client_of(respondent)
    url = reverse("disputes:act", args=[case.reference, "refer"])
    moves = case.moves
    them.post(url, {"moves": moves, "note": ""})
    response = us.post(url, {"moves": moves, "note": "We want mediation."})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody else has moved this dispute" in page
    assert "We want mediation." in page
    assert case.events.filter(action="refer").count() == 1


def test_a_stale_page_keeps_what_was_typed_where_the_step_is_still_open(case, take, complainant, client_of):
    take(case, "awaiting-answer")
    us = client_of(complainant)
    url = reverse("disputes:act", args=[case.reference, "note"])
    response = us.post(url, {"moves": 1, "note": "They telephoned."})
    assert response.status_code == 409
    assert "They telephoned." in response.content.decode()
    assert not case.events.filter(action="note").exists()
    again = us.post(url, {"moves": response.context["form"].data["moves"], "note": "They telephoned."})
    assert again.status_code == 302
    assert case.events.filter(action="note").count() == 1


def test_a_second_click_changes_nothing_and_is_told(case, complainant, client_of):
    us = client_of(complainant)
    url = reverse("disputes:act", args=[case.reference, "go-formal"])
    assert us.post(url, {"moves": case.moves, "note": ""}).status_code == 302
    assert us.post(url, {"moves": case.moves, "note": ""}).status_code == 409
    assert case.events.filter(action="go-formal").count() == 1


def test_a_form_without_its_moves_is_treated_as_stale(case, complainant, client_of):
    response = client_of(complainant).post(reverse("disputes:act", args=[case.reference, "withdraw"]), {})
    assert response.status_code == 409
    case.refresh_from_db()
    assert case.state == State.TALKING


# Bad input ----


def draft_of(town, group, council, by):
    return Dispute.begin(town, complainant=group, respondent=council, by=by)


def test_a_decision_in_the_future_is_refused_with_a_sentence(town, group, council, complainant, client_of):
    found = draft_of(town, group, council, complainant)
    ahead = timezone.localdate() + timedelta(days=1)
    date = {"decision_on_day": ahead.day, "decision_on_month": ahead.month, "decision_on_year": ahead.year}
    response = client_of(complainant).post(
        reverse("disputes:draft", args=[found.pk, "decision"]), {**date, "known_on_month": "Smarch"}
    )
    page = response.content.decode()
    assert "Date of the decision must be today or earlier" in page
    assert "Smarch" in page


def test_a_decision_before_any_agreement_is_refused(town, group, council, complainant, client_of):
    found = draft_of(town, group, council, complainant)
    date = {"decision_on_day": 4, "decision_on_month": 1, "decision_on_year": 2026}
    response = client_of(complainant).post(
        reverse("disputes:draft", args=[found.pk, "decision"]), {**date, "happened": "x"}
    )
    assert "No agreement was in force on 4 January 2026" in response.content.decode()


def test_knowing_before_the_decision_is_refused(town, group, council, complainant, client_of):
    found = draft_of(town, group, council, complainant)
    answers = {"decision_on_day": 6, "decision_on_month": 3, "decision_on_year": 2026, "happened": "x"}
    answers |= {"known_on_day": 5, "known_on_month": 3, "known_on_year": 2026}
    response = client_of(complainant).post(reverse("disputes:draft", args=[found.pk, "decision"]), answers)
    assert "Date you knew of it must be the date of the decision or later" in response.content.decode()


def test_empty_and_over_long_answers_are_refused_and_kept(town, group, council, complainant, client_of):
    found = draft_of(town, group, council, complainant)
    url = reverse("disputes:draft", args=[found.pk, "effect"])
    assert "Answer “How has it put you at a disadvantage?”" in client_of(complainant).post(url, {}).content.decode()
    page = client_of(complainant).post(url, {"disadvantage": "long " * 1001}).content.decode()
    assert "5000 characters or fewer" in page
    assert "long long long" in page


def test_the_respondent_cannot_be_the_complainant(town, group, council, complainant, client_of):
    us = client_of(complainant)
    us.post(reverse("disputes:raise", args=[town.slug]), {"who": f"own-{group.pk}"})
    page = us.post(reverse("disputes:against", args=[town.slug]), {"respondent": group.pk})
    assert "nobody can raise a dispute against themselves" in page.content.decode()
    assert not Dispute.objects.exists()


def test_one_cannot_complain_for_an_organisation_of_others(town, group, council, complainant, client_of):
    other = factories.organisation("Testham Swimmers", town)
    us = client_of(complainant)
    us.post(reverse("disputes:raise", args=[town.slug]), {"who": f"own-{other.pk}"})
    answer = us.post(reverse("disputes:against", args=[town.slug]), {"respondent": council.pk})
    assert answer["Location"] == reverse("disputes:raise", args=[town.slug])
    assert not Dispute.objects.exists()


def test_whoever_represents_nobody_is_told_how_to_begin(town, stranger, client_of):
    page = client_of(stranger).get(reverse("disputes:raise", args=[town.slug])).content.decode()
    assert "You do not represent an organisation yet" in page


@pytest.mark.parametrize("line", ["9.9", "testham/1999/3.1", "Consultation 11.1", "!!", "codes/consultation/2008/11.1"])
def test_an_unknown_clause_is_refused_with_a_sentence(town, group, council, complainant, client_of, line):
    found = steps.draft(town, group, council, by=complainant)
    page = client_of(complainant).post(reverse("disputes:draft", args=[found.pk, "clauses"]), {"others": line})
    assert f"“{line}” is no clause that was in force on the date of the decision" in page.content.decode()


def test_a_clause_must_be_chosen(town, group, council, complainant, client_of):
    found = steps.draft(town, group, council, by=complainant)
    page = client_of(complainant).post(reverse("disputes:draft", args=[found.pk, "clauses"]), {"others": ""})
    assert "Choose at least one clause that was not kept" in page.content.decode()


def test_a_draft_that_lacks_something_says_what_and_is_not_raised(town, group, council, complainant, client_of):
    found = draft_of(town, group, council, complainant)
    url = reverse("disputes:check", args=[found.pk])
    page = client_of(complainant).post(url).content.decode()
    for sentence in ("Say on which date it was decided.", "Say what happened.", "Choose at least one clause"):
        assert sentence in page
    found.refresh_from_db()
    assert found.state == State.DRAFT


def test_a_draft_exists_for_the_complainants_people_only(town, group, council, complainant, request, client_of):
    found = steps.draft(town, group, council, by=complainant)
    colleague = factories.member(group, "Colin Colleague")
    for page in ("decision", "clauses", "effect", "remedy"):
        url = reverse("disputes:draft", args=[found.pk, page])
        assert client_of(colleague).get(url).status_code == 200
        for persona in ("respondent", "chair", "officer", "admin", "stranger"):
            assert client_of(request.getfixturevalue(persona)).get(url).status_code == 404
    assert client_of(complainant).get(reverse("disputes:draft", args=[found.pk, "nonsense"])).status_code == 404


def test_a_draft_can_be_thrown_away_by_its_own_people_only(town, group, council, complainant, respondent, client_of):
    found = steps.draft(town, group, council, by=complainant)
    url = reverse("disputes:discard", args=[found.pk])
    assert "This cannot be undone" in client_of(complainant).get(url).content.decode()
    assert client_of(respondent).post(url).status_code == 404
    assert client_of(complainant).post(url).status_code == 302
    assert not Dispute.objects.exists()


def test_a_summary_that_names_a_party_is_refused(case, take, chair, mediator, client_of):
    take(case, "awaiting-nomination")
    url = reverse("disputes:act", args=[case.reference, "nominate"])
    answers = {"moves": case.moves, "person": mediator.pk, "summary": "What testham council did."}
    page = client_of(chair).post(url, answers).content.decode()
    assert "Leave out “Testham Council”" in page
    assert "What testham council did." in page


@pytest.mark.parametrize("summary", ["What Testham\nCouncil (Housing) did.", "It is testham council (housing)"])
def test_a_name_is_found_across_lines_and_at_a_bracket(case, take, council, chair, mediator, client_of, summary):
    take(case, "awaiting-nomination")
    council.name = "Testham Council (Housing)"
    council.save()
    answers = {"moves": case.moves, "person": mediator.pk, "summary": summary}
    page = client_of(chair).post(reverse("disputes:act", args=[case.reference, "nominate"]), answers)
    assert "Leave out “Testham Council (Housing)”" in page.content.decode()


# Confidentiality ----


def test_the_other_partys_answer_is_hidden_until_both_are_in(case, take, complainant, respondent, chair, client_of):
    take(case, "awaiting-acceptance")
    case.object(by=complainant, note="She is my neighbour.")
    mine = client_of(complainant).get(case.get_absolute_url()).content.decode()
    assert "She is my neighbour." in mine
    for person in (respondent, chair):
        theirs = client_of(person).get(case.get_absolute_url()).content.decode()
        assert "She is my neighbour." not in theirs
        assert "Objected" not in theirs
    case.refresh_from_db()
    case.accept(by=respondent)
    for person in (respondent, chair):
        assert "She is my neighbour." in client_of(person).get(case.get_absolute_url()).content.decode()


def test_mediation_notes_are_for_the_parties_and_the_mediator(
    case, take, complainant, respondent, mediator, chair, client_of
):
    take(case, "mediating")
    case.add_mediation_note(by=mediator, note="They could share the cost.")
    for person in (complainant, respondent, mediator):
        assert "share the cost" in client_of(person).get(case.get_absolute_url()).content.decode()
    assert "share the cost" not in client_of(chair).get(case.get_absolute_url()).content.decode()


def test_the_person_asked_sees_a_summary_and_not_the_case(case, take, mediator, chair, stranger, client_of):
    take(case, "awaiting-statement")
    browser = client_of(mediator)
    url = reverse("disputes:nomination", args=[case.nomination_id])
    page = browser.get(url).content.decode()
    assert "A grant was cut at short notice." in page
    for name in ("Testham Gardeners", "Testham Council", case.reference, "worker"):
        assert name not in page
    assert browser.get(case.get_absolute_url()).status_code == 404
    assert client_of(chair).get(url).status_code == 404
    assert client_of(stranger).get(url).status_code == 404
    assert "You are asked to mediate" in browser.get(reverse("disputes:mine")).content.decode()


def test_whoever_is_willing_makes_a_statement(case, take, mediator, client_of):
    take(case, "awaiting-statement")
    url = reverse("disputes:nomination", args=[case.nomination_id])
    assert "Enter your statement" in client_of(mediator).post(url, {"willing": "yes"}).content.decode()
    assert client_of(mediator).post(url, {"willing": "no"}).status_code == 302
    case.refresh_from_db()
    assert case.state == State.AWAITING_NOMINATION
    assert Nomination.objects.get().state == "declined"
    assert client_of(mediator).get(url).status_code == 404


def test_who_declined_is_known_to_the_chair_only(case, take, mediator, complainant, chair, client_of):
    take(case, "awaiting-statement")
    case.decline(by=mediator, note="I sit on the board of the library.")
    seen = client_of(complainant).get(case.get_absolute_url()).content.decode()
    assert "Mel Mediator" not in seen
    assert "the board of the library" not in seen
    seen = client_of(chair).get(case.get_absolute_url()).content.decode()
    assert "Mel Mediator" in seen
    assert "the board of the library" in seen


def test_a_chair_of_a_party_is_recused_and_the_vice_chair_acts(
    town, group, council, complainant, respondent, vice_chair, mediator, client_of
):
    bound = factories.forum_seat(town, "Bo Bound", office="chair", organisation=council)
    case = steps.raised(town, group, council, by=complainant)
    case.go_formal(by=complainant)
    case.respond(by=respondent, note="No.")
    case.refer(by=complainant)
    assert client_of(bound).get(case.get_absolute_url()).status_code == 404
    assert case.reference not in client_of(bound).get(reverse("disputes:desk")).content.decode()
    assert case.reference in client_of(vice_chair).get(reverse("disputes:desk")).content.decode()
    page = client_of(vice_chair).get(reverse("disputes:act", args=[case.reference, "nominate"])).content.decode()
    assert "Mel Mediator" in page
    assert "Sits on the Forum for Testham Council, which is a party." in page
    case.nominate(mediator, by=vice_chair, summary="A grant.")


def test_an_administrator_sees_a_case_only_with_a_reason_that_the_parties_read(
    case, admin, complainant, officer, client_of
):
    browser = client_of(admin)
    assert browser.get(case.get_absolute_url()).status_code == 404
    url = reverse("disputes:look")
    assert client_of(officer).get(url).status_code == 404
    assert "Answer “Why must you see it?”" in browser.post(url, {"reference": case.reference}).content.decode()
    assert "no dispute of that reference" in browser.post(url, {"reference": "X", "reason": "x"}).content.decode()
    response = browser.post(url, {"reference": case.reference, "reason": "A complaint about the portal."})
    assert response["Location"] == case.get_absolute_url()
    page = browser.get(case.get_absolute_url()).content.decode()
    assert "What you can do now" not in page
    told = client_of(complainant).get(case.get_absolute_url()).content.decode()
    assert "A complaint about the portal." in told
    assert "Ada Admin" in told
    assert Message.objects.filter(to=complainant.email, subject__contains="administrator").exists()


# Lists ----


def test_what_waits_for_me_comes_first(town, group, council, complainant, respondent, chair, mediator, client_of):
    first = steps.raised(town, group, council, by=complainant)
    second = steps.raised(town, group, council, by=complainant)
    first.go_formal(by=complainant)
    second.go_formal(by=complainant)
    second.respond(by=respondent, note="No.")
    page = client_of(complainant).get(reverse("disputes:mine")).content.decode()
    assert page.index(second.reference) < page.index(first.reference)
    page = client_of(respondent).get(reverse("disputes:mine")).content.decode()
    assert page.index(first.reference) < page.index(second.reference)
    assert "Your turn" in page


def test_the_list_can_show_those_that_have_ended(case, take, complainant, client_of):
    take(case, "withdrawn")
    browser = client_of(complainant)
    assert case.reference not in browser.get(reverse("disputes:mine")).content.decode()
    for show in ("ended", "all"):
        assert case.reference in browser.get(reverse("disputes:mine"), {"show": show}).content.decode()


def test_my_disputes_cost_the_same_for_2_and_for_20(town, group, council, complainant, client_of):
    def add(number):
        for _ in range(number):
            steps.raised(town, group, council, by=complainant)

    assert_same_queries(client_of(complainant), reverse("disputes:mine"), add)


def test_the_desk_costs_the_same_for_2_and_for_20(town, group, council, complainant, respondent, chair, client_of):
    def add(number):
        for _ in range(number):
            found = steps.raised(town, group, council, by=complainant)
            found.go_formal(by=complainant)
            found.respond(by=respondent, note="No.")
            found.refer(by=complainant)

    assert_same_queries(client_of(chair), reverse("disputes:desk"), add)


def test_the_case_costs_the_same_for_2_notes_and_for_20(case, take, complainant, respondent, chair, client_of):
    take(case, "mediating")

    def add(number):
        for n in range(number):
            case.add_mediation_note(by=complainant, note=f"Note {n}")

    assert_same_queries(client_of(complainant), case.get_absolute_url(), add)
    for person in (respondent, chair):
        client = client_of(person)
        client.get(case.get_absolute_url())  # What is new is seen, and who reads is noted, once.
        assert len(queries_of(client, case.get_absolute_url())) <= 15


def test_the_public_page_tells_the_procedure_and_the_figures(case, take, town, client):
    take(case, "resolved")
    page = client.get(reverse("disputes:compact", args=[town.slug]))
    words = page.content.decode()
    for told in (
        "Informal talks",
        "Mediation by the Forum",
        "3 weeks",
        "12 months",
        "30 days",
        "Closed on 31 March 2011",
    ):
        assert told in words
    assert "Testham Gardeners" not in words
    assert "Set-Cookie" not in page.headers
    assert len(queries_of(client, reverse("disputes:compact", args=[town.slug]))) <= 15


def test_public_figures_are_too_coarse_to_recognise_anybody(town, group, council, complainant, client):
    address = reverse("disputes:compact", args=[town.slug])
    empty = client.get(address).content
    for _number in range(4):
        steps.raised(town, group, council, by=complainant)
    assert client.get(address).content == empty  # Nobody learns whether there are none or four.
    assert "Fewer than 5 disputes have been raised" in empty.decode()
    steps.raised(town, group, council, by=complainant)
    text = client.get(address).content.decode()
    assert "Fewer than 5 disputes" not in text
    assert "5 to 9" in text


def test_a_signature_that_waits_for_its_witness_makes_nobody_a_party(town, edition, signatory, complainant, client_of):
    elsewhere = factories.organisation("Otherham Bakers", town)
    otis = factories.member(elsewhere, "Otis", Role.SIGNATORY)
    SigningRules.objects.create(compact=town, needs_witness=True)
    signature = factories.signature(edition, elsewhere, otis)
    elsewhere.compacts.clear()  # It has moved out of the area since.
    us, address = client_of(complainant), reverse("disputes:against", args=[town.slug])
    us.post(
        reverse("disputes:raise", args=[town.slug]), {"who": f"own-{complainant.memberships.get().organisation_id}"}
    )
    assert "Otherham Bakers" not in us.get(address).content.decode()
    signature.be_witnessed(name="Wyn", office="Secretary")
    assert "Otherham Bakers" in us.get(address).content.decode()
