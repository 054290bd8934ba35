"""The capture inbox: a page sent from a browser, or a web archive, becomes a document with its captured bytes."""

from __future__ import annotations

import hmac
import json
import os
import secrets
import tempfile
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from firsthand.case import Case, storing
from firsthand.collect.collector import CollectOptions, collect
from firsthand.collect.documents import HTML, TEXT, Capture, keep, make_document
from firsthand.collect.given import Given
from firsthand.collect.inputs import is_url
from firsthand.errors import InputError
from firsthand.stage import Problem

TOKEN_FILE = ".inbox-token"  # noqa: S105 - its name; the bag of a case leaves it out
MOST_BYTES = 64 * 2**20
MOST_A_MINUTE = 30
JSON = "application/json"
ARCHIVE_ENDINGS = {"application/wacz": ".wacz", "application/wacz+zip": ".wacz", "application/warc": ".warc"}
ARCHIVE_ENDINGS |= {"application/zip": ".wacz", "application/gzip": ".warc.gz", "application/octet-stream": ".wacz"}
"""Media types under which archiving tools send."""
_BOOKMARKLET = """(async()=>{try{const a=await fetch(%s,{method:"POST",headers:{"Content-Type":"application/json",
"Authorization":"Bearer "+%s},body:JSON.stringify({url:location.href,title:document.title,
html:document.documentElement.outerHTML})});const b=await a.json();alert("Firsthand: "+b.message)}
catch(e){alert("Firsthand could not be reached: "+e.message)}})()"""


class Sent(BaseModel):
    """A page as a browser sends it."""

    model_config = ConfigDict(extra="ignore")

    url: str = Field("", max_length=4_000)
    title: str = Field("", max_length=2_000)
    html: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A request's body with what its headers and address say."""

    data: bytes
    media_type: str
    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a capture."""

    documents: tuple[str, ...]
    """Ids of new documents; empty when they were known, or for an archive."""
    new: int
    message: str
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Rate:
    """How many captures come in a minute; one that sends more is asked to wait."""

    most: int = MOST_A_MINUTE
    _times: deque[float] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait_s(self, now: float | None = None) -> float:
        """0 when one more may come, which is then counted; else seconds to wait."""
        moment = time.monotonic() if now is None else now
        with self._lock:
            while self._times and moment - self._times[0] >= 60:
                self._times.popleft()
            if len(self._times) >= self.most:
                return 60 - (moment - self._times[0])
            self._times.append(moment)
            return 0.0


def make_token(case: Case) -> str:
    """The case's inbox token, made when there is none, readable by this user only. Raises StorageError."""
    path = case.root / TOKEN_FILE
    held = token(case)
    if held:
        return held
    made = secrets.token_urlsafe(24)
    with storing(path):
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{made}\n")
    return made


def token(case: Case) -> str:
    """The token; empty while the inbox is closed."""
    path = case.root / TOKEN_FILE
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def may_send(case: Case, authorization: str) -> bool:
    """Whether a request bears the token ("Bearer …"); compared in constant time."""
    held = token(case)
    kind, _, given = authorization.partition(" ")
    same = hmac.compare_digest(given.strip().encode(), held.encode())
    return bool(held) and kind.lower() == "bearer" and same


def bookmarklet(address: str, held: str) -> str:
    """A bookmark that sends the page at hand. ``address`` is that of the inbox."""
    script = _BOOKMARKLET.replace("\n", "") % (json.dumps(address), json.dumps(held))
    return f"javascript:{quote(script, safe=_PLAIN)}"


_PLAIN = "(){}[];,.:=+/!*'&?-_~ "


def take(case: Case, upload: Upload) -> Taken:
    """Keep what was sent. Raises InputError when there is nothing in it that can be kept, StorageError."""
    if upload.media_type == JSON:
        return _page(case, _sent(upload.data))
    if upload.media_type in (HTML, "application/xhtml+xml"):
        return _document(case, Capture(upload.data, *_named(upload.url, upload.title, HTML)))
    if upload.media_type == TEXT:
        return _document(case, Capture(upload.data, *_named(upload.url, upload.title, TEXT)))
    if upload.media_type in ARCHIVE_ENDINGS:
        return _archive(case, upload)
    remedy = "send JSON with url, title and html or text; or HTML; or a WACZ file"
    raise InputError("not a kind that the inbox takes", thing=upload.media_type or "no Content-Type", remedy=remedy)


def _sent(data: bytes) -> Sent:
    try:
        return Sent.model_validate_json(data)
    except ValidationError as err:
        first = err.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(
            f"not readable ({first['msg']})", thing=where or "JSON", remedy="send url, title, html"
        ) from err


def _page(case: Case, sent: Sent) -> Taken:
    """What the page shows in the browser is what is kept: scripts may have made it."""
    body, kind = (sent.html, HTML) if sent.html.strip() else (sent.text, TEXT)
    if not body.strip():
        raise InputError("nothing was sent", thing=sent.url or "the page", remedy="send html or text")
    capture = Capture(body.encode("utf-8", "replace"), *_named(sent.url, sent.title, kind))
    return _document(case, capture)


def _named(url: str, title: str, kind: str) -> tuple[str, str, datetime, Given, str, str, tuple[str, ...]]:
    """What :class:`Capture` holds after the bytes."""
    if url and not is_url(url):
        raise InputError("this is no web address", thing=url[:120], remedy="give one with http:// or https://")
    title = " ".join(title.split())
    given = Given(url=url, title=title if kind == TEXT else "")
    return url or title or "captured page", kind, datetime.now(UTC), given, url, "utf-8", ("sent to the inbox",)


def _document(case: Case, capture: Capture) -> Taken:
    document = make_document(capture, case.outlets)
    new = keep(case, document, capture.data, captured_given=False)
    message = f"kept “{document.title or document.name}”" if new else f"“{document.title or document.name}” was known"
    return Taken((document.id,) if new else (), int(new), message)


def _archive(case: Case, upload: Upload) -> Taken:
    ending = ARCHIVE_ENDINGS[upload.media_type]
    with tempfile.TemporaryDirectory(prefix="firsthand-inbox-") as folder:
        path = Path(folder) / f"sent{ending}"
        path.write_bytes(upload.data)
        report = collect(case, [str(path)], CollectOptions())
    if report.problems and not report.done and not report.fresh:
        first = report.problems[0]
        raise InputError(first.message, thing=first.thing.rpartition("/")[2], remedy=first.remedy)
    return Taken((), report.done, report.summary, report.problems)
