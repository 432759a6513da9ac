"""`manage.py export_text derby/revised --format docx`: write an edition to a file, or to the standard output."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from compact_portal.compacts.exporting.gathering import FORMATS, export, file_name
from compact_portal.compacts.models import Edition


class Command(BaseCommand):
    """Write an edition as a Word document, Markdown or JSON."""

    help = "Write an edition to a file. `import_text` reads it back without loss."

    def add_arguments(self, parser):
        """Take the reference of the edition, the format and the file."""
        parser.add_argument("reference", help="like derby/revised or codes/consultation/first")
        parser.add_argument("--format", choices=sorted(FORMATS), default="json")
        parser.add_argument(
            "--to", metavar="FILE", help="a name like derby-revised.json when left out; - for the screen"
        )

    def handle(self, *args, **options):
        """Write the file, or stop with a sentence that says what to do."""
        text, _slash, slug = options["reference"].strip("/").rpartition("/")
        edition = Edition.objects.select_related("text__compact").filter(text__slug=text, slug=slug).first()
        if edition is None:
            known = ", ".join(found.reference for found in Edition.objects.select_related("text")[:50])
            raise CommandError(
                _("There is no edition “%(reference)s”. There are: %(known)s.")
                % {"reference": options["reference"], "known": known or _("none yet")}
            )
        data = export(edition, options["format"])
        if options["to"] == "-":
            sys.stdout.buffer.write(data)
            return
        path = Path(options["to"] or file_name(edition, options["format"]))
        try:
            path.write_bytes(data)
        except OSError as error:
            raise CommandError(_("The file cannot be written: %(error)s.") % {"error": error.strerror}) from None
        self.stdout.write(self.style.SUCCESS(_("Written: %(path)s") % {"path": path}))
