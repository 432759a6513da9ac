"""Mail and news of each step: in words that fit the reader, with nothing that must stay on the portal."""

from types import SimpleNamespace

import pytest

from compact_portal import mail
from compact_portal.accounts.models import How, MailChoice
from compact_portal.mail import Message
from disputes.models import Notice
from disputes.notifications.letters import FIRST_ANSWER, LETTERS, MEDIATION_BEGINS, OBJECTION
from disputes.notifications.readers import WITHIN
from disputes.notifications.shapes import Letter, Readers, Sided
from disputes.words import DONE, Action, Audience
from tests import factories


def subjects_to(person, case):
    return [message.subject for message in Message.objects.filter(to=person.email, about=case.reference)]


def letter_to(person, words):
    return Message.objects.get(to=person.email, subject__contains=words).body


def every_letter():
    """Every letter of the table, with where it stands."""
    for occasion, readers in LETTERS.items():
        for party, told in zip(Readers._fields, readers, strict=True):
            for letter in [told.own, told.other] if isinstance(told, Sided) else [told]:
                if letter is not None:
                    yield f"{occasion} to {party}", letter


def test_for_every_step_and_record_it_is_decided_who_is_told_what():
    told_by_where_it_leads = {Action.ACCEPT, Action.OBJECT}
    assert set(DONE) - told_by_where_it_leads <= set(LETTERS)
    assert set(LETTERS) - set(DONE) == {FIRST_ANSWER, MEDIATION_BEGINS, OBJECTION}
    assert set(WITHIN) == set(Audience)


def test_titles_can_stand_in_a_subject_and_sentences_end():
    for where, letter in every_letter():
        assert isinstance(letter, Letter)
        assert "%" not in str(letter.title), where  # No name of a party, a body or a person.
        assert not str(letter.title).endswith("."), where
        assert str(letter.words).endswith("."), where
        assert "please" not in str(letter.words).lower(), where


@pytest.mark.django_db
def test_each_step_tells_the_others_and_no_subject_names_a_party(
    case, take, complainant, respondent, chair, mediator, officer, admin
):
    take(case, "mediation-ended")
    case.withdraw(by=complainant)
    ref = case.reference
    assert subjects_to(respondent, case) == [
        f"{ref}: A dispute has been raised with your organisation",
        f"{ref}: The complaint is now formal",
        f"{ref}: The dispute is with the Forum",
        f"{ref}: Somebody is willing to mediate",
        f"{ref}: The mediation has ended",
        f"{ref}: The dispute is withdrawn",
    ]
    assert subjects_to(complainant, case) == [
        f"{ref}: You have raised a dispute",
        f"{ref}: The complaint has been answered",
        f"{ref}: Somebody is willing to mediate",
        f"{ref}: Mediation begins",
        f"{ref}: The mediation has ended",
    ]
    assert subjects_to(chair, case) == [
        f"{ref}: A dispute waits for a mediator",
        f"{ref}: The person you asked is willing to mediate",
        f"{ref}: Mediation begins",
        f"{ref}: The mediation has ended",
        f"{ref}: The dispute is withdrawn",
    ]
    assert subjects_to(mediator, case) == [
        "Compact Forum: will you mediate?",
        f"{ref}: Both parties have accepted you as mediator",
    ]
    assert subjects_to(officer, case) == subjects_to(admin, case) == []
    for message in Message.objects.all():
        assert "Testham" not in message.subject
        assert max(len(line) for line in message.body.splitlines() if "https:" not in line) <= 72
        assert "We could not agree" not in message.body  # What ended the mediation stays there.
    formal = letter_to(respondent, "formal")
    assert formal.startswith("Dear Ray Respondent,\n\nTestham Gardeners has made the complaint formal")
    assert "You have until " in formal
    assert "Why that date:" in formal
    assert formal.count("https://") == 1
    assert f"https://testserver/disputes/{ref}/" in formal
    assert "You get this because you act for Testham Council." in formal
    asked = letter_to(mediator, "will you")
    assert "Testham Gardeners" not in asked
    assert ref not in asked
    receipt = letter_to(complainant, "You have raised")
    assert "general information, not legal advice" in " ".join(receipt.split())
    assert "* Judicial review: until " in receipt


@pytest.mark.django_db
def test_a_step_stands_as_new_until_its_case_is_opened(case, take, complainant, respondent, client_of):
    take(case, "answered")
    assert Notice.objects.new_for(complainant).count() == 1
    browser = client_of(complainant)
    page = browser.get("/dashboard/").content.decode()
    assert "New since you last looked" in page
    assert "The complaint has been answered" in page
    browser.get(case.get_absolute_url())
    assert "New since you last looked" not in browser.get("/dashboard/").content.decode()
    # Who has lost the right to a case hears no more of it.
    assert Notice.objects.new_for(respondent).exists()
    respondent.memberships.get().end(by=None, on=factories.yesterday())
    assert not Notice.objects.new_for(respondent).exists()


@pytest.mark.django_db
def test_each_choice_of_mail(case, take, complainant, respondent, chair, mediator):
    MailChoice.choose(respondent, How.DAILY)
    MailChoice.choose(complainant, How.WAITING)
    Message.objects.all().delete()
    take(case, "awaiting-nomination")
    daily = Message.objects.gathered_for(respondent)
    assert [one.brief.splitlines()[0] for one in daily] == [
        f"{case.reference}: The complaint is now formal",
        f"{case.reference}: The dispute is with the Forum",
    ]
    # Only what waits for them: the answer does, that the Chair looks for somebody does not.
    assert subjects_to(complainant, case) == [f"{case.reference}: The complaint has been answered"]
    assert Notice.objects.new_for(complainant).count() == 1


@pytest.mark.django_db
def test_what_has_moved_on_is_not_sent_and_who_is_not_told_again_still_hears(
    case, complainant, respondent, chair, mediator
):
    mail.deliver()
    case.go_formal(by=complainant)
    case.respond(by=respondent, note="We acted within our rules.")
    case.refer(by=respondent)
    case.nominate(mediator, by=chair, summary="A grant was cut at short notice.")
    mail.deliver()
    gone = {(one.to, one.subject.partition(": ")[2]) for one in Message.objects.exclude(dropped_at=None)}
    assert gone == {(complainant.email, "The complaint has been answered")}
    # The parties are not told that somebody was asked, so what they were told of the referral still goes out.
    assert Message.objects.get(to=complainant.email, subject__contains="with the Forum").sent_at
    case.replace(by=chair, note="No reply.")
    person = SimpleNamespace(email=mediator.email)
    assert subjects_to(person, case)[-1] == "Compact Forum: you are no longer asked to mediate"


@pytest.mark.django_db
def test_who_has_lost_their_role_gets_nothing_that_was_on_its_way(case, complainant, respondent):
    mail.deliver()
    case.go_formal(by=complainant)
    respondent.memberships.get().end(by=None, on=factories.yesterday())
    mail.deliver()
    message = Message.objects.get(to=respondent.email, subject__contains="formal")
    assert (message.sent_at, message.dropped_because) == (None, "The person takes part no more.")
