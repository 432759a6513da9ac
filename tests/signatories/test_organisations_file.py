"""The register of organisations as a file: exported, looked at, accepted, and the same again."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from signatories.models import NameKind, Organisation, OtherName, RegisterUpload
from signatories.models.register import throw_away_uploads
from signatories.tables import COLUMNS, NotATable, cells_of, harmless, read
from tests import factories
from tests.queries import assert_same_queries

LIST = "/compacts/testham/organisations/"
IMPORT = f"{LIST}import/"
HEADER = ",".join(COLUMNS.values())


def words(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def sent(town, officer, client_of):
    """A function: an officer's browser that has uploaded a file, and the answer it got."""

    def send(text, *, encoding="utf-8", browser=None):
        browser = browser or client_of(officer)
        data = text if isinstance(text, bytes) else text.encode(encoding)
        return browser, browser.post(IMPORT, {"file": SimpleUploadedFile("bodies.csv", data)})

    return send


def accept(browser, address, *, reason="Yearly check"):
    """Press the button of the page of an uploaded file."""
    seen = browser.get(address).context["form"].initial["seen"]
    return browser.post(address, {"seen": seen, "reason": reason}, follow=True)


@pytest.fixture
def everything(town, council, group):
    """An organisation with something in every column, and nasty signs."""
    network = factories.organisation("Testham Network", town, kind="network")
    made = factories.organisation(
        "=Testham “Choir”, & Co",
        town,
        slug="choir",
        kind="charity",
        charity_number="1012345",
        company_number="SC123456",
        public_number="E06000015",
        umbrella=network,
        area_served="-Spondon\tŵŷ",
        complaints_days=15,
        ombudsman="lgsco",
        contact_name="'=The office",
        email="choir@testham.example",
        contact_phone="+44 1632 960 001",
        postal_address="1 High Street\nTestham",
        website="https://choir.testham.example",
        successor=group,
        succeeded_on="2025-04-01",
    )
    made.other_names.create(name="@Singers", kind=NameKind.ALIAS)
    made.other_names.create(name="Old (small) Choir", kind=NameKind.FORMER, from_on="2001-04-01", until_on="2019-03-31")
    made.other_names.create(name="Older Choir", kind=NameKind.FORMER, until_on="2001-03-31")
    return made


