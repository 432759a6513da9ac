"""What a real clamd says of files, and that nothing but its clear yes counts as clean."""

import socket
import struct
import threading

import pytest

from compact_portal import clamd
from tests import scanner
from tests.disputes.papers import EICAR


def test_the_standard_test_file_is_found_and_others_are_clean(settings):
    with scanner.clamd() as settings.CLAMD_ADDRESS:
        assert clamd.scan(b"an ordinary letter") == clamd.Verdict.CLEAN
        assert clamd.scan(EICAR) == clamd.Verdict.INFECTED
        assert clamd.scan(b"x" * 200_000) == clamd.Verdict.CLEAN
        with pytest.raises(clamd.CannotScan):  # Larger than it looks at.
            clamd.scan(bytes(26 * 1024 * 1024))
    with pytest.raises(clamd.CannotScan):  # It is down now.
        clamd.scan(b"an ordinary letter")


@pytest.mark.parametrize("address", ["/nowhere/clamd.sock", "127.0.0.1:1", "nonsense"])
def test_a_scanner_that_is_not_there_finds_nothing_clean(settings, address):
    settings.CLAMD_ADDRESS = address
    with pytest.raises(clamd.CannotScan):
        clamd.scan(b"an ordinary letter")


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (b"stream: OK\0", clamd.Verdict.CLEAN),
        (b"stream: Some.Virus FOUND\0", clamd.Verdict.INFECTED),
        (b"INSTREAM size limit exceeded. ERROR\0", None),
        (b"stream: OK ERROR\0", None),
        (b"", None),
        (b"\xff\xfe", None),
    ],
)
def test_over_tcp_each_answer_is_taken_as_what_it_says(settings, said, verdict):
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.getsockname()[1]}"
        got = bytearray()

        def answer():
            with server.accept()[0] as line:
                while not got.endswith(struct.pack(">I", 0)):
                    got.extend(line.recv(1000))
                line.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        if verdict:
            assert clamd.scan(b"words") == verdict
        else:
            with pytest.raises(clamd.CannotScan):
                clamd.scan(b"words")
        thread.join()
        assert bytes(got) == b"zINSTREAM\0" + struct.pack(">I", 5) + b"words" + struct.pack(">I", 0)
