"""Reading the scan of a signature page: what it is, for which request its QR code says it is, and how it looks.

The file is looked at in a process of its own. No virus scanner is asked: nothing but its pixels is ever used, and the
file itself goes to officers and to the organisation only, as a download.
"""

import json
import re
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from compact_portal import apart

MOST_BYTES = 15 * 1024 * 1024  # As in the process.
KEY = re.compile(r"/sign/([2-9a-z]{12})/?$")
SECONDS = 20.0


class NotAScan(Exception):
    """A file that cannot be a scan; its text says what to do."""


class Looked(NamedTuple):
    """What a scan is (its media type), the keys of requests that its QR codes name, and its first page as PNG."""

    kind: str
    keys: list[str]
    preview: bytes


def address_of(key: str) -> str:
    """What the QR code on the page of a request says: an address that tells how the request stands."""
    return f"{settings.SITE_URL}/sign/{key}/"


def look_at(data: bytes) -> Looked:
    """Look at a scan, or raise NotAScan with a sentence."""
    refused = {
        "large": _("The file is larger than 15 MB, or the picture too large. Scan in grey, at 200 dots an inch."),
        "kind": _("The file is no PDF, PNG or JPEG. Scan the page as one of these."),
        "broken": _("The file is damaged. Scan the page again."),
    }
    if len(data) > MOST_BYTES:
        raise NotAScan(refused["large"])
    try:
        done = apart.ask("signatories.scanned", given=[data], seconds=SECONDS)
    except apart.TakesTooLong:
        raise NotAScan(refused["broken"]) from None
    said, _line, preview = done.written.partition(b"\n")
    try:
        answer = json.loads(said)
        if reason := answer.get("refused"):
            raise NotAScan(refused[str(reason)])
        codes = [str(code) for code in answer["codes"]]
        kind = str(answer["kind"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotAScan(refused["broken"]) from None
    keys = [found[1] for code in codes if (found := KEY.search(code))]
    return Looked(kind, list(dict.fromkeys(keys)), preview)
