"""Doing the jobs that wait."""

from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult


def work():
    """Do every job that waits, as the worker does, but on the connection of the test."""
    options = {"queue_names": ["*"], "excluded_queue_names": [], "backend_name": "default", "max_tasks": None}
    worker = Worker(interval=0, batch=True, startup_delay=False, worker_id="test", **options)
    while job := DBTaskResult.objects.ready().first():
        job.claim("test")
        worker.run_task(job)
