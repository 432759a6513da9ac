"""Files for tests, made here byte by byte: good ones, and each kind of bad one."""

import io
import zipfile

from PIL import Image

#: The standard test file of the makers of virus scanners (eicar.org), in two pieces, so that no scanner minds this one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MAIL = b"From: a@testham.example\r\nSubject: The grant\r\nDate: Mon, 5 Jan 2026 10:00:00 +0000\r\n"


def pdf(words=b"") -> bytes:
    """A PDF of one empty page."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n" + words + b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def locked_pdf() -> bytes:
    """A PDF that opens with a password only."""
    import pypdf

    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(9, 9)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def picture(kind="PNG") -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(out, kind)
    return out.getvalue()


def package(parts, *, comment=b"") -> bytes:
    """A ZIP file of some parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
        made.comment = comment
    return out.getvalue()


def office(main=WORD, **more) -> bytes:
    """A document of Office Open XML, as far as telling its kind needs."""
    types = f'<Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    return package({"[Content_Types].xml": types, "main.xml": "<w/>", **more})


def open_document(kind="text", manifest="<m/>", **more) -> bytes:
    """An OpenDocument file, as far as telling its kind needs."""
    return package(
        {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "META-INF/manifest.xml": manifest, **more}
    )


def locked(data: bytes) -> bytes:
    """A ZIP file whose parts say that they are encrypted: bit 0 of their flags, in both of its lists."""
    made = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := made.find(mark, start)) >= 0:
            made[start + place] |= 1
            start += 4
    return bytes(made)


def compound(stream: str) -> bytes:
    """A compound file with a stream of that name, as far as telling it needs."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le")


def mail(name="", content=b"") -> bytes:
    """A mail, with an attachment where one is named."""
    import base64

    if not name:
        return MAIL + b"\r\nThe grant ends in two weeks.\r\n"
    return (
        MAIL
        + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n'
        + b"--x\r\nContent-Type: text/html\r\n\r\n<p>See the paper.</p>\r\n"
        + f'--x\r\nContent-Type: application/octet-stream; name="{name}"\r\n'.encode()
        + f'Content-Disposition: attachment; filename="{name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'.encode()
        + base64.encodebytes(content)
        + b"\r\n--x--\r\n"
    )
