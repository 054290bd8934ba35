"""A WARC file cut into its records, each within limits, whatever the file says of itself.

warcio parses what one record holds, but it trusts lengths and lines, and stops at the first damage. Here a record is
first cut out (a gzip member, or a header with as many bytes as it announces), and after damage the next is looked for.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from firsthand.stage import Problem

MAX_RECORD_BYTES = 64 * 2**20
"""One record after decompression, as for a page fetched from the web."""

MAX_RATIO = 100
"""Inflated to stored bytes over the whole file; archives of real pages reach about 10."""

FREE_BYTES = 256 * 2**20
"""May be inflated before the ratio counts."""

MAX_HEAD_BYTES = 64 * 1024
MAX_TRIES = 10_000
"""Places that look like the begin of a record, tried after damage."""

GZIP_MAGIC = b"\x1f\x8b\x08"
_CHUNK = 256 * 1024
_BEGIN = re.compile(rb"(?:\A|\n)(?=WARC/\d)")
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_REMEDY = "get the archive again, or collect the page itself"


class InflateError(ValueError):
    """Compressed bytes that are damaged, cut short or swell beyond a limit."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The bytes of one record, uncompressed, with the offset where it begins in the file."""

    offset: int
    data: bytes


def frames(file: BinaryIO, thing: str) -> Iterator[Frame | Problem]:
    """The records of a seekable WARC file in order; what is damaged is a problem that names ``thing`` and the place."""
    head = file.read(5)
    file.seek(0)
    if head[:3] == GZIP_MAGIC:
        yield from _Compressed(file, thing).frames()
    elif head == b"WARC/":
        yield from _plain(file, thing)
    else:
        yield Problem(thing, "this is no WARC file", "check what it is; its records begin with WARC/1")


def inflate(data: bytes, limit: int, window_bits: int = 47) -> bytes:
    """``data`` inflated (gzip or zlib; -15: bare deflate). Raises InflateError beyond ``limit`` bytes, or on damage."""
    machine = zlib.decompressobj(window_bits)
    try:
        out = machine.decompress(data, limit + 1)
    except zlib.error as err:
        raise InflateError(f"its compression is damaged ({err})") from err
    if len(out) > limit:
        raise InflateError(f"it is longer than {limit // 2**20} MB")
    if not machine.eof:
        raise InflateError("it is cut short")
    return out


# ---- one gzip member for each record -------------------------------------------------------------------------------


class _Compressed:
    """Walks the gzip members of a file."""

    def __init__(self, file: BinaryIO, thing: str) -> None:
        self.file = file
        self.thing = thing
        self.inflated = 0
        self.tries = 0

    def frames(self) -> Iterator[Frame | Problem]:
        offset: int | None = 0
        while offset is not None:
            try:
                data, end = self._member(offset)
            except InflateError as err:
                yield Problem(f"{self.thing}, record at {offset}", str(err), _REMEDY)
                if self.inflated > MAX_RATIO * offset + FREE_BYTES:
                    yield Problem(self.thing, "it swells like a bomb; the rest was not read", _REMEDY)
                    return
                offset = self._next(offset + 1)
                continue
            if data:
                yield Frame(offset, data)
            if end == offset:
                return
            offset = end

    def _member(self, offset: int) -> tuple[bytes, int]:
        """The member at ``offset`` and where it ends; nothing at the end of the file. Raises InflateError."""
        self.file.seek(offset)
        machine = zlib.decompressobj(31)
        parts, size, read = [], 0, 0
        while not machine.eof:
            chunk = self.file.read(_CHUNK)
            if not chunk and not read:
                return b"", offset
            if not chunk:
                raise InflateError("the file ends in the middle of it")
            read += len(chunk)
            while chunk and not machine.eof:
                try:
                    part = machine.decompress(chunk, _CHUNK)
                except zlib.error as err:
                    raise InflateError(f"its compression is damaged ({err})") from err
                chunk = machine.unconsumed_tail
                size += len(part)
                self.inflated += len(part)
                if size > MAX_RECORD_BYTES:
                    raise InflateError(f"longer than {MAX_RECORD_BYTES // 2**20} MB, or several records in one piece")
                parts.append(part)
        return b"".join(parts), offset + read - len(machine.unused_data)

    def _next(self, offset: int) -> int | None:
        """Where the next member that holds a record begins, from ``offset`` on; None when there is none."""
        carried = b""
        self.file.seek(offset)
        while self.tries < MAX_TRIES and (chunk := self.file.read(_CHUNK)):
            window = carried + chunk
            base = offset - len(carried)
            place = window.find(GZIP_MAGIC)
            while place >= 0 and self.tries < MAX_TRIES:
                self.tries += 1
                if self._begins(base + place):
                    return base + place
                place = window.find(GZIP_MAGIC, place + 1)
            offset += len(chunk)
            self.file.seek(offset)
            carried = window[-2:]
        return None

    def _begins(self, offset: int) -> bool:
        self.file.seek(offset)
        try:
            return zlib.decompressobj(31).decompress(self.file.read(1024), 5) == b"WARC/"
        except zlib.error:
            return False


# ---- uncompressed --------------------------------------------------------------------------------------------------


def _plain(file: BinaryIO, thing: str) -> Iterator[Frame | Problem]:
    offset: int | None = 0
    while offset is not None:
        file.seek(offset)
        head = file.read(MAX_HEAD_BYTES)
        if not head.strip():
            return
        where = f"{thing}, record at {offset}"
        skipped = len(head) - len(head.lstrip(b"\r\n"))
        body = re.search(rb"\r?\n\r?\n", head[skipped:])
        length = _LENGTH.search(head[skipped : skipped + body.end()]) if body else None
        if body is None or length is None or not head[skipped:].startswith(b"WARC/"):
            yield Problem(where, "its header cannot be read", _REMEDY)
            offset = _begin_after(file, offset + skipped + 5)
            continue
        end = offset + skipped + body.end() + int(length[1])
        if not _ends_at(file, end):
            yield Problem(where, f"it does not have the {int(length[1])} bytes that it announces", _REMEDY)
            offset = _begin_after(file, offset + skipped + body.end())
        else:
            if int(length[1]) > MAX_RECORD_BYTES:
                yield Problem(where, f"longer than {MAX_RECORD_BYTES // 2**20} MB", _REMEDY)
            else:
                file.seek(offset + skipped)
                yield Frame(offset + skipped, file.read(end - offset - skipped))
            offset = end


def _ends_at(file: BinaryIO, end: int) -> bool:
    """Whether a record that ends at ``end`` is followed by another, or by the end of the file."""
    file.seek(0, 2)
    if end > file.tell():
        return False
    file.seek(end)
    after = file.read(64).lstrip(b"\r\n")
    return not after or after.startswith(b"WARC/")


def _begin_after(file: BinaryIO, offset: int) -> int | None:
    """Where a line begins with WARC/, from ``offset`` on."""
    carried = b"\0"
    file.seek(offset)
    while chunk := file.read(_CHUNK):
        window = carried + chunk
        if found := _BEGIN.search(window):
            return offset - len(carried) + found.end()
        offset += len(chunk)
        carried = window[-8:]
    return None
