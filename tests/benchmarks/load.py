"""Requests one after the other over one connection that stays open, as fast as they are answered."""

import socket
import time
from urllib.parse import urlsplit


class Connection:
    """A keep-alive connection to a server that asks for one page again and again."""

    def __init__(self, address, path):
        parts = urlsplit(address)
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request = f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: keep-alive\r\n\r\n".encode()

    def get(self):
        """Ask once; the body, as bytes. AssertionError where the answer is not 200."""
        self.socket.sendall(self.request)
        received = b""
        while b"\r\n\r\n" not in received:
            piece = self.socket.recv(262144)
            assert piece, f"the server closed the connection: {received[:200]!r}"
            received += piece
        head, _, body = received.partition(b"\r\n\r\n")
        assert head.split(b" ", 2)[1] == b"200", head.decode()
        lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        pieces, have = [body], len(body)
        while have < int(lengths[0]):
            pieces.append(self.socket.recv(262144))
            have += len(pieces[-1])
        return b"".join(pieces)

    def rate(self, seconds):
        """Requests a second, over about so many seconds."""
        asked, began = 0, time.perf_counter()
        while (now := time.perf_counter()) - began < seconds:
            self.get()
            asked += 1
        return asked / (now - began)

    def close(self):
        """Close the connection."""
        self.socket.close()
