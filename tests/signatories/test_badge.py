"""The badge tells the truth at the time it is asked for, and follows nobody."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.utils import timezone

from signatories import actions
from signatories.badge import COLOURS, GREY
from signatories.models import Role
from tests import factories

SVG = "{http://www.w3.org/2000/svg}"


def badge(client, signature, query=""):
    """Fetch the badge of a signature; return its title, description and what is written on it."""
    response = client.get(f"/compacts/testham/signatories/{signature.pk}/badge.svg{query}")
    picture = ElementTree.fromstring(response.content)
    written = [text.text for text in picture.iter(f"{SVG}text")]
    return picture.find(f"{SVG}title").text, picture.find(f"{SVG}desc").text, written


def test_it_says_what_is_so_on_the_day(town, edition, group, signatory, client):
    signature = factories.signature(edition, group, signatory)
    title, asked, written = badge(client, signature)
    assert title == "Testham Gardeners. Testham Compact: We signed: revised edition."
    assert str(timezone.localdate().year) in asked
    assert written == ["Testham Compact", "We signed: revised edition"]
    newer = factories.edition(town, "new", in_force_on=timezone.localdate())
    assert badge(client, signature)[2][1] == "We signed the revised edition only"
    again = factories.signature(newer, group, signatory)
    assert badge(client, signature)[2][1] == badge(client, again)[2][1] == "We signed again: new edition"
    actions.leave(again, by=signatory, reason="We close.")
    assert badge(client, signature)[2][1].startswith("We leave on ")
    with time_machine.travel(timezone.now() + timedelta(days=28), tick=False):
        assert badge(client, signature)[2][1].startswith("No longer signed since ")


def test_it_speaks_welsh(edition, group, signatory, client):
    signature = factories.signature(edition, group, signatory)
    assert badge(client, signature, "?lang=cy")[2] == ["Testham Compact", "Wedi llofnodi: argraffiad revised"]
    assert badge(client, signature, "?lang=xx")[2][1] == "We signed: revised edition"


def test_it_may_stand_anywhere_and_sets_nothing(edition, group, signatory, client):
    signature = factories.signature(edition, group, signatory)
    response = client.get(f"/compacts/testham/signatories/{signature.pk}/badge.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Cache-Control"] == "public, max-age=3600"
    assert not response.cookies
    assert b"<script" not in response.content
    assert b"href" not in response.content


def test_the_page_that_names_who_is_signed_in_is_kept_by_nobody(edition, group, signatory, client_of):
    signature = factories.signature(edition, group, signatory)
    response = client_of(signatory).get(f"/compacts/testham/signatories/{signature.pk}/badge/")
    assert "no-store" in response["Cache-Control"]


def test_one_that_is_not_there_says_so(town, client):
    response = client.get("/compacts/testham/signatories/999/badge.svg")
    assert response.status_code == 404
    assert b"Not in the register" in response.content


def test_names_cannot_break_out_of_the_picture_or_the_html_to_copy(edition, town, client):
    body = factories.organisation('<b>"A" & B</b>', town, slug="a-b")
    signature = factories.signature(edition, body, factories.member(body, "Bea", Role.SIGNATORY))
    assert badge(client, signature)[0].startswith('<b>"A" & B</b>.')
    page = client.get(f"/compacts/testham/signatories/{signature.pk}/badge/")
    assert '<b>"A"' not in page.content.decode()
    assert not page.cookies


def luminance(colour):
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("colour", [*COLOURS.values(), GREY])
def test_white_words_can_be_read_on_it(colour):
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5
