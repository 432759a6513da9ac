"""`manage.py tick`: everything that happens by time. Run it every few minutes; running it twice does no harm."""

import logging

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

log = logging.getLogger("portal.tick")


class Command(BaseCommand):
    """Run each piece of timed work; one that fails does not keep the others from running."""

    help = "Do everything that happens by time: rights, mail, editions, clocks. Safe to run as often as you like."

    def handle(self, *args, **options):
        failed = []
        for name in settings.TIMED_WORK:
            try:
                self.stdout.write(import_string(name)() or name)
            except Exception:  # Whatever broke, the other work is still due.
                log.exception("%s failed", name)
                failed.append(name)
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. The log says why; the next tick tries again.")
