"""`manage.py make_seal_key`: make the key that agreements are sealed with, unless there is one."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import date_format

from compact_portal.pdf import keys
from compact_portal.pdf.seals import NotSealed


class Command(BaseCommand):
    """Make the portal's own sealing key."""

    help = "Makes the key that agreements are sealed with, unless there is one. May run twice without harm."

    def add_arguments(self, parser):
        parser.add_argument(
            "--again",
            action="store_true",
            help="make another key, and forget the one there is; what was sealed with it stays genuine",
        )

    def handle(self, *args, again=False, **options):
        try:
            certificate, new = keys.make_own_key(again=again)
        except NotSealed as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write("A key was made." if new else "There is a key already.")
        self.stdout.write(f"{certificate.subject}, valid until {date_format(certificate.not_after)}")
        self.stdout.write(f"SHA-256 fingerprint of its certificate: {certificate.fingerprint}")
