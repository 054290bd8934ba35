"""What a server sends, unpacked within limits: one compression that was asked for, never more bytes than are wanted.

httpx unpacks too, but whatever the server names, in as many layers as it names, each at one go; and it takes compressed
bytes that are cut short for whole.
"""

from __future__ import annotations

import zlib

import httpx

from firsthand.collect.archives.frames import GZIP_MAGIC, InflateError

ACCEPTED = "gzip, deflate"
"""For the request."""
_GZIP, _DEFLATE = ("gzip", "x-gzip"), "deflate"
_ANY_HEAD, _BARE = 47, -15
"""Window bits of zlib: a gzip or zlib head; none."""


def unpacked(response: httpx.Response, limit_bytes: int) -> tuple[bytes, bool]:
    """The body, and whether it goes on beyond ``limit_bytes``, where it is cut.

    Raises InflateError when it is not packed as was asked for, damaged or cut short, and what the transport raises.
    """
    machine = _machine(response.headers.get("content-encoding", ""))
    data = bytearray()
    for chunk in response.iter_raw():
        data += machine.unpack(chunk, limit_bytes - len(data)) if machine else chunk
        if len(data) > limit_bytes:
            return bytes(data[:limit_bytes]), True
    if machine and not machine.whole:
        raise InflateError("its compression is cut short")
    return bytes(data), False


def _machine(said: str) -> _Machine | None:
    named = [name for name in (part.strip().lower() for part in said.split(",")) if name not in ("", "identity")]
    if not named:
        return None
    if len(named) > 1 or named[0] not in (*_GZIP, _DEFLATE):
        raise InflateError(f"it is packed as {said[:40]!r}, which was not asked for")
    return _Machine(bare_too=named[0] == _DEFLATE)


class _Machine:
    """Unpacks gzip, in one member or several, and deflate with or without its head."""

    def __init__(self, bare_too: bool) -> None:
        self._machine = zlib.decompressobj(_ANY_HEAD)
        self._bare_too = bare_too
        self._head = b""
        self._begun = self._over = False

    @property
    def whole(self) -> bool:
        """Nothing has come, or all of it."""
        return self._machine.eof or not (self._begun or self._head)

    def unpack(self, chunk: bytes, room: int) -> bytes:
        """What ``chunk`` holds, up to one byte more than ``room``. Raises InflateError."""
        if not self._begun:
            # Two bytes tell whether there is a head.
            chunk = self._head = self._head + chunk
            if len(chunk) < 2:
                return b""
        out = bytearray()
        while chunk and len(out) <= room and not self._over:
            if self._machine.eof:
                # Another member, or bytes behind the end, which mean nothing.
                self._over = not chunk.startswith(GZIP_MAGIC[: len(chunk)])
                if self._over:
                    break
                self._machine = zlib.decompressobj(_ANY_HEAD)
            out += self._some(chunk, room + 1 - len(out))
            chunk = self._machine.unconsumed_tail or self._machine.unused_data
        return bytes(out)

    def _some(self, chunk: bytes, most: int) -> bytes:
        first, self._begun = not self._begun, True
        try:
            return self._machine.decompress(chunk, most)
        except zlib.error as err:
            if not (first and self._bare_too):
                raise InflateError("its compression is damaged") from err
        # Some servers mean by deflate what has no head, against RFC 9110, section 8.4.1.2.
        self._machine, self._bare_too = zlib.decompressobj(_BARE), False
        return self._some(chunk, most)
