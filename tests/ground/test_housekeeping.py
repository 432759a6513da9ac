"""Ended sessions and old records of jobs are thrown away; nothing else is."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from compact_portal import housekeeping, mail

pytestmark = pytest.mark.django_db


def test_ended_sessions_and_old_jobs_go_and_waiting_jobs_stay(client, stranger):
    client.force_login(stranger)
    mail.post(to="a@anytown.example", subject="A case moved", body="What happened.")
    mail.post(to="a@anytown.example", subject="Another case moved", body="What happened.")
    done = DBTaskResult.objects.first()
    DBTaskResult.objects.filter(pk=done.pk).update(status="SUCCESSFUL", finished_at=timezone.now())
    assert housekeeping.clear_out() == "0 ended sessions thrown away"
    assert DBTaskResult.objects.count() == 2
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert housekeeping.clear_out() == "1 ended sessions thrown away"
    assert not Session.objects.exists()
    assert DBTaskResult.objects.count() == 1
