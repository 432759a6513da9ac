"""A real virus scanner for tests: clamd on a socket of its own, which knows the standard test file and nothing else."""

import contextlib
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from tests.disputes.papers import EICAR

CONFIGURATION = """\
DatabaseDirectory {folder}/database
LocalSocket {folder}/clamd.sock
TemporaryDirectory {folder}
Foreground yes
StreamMaxLength 25M
User {user}
"""


@contextlib.contextmanager
def clamd():
    """Run clamd while the block lasts, and give the path of its socket."""
    program = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert program, "Install clamav-daemon (.ci/system-packages)."
    folder = Path(tempfile.mkdtemp(prefix="clamd-"))
    (folder / "database").mkdir()
    signature = f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Eicar-Test"
    (folder / "database" / "test.hdb").write_text(f"{signature}\n")
    configuration = folder / "clamd.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, user=pwd.getpwuid(os.getuid()).pw_name))
    socket = folder / "clamd.sock"
    process = subprocess.Popen([program, f"--config-file={configuration}"], stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            if socket.exists() or process.poll() is not None:
                break
            time.sleep(0.05)
        assert socket.exists(), "clamd did not start."
        yield str(socket)
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)
