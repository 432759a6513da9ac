"""The texts of the sample: files in plain words, read by the same importer as real ones, then published."""

from pathlib import Path

from compact_portal.accounts.models import User
from compact_portal.compacts.actions import import_edition
from compact_portal.compacts.importing import parse
from compact_portal.compacts.kinds import Sector
from compact_portal.compacts.models import Edition, Text

TEXTS = Path(__file__).parent / "texts"
NOTICE = "Sample text, written for this demonstration. It is not the official text and binds nobody."


def draft(text: Text, label: str, file: str, *, by: User, notice: str = NOTICE, **fields) -> Edition:
    """A draft read from one of the sample's files."""
    parsed = parse((TEXTS / f"{file}.md").read_text(encoding="utf-8"))
    edition = import_edition(text, label, parsed, by=by, note="Sample data")
    for name, value in {"notice": notice, **fields}.items():
        setattr(edition, name, value)
    edition.full_clean()
    edition.save()
    return edition


def publish(edition: Edition, approvers: dict[Sector, User], *, by: User, **fields) -> None:
    """Publish an edition that both sectors have approved."""
    for sector, person in approvers.items():
        edition.approve(by=person, sector=sector, note="Sample data")
    edition.publish(by=by, **fields)
