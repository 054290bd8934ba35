"""The one way in which STAC sources are asked: guarded like pages are, with ranges, retries and limits.

A search API is made for programs that its user points at it, so robots.txt, which speaks to crawlers, is not asked;
servers are spared otherwise: one request at a time, only the bytes that are needed, and waiting when they say so.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

from firsthand.collect.archives.frames import InflateError
from firsthand.collect.web.fetch import MAX_REDIRECTS, REDIRECTS, USER_AGENT, check_url, moved_to
from firsthand.collect.web.network import GuardedTransport, slowness
from firsthand.collect.web.unpacked import ACCEPTED, unpacked
from firsthand.errors import InputError

MAX_JSON_BYTES = 64 * 2**20
"""Of one answer after decompression."""
MAX_WHOLE_BYTES = 512 * 2**20
"""Of one file whose server gives no ranges; a band of a whole Sentinel-2 tile has up to 250 MB."""
TRIES = 4
LONGEST_WAIT_S = 30.0
"""However long a server asks us to wait."""
BUSY = frozenset({429, 500, 502, 503, 504})
READ_S = 20.0
"""Longest silence of a server, in seconds."""

_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})$")
_ASKED_RANGE = re.compile(r"bytes=(\d+)-(\d+)")
_LATER = "try again later; what has been collected is kept"


@dataclass(frozen=True, slots=True)
class Part:
    """What a server gave for a range."""

    data: bytes
    start: int
    """Offset of the first byte in the file."""
    total: int
    """Length of the file."""
    whole: bool
    """The server ignored the range and gave the file from its beginning."""


@dataclass(slots=True)
class Web:
    """Asks servers on behalf of one run."""

    allow_private: bool = False
    timeout_s: float = 120.0
    """For one answer, or for one ``session``."""
    retry_s: float = 1.0
    token_url: str = ""
    """Where a read token is to be had, ``{collection}`` replaced; it goes behind the address of files as a query."""
    requests: int = 0
    bytes_read: int = 0
    _tokens: dict[str, str] = field(default_factory=dict)

    def json(self, url: str, method: str = "GET", body: Mapping[str, Any] | None = None) -> str:
        """The text of a JSON answer. Raises InputError."""
        content = b"" if body is None else json.dumps(body).encode()
        headers = {"Accept": "application/geo+json, application/json"}
        if content:
            headers["Content-Type"] = "application/json"
        with self.session() as session:
            answer = session.ask(url, method, headers, content, MAX_JSON_BYTES)
        try:
            return answer.data.decode("utf-8")
        except UnicodeDecodeError as err:
            raise InputError(
                "the answer is no JSON text", thing=url, remedy="check that this is a STAC address"
            ) from err

    def signed(self, url: str, collection: str) -> str:
        """The address with a read token behind it, where ``token_url`` is set. Raises InputError."""
        if not self.token_url:
            return url
        asked = self.token_url.replace("{collection}", collection)
        if asked not in self._tokens:
            try:
                token = json.loads(self.json(asked))["token"]
            except (ValueError, TypeError, KeyError, RecursionError) as err:
                raise InputError("no token came from there", thing=asked, remedy="check --token-url") from err
            self._tokens[asked] = str(token).lstrip("?")
        return f"{url}{'&' if urlsplit(url).query else '?'}{self._tokens[asked]}"

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Connections that are kept open between requests and end together after ``timeout_s``."""
        deadline = time.monotonic() + self.timeout_s
        transport = GuardedTransport(deadline, self.allow_private)
        try:
            yield Session(self, transport, deadline)
        finally:
            transport.close()


