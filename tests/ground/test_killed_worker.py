"""A worker killed in the middle of its work loses no mail: real processes, a real database file, SIGKILL."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests import migrated

MESSAGES = 300
PUT = f"""
from compact_portal import mail
for number in range({MESSAGES}):
    mail.post(to="a@anytown.example", subject=f"Message {{number}}", body="What happened.")
"""


def manage(env, *arguments):
    subprocess.run([sys.executable, "manage.py", *arguments], env=env, check=True, capture_output=True)


def subjects(folder: Path) -> Counter:
    return Counter(re.findall(r"^Subject: (.+)$", "".join(f.read_text() for f in folder.iterdir()), re.MULTILINE))


def wait_for(condition, seconds=30):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.01)


@pytest.mark.slow
def test_mail_survives_a_worker_that_is_killed(tmp_path, django_db_setup):
    folder, database = tmp_path / "mail", tmp_path / "portal.sqlite3"
    folder.mkdir()
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "compact_portal.settings",
        "PORTAL_DEMO": "1",
        "DATABASE_URL": f"sqlite:///{database}",
        "EMAIL_URL": f"filemail:///{folder}",
    }
    shutil.copy(migrated.copy_of_it(), database)
    manage(env, "shell", "-v0", "-c", PUT)

    worker = subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", "--interval", "0.1"], env=env, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(lambda: len(subjects(folder)) >= 20)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert len(subjects(folder)) < MESSAGES, "the worker was too fast to be killed in the middle"

    with sqlite3.connect(database) as connection:  # The dead worker's claim runs out.
        connection.execute("UPDATE portal_message SET try_at = '2026-01-01 00:00:00' WHERE sent_at IS NULL")
    connection.close()
    for _ in range(2):  # One tick takes 200 messages at the most.
        manage(env, "tick")

    delivered = subjects(folder)
    assert set(delivered) == {f"Message {number}" for number in range(MESSAGES)}
    # Only the message in hand when the worker died can have gone out without being marked as sent.
    assert sum(delivered.values()) <= MESSAGES + 1
