"""How a Compact is signed: its officer decides it, and what was decided is remembered."""

from signatories.models import Grade, SigningRules
from tests.queries import AT_MOST, queries_of

SENT = {
    "grades": ["full", "pledge"],
    "needs_witness": "on",
    "days_to_sign": "14",
    "reminder_days": "7",
    "most_reminders": "2",
    "reaffirm_days": "100",
    "notice_days": "0",
    "why": "Decision of the Forum",
}


def test_an_officer_changes_how_a_compact_is_signed(town, officer, client_of):
    browser, path = client_of(officer), "/compacts/testham/signatories/rules/"
    assert SigningRules.of(town).grades == [Grade.FULL]
    assert "Decision of the Forum" not in browser.get(path).content.decode()
    assert browser.post(path, SENT).status_code == 302
    rules = SigningRules.of(town)
    assert (rules.grades, rules.needs_witness, rules.choose_codes) == (["full", "pledge"], True, False)
    assert (rules.days_to_sign, rules.notice_days) == (14, 0)
    page = browser.get(path).content.decode()
    for words in ["Decision of the Forum", "Olive Officer", "full, pledge"]:
        assert words in page
    assert len(queries_of(browser, path)) <= AT_MOST


def test_rules_that_nobody_could_keep_are_refused_and_nothing_is_lost(town, officer, client_of):
    wrong = SENT | {"grades": [], "days_to_sign": "0", "reminder_days": "-1", "notice_days": "forever"}
    page = client_of(officer).post("/compacts/testham/signatories/rules/", wrong).content.decode()
    for words in ["Choose at least one way of signing.", "Enter 1 or more.", "forever", "Decision of the Forum"]:
        assert words in page
    assert not SigningRules.objects.exists()
