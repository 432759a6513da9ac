"""`manage.py load_library`: the national codes of practice that come with the portal."""

from django.core.management.base import BaseCommand

from codes import library


class Command(BaseCommand):
    """Put the national codes into the library; those that are there stay as they are."""

    help = "Put the national codes of practice into the library. May be run again: what is there stays as it is."

    def handle(self, *args, **options):
        """Load, and say what was loaded."""
        made = library.load()
        for edition in made:
            self.stdout.write(f"Loaded: {edition}.")
        if not made:
            self.stdout.write("The library is complete already; nothing was changed.")
