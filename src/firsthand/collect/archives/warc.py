"""The pages in a WARC file, by warcio, one record after the other."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from firsthand.collect.archives.frames import MAX_RATIO, MAX_RECORD_BYTES, Frame, InflateError, frames, inflate
from firsthand.collect.documents import HTML, PDF, TEXT, sniff
from firsthand.collect.given import parse_time
from firsthand.errors import InputError
from firsthand.stage import Problem

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

KINDS = {HTML: HTML, "application/xhtml+xml": HTML, PDF: PDF, TEXT: TEXT, "text/markdown": TEXT}
"""What is read, by the Content-Type of the record."""

UNSAID = frozenset({"", "application/octet-stream", "application/unknown", "unknown/unknown"})
"""Types that say nothing; HTML and PDF are then told by their first bytes."""

SMALL_BYTES = 4 * 2**20
"""A page may have this length, however well it is compressed."""

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_REMEDY = "get the archive again, or collect the page itself"


@dataclass(frozen=True, slots=True)
class WebRecord:
    """A page as captured."""

    url: str
    """WARC-Target-URI."""
    captured: datetime
    """WARC-Date, UTC."""
    data: bytes = b""
    """The page's bytes without chunks and compression; empty in a revisit."""
    kind: str = ""
    """HTML, PDF or plain text; empty in a revisit."""
    charset: str = ""
    """Encoding that the server named."""
    digest: str = ""
    """WARC-Payload-Digest, by which a later revisit refers to it."""
    revisit: bool = False
    """The server gave the same bytes as in an earlier record with this digest."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A capture that is no page: a picture, a script, a redirect, an error page."""

    why: str


Found = WebRecord | PassedOver | Problem


def read_warc(file: BinaryIO, thing: str) -> Iterator[Found]:
    """The pages of a seekable WARC file, compressed or not, with what was passed over and what is damaged."""
    for frame in frames(file, thing):
        if isinstance(frame, Problem):
            yield frame
            continue
        try:
            yield from _records(frame, f"{thing}, record at {frame.offset}")
        except InputError as err:
            yield Problem.of(err)


def _records(frame: Frame, where: str) -> Iterator[Found]:
    """The pages in one frame: mostly one record, more where a file was compressed in one piece. Raises InputError.

    A page is handed out once it is known that its record ends where it should.
    """
    from warcio.archiveiterator import WARCIterator

    records = WARCIterator(io.BytesIO(frame.data))
    held: Found | None = None
    ended = False
    while not ended:
        found = None
        try:
            # warcio says what it finds odd on standard error, with bytes out of the file.
            with redirect_stderr(io.StringIO()):
                found = _found(next(records), where)
        except StopIteration:
            ended = True
        except Exception as err:  # warcio raises errors of many kinds on damaged records
            raise InputError(f"this record cannot be read ({type(err).__name__})", thing=where, remedy=_REMEDY) from err
        if records.err_count:
            raise InputError("it does not have the length that it states", thing=where, remedy=_REMEDY)
        if held is not None:
            yield held
        held = found


def _found(record: ArcWarcRecord, where: str) -> Found | None:
    """What a record is to us; None for those that capture nothing (requests, descriptions of the crawl)."""
    heads = record.rec_headers
    url = (heads.get_header("WARC-Target-URI") or "").strip()
    if record.rec_type not in {"response", "resource", "revisit"} or not url.lower().startswith(
        ("http://", "https://")
    ):
        return None
    if not url.isprintable():
        return Problem(where, "its address is damaged", _REMEDY)
    captured = _moment(heads.get_header("WARC-Date") or "")
    if captured is None:
        return Problem(f"{url} ({where})", "its record does not say when it was captured", _REMEDY)
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    if not status.startswith("2") or status == "206":
        return PassedOver("redirect" if status.startswith("3") else f"status {status}")
    if record.rec_type == "revisit":
        return WebRecord(url, captured, digest=heads.get_header("WARC-Payload-Digest") or "", revisit=True)
    return _page(record, url, captured, where)


def _page(record: ArcWarcRecord, url: str, captured: datetime, where: str) -> Found:
    """The page in a response or resource record."""
    stated = _content_type(record)
    media_type = stated.partition(";")[0].strip().lower()
    kind = KINDS.get(media_type)
    if (kind is None and media_type not in UNSAID) or _is_for_machines(url):
        return PassedOver(stated or url)
    try:
        data = _payload(record)
    except InflateError as err:
        return Problem(f"{url} ({where})", str(err), _REMEDY)
    kind = kind or sniff(data)
    if kind == TEXT and media_type in UNSAID:
        return PassedOver("type unknown")
    digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
    cut = record.rec_headers.get_header("WARC-Truncated")
    notes = (f"its capture was cut short ({cut})",) if cut else ()
    said = _CHARSET.search(stated)
    return WebRecord(url, captured, data, kind, said[1] if said else "", digest, notes=notes)


def _content_type(record: ArcWarcRecord) -> str:
    """What the server, or for a bare resource the archive, says that the bytes are."""
    if record.http_headers:
        return record.http_headers.get_header("Content-Type") or ""
    return record.content_type or ""


def _payload(record: ArcWarcRecord) -> bytes:
    """The page's bytes, without chunks and compression. Raises InflateError."""
    from warcio.bufferedreaders import ChunkedDataReader

    heads = record.http_headers
    if not heads:
        return bytes(record.raw_stream.read())
    chunked = (heads.get_header("Transfer-Encoding") or "").lower() == "chunked"
    data = bytes((ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream).read())
    coding = (heads.get_header("Content-Encoding") or "identity").strip().lower()
    if coding == "identity" or (coding.endswith("gzip") and not data.startswith(b"\x1f\x8b")):
        # Some archivers decompress the page and leave the header as it was.
        return data
    if coding in {"gzip", "x-gzip"}:
        return inflate(data, _limit(data))
    if coding == "deflate":
        bare = data[:1] not in {b"\x78", b"\x58", b"\x08"}
        return inflate(data, _limit(data), -15 if bare else 47)
    raise InflateError(f"it is compressed as {coding[:20]}, which is not read")


def _limit(data: bytes) -> int:
    """How long compressed content may become: many small ones that swell would add up."""
    return min(MAX_RECORD_BYTES, max(MAX_RATIO * len(data), SMALL_BYTES))


def _is_for_machines(url: str) -> bool:
    """robots.txt and its like, which crawlers store beside the pages."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return True
    return path in {"/robots.txt", "/ads.txt", "/security.txt", "/.well-known/security.txt"}


def _moment(value: str) -> datetime | None:
    """A WARC-Date; None when it is none, or lies in the future."""
    try:
        moment = parse_time(value)
    except (ValueError, TypeError, IndexError):
        return None
    return moment if moment < datetime.now(UTC) + timedelta(days=2) else None
