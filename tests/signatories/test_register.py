"""The public register tells the truth about who signed what, and a signature can be withdrawn but never removed."""

import csv
import io
import json
from datetime import date

import pytest
from django.utils import timezone

from compact_portal.compacts.kinds import Sector
from compact_portal.history import NotAllowed
from signatories.models import Membership, Role, Signature, SigningRules
from tests import factories
from tests.queries import assert_same_queries

REGISTER = "/compacts/testham/signatories/"


def page(browser, address=REGISTER):
    """Return the words of a page, in one line."""
    return " ".join(browser.get(address).content.decode().split())


def sign_for(edition, name, **fields):
    """A new organisation of the area that signs, through a signatory of its own."""
    compact = edition.text.compact
    organisation = factories.organisation(name, compact, **fields)
    return factories.signature(edition, organisation, factories.member(organisation, f"Of {name}", Role.SIGNATORY))


def test_the_register_lists_signatories_by_sector(edition, client):
    sign_for(edition, "Zeta Group")
    sign_for(edition, "Alpha Group")
    sign_for(edition, "Council", sector=Sector.STATUTORY)
    found = page(client)
    assert "3 organisations have signed the Testham Compact, edition revised." in found
    assert "Statutory sector: 1; Voluntary and community sector: 2." in found
    order = [found.index(f">{name}<") for name in ("Statutory sector", "Council", "Alpha Group", "Zeta Group")]
    assert order == sorted(order)


def test_who_signed_an_earlier_edition_only_is_said_to_have_done_so(town, edition, client, group, signatory):
    factories.signature(edition, group, signatory)
    newer = factories.edition(town, "new", in_force_on=timezone.localdate())
    sign_for(newer, "Second Group")
    found = page(client)
    assert "1 organisation has signed the Testham Compact, edition new." in found
    assert "1 more signed an earlier edition, not yet this one." in found
    assert "Signed the revised edition, not yet the new edition" in found
    factories.signature(newer, group, signatory)
    found = page(client)
    assert "2 organisations have signed the Testham Compact, edition new." in found
    assert "not yet" not in found
    assert found.count(">Testham Gardeners<") == 1


def test_a_compact_that_adopts_a_core_text_lists_the_bodies_of_its_own_area(edition, client):
    district = factories.compact("Little Testham Compact", core=edition.text.compact)
    mine = factories.organisation("Little Gardeners", district)
    Signature.record_paper(edition=edition, organisation=mine, by=None, office="Chair")
    sign_for(edition, "Big Gardeners")
    found = page(client, "/compacts/little-testham/signatories/")
    assert "Little Gardeners" in found
    assert "Big Gardeners" not in found
    assert "Little Gardeners" in page(client)


def test_an_organisation_of_two_areas_is_listed_once(edition, client):
    core = edition.text.compact
    district = factories.compact("Little Testham Compact", core=core)
    signature = sign_for(edition, "Both Group")
    signature.organisation.compacts.add(district)
    assert page(client).count(">Both Group<") == 1


def test_a_compact_without_an_agreed_edition_says_so(db, client):
    factories.compact("Empty Compact")
    assert "Nothing has been signed here" in page(client, "/compacts/empty/signatories/")
    assert client.get("/compacts/empty/signatories.csv").status_code == 200
    assert client.get("/compacts/empty/signatories.json").json()["signatories"] == []


def test_the_register_is_sorted_as_asked(edition, client):
    sign_for(edition, "Alpha Group")
    sign_for(edition, "Zeta Group")
    found = page(client, f"{REGISTER}?sort=-organisation")
    assert found.index("Zeta Group") < found.index("Alpha Group")
    for sort in ("name", "-office", "date", "nonsense", "-nonsense", "--date", "'"):
        assert client.get(REGISTER, {"sort": sort}).status_code == 200


def test_the_register_comes_in_pages(edition, client):
    for number in range(51):
        organisation = factories.organisation(f"Group {number:02}", edition.text.compact)
        Signature.record_paper(edition=edition, organisation=organisation, by=None, office="Chair")
    assert "Group 50" not in page(client)
    assert "51 organisations have signed" in page(client)
    assert "Group 50" in page(client, f"{REGISTER}?page=2")
    assert client.get(REGISTER, {"page": "x"}).status_code == 200


def test_the_public_register_sets_no_cookie(edition, client):
    sign_for(edition, "Alpha Group")
    for address in (REGISTER, "/compacts/testham/signatories.csv", "/compacts/testham/signatories.json"):
        assert not client.get(address).cookies


