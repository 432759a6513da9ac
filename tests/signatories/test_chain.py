"""The log of signing: what is in it, that it holds, and that whatever is changed by hand is found."""

import json
import threading
from importlib import import_module

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from compact_portal.mail import Message
from signatories.checking import CHECKED, check_daily, first_fault
from signatories.models import ChainEntry, Signature, SigningRules, SigningTrace, Witnessing
from signatories.models.chain import hash_of
from tests import factories
from tests.signatories.signing_steps import ask, come, sign


@pytest.fixture
def history(town, edition, group, council, officer, signatory, client, client_of):
    """A Compact under which something of everything has happened."""
    SigningRules.objects.create(compact=town, needs_witness=True)
    bakers, movers = (factories.organisation(name, town) for name in ("Testham Bakers", "Testham Movers"))
    asked = ask(edition, group, by=officer)
    sign(come(asked, client), asked, witness_name="Wyn", witness_email="wyn@x.example")
    witnessing = Witnessing.objects.get()
    come(witnessing, client_of(None)).post(
        f"/witness/{witnessing.key}/begin/", {"office": "Secretary", "confirmed": "on"}
    )
    ask(edition, bakers, by=officer, email="b@x.example").decline(reason="No.")
    ask(edition, movers, by=officer, email="m@x.example").hand_over(to_name="Al", to_email="al@x.example")
    Signature.record_paper(edition=edition, organisation=council, by=officer, office="Chief Executive")
    Signature.objects.get(organisation=group).withdraw(by=signatory, reason="We close.")
    return town


def lift(*tables):
    """Let the test do by hand what the database refuses."""
    sql = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname, '' FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = %s::regclass",
    }[connection.vendor]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(sql, [table])
            for name, _sql in cursor.fetchall():
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {name}{on}")


def test_everything_that_happens_is_in_the_log(history, group):
    assert list(ChainEntry.objects.filter(compact=history).values_list("action", flat=True)) == [
        "request asked",
        "request opened",
        "request code confirmed",
        "signature signed",
        "request signed",
        "witness asked",
        "witness opened",
        "witness code confirmed",
        "witness confirmed",
        "signature witnessed",
        "request asked",
        "request declined",
        "request asked",
        "request handed_over",
        "request asked",
        "signature recorded",
        "signature withdrawn",
    ]
    signed = json.loads(ChainEntry.objects.get(action="signature signed").facts)["signature"]
    signature = Signature.objects.get(organisation=group)
    assert signed["digest"] == signature.edition.digest
    assert signed["opened_at"] < signed["signed_at"]
    assert first_fault(history) == ""


def test_the_log_holds_no_address_of_anybody(history):
    said = " ".join(ChainEntry.objects.values_list("facts", flat=True))
    for word in ("@", "127.0.0.1", "Ivy", "Wyn", "No."):
        assert word not in said


