"""The national codes that come with the portal."""

from io import StringIO

import pytest
from django.core.management import call_command

from codes import library
from codes.models import Code
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Clause, Edition
from tests import factories


def run():
    out = StringIO()
    call_command("load_library", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def versions():
    return library.versions()


def test_the_five_codes_are_there_with_their_undertakings(versions):
    assert {version.short_name for version in versions} == {
        "Funding",
        "Volunteering",
        "Black and Minority Ethnic Organisations",
        "Community Groups",
        "Consultation",
    }
    for version in versions:
        assert 15 <= len(version.paragraphs) <= 32, version.slug
        numbers = [row.number for row in version.paragraphs]
        assert len(numbers) == len(set(numbers)), version.slug
        assert {"statutory", "vcs"} <= {row.owed_by for row in version.paragraphs}, version.slug
        assert all(row.body or row.kind == "section" for row in version.paragraphs), version.slug


def test_consultation_11_1_says_how_long_a_consultation_runs(versions):
    consultation = next(version for version in versions if version.slug == "consultation")
    paragraph = next(row for row in consultation.paragraphs if row.number == "11.1")
    assert paragraph.heading == "How long a consultation runs"
    assert "twelve weeks" in paragraph.body


@pytest.mark.django_db
def test_loading_twice_is_loading_once(client):
    assert run().count("Loaded:") == 7
    counts = [model.objects.count() for model in (Code, Edition, Clause)]
    assert "nothing was changed" in run()
    assert [model.objects.count() for model in (Code, Edition, Clause)] == counts
    page = client.get("/codes/").content.decode()
    assert "Version 2005." in page
    assert 'href="/codes/funding/2000/"' in page
    first = Clause.objects.get(edition__text__slug="codes/funding", edition__slug="2000", number="6.3")
    again = Clause.objects.get(edition__text__slug="codes/funding", edition__slug="2005", number="7.3")
    assert (again.previous, again.lineage, again.relation) == (first, first.lineage, "moved")
    assert "not the official text" in client.get("/codes/consultation/2000/11.1/").content.decode().replace("\n", " ")


@pytest.mark.django_db
def test_a_code_without_a_version_in_force_is_retired_and_stays(client):
    run()
    edition = Edition.objects.get(text__slug="codes/community-groups")
    edition.end(EditionState.LAPSED, on=None, by=None)
    page = client.get("/codes/").content.decode()
    assert page.index("Retired") < page.index("Community Groups Code")
    assert client.get("/codes/community-groups/2003/3.1/").status_code == 200


@pytest.mark.django_db
def test_a_code_that_is_kept_here_is_left_alone():
    code = Code.found(title="Funding Code", short_name="Funding", slug="funding")
    factories.draft_of(code.text, "2010").publish(by=None)
    assert "Funding" not in run()
    assert code.text.editions.get().label == "2010"
