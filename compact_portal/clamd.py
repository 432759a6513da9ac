"""Asking the virus scanner of the machine, ClamAV's clamd, about a file; and what it means that it does not answer.

By its INSTREAM command, over a unix socket or TCP (clamd(8)): pieces of the file, each with its length before it as
four bytes, the highest first; a piece of no length ends them. What there is on PyPI for it is no longer kept, or under
the GPL.
"""

import socket
import struct
from contextlib import closing
from enum import StrEnum

from django.conf import settings

PIECE = 64 * 1024
SECONDS = 60.0
LONGEST_ANSWER = 4096


class Verdict(StrEnum):
    """What the scanner says of a file."""

    CLEAN = "clean"
    INFECTED = "infected"


class CannotScan(Exception):
    """The scanner is away, or could not look at the file; the message says why, for the log."""


def is_configured() -> bool:
    """Whether this portal has a scanner: then no file is given out before it has looked at it."""
    return bool(settings.CLAMD_ADDRESS)


def scan(data: bytes) -> Verdict:
    """Ask about a file. Raises CannotScan where there is no clear answer: that never counts as clean."""
    try:
        with closing(_connect(settings.CLAMD_ADDRESS)) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), PIECE):
                piece = data[start : start + PIECE]
                line.sendall(struct.pack(">I", len(piece)) + piece)
            line.sendall(struct.pack(">I", 0))
            answer = _read(line)
    except (OSError, ValueError) as error:
        raise CannotScan(f"{type(error).__name__}: {error}"[:200]) from error
    if answer == "stream: OK":
        return Verdict.CLEAN
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Verdict.INFECTED
    raise CannotScan(answer[:200] or "no answer")


def _connect(address: str) -> socket.socket:
    """Open the line: a path is that of a unix socket, everything else HOST:PORT."""
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)


def _read(line: socket.socket) -> str:
    """Read one answer, which ends with a zero byte."""
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER and (piece := line.recv(1024)):
        answer += piece
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()