def test_the_hash_is_made_as_the_documentation_says(history):
    first, second = ChainEntry.objects.filter(compact=history)[:2]
    assert first.previous_hash == "0" * 64
    assert second.previous_hash == first.hash
    assert second.hash == hash_of(history.pk, 2, second.at, second.action, second.facts, first.hash)
    assert second.facts == json.dumps(
        json.loads(second.facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def test_the_database_refuses_to_change_the_log(history):
    for change in (ChainEntry.objects.all().delete, lambda: ChainEntry.objects.update(action="something else")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("table", "change", "sentence"),
    [
        ("chainentry", "UPDATE signatories_chainentry SET action = 'x' WHERE number = 3", "Entry 3 .* its hash"),
        ("chainentry", "DELETE FROM signatories_chainentry WHERE number = 5", "Entry 6 .* one before it is missing"),
        ("chainentry", "DELETE FROM signatories_chainentry WHERE number > 15", "does not say that signature"),
        ("signature", "UPDATE signatories_signature SET signed_name = 'Éve' WHERE method = 'paper'", "Entry 16 .*said"),
        ("chainentry", "UPDATE signatories_chainentry SET actor_id = NULL WHERE number = 1", "Entry 1 .* person"),
        ("chainentry", "UPDATE signatories_chainentry SET previous_hash = '1' WHERE number = 2", "Entry 2 .* follow"),
        ("signature", "UPDATE signatories_signature SET signed_name = 'Eve' WHERE method = 'online'", "Entry 4 .*said"),
        ("signature", "UPDATE signatories_signature SET grade = 'pledge' WHERE method = 'paper'", "Entry 16 .*grade"),
        ("signature", "UPDATE signatories_signature SET witness_name = 'Eve' WHERE method = 'online'", "witness"),
        ("signature", "UPDATE signatories_signature SET withdrawn_on = NULL, withdrawal_reason = ''", "Entry 17"),
        ("signature", "UPDATE signatories_signature SET digest = 'f' WHERE method = 'online'", "Entry 4 .*digest"),
        ("signingrequest", "UPDATE signatories_signingrequest SET reason = 'Yes.' WHERE reason = 'No.'", "Entry 12"),
        ("signingtrace", "UPDATE signatories_signingtrace SET address = '10.0.0.9'", "Entry 2 .* trace"),
        ("witnessing", "UPDATE signatories_witnessing SET to_name = 'Eve'", "Entry 6 .*name"),
    ],
)
def test_whatever_is_changed_by_hand_is_found_and_named(history, table, change, sentence):
    lift(f"signatories_{table}")
    connection.cursor().execute(change)
    with pytest.raises(CommandError, match=sentence):
        call_command("check_chain", history.slug)


@pytest.mark.parametrize("verb", ["decline", "cancel", "lapse"])
def test_a_log_that_was_cut_short_after_the_end_of_a_request_is_found(town, edition, group, officer, verb):
    asked = ask(edition, group, by=officer)
    {
        "decline": lambda: asked.decline(reason="No."),
        "cancel": lambda: asked.cancel(by=officer),
        "lapse": asked.lapse,
    }[verb]()
    assert first_fault(town) == ""
    lift("signatories_chainentry")
    ChainEntry.objects.filter(compact=town).order_by("-number")[0].delete()
    assert f"does not say how the request {asked.key} ended" in first_fault(town)


def test_a_signature_smuggled_in_is_found(history, edition):
    smuggled = factories.organisation("Testham Smugglers", history)
    Signature.objects.create(edition=edition, organisation=smuggled, method="paper", digest=edition.digest)
    with pytest.raises(CommandError, match="does not say that signature .* was given"):
        call_command("check_chain")


def test_traces_may_go_and_the_log_still_holds(history, capsys):
    SigningTrace.objects.all().delete()
    call_command("check_chain", "testham")
    assert "17 entries, all right" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no Compact called nowhere"):
        call_command("check_chain", "nowhere")


def test_a_break_is_mailed_to_the_administrators_once_a_day(history, admin):
    cache.delete(CHECKED)
    assert check_daily() == "0 logs of signing are not right"
    assert check_daily() == "The log of signing has been checked today"
    lift("signatories_chainentry")
    connection.cursor().execute("UPDATE signatories_chainentry SET action = 'x' WHERE number = 3")
    cache.delete(CHECKED)
    assert check_daily() == "1 log of signing is not right"
    assert "Entry 3 of the Testham Compact" in Message.objects.get(to=admin.email).body


def test_the_queries_of_a_check_do_not_grow(town, edition, django_assert_num_queries):
    def grow(first, last):
        for number in range(first, last):
            body = factories.organisation(f"Body {number}", town)
            Signature.record_paper(edition=edition, organisation=body, by=None, office="Chair")

    grow(0, 2)
    with django_assert_num_queries(6):
        assert first_fault(town) == ""
    grow(2, 12)
    with django_assert_num_queries(6):
        assert first_fault(town) == ""


def test_what_was_signed_before_the_log_is_written_into_it(town, edition, group, council, signatory, officer):
    signature = factories.signature(edition, group, signatory)
    Signature.record_paper(edition=edition, organisation=council, by=officer, office="Chief Executive")
    signature.withdraw(by=signatory, reason="We close.")
    lift("signatories_chainentry")
    ChainEntry.objects.all().delete()
    begin = import_module("signatories.migrations.0010_claims_and_witnesses").BeginTheLog()
    for _twice in range(2):
        ChainEntry.objects.all().delete()
        with connection.schema_editor() if connection.vendor == "postgresql" else Editor() as editor:
            begin.database_forwards("signatories", editor, None, None)
        actions = list(ChainEntry.objects.values_list("action", flat=True))
        assert actions == ["signature signed", "signature recorded", "signature withdrawn"]
        assert first_fault(town) == ""


class Editor:
    """What the migration needs of a schema editor: SQLite's does not open within a transaction."""

    connection = connection

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        """Nothing to close."""


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_entries_at_once_each_has_its_own_number(town):
    ready = threading.Barrier(2)

    def press():
        ready.wait()
        for _time in range(5):
            ChainEntry.add(town, "test", {})
        connection.close()

    people = [threading.Thread(target=press) for _person in range(2)]
    for thread in people:
        thread.start()
    for thread in people:
        thread.join()
    assert list(ChainEntry.objects.values_list("number", flat=True)) == list(range(1, 11))
    assert first_fault(town) == ""
