"""`manage.py check_chain [compact]`: is the log of signing whole, and does it say what the records say?"""

from django.core.management.base import BaseCommand, CommandError

from compact_portal.compacts.models import Compact
from signatories.checking import first_fault
from signatories.models import ChainEntry


class Command(BaseCommand):
    """Check the log of one Compact or of all. Ends with 1, and a sentence that names the first broken entry."""

    help = "Check that the log of signing is whole, and says what the records say."

    def add_arguments(self, parser):
        """Take the short name of a Compact; without one all are checked."""
        parser.add_argument("compact", nargs="?", help="A Compact by its address, like derby; without it, all.")

    def handle(self, *args, compact=None, **options):
        """Print how many entries each log has; stop at the first that is not right."""
        compacts = Compact.objects.order_by("slug")
        if compact:
            compacts = compacts.filter(slug=compact)
            if not compacts:
                raise CommandError(f"There is no Compact called {compact}.")
        for one in compacts:
            if fault := first_fault(one):
                raise CommandError(fault)
            count = ChainEntry.objects.filter(compact=one).count()
            last = ChainEntry.objects.filter(compact=one).order_by("-number").values_list("hash", flat=True).first()
            self.stdout.write(f"{one}: {count} entries, all right." + (f" The last hash is {last}" if last else ""))