def test_pages_cost_the_same_for_2_rows_and_for_20(edition, client, officer, client_of):
    def add(count):
        for number in range(count):
            sign_for(edition, f"Group {number} of {count}")

    assert_same_queries(client, REGISTER, add)
    assert_same_queries(client_of(officer), "/compacts/testham/organisations/", lambda count: None)


def test_spreadsheets_get_the_register_without_formulas(edition, client):
    sign_for(edition, "=1+1 Group", slug="formula")
    withdrawn = sign_for(edition, "Gone Group")
    withdrawn.withdraw(by=withdrawn.person, reason="We close.")
    response = client.get("/compacts/testham/signatories.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["organisation"] for row in rows] == ["'=1+1 Group", "Gone Group"]
    assert rows[1]["standing"] == "Withdrawn"
    assert rows[1]["withdrawn_on"] == timezone.localdate().isoformat()
    facts = json.loads(client.get("/compacts/testham/signatories.json").content)
    assert facts["signatories"][0]["organisation"] == "=1+1 Group"
    assert facts["edition"] == "Testham Compact, edition revised"


def test_the_certificate_says_what_was_signed(edition, client):
    signature = sign_for(edition, "Alpha Group")
    found = page(client, f"{REGISTER}{signature.pk}/")
    assert signature.certificate in found
    assert edition.digest in found
    assert "word for word what was signed" in found
    assert "Withdraw this signature" not in found


def test_a_certificate_belongs_to_one_compact(edition, client):
    signature = sign_for(edition, "Alpha Group")
    factories.compact("Other Compact")
    assert client.get(f"/compacts/other/signatories/{signature.pk}/").status_code == 404


def test_an_authorised_signatory_withdraws_with_a_reason_that_everybody_can_read(
    edition, group, signatory, client, client_of
):
    SigningRules.objects.create(compact=edition.text.compact, notice_days=0)
    signature = factories.signature(edition, group, signatory)
    browser, address = client_of(signatory), f"{REGISTER}{signature.pk}/withdraw/"
    assert "Answer “Why does the organisation withdraw its signature?”" in browser.post(address, {}).content.decode()
    browser.post(address, {"reason": "We merge with another group."})
    found = page(client, f"{REGISTER}{signature.pk}/")
    assert "and withdrew the signature on" in found
    assert "We merge with another group." in found
    assert "Signed the revised edition, and withdrew on" in page(client)
    assert Signature.objects.count() == 1
    again = browser.post(address, {"reason": "Once more."}, follow=True).content.decode()
    assert "This signature has already been withdrawn." in again


def test_a_withdrawn_organisation_may_sign_again(edition, group, signatory):
    factories.signature(edition, group, signatory).withdraw(by=signatory, reason="By mistake.")
    factories.signature(edition, group, signatory)
    assert Signature.objects.standing().count() == 1


def test_nobody_else_withdraws(edition, group, signatory, complainant, officer, client_of):
    signature = factories.signature(edition, group, signatory)
    for person in (complainant, officer):
        response = client_of(person).post(f"{REGISTER}{signature.pk}/withdraw/", {"reason": "No"})
        assert response.status_code == 403
        with pytest.raises(NotAllowed, match="Only an authorised signatory"):
            signature.withdraw(by=person, reason="No")
    Membership.objects.get(person=signatory).end(by=officer)
    assert client_of(signatory).post(f"{REGISTER}{signature.pk}/withdraw/", {"reason": "No"}).status_code == 403
    signature.refresh_from_db()
    assert signature.withdrawn_on is None


def test_an_officer_records_what_was_signed_on_paper(edition, council, officer, client, client_of):
    browser, address = client_of(officer), f"{REGISTER}record/"
    said = {"organisation": council.pk, "edition": edition.pk, "office": "Chief Executive", "note": "File CP 12"}
    said |= {"signed_on_day": "3", "signed_on_month": "March", "signed_on_year": "2026"}
    assert browser.post(address, said)["Location"] == REGISTER
    signature = Signature.objects.get()
    assert signature.signed_on == date(2026, 3, 3)
    assert signature.events.get().note == "File CP 12"
    assert "Chief Executive" in page(client)
    twice = browser.post(address, said).content.decode()
    assert "Testham Council has already signed this edition." in twice
    assert "File CP 12" in twice


def test_what_is_typed_wrong_about_paper_is_kept(edition, council, officer, client_of):
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    said = {"organisation": "999", "edition": "x", "office": "y" * 121, "note": "Kept"}
    said |= {"signed_on_day": tomorrow.day, "signed_on_month": tomorrow.month, "signed_on_year": tomorrow.year}
    found = client_of(officer).post(f"{REGISTER}record/", said).content.decode()
    for words in ("Choose one of the answers", "must be today or earlier", "Shorten", "Kept"):
        assert words in found
    assert not Signature.objects.exists()
