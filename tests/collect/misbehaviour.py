"""What servers do that are broken, overloaded or hostile, made of an answer that would have been good."""

from __future__ import annotations

import gzip
import random
import socket
import struct
import time
from collections.abc import Callable

Handler = Callable[[str, socket.socket], None]
Spoiled = bytes | Handler
STALL_S = 30.0
"""Far beyond the patience of any test."""


def parts(good: bytes) -> tuple[bytes, bytes]:
    """Head without its empty line, and body."""
    head, _, body = good.partition(b"\r\n\r\n")
    return head, body


def reset(connection: socket.socket) -> None:
    """Hang up with a reset, as a server or firewall does that has forgotten the connection."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _sends(first: bytes, then: Callable[[socket.socket], None] = lambda _: None) -> Handler:
    def answer(_: str, connection: socket.socket) -> None:
        connection.sendall(first)
        then(connection)

    return answer


def _stalls(connection: socket.socket) -> None:
    connection.settimeout(STALL_S)
    connection.recv(1)  # returns when the other side has had enough


def _repeats(what: bytes) -> Callable[[socket.socket], None]:
    def go_on(connection: socket.socket) -> None:
        until = time.monotonic() + STALL_S
        while time.monotonic() < until:
            connection.sendall(what)

    return go_on


def _with(good: bytes, body: bytes | None = None, **headers: str) -> bytes:
    """The answer with other headers, and a true length unless one is given."""
    head, held = parts(good)
    body = held if body is None else body
    fields = {"Content-Length": str(len(body))} | {name.replace("_", "-"): value for name, value in headers.items()}
    dropped = {name.lower().encode() for name in fields}
    lines = [line for line in head.split(b"\r\n") if line.split(b":")[0].lower() not in dropped]
    lines += [f"{name}: {value}".encode("latin-1") for name, value in fields.items() if value]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def _redirect(location: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode("latin-1")


def _half(good: bytes) -> bytes:
    head, body = parts(good)
    return head + b"\r\n\r\n" + body[: len(body) // 2]


def _chunked(good: bytes, chunks: bytes) -> bytes:
    head, _ = parts(_with(good, Content_Length="", Transfer_Encoding="chunked"))
    return head + b"\r\n\r\n" + chunks


NOISE = random.Random(9).randbytes(4000)

MISBEHAVIOUR: dict[str, Callable[[bytes, str], Spoiled]] = {
    "hangs up at once": lambda good, path: _sends(b""),
    "resets at once": lambda good, path: _sends(b"", reset),
    "resets in the middle of the head": lambda good, path: _sends(good[:20], reset),
    "resets in the middle of the body": lambda good, path: _sends(_half(good), reset),
    "closes in the middle of the body": lambda good, path: _sends(_half(good)),
    "stalls before the head": lambda good, path: _sends(b"", _stalls),
    "stalls in the middle of the head": lambda good, path: _sends(good[:20], _stalls),
    "stalls in the middle of the body": lambda good, path: _sends(_half(good), _stalls),
    "states too great a length": lambda good, path: _with(good, Content_Length=str(len(good) * 3)),
    "states a length of 5000 digits": lambda good, path: _with(good, Content_Length="9" * 5000),
    "states a negative length": lambda good, path: _with(good, Content_Length="-5"),
    "states two lengths": lambda good, path: _with(good, Content_Length="5, 6"),
    "sends noise": lambda good, path: NOISE,
    "speaks TLS": lambda good, path: b"\x15\x03\x01\x00\x02\x02\x46",
    "sends the body alone": lambda good, path: parts(good)[1],
    "says gzip and sends none": lambda good, path: _with(good, Content_Encoding="gzip"),
    "cuts gzip short": lambda good, path: _with(
        good, gzip.compress(parts(good)[1])[: len(gzip.compress(parts(good)[1])) // 2], Content_Encoding="gzip"
    ),
    "damages gzip": lambda good, path: _with(
        good, gzip.compress(parts(good)[1], mtime=0)[:-8] + b"\0" * 8, Content_Encoding="gzip"
    ),
    "packs twice": lambda good, path: _with(
        good, gzip.compress(gzip.compress(parts(good)[1])), Content_Encoding="gzip, gzip"
    ),
    "packs as nobody asked": lambda good, path: _with(good, NOISE, Content_Encoding="br"),
    "sends headers without end": lambda good, path: _sends(good[:17], _repeats(b"X-More: and more\r\n" * 100)),
    "sends one header without end": lambda good, path: _sends(good[:17] + b"X: ", _repeats(b"x" * 4096)),
    "says continue without end": lambda good, path: _sends(b"", _repeats(b"HTTP/1.1 100 Continue\r\n\r\n" * 10)),
    "lies about a chunk": lambda good, path: _chunked(good, b"5\r\nab\r\n0\r\n\r\n"),
    "sends a chunk's length without end": lambda good, path: _sends(_chunked(good, b""), _repeats(b"0" * 4096)),
    "redirects to itself": lambda good, path: _redirect(path),
    "redirects to no address": lambda good, path: _redirect("http://[::1"),
    "redirects to noise": lambda good, path: _redirect("http://\xff\xfe\x01"),
    "redirects to port 0": lambda good, path: _redirect("http://127.0.0.1:0/"),
    "redirects to a file": lambda good, path: _redirect("file:///etc/passwd"),
}
"""By what they do; each takes the good answer and its path."""
