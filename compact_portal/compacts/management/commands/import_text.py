"""`manage.py import_text FILE --compact SLUG --edition LABEL`: read an agreement into a draft."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from compact_portal.compacts.actions import import_edition
from compact_portal.compacts.importing import NotAText, ParsedText, decode, parse
from compact_portal.compacts.importing.refusals import MOST_BYTES
from compact_portal.compacts.models import Compact

MOST_SHOWN = 200


class Command(BaseCommand):
    """Read a Markdown or plain text file into a new draft, and tell what was found and what was unsure."""

    help = "Read an agreement from Markdown or plain text into a new draft. Nothing is changed when anything is wrong."

    def add_arguments(self, parser):
        """Take the file, the Compact and the label."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--compact", required=True, metavar="SLUG", help="like derby")
        parser.add_argument("--edition", required=True, metavar="LABEL", help="how people call it: 2002, revised")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would be made")

    def handle(self, *args, **options):
        """Import, or stop with a sentence that says what to do."""
        compact = Compact.objects.filter(slug=options["compact"]).first()
        if compact is None:
            known = ", ".join(Compact.objects.values_list("slug", flat=True)) or _("none yet")
            raise CommandError(
                _("There is no Compact “%(slug)s”. There are: %(known)s.")
                % {"slug": options["compact"], "known": known}
            )
        try:
            with options["file"].open("rb") as file:
                parsed = parse(decode(file.read(MOST_BYTES + 1)))
        except OSError as error:
            raise CommandError(_("The file cannot be read: %(error)s.") % {"error": error.strerror}) from None
        except NotAText as error:
            raise CommandError(str(error)) from None
        self.tell(parsed)
        if options["dry_run"]:
            self.stdout.write(_("Nothing was saved."))
            return
        try:
            edition = import_edition(compact.agreement, options["edition"], parsed, by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(
            self.style.SUCCESS(
                _("A draft was made: %(reference)s. Read it through, then publish it.")
                % {"reference": edition.reference}
            )
        )

    def tell(self, parsed: ParsedText) -> None:
        """Print what was found, what was unsure and what was left out."""
        self.section(_("Found"), parsed.found())
        unsure = [_("line %(line)d: %(message)s") % {"line": f.line, "message": f.message} for f in parsed.findings]
        self.section(_("Not sure"), unsure)
        left_out = [
            _("line %(line)d: “%(text)s” (%(why)s)")
            % {"line": left.line, "text": " ".join(left.text.split()), "why": left.why}
            for left in parsed.left_out
        ]
        self.section(_("Left out, because it belongs to the page and not to the text"), left_out)

    def section(self, title: str, lines: list[str]) -> None:
        """Print a heading and its lines, shortened where there are very many."""
        self.stdout.write(self.style.MIGRATE_HEADING(f"{title} ({len(lines)})"))
        for line in lines[:MOST_SHOWN]:
            self.stdout.write(f"  {line}")
        if len(lines) > MOST_SHOWN:
            self.stdout.write(_("  … and %(more)d more") % {"more": len(lines) - MOST_SHOWN})
