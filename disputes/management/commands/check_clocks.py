"""`manage.py check_clocks`: the running clocks whose stored last day is not the one counted today."""

from django.core.management.base import BaseCommand

from compact_portal.deadlines import written
from disputes.actions.days import shifts_of_all


class Command(BaseCommand):
    """List the clocks that would move: after a day off was declared, or a newer calendar of bank holidays came."""

    help = "List running clocks whose last day would differ if counted again. Changes nothing; officers confirm moves."

    def handle(self, *args, **options):
        """Print a line for each clock that differs."""
        shifts = shifts_of_all()
        for shift in shifts:
            after = written(shift.after)
            self.stdout.write(f"{shift.dispute.reference}: {written(shift.before)}, counted again {after}")
        if shifts:
            self.stdout.write("1 clock differs." if len(shifts) == 1 else f"{len(shifts)} clocks differ.")
        else:
            self.stdout.write("Every clock is as it would be counted today.")
