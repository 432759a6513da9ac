"""`manage.py load_sample`: the sample data of the demonstration, and nowhere else."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from compact_portal.sample import loading


class Command(BaseCommand):
    """Load the sample data once; say so where it is there already; refuse outside the demonstration."""

    help = "Load the sample data (only where PORTAL_DEMO=1). With --accounts: only list the accounts to try."

    def add_arguments(self, parser):
        """Say what may be typed after the command."""
        parser.add_argument("--accounts", action="store_true", help="only list the accounts to try")

    def handle(self, *args, **options):
        """Load, or say why not."""
        if not settings.DEMO:
            raise CommandError(
                "Nothing was loaded: sample data belongs in a demonstration only. Set PORTAL_DEMO=1, and DATABASE_URL "
                "to a database of its own."
            )
        if options["accounts"]:
            self.stdout.write(loading.accounts())
        elif loading.is_loaded():
            self.stdout.write("The sample data is loaded already; nothing was changed.")
        else:
            loading.load()
            self.stdout.write("The sample data is loaded.")
