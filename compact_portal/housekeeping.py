"""What is thrown away by time: sessions that have ended, and the records of jobs that are long done."""

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

JOBS_KEPT_DAYS = 14


def clear_out() -> str:
    """Timed work: throw away ended sessions, and the records of jobs done more than 14 days ago."""
    ended, _kinds = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    call_command("prune_db_task_results", min_age_days=JOBS_KEPT_DAYS, verbosity=0)
    return f"{ended} ended sessions thrown away"
