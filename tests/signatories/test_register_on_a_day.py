"""The register tells who had signed on any day, as far as the documents give days, and leaves nothing out."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone

from compact_portal.compacts.lifecycle import EditionState
from signatories.models import Role, Signature, SignedMember
from signatories.models.member import Named
from signatories.registered import Register
from signatories.standing import Days, Was, of_organisation
from tests import factories
from tests.queries import assert_same_queries

REGISTER = "/compacts/testham/signatories/"


def page(browser, address=REGISTER):
    """Return the words of a page, in one line."""
    return " ".join(browser.get(address).content.decode().split())


def day(text):
    """Return a day of "2015-06", its first."""
    return date.fromisoformat(f"{text}-01")


# What is known, and the day asked for. Signed in May 2010 where nothing else is said; put on record in March 2020.
ONE_SIGNATURE = [
    ("signed 2010-05", "2010-04", Was.NOT_YET),
    ("signed 2010-05", "2010-05", Was.STOOD),
    ("signed 2010-05", "2026-05", Was.STOOD),
    ("undated", "2009-01", Was.PERHAPS),
    ("undated", "2020-03", Was.STOOD),
    ("undated, agreed 2010-01", "2009-12", Was.NOT_YET),
    ("undated, agreed 2010-01", "2010-01", Was.PERHAPS),
    ("signed 2010-05, told 2015-01, ends 2015-03", "2014-12", Was.STOOD),
    ("signed 2010-05, told 2015-01, ends 2015-03", "2015-01", Was.LEAVING),
    ("signed 2010-05, told 2015-01, ends 2015-03", "2015-02", Was.LEAVING),
    ("signed 2010-05, told 2015-01, ends 2015-03", "2015-03", Was.ENDED),
    ("undated, ends 2021-01", "2020-12", Was.STOOD),
    ("undated, ends 2021-01", "2021-01", Was.ENDED),
]


def known(words, ordinal=1):
    """Return the days that some words tell."""
    said = dict(word.split(" ") for word in words.split(", ") if " " in word)
    days = {name: day(value) for name, value in said.items()}
    return Days(ordinal, days.get("signed"), day("2020-03"), days.get("agreed"), days.get("told"), days.get("ends"))


@pytest.mark.parametrize(("words", "asked", "was"), ONE_SIGNATURE)
def test_how_a_signature_was_on_a_day(words, asked, was):
    assert known(words).on(day(asked)) is was


# The signatures of one organisation under editions 1 and 2, the day, the edition measured by, how it stands.
SEVERAL = [
    (["signed 2002-01"], "2001-01", 1, None),
    (["signed 2002-01"], "2005-01", 1, "signed"),
    (["signed 2002-01"], "2015-01", 2, "earlier"),
    (["signed 2002-01"], "2015-01", None, "signed"),
    (["signed 2002-01", "signed 2012-01"], "2015-01", 2, "re-affirmed"),
    (["signed 2002-01", "signed 2012-01"], "2010-01", 1, "signed"),
    (["signed 2002-01", "signed 2012-01, told 2014-12, ends 2015-02"], "2015-01", 2, "leaving"),
    (["signed 2002-01", "signed 2012-01, ends 2015-01"], "2015-01", 2, "withdrawn"),
    (["undated", "undated"], "2015-01", 2, "perhaps"),
    (["signed 2002-01", "undated"], "2015-01", 2, "earlier"),
]


@pytest.mark.parametrize(("signatures", "asked", "measured", "standing"), SEVERAL)
def test_the_newest_edition_that_an_organisation_signed_speaks_for_it(signatures, asked, measured, standing):
    found = of_organisation([known(words, number) for number, words in enumerate(signatures, 1)], day(asked), measured)
    assert (found and found[0].value) == standing


def test_who_signed_again_after_leaving_stands():
    assert of_organisation([known("signed 2002-01, ends 2005-01"), known("signed 2006-01")], day("2015-01"), 1)[1] == 1


def on_paper(edition, name, **fields):
    """An organisation of the area that signed on paper."""
    body = factories.organisation(name, edition.text.compact)
    return Signature.record_paper(edition=edition, organisation=body, by=None, office="Chair", **fields)


@pytest.fixture
def two_editions(town, edition):
    """A second edition in force, a hundred days old; the first from 2026-01-05 until then."""
    factories.edition(town, "new", in_force_on=timezone.localdate() - timedelta(days=100))
    return edition, town.agreement.editions.get(slug="new")


def test_the_register_of_a_day_tells_who_had_signed_then(two_editions, client):
    first, second = two_editions
    today = timezone.localdate()
    on_paper(first, "Early Group", signed_on=today - timedelta(days=200))
    on_paper(second, "Late Group", signed_on=today - timedelta(days=50))
    on_paper(first, "Undated Group")
    before = (today - timedelta(days=150)).isoformat()
    found = page(client, f"{REGISTER}?on={before}")
    assert "1 organisation has signed the Testham Compact, edition revised." in found
    assert "Early Group" in found
    assert "Late Group" not in found
    assert "on a day that the paper does not give" in found
    now = page(client)
    assert "1 organisation has signed the Testham Compact, edition new." in now
    assert now.count("Signed the revised edition, not yet the new edition") == 2
    rows = list(csv.DictReader(io.StringIO(client.get(f"{REGISTER[:-1]}.csv?on={before}").content.decode("utf-8-sig"))))
    assert [(row["organisation"], row["standing"], row["on"]) for row in rows] == [
        ("Early Group", "Signed", before),
        ("Undated Group", "Perhaps signed by then", before),
    ]
    told = client.get(f"{REGISTER[:-1]}.json?on={before}&standing=signed").json()
    assert told["on"] == before
    assert [row["organisation"] for row in told["signatories"]] == ["Early Group"]


def test_where_documents_give_no_days_the_register_does_not_guess(db, client):
    town = factories.compact("Oldham Compact")
    first = factories.edition(town, "old", in_force_on=None)
    on_paper(first, "Some Group")
    first.end(EditionState.SUPERSEDED, on=None, by=None)
    factories.edition(town, "newest", in_force_on=None)
    found = page(client, "/compacts/oldham/signatories/?on=1999-06-01")
    assert "The documents do not say which edition was in force on that day" in found
    assert "not yet" not in found


def test_a_day_is_asked_for_by_a_form_and_kept_in_the_address(edition, client):
    on_paper(edition, "Some Group")
    asked = {"on_day": "1", "on_month": "6", "on_year": "2015", "q": "", "sector": "vcs"}
    assert client.get(REGISTER, asked)["Location"] == f"{REGISTER}?sector=vcs&on=2015-06-01"
    for wrong in ("2015-13-99", "yesterday", "'", "9999-01-01", "0001-01-01"):
        assert "There is a problem" in page(client, f"{REGISTER}?on={wrong}")
    assert "There is a problem" in page(client, f"{REGISTER}?on_day=31&on_month=2&on_year=2015")
    assert client.get(f"{REGISTER[:-1]}.json?on=rubbish").json()["on"] == timezone.localdate().isoformat()


def test_the_register_is_filtered_by_name_sector_and_standing(edition, client, council):
    on_paper(edition, "Some Group")
    Signature.record_paper(edition=edition, organisation=council, by=None, office="Leader")
    assert "Testham Council" not in page(client, f"{REGISTER}?q=some+GROUP")
    assert "Some Group" not in page(client, f"{REGISTER}?sector=statutory")
    assert "No organisation matches" in page(client, f"{REGISTER}?standing=withdrawn")
    assert client.get(f"{REGISTER}?standing=nonsense&sector=x&sort=-standing").status_code == 200


def test_members_are_shown_through_their_umbrella_and_who_opted_out_is_not(edition, client, group, signatory):
    signature = factories.signature(edition, group, signatory)
    bodies = [factories.organisation(name, edition.text.compact) for name in ("Stays", "Opts Out", "Signed Itself")]
    _stays, opts_out, itself = bodies
    members = SignedMember.sign_for(signature, bodies, [Named("Chess Club"), Named("Choir", "choir@x.example")])
    factories.signature(edition, itself, factories.member(itself, "Ida", Role.SIGNATORY))
    opts_out_member = next(one for one in members if one.organisation == opts_out)
    opts_out_member.opt_out(reason="No")
    next(one for one in members if one.name == "Choir").opt_out()
    found = page(client)
    assert found.count("Through Testham Gardeners.") == 1
    assert "on behalf of Chess Club<" in found
    assert "Opts Out" not in found
    assert "Choir" not in found
    assert "Umbrella bodies signed for 2 more." in found
    assert "2 organisations have signed" in found
    SignedMember.objects.filter(pk=opts_out_member.pk).update(
        told_at=timezone.now() - timedelta(days=40), opted_out_at=timezone.now()
    )
    assert "Through Testham Gardeners. Signed the revised edition, and withdrew on" in page(client)
    row = next(row for row in Register(edition.text.compact).rows if row.organisation == opts_out)
    assert row.ends_on == timezone.localdate()


def test_the_register_costs_the_same_for_many(edition, client, officer, client_of):
    def add(count):
        for number in range(count):
            signature = on_paper(edition, f"Group {number} of {count}")
            SignedMember.sign_for(signature, [factories.organisation(f"M {number} {count}", edition.text.compact)])

    assert_same_queries(client, f"{REGISTER}?on=2026-06-01&q=group", add)
    assert_same_queries(client_of(officer), REGISTER, lambda count: None)
    assert_same_queries(client_of(officer), f"{REGISTER}requests/whom/", lambda count: None)
    assert_same_queries(client_of(officer), f"{REGISTER}{Signature.objects.first().pk}/", lambda count: None)
