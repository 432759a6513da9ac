"""What was found of the seals of a PDF, in a form that one process can tell another."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime

from compact_portal.pdf.numbers import LETTERS, SHORT_ID_LENGTH, is_short_id

MOST_BYTES = 20_000_000
# A slash may be written as itself or in octal, as in the place that a seal names.
CLAIM = re.compile(rb"(?:/|\\057)verify(?:/|\\057)([%s]{%d})(?:/|\\057)" % (LETTERS.encode(), SHORT_ID_LENGTH))


@dataclass(frozen=True)
class Findings:
    """What the bytes of a PDF say of its seals.

    `refused`: why nothing could be found ("not_pdf", "encrypted", "broken", "huge"). `claimed`: the number of a
    document that stands in the file, whoever wrote it there. `seals`: how many signatures there are. The others are of
    the first, made with the certificate of that `fingerprint`: `intact`, what it covers is unchanged; `valid`, the key
    made it; `covers_all`, nothing comes after it; `allows_nothing`, it is a certification after which nothing may
    change. `said_at` is when whoever sealed says that it was, `stamped_at` when a time-stamp authority does.
    """

    refused: str = ""
    claimed: str = ""
    seals: int = 0
    fingerprint: str = ""
    signer: str = ""
    intact: bool = False
    valid: bool = False
    covers_all: bool = False
    allows_nothing: bool = False
    said_at: datetime | None = None
    stamped: bool = False
    stamp_holds: bool = False
    stamped_at: datetime | None = None
    stamped_by: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether there is one seal, and it holds for the whole file."""
        whole = self.seals == 1 and self.covers_all and self.allows_nothing
        return whole and self.intact and self.valid and (self.stamp_holds or not self.stamped)

    def as_json(self) -> str:
        return json.dumps(asdict(self), default=datetime.isoformat)

    @classmethod
    def of_json(cls, written: bytes) -> "Findings":
        """Return what another process found. It is as little to be trusted as the file: only the right types are taken.

        Raises ValueError where it is nothing of the kind.
        """
        raw, known = json.loads(written), {}
        if not isinstance(raw, dict):
            raise ValueError("no findings")
        for name, kind in {**dict.fromkeys(TEXTS, str), **dict.fromkeys(FLAGS, bool), "seals": int}.items():
            if not isinstance(raw.get(name), kind):
                raise ValueError(f"{name} is no {kind.__name__}")
            known[name] = raw[name]
        if (known["claimed"] and not is_short_id(known["claimed"])) or set(known["fingerprint"]) - set(
            "0123456789abcdef"
        ):
            raise ValueError("a number or fingerprint that is none")
        for name in MOMENTS:
            known[name] = datetime.fromisoformat(raw[name]) if raw.get(name) else None
            if known[name] and known[name].tzinfo is None:
                raise ValueError(f"{name} is in no time zone")
        return cls(**known)


TEXTS = ("refused", "claimed", "fingerprint", "signer", "stamped_by")
FLAGS = ("intact", "valid", "covers_all", "allows_nothing", "stamped", "stamp_holds")
MOMENTS = ("said_at", "stamped_at")


def claimed_in(document: bytes) -> str:
    """Return the number of a document that stands in the bytes of a file; empty where there is none."""
    found = CLAIM.search(document)
    return found[1].decode() if found else ""