@pytest.mark.parametrize(("parted_by", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16")])
def test_what_is_exported_is_imported_without_a_change(everything, officer, client_of, sent, parted_by, encoding):
    exported = client_of(officer).get(f"{LIST[:-1]}.csv").content.decode()
    columns, lines = read(exported.encode())
    assert columns == list(COLUMNS)
    row = next(line for line in lines if line.cells["slug"] == "choir")
    assert row.cells == cells_of(everything)
    again = "\n".join(
        parted_by.join('"' + harmless(cell).replace('"', '""') + '"' for cell in cells)
        for cells in [COLUMNS.values(), *(line.cells.values() for line in lines)]
    )
    browser, answer = sent(again, encoding=encoding)
    found = words(browser.get(answer["Location"]))
    assert "The register says all of this already." in found
    assert "Unchanged: 4" in found


def test_no_cell_of_the_export_is_a_formula(everything, officer, client_of):
    exported = client_of(officer).get(f"{LIST[:-1]}.csv").content.decode()
    assert '"\'=Testham “Choir”, & Co"' in exported
    assert "'+44 1632" in exported
    assert "''=The office" in exported
    assert ",=" not in exported
    assert ",@" not in exported


def test_nothing_is_written_before_it_is_accepted_then_all_with_its_reason(town, group, officer, sent):
    file = (
        f"{HEADER.split(',')[0]},Name,Sector,Kind,Also known as,Umbrella body,Company number\n"
        ",Testham Choir,Voluntary and community sector,charity,Singers; Choir,Testham Network,1234567\n"
        ",Testham Network,vcs,Network or forum,,,\n"
        "testham-gardeners,Testham Growers,vcs,group,,,\n"
    )
    browser, answer = sent(file)
    found = words(browser.get(answer["Location"]))
    assert "Added: 2" in found
    assert "Changed: 1" in found
    assert "Testham Gardeners</del>" in found
    assert "Testham Growers</ins>" in found
    assert Organisation.objects.count() == 1
    done = accept(browser, answer["Location"])
    assert "Added: 2. Changed: 1." in words(done)
    choir = Organisation.objects.get(name="Testham Choir")
    assert (choir.umbrella.name, choir.company_number) == ("Testham Network", "01234567")
    assert {name.name for name in choir.other_names.all()} == {"Singers", "Choir"}
    assert list(choir.compacts.all()) == [town]
    added = choir.history.last()
    assert (added.history_change_reason, added.history_user) == ("Yearly check (from the file bodies.csv)", officer)
    assert {row.history_change_reason for row in OtherName.history.all()} == {added.history_change_reason}
    group.refresh_from_db()
    assert (group.name, group.slug) == ("Testham Growers", "testham-gardeners")
    change = group.history.first()
    assert change.history_change_reason == "Yearly check (from the file bodies.csv)"
    assert change.history_user == officer
    assert not RegisterUpload.objects.exists()


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        ("x,Choir,vcs,group,,", "Address", "No organisation of this Compact has this address."),
        (",!!!,vcs,group,,", "Name", "Enter a name with letters in it."),
        (",Choir,both,group,,", "Sector", "Enter one of these: Statutory sector, Voluntary"),
        (",Choir,,group,,", "Sector", "Enter one of these"),
        (",Choir,vcs,castle,,", "Kind", "Enter one of these: Council"),
        (",Choir,vcs,group,12,", "Charity number", "Enter a charity number like 1012345"),
        (",Choir,vcs,group,,soon", "Complaints time limit in working days", "Enter a whole number of working days"),
        (",Choir,vcs,group,,261", "Complaints time limit in working days", "less than or equal to 260"),
        (f",{'x' * 161},vcs,group,,", "Name", "at most 160 characters"),
        (",Far Away Choir,vcs,group,,", "Name", "in the register of the portal already"),
        ("testham-gardeners,Testham Council,vcs,group,,", "Name", "in the register of the portal already"),
        (
            ",Testham Gardeners,vcs,group,,\n,testham gardeners,vcs,group,,",
            "Name",
            "Row 2 is of the same organisation.",
        ),
    ],
)
def test_each_error_stands_at_its_row_and_column_and_nothing_can_be_accepted(
    town, group, council, sent, row, column, sentence
):
    factories.organisation("Far Away Choir", factories.compact("Elsewhere Compact"))
    before = list(Organisation.objects.order_by("pk").values())
    browser, answer = sent(
        "Address,Name,Sector,Kind,Charity number,Complaints time limit in working days\n"
        f"{row}\n,Good Choir,vcs,group,,\n"
    )
    page = browser.get(answer["Location"])
    found = words(page)
    assert f"{column}: " in found
    assert sentence in found.replace("&#x27;", "'")
    assert "Nothing can be accepted while rows have errors." in found
    browser.post(answer["Location"], {"seen": page.context["form"].initial["seen"], "reason": "x"})
    assert list(Organisation.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("Choir,Nobody,,,", "No organisation is called so"),
        ("Choir,Choir,,,", "An organisation cannot be its own."),
        ("Choir,,Testham Gardeners,,", "Enter both the successor and the day it followed, or neither."),
        ("Choir,,Testham Gardeners,soon,", "Enter a date like 2019-04-01"),
        ("Choir,,,,Old (until soon)", ""),
        ("Choir,,,,Old (until 2019-13-01)", "Write the days like this"),
        ("Choir,,,,Old (from 2020-01-01 until 2019-01-01)", "The last day must be the first day or later."),
        ("Choir,,,,Old; old", "The same name stands there twice."),
    ],
)
def test_what_a_row_says_of_others_and_of_names_is_checked(group, sent, row, sentence):
    browser, answer = sent(
        "Name,Umbrella body,Successor,Followed by it since,Former names,Sector,Kind\n" + row + ",vcs,group"
    )
    found = words(browser.get(answer["Location"]))
    assert sentence in found
    assert ("Errors: 1" in found) == bool(sentence)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty"),
        (b"\xef\xbb\xbf", "The file is empty"),
        (b"Name,Sector,Kind", "nothing below them"),
        (b"Name,Shoe size\nChoir,9", "The column “Shoe size” is not known."),
        (b"Name,Name\nChoir,x", "is there twice"),
        (b"Sector\nvcs", "neither a column “Name” nor a column “Address”"),
        (b"Name\nChoir,vcs", "Row 2 has more cells than there are columns."),
        (b'Name,Kind\n"Choir,group', "cannot be read"),
        (b"PK\x03\x04\x00\x00", "no file of comma-separated values"),
        (b"Name\n" + b"x" * 1024 * 1024, "larger than 1 MB"),
        (b"Name\n" + b"x\n" * 1001, "more than 1,000 rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(data, sentence):
    with pytest.raises(NotATable, match=sentence.replace("(", r"\(")):
        read(data)


def test_a_file_of_an_old_program_is_read():
    _columns, lines = read("Name;Kind\nCafé Ŵ;group\n".encode("cp1252", errors="ignore"))
    assert lines[0].cells == {"name": "Café", "kind": "group"}


def test_a_column_left_out_stays_and_an_empty_cell_empties(everything, sent):
    browser, answer = sent("Address,Contact\nchoir,\n")
    accept(browser, answer["Location"])
    everything.refresh_from_db()
    assert everything.contact_name == ""
    assert everything.email == "choir@testham.example"
    assert everything.other_names.count() == 3


def test_what_somebody_else_changed_in_the_meantime_is_not_overwritten(group, council, sent):
    browser, answer = sent("Address,Contact\ntestham-gardeners,The shed\n")
    seen = browser.get(answer["Location"]).context["form"].initial["seen"]
    Organisation.objects.filter(pk=group.pk).update(contact_name="The office")
    refused = browser.post(answer["Location"], {"seen": seen, "reason": "x"}, follow=True)
    assert "Somebody has changed the register since." in words(refused)
    group.refresh_from_db()
    assert group.contact_name == "The office"
    assert "The office</del>" in words(refused)
    accept(browser, answer["Location"])
    group.refresh_from_db()
    assert group.contact_name == "The shed"
    assert browser.get(answer["Location"]).status_code == 404, "an accepted file is gone"


def test_a_file_is_thrown_away_by_its_officer_and_by_time(group, sent, client_of, other_officer):
    browser, answer = sent("Address,Contact\ntestham-gardeners,The shed\n")
    assert client_of(other_officer).get(answer["Location"]).status_code == 403
    browser.post(f"{answer['Location']}discard/")
    assert not RegisterUpload.objects.exists()
    sent("Address,Contact\ntestham-gardeners,The shed\n")
    with time_machine.travel(timezone.now() + timedelta(hours=47)):
        assert throw_away_uploads() == "0 uploaded registers thrown away"
    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        assert throw_away_uploads() == "1 uploaded registers thrown away"


def test_looking_costs_the_same_for_2_rows_and_for_20(town, officer, client_of, sent):
    browser = client_of(officer)

    def rows(count):
        RegisterUpload.objects.all().delete()
        made = [factories.organisation(f"Body {n} of {count}", town) for n in range(count)]
        lines = [[n, {"slug": body.slug, "contact_name": "The shed"}] for n, body in enumerate(made, 2)]
        RegisterUpload.objects.create(
            pk=1, compact=town, file_name="x.csv", columns=["slug", "contact_name"], rows=lines, made_by=officer
        )

    assert_same_queries(browser, f"{IMPORT}1/", rows)
