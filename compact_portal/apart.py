"""Doing something with a file that anybody may have made: in a process of its own, with little memory and little time.

What is led astray by a file, or kept busy by it, ends with that process; the portal goes on. The process gets the file
as its input and writes its answer; it has none of the portal's settings, secrets or connections. Files without a name,
in memory, instead of pipes: what may be written is limited too, and no thread has to wait for it.
"""

import contextlib
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
MOST_MEMORY = 1_000_000_000
MOST_WRITTEN = 60_000_000
OUT_OF_TIME = -signal.SIGXCPU


class TakesTooLong(Exception):
    """The process was ended because its time was over."""


class Done(NamedTuple):
    """What a process wrote, and its exit status."""

    status: int
    written: bytes


def ask(module: str, *arguments: str, given: Iterable[bytes], seconds: float) -> Done:
    """Run a module of ours as a process of its own, give it a file, and return what it writes.

    :raises TakesTooLong: where it needs more seconds by the clock, or more computing than it allows itself.
    """
    with _in_memory("given") as file, _in_memory("written") as answer:
        file.writelines(given)
        file.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-s", "-m", module, *arguments],
            stdin=file,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ},
            start_new_session=True,
        )
        try:
            status = child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise TakesTooLong from None
        finally:
            child.kill()
            child.wait()
        if status == OUT_OF_TIME:
            raise TakesTooLong
        answer.seek(0)
        return Done(status, answer.read())


def _in_memory(name: str):
    """Return a file that is on no disk."""
    return os.fdopen(os.memfd_create(name), "w+b")


def keep_within(*, computing: int, waiting: int) -> None:
    """In the process: take no more than so many seconds of computing, and end after so many by the clock.

    The second is for when whoever started it is gone.
    """
    for limit, most in [
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, computing),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ]:
        with contextlib.suppress(ValueError, OSError):  # Where less is allowed already.
            resource.setrlimit(limit, (most, most))
    signal.alarm(waiting)