@dataclass(slots=True)
class Session:
    """Requests over shared connections with one deadline."""

    web: Web
    transport: GuardedTransport
    deadline: float
    """A time of :func:`time.monotonic`."""

    def part(self, url: str, start: int, length: int) -> Part:
        """``length`` bytes from ``start``, fewer at the end of the file. Raises InputError."""
        headers = {"Range": f"bytes={start}-{start + length - 1}", "Accept-Encoding": "identity"}
        return self.ask(url, "GET", headers, b"", MAX_WHOLE_BYTES)

    def ask(self, url: str, method: str, headers: Mapping[str, str], content: bytes, limit_bytes: int) -> Part:
        """One answer, after redirects and, from a busy server, further tries. Raises InputError naming ``url``."""
        here, wait, moves = url, self.web.retry_s, 0
        for attempt in range(1, TRIES + MAX_REDIRECTS + 1):
            check_url(here, _bare(url))
            said = self._once(
                here, url, httpx.Request(method, here, headers=_all(headers), content=content), limit_bytes
            )
            if isinstance(said, Part):
                return said
            if isinstance(said, str):
                moves += 1
                if moves > MAX_REDIRECTS:
                    break
                here = said
                continue
            pause_s = min(max(wait, said.after_s), LONGEST_WAIT_S)
            if attempt - moves >= TRIES or time.monotonic() + pause_s > self.deadline:
                raise InputError(said.reason, thing=_bare(url), remedy=_LATER)
            time.sleep(pause_s)
            wait *= 2
        raise InputError(f"redirected more than {MAX_REDIRECTS} times", thing=_bare(url), remedy="check the address")

    def _once(self, here: str, thing: str, request: httpx.Request, limit_bytes: int) -> Part | str | _Busy:
        """The answer, the address that it was moved to, or why to try again. Raises InputError."""
        request.extensions = {"timeout": httpx.Timeout(READ_S).as_dict()}
        self.web.requests += 1
        try:
            response = self.transport.handle_request(request)
            try:
                if response.status_code == 206 and (asked := _ASKED_RANGE.match(request.headers.get("range", ""))):
                    limit_bytes = int(asked[2]) - int(asked[1]) + 1
                return self._received(response, here, thing, limit_bytes)
            finally:
                response.close()
        except (httpcore.TimeoutException, httpx.TimeoutException) as err:
            return _Busy(f"{slowness(err)} was too slow")
        except InflateError as err:
            return _Busy(f"what the server sent cannot be unpacked: {err}")
        except InputError as err:
            raise InputError(err.message, thing=_bare(thing), remedy=_remedy(err)) from err
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, httpx.InvalidURL) as err:
            return _Busy(f"the connection failed ({str(err) or type(err).__name__})")

    def _received(self, response: httpx.Response, here: str, thing: str, limit_bytes: int) -> Part | str | _Busy:
        status = response.status_code
        if status in REDIRECTS and "location" in response.headers:
            return moved_to(here, response.headers["location"])
        if status in BUSY:
            after = response.headers.get("retry-after", "")
            return _Busy(f"the server answered {status}", float(after) if after.isdecimal() else 0.0)
        if status not in (200, 206):
            raise InputError(f"the server answered {status}{_said(response)}", thing=thing, remedy=_advice(status))
        span = _CONTENT_RANGE.match(response.headers.get("content-range", "")) if status == 206 else None
        if status == 206 and not span:
            raise InputError("the server's range has no Content-Range", thing=thing, remedy="report it to them")
        data = _body(response, thing, limit_bytes)
        if span and int(span[2]) - int(span[1]) + 1 != len(data):
            raise InputError("the server gave another range than it says", thing=thing, remedy=_LATER)
        self.web.bytes_read += len(data)
        start, total = (int(span[1]), int(span[3])) if span else (0, len(data))
        return Part(data, start, total, span is None)


@dataclass(frozen=True, slots=True)
class _Busy:
    """A failure that may pass."""

    reason: str
    after_s: float = 0.0


def _all(headers: Mapping[str, str]) -> dict[str, str]:
    return {"User-Agent": USER_AGENT, "Accept-Encoding": ACCEPTED, **headers}


def _bare(url: str) -> str:
    """The address without its query, which may hold a token."""
    return url.split("?", 1)[0]


def _remedy(err: InputError) -> str:
    return "give --allow-private if you mean that server" if "private network" in err.message else err.remedy


def _advice(status: int) -> str:
    if status in (401, 403):
        return "this source wants a key or a signed address; see --token-url"
    return "check the address" if status == 404 else _LATER


def _said(response: httpx.Response) -> str:
    """The beginning of an error answer in one line: what STAC servers say there is often the only explanation."""
    text = " ".join(unpacked(response, 4096)[0].decode("utf-8", "replace").split())
    return f" ({text[:160]})" if text and not text.startswith("<") else ""


def _body(response: httpx.Response, thing: str, limit_bytes: int) -> bytes:
    said = response.headers.get("content-length", "")
    if not said.isdecimal() or int(said) <= limit_bytes:
        data, longer = unpacked(response, limit_bytes)
        if not longer:
            return data
    if response.status_code == 206:
        raise InputError("the server gave more than the range that was asked for", thing=thing, remedy=_LATER)
    raise InputError(
        f"the answer is longer than {limit_bytes / 2**20:.0f} MB", thing=thing, remedy="ask a server that gives ranges"
    )
