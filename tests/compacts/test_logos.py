"""The logo of a Compact: drawn anew from what an officer uploads, shown on its pages, and taken away again."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from compact_portal import history
from compact_portal.compacts import logos

DETAILS = "/compacts/testham/details/"


def picture(kind="PNG", size=(200, 100), **options):
    """A picture as a file."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "red").save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """An empty store of documents."""
    settings.MEDIA_ROOT = tmp_path


def test_an_officer_gives_a_logo_which_all_pages_show_and_takes_it_away(town, officer, client, client_of):
    browser = client_of(officer)
    upload = SimpleUploadedFile("script.html", picture("JPEG", comment=b"<script>"), content_type="text/html")
    said = {"colour": "teal", "notice": "Kept"}
    assert browser.post(DETAILS, {**said, "new_logo": upload}).status_code == 302
    assert 'src="/compacts/testham/logo.png"' in client.get("/compacts/testham/").content.decode()
    response = client.get("/compacts/testham/logo.png")
    drawn = b"".join(response.streaming_content)
    assert response["Content-Type"] == "image/png"
    assert b"<script>" not in drawn
    assert Image.open(io.BytesIO(drawn)).size == (200, 100)
    again = client.get("/compacts/testham/logo.png", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304

    browser.post(DETAILS, said)
    kept = client.get("/compacts/testham/logo.png")
    assert b"".join(kept.streaming_content) == drawn, "saving without a file keeps it"
    browser.post(DETAILS, {**said, "no_logo": "on"})
    assert client.get("/compacts/testham/logo.png").status_code == 404
    assert "logo.png" not in client.get("/compacts/testham/").content.decode()
    assert [change.fields[0].label for change in history.changes(town.history.all())][:1] == ["Logo"]


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "saved as PNG or JPEG"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 400, "saved as PNG or JPEG"),
        (picture("GIF"), "saved as PNG or JPEG"),
        (b"0" * (logos.MOST_BYTES + 1), "larger than 2 MB"),
        (picture(size=(9000, 9000)), "too many pixels"),
        (picture(size=(10, 300)), "too small"),
    ],
    ids=["svg", "no png", "gif", "large", "bomb", "tiny"],
)
def test_what_is_no_usable_picture_is_refused_with_what_to_do(upload, words):
    with pytest.raises(ValidationError, match=words):
        logos.draw_anew(upload)


def test_a_form_with_a_bad_logo_keeps_the_rest(town, officer, client_of):
    upload = SimpleUploadedFile("logo.png", b"no picture", content_type="image/png")
    page = client_of(officer).post(DETAILS, {"colour": "teal", "notice": "Kept", "new_logo": upload})
    assert page.status_code == 200
    assert "could not be read" in page.content.decode()
    assert "Kept" in page.content.decode()


def test_a_large_logo_is_made_smaller_and_keeps_what_can_be_seen_through():
    buffer = io.BytesIO()
    Image.new("RGBA", (3000, 1000), (0, 0, 0, 0)).save(buffer, "PNG")
    drawn = Image.open(io.BytesIO(logos.draw_anew(buffer.getvalue())))
    assert drawn.size == (800, 267)
    assert drawn.mode == "RGBA"
