"""`manage.py import_text FILE --compact SLUG --edition LABEL [--code SLUG]`: read an agreement or code into a draft."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compact_portal.compacts.actions import import_edition
from compact_portal.compacts.importing import NotAText, ParsedText, parse_file
from compact_portal.compacts.importing.refusals import MOST_BYTES
from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.models import Compact, Text

MOST_SHOWN = 200


class Command(BaseCommand):
    """Read a file into a new draft, and tell what was found and what was unsure."""

    help = (
        "Read an agreement or a code of practice into a new draft, from Word (.docx), OpenDocument (.odt), a web page, "
        "a PDF with text in it, Markdown or plain text. Nothing is changed when anything is wrong."
    )

    def add_arguments(self, parser):
        """Take the file, the Compact and the label."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--compact", metavar="SLUG", help="whose text it is, like derby")
        parser.add_argument(
            "--code",
            metavar="SLUG",
            help="a code of practice, like consultation: of the Compact, or without --compact of the national library",
        )
        parser.add_argument("--edition", required=True, metavar="LABEL", help="how people call it: 2002, revised")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would be made")

    def handle(self, *args, **options):
        """Import, or stop with a sentence that says what to do."""
        text = self.text_named(options["compact"], options["code"])
        try:
            with options["file"].open("rb") as file:
                parsed = parse_file(file.read(MOST_BYTES + 1))
        except OSError as error:
            raise CommandError(_("The file cannot be read: %(error)s.") % {"error": error.strerror}) from None
        except NotAText as error:
            raise CommandError(str(error)) from None
        self.tell(parsed)
        if options["dry_run"]:
            self.stdout.write(_("Nothing was saved."))
            return
        try:
            edition = import_edition(text, options["edition"], parsed, by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(
            self.style.SUCCESS(
                _("A draft was made: %(reference)s. Read it through, then publish it.")
                % {"reference": edition.reference}
            )
        )

    def text_named(self, compact: str | None, code: str | None) -> Text:
        """Return the text that is meant, or stop and say which there are."""
        if not compact and not code:
            raise CommandError(_("Say whose text it is: --compact SLUG, --code SLUG, or both."))
        if compact and not Compact.objects.filter(slug=compact).exists():
            known = ", ".join(Compact.objects.values_list("slug", flat=True)) or _("none yet")
            raise CommandError(
                _("There is no Compact “%(slug)s”. There are: %(known)s.") % {"slug": compact, "known": known}
            )
        if not code:
            return Compact.objects.get(slug=compact).agreement
        codes = (
            Text.objects.filter(kind=TextKind.CODE, compact__slug=compact)
            if compact
            else Text.objects.filter(kind=TextKind.CODE, compact=None)
        )
        found = codes.filter(slug=f"codes/{code.removeprefix('codes/')}").first()
        if found is None:
            known = ", ".join(text.slug.removeprefix("codes/") for text in codes) or _("none yet")
            raise CommandError(_("There is no code “%(slug)s”. There are: %(known)s.") % {"slug": code, "known": known})
        return found

    def tell(self, parsed: ParsedText) -> None:
        """Print what was found, what was unsure and what was left out."""
        count = sum(1 for _clause in parsed.walk())
        self.section(
            ngettext("Found: %(count)d clause", "Found: %(count)d clauses", count) % {"count": count}, parsed.found()
        )
        unsure = [f"{finding.place}: {finding.message}" for finding in parsed.findings]
        self.section(f"{_('Not sure')} ({len(unsure)})", unsure)
        left_out = [
            _("%(place)s: “%(text)s” (%(why)s)")
            % {"place": left.place, "text": " ".join(left.text.split()), "why": left.why}
            for left in parsed.left_out
        ]
        title = _("Left out, because it belongs to the page and not to the text")
        self.section(f"{title} ({len(left_out)})", left_out)

    def section(self, title: str, lines: list[str]) -> None:
        """Print a heading and its lines, shortened where there are very many."""
        self.stdout.write(self.style.MIGRATE_HEADING(title))
        for line in lines[:MOST_SHOWN]:
            self.stdout.write(f"  {line}")
        if len(lines) > MOST_SHOWN:
            self.stdout.write(_("  … and %(more)d more") % {"more": len(lines) - MOST_SHOWN})
