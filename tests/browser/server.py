"""A real server: the sample data in a database, gunicorn in front of it, as `make demo` has them."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests import migrated

ROOT = Path(__file__).parent.parent.parent


def free_port():
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder, database=""):
    """The environment of a demo whose files are all in `folder`."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "compact_portal.settings",
        "PORTAL_DEMO": "1",
        "SECRET_KEY": "only-for-the-browser-tests-" + "x" * 40,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "DATABASE_URL": database or f"sqlite:///{folder}/portal.sqlite3",
        "DOCUMENTS_DIR": f"{folder}/documents",
        "KEYS_DIR": f"{folder}/keys",
        "EMAIL_URL": "dummymail://",
    }


def manage(folder, *words, database=""):
    """Run `manage.py` on the database of a folder; what it prints."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment(folder, database),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"manage.py {' '.join(words)}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def prepare(folder, database=""):
    """Make the sample data in `folder`; it takes the longest, so it is made once and copied."""
    folder.mkdir(parents=True)
    if not database and migrated.copy_of_it().exists():
        shutil.copy(migrated.copy_of_it(), folder / "portal.sqlite3")
    manage(folder, "migrate", "--verbosity", "0", database=database)
    manage(folder, "make_seal_key", database=database)
    manage(folder, "load_sample", database=database)
    manage(folder, "collectstatic", "--noinput", "--verbosity", "0", database=database)


class Server:
    """gunicorn on the sample data of a folder; `address` is where it listens."""

    application = "compact_portal.wsgi"
    more: dict = {}

    def __init__(self, folder, database=""):
        self.folder = folder
        self.address = f"http://127.0.0.1:{free_port()}"
        self.log = (folder / "server.log").open("w")
        bind = self.address.removeprefix("http://")
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                self.application,
                "--bind",
                bind,
                "--threads",
                "4",
                "--keep-alive",
                "75",
            ],
            cwd=ROOT,
            env=environment(folder, database) | self.more,
            stdout=self.log,
            stderr=self.log,
        )
        self._wait()

    def _wait(self):
        for _ in range(300):
            try:
                urllib.request.urlopen(self.address).close()
            except urllib.error.HTTPError as error:
                error.close()
                return
            except OSError:
                assert self.process.poll() is None, (self.folder / "server.log").read_text()
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"no server within 30 seconds: {(self.folder / 'server.log').read_text()}")

    def work(self):
        """Do the jobs that wait, and the timed work, as the worker and the timer would."""
        manage(self.folder, "db_worker", "--batch", "--verbosity", "0")
        manage(self.folder, "tick")

    def stop(self):
        """End the server process."""
        self.process.terminate()
        self.process.wait(10)
        self.log.close()
