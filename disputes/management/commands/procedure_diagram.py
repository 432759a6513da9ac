"""Write the procedure's diagram, as README shows it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from disputes.diagram import diagram, put_into


class Command(BaseCommand):
    """Print the diagram, or put it between the two marks of a file."""

    help = "Print the dispute procedure as a diagram and a table, or write it into a file such as README.md."

    def add_arguments(self, parser):
        """Take the file to write into."""
        parser.add_argument("--write", metavar="FILE", type=Path, help="put it between the marks in this file")

    def handle(self, *args, write=None, **options):
        """Print or write."""
        if write is None:
            self.stdout.write(diagram(), ending="")
            return
        try:
            write.write_text(put_into(write.read_text(encoding="utf-8")), encoding="utf-8")
        except (OSError, ValueError) as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"{write} shows the procedure as it is now.")
