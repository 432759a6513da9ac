"""What a PDF says of its seals, as far as its own bytes tell: no key, no record and no network is asked.

`python -m compact_portal.pdf.examining < file` says it of a file that anybody may have made, as JSON, within limits.
Started by `verifying.py`. Loads pyHanko, so import it only where a document is sealed or examined.
"""

import asyncio
import io
import sys
from dataclasses import replace
from itertools import islice
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from compact_portal.apart import keep_within
from compact_portal.pdf.findings import MOST_BYTES, Findings, claimed_in

MOST_COMPUTING = 15  # Seconds.
MOST_WAITING = 30
MOST_PAGES = 20  # So many are searched for the number of the document.


def examine(document: bytes) -> Findings:
    """Return what a PDF says of its seals. Whatever is wrong with it is a finding, never an error."""
    found = Findings(claimed=claimed_in(document))
    if not document[:1024].lstrip().startswith(b"%PDF-"):
        return replace(found, refused="not_pdf")
    try:
        reader = PdfFileReader(io.BytesIO(document), strict=False)
        if reader.encrypted:
            return replace(found, refused="encrypted")
        if not found.claimed:
            found = replace(found, claimed=_claimed_by_links(reader))
        seals = reader.embedded_signatures
        return _of_seal(seals[0], replace(found, seals=len(seals))) if seals else found
    except MemoryError:
        return replace(found, refused="huge")
    except Exception:  # noqa: BLE001 - Whatever the library stumbles over, the file is what is wrong.
        return replace(found, refused="broken")


def _of_seal(seal: EmbeddedPdfSignature, found: Findings) -> Findings:
    """Return what the first seal of a file says; a seal that cannot be read is one that does not hold."""
    found = replace(
        found,
        fingerprint=seal.signer_cert.sha256.hex(),
        signer=_name(seal.signer_cert),
        said_at=seal.self_reported_timestamp,
    )
    try:
        status = asyncio.run(_status(seal))
    except Exception:  # noqa: BLE001 - As above.
        return found
    return replace(
        found,
        intact=status.intact,
        valid=status.valid,
        covers_all=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        allows_nothing=seal.docmdp_level == MDPPerm.NO_CHANGES,
        **_of_stamp(seal, status),
    )


async def _status(seal: EmbeddedPdfSignature) -> PdfSignatureStatus:
    """Check the signature itself. Whether its certificate is to be trusted is for the portal's records to say."""
    nobody = ValidationContext(trust_roots=[seal.signer_cert], allow_fetching=False)
    return await async_validate_pdf_signature(seal, nobody, nobody, skip_diff=True)


def _of_stamp(seal: EmbeddedPdfSignature, status: PdfSignatureStatus) -> dict[str, Any]:
    """Return what the time stamp of a seal says, if it has one."""
    stamp = status.timestamp_validity
    if stamp is None:
        others = seal.signer_info["unsigned_attrs"]
        return {"stamped": any(other["type"].native == "signature_time_stamp_token" for other in others)}
    return {
        "stamped": True,
        "stamp_holds": stamp.intact and stamp.valid,
        "stamped_at": stamp.timestamp,
        "stamped_by": _name(stamp.signing_cert),
    }


def _name(certificate: x509.Certificate) -> str:
    """Return to whom a certificate was issued."""
    return str(certificate.subject.human_friendly)[:250]


def _claimed_by_links(reader: PdfFileReader) -> str:
    """Return the number of a document to which a link on one of its pages leads."""
    for page in islice(_pages(reader.root["/Pages"]), MOST_PAGES):
        for note in page.get("/Annots", ()):
            action = note.get_object().get("/A", {})
            if claimed := claimed_in(str(action.get("/URI", "")).encode()):
                return claimed
    return ""


def _pages(tree, depth: int = 0):
    """Yield the pages of a document in their order."""
    for kid in tree.get("/Kids", ()):
        node = kid.get_object()
        if node.get("/Type") == "/Page":
            yield node
        elif depth < MOST_PAGES:
            yield from _pages(node, depth + 1)


def main() -> None:
    """Examine what comes in, within limits."""
    keep_within(computing=MOST_COMPUTING, waiting=MOST_WAITING)
    document = sys.stdin.buffer.read(MOST_BYTES + 1)
    found = Findings(refused="huge") if len(document) > MOST_BYTES else examine(document)
    sys.stdout.write(found.as_json())


if __name__ == "__main__":
    main()
