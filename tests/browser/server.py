"""A real server: the sample data in a SQLite file, gunicorn in front of it, as `make demo` has them."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def free_port():
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder):
    """The environment of a demo whose files are all in `folder`."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "compact_portal.settings",
        "PORTAL_DEMO": "1",
        "SECRET_KEY": "only-for-the-browser-tests-" + "x" * 40,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3",
        "MEDIA_ROOT": f"{folder}/media",
        "PYTHONWARNINGS": "default",
    }


def manage(folder, *words):
    """Run `manage.py` on the database of a folder; what it prints."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment(folder), capture_output=True, text=True
    )
    assert done.returncode == 0, f"manage.py {' '.join(words)}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def prepare(folder):
    """Make the sample database in `folder`; what takes longest, so it is made once and copied."""
    folder.mkdir(parents=True)
    manage(folder, "migrate", "--verbosity", "0")
    manage(folder, "load_sample")
    manage(folder, "collectstatic", "--noinput", "--verbosity", "0")


class Server:
    """gunicorn on a copy of the sample database; `address` is where it listens."""

    def __init__(self, sample, folder):
        shutil.copytree(sample, folder)
        self.folder = folder
        self.address = f"http://127.0.0.1:{free_port()}"
        self.log = (folder / "server.log").open("w")
        bind = self.address.removeprefix("http://")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "compact_portal.wsgi", "--bind", bind, "--threads", "4"],
            cwd=ROOT,
            env=environment(folder),
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

    def url(self, path):
        """The whole address of a path."""
        return self.address + path

    def work(self):
        """Do the jobs that wait, and the timed work, as the worker and the timer would."""
        manage(self.folder, "db_worker", "--batch", "--verbosity", "0")
        manage(self.folder, "tick")

    def stop(self):
        """End the server process."""
        self.process.terminate()
        self.process.wait(10)
        self.log.close()
