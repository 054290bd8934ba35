"""Who may do what at the desk, and that what is posted comes from the desk's own pages.

On this machine nobody is asked: whoever reaches the port may work. Anywhere else a token is asked for once and then
stands as a session in a cookie. Every request that changes something must bear the session's own form token and must
come from a page of the desk; this is checked here, for all routes at once, before any of them sees the request.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qsl, quote, unquote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SESSION, NAME = "firsthand-session", "firsthand-name"
"""Cookies."""
ENTRY, LEAVE, INBOX, OPEN = "/enter", "/leave", "/inbox", "/static/"
"""Where a token is given, and the session ended; where captures arrive, which bear a token of their own; what anybody
may have."""
MOST_FORM_BYTES = 2 * 2**20
LONGEST_NAME = 80
URLENCODED = "application/x-www-form-urlencoded"
READING = ("GET", "HEAD")

Refusal = Callable[[str, str, str], str]
"""The page of a refusal, from heading, message and remedy."""


class Role(StrEnum):
    READER = "reader"
    ANALYST = "analyst"


@dataclass(frozen=True, slots=True)
class Access:
    """The tokens that let people in; without any, the desk is open to whoever reaches it."""

    analyst: str = ""
    reader: str = ""

    @classmethod
    def fresh(cls) -> Access:
        return cls(secrets.token_urlsafe(24), secrets.token_urlsafe(24))

    @property
    def is_open(self) -> bool:
        return not (self.analyst or self.reader)

    def role_of(self, token: str) -> Role | None:
        """What a token lets one do; compared in constant time."""
        given = token.strip().encode()
        # Both are compared whatever the first gives, so that the time tells nothing.
        matches = [(role, held and hmac.compare_digest(given, held.encode())) for role, held in self._held()]
        return next((role for role, same in matches if same), None)

    def _held(self) -> tuple[tuple[Role, str], ...]:
        return (Role.ANALYST, self.analyst), (Role.READER, self.reader)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, as pages and routes need it."""

    role: Role = Role.READER
    name: str = ""
    """What decisions are signed with; empty: the name of the system's user."""
    form_token: str = ""
    """To be sent with every form."""
    path: str = "/"
    """The page at hand, to come back to."""
    done: str = ""
    """Id of the decision that was just recorded."""
    entered: bool = False
    """Came in with a token, and may leave."""
    waits: bool = False
    """What was recorded takes effect only when the run at work has ended."""

    @property
    def may_work(self) -> bool:
        return self.role is Role.ANALYST


_visitor: ContextVar[Visitor | None] = ContextVar("visitor", default=None)


def visitor() -> Visitor:
    """Who asks for the page at hand."""
    return _visitor.get() or Visitor()


@dataclass(frozen=True, slots=True)
class Sessions:
    """Sessions as signed cookies; they end when the desk stops, for the key is made anew."""

    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def issue(self, role: Role) -> str:
        """A new cookie."""
        body = f"{role}.{secrets.token_urlsafe(18)}"
        return f"{body}.{self._mac(body)}"

    def role(self, cookie: str) -> Role | None:
        """The role of a cookie of ours; ``None`` for any other."""
        body, _, mac = cookie.rpartition(".")
        if not body or not hmac.compare_digest(mac.encode(), self._mac(body).encode()):
            return None
        return Role(body.partition(".")[0])

    def form_token(self, cookie: str) -> str:
        return self._mac(f"form {cookie}")

    def _mac(self, text: str) -> str:
        return hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()


class Door:
    """The middleware that lets requests in."""

    def __init__(self, app: ASGIApp, access: Access, sessions: Sessions, refusal: Refusal) -> None:
        self.app = app
        self.access = access
        self.sessions = sessions
        self.refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] == INBOX or scope["path"].startswith(OPEN):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        cookie = request.cookies.get(session_name(request), "")
        role = self.sessions.role(cookie)
        fresh = role is None and self.access.is_open
        if fresh:
            role, cookie = Role.ANALYST, self.sessions.issue(Role.ANALYST)
        refused: Response | None = None
        if role is None and scope["path"] != ENTRY:
            refused = self._asked_in(request)
        elif scope["method"] not in READING:
            refused, receive = await self._checked(request, role, self.sessions.form_token(cookie), receive)
        if refused is not None:
            await refused(scope, receive, send)
            return
        _visitor.set(self._visitor_of(request, role, self.sessions.form_token(cookie)))
        await self.app(scope, receive, _with_cookie(send, session_name(request), cookie) if fresh else send)

    def _asked_in(self, request: Request) -> Response:
        """Without a session: to the page that asks for the token."""
        if request.method in READING:
            return RedirectResponse(f"{ENTRY}?{urlencode({'to': _local(request)})}", 303)
        return self._refused(403, "no session", "open the desk again and give its token")

    async def _checked(
        self, request: Request, role: Role | None, expected: str, receive: Receive
    ) -> tuple[Response | None, Receive]:
        """Why a request that changes something is refused, and its body to be read again."""
        if not _same_origin(request):
            return self._refused(
                403, "this came from another page than the desk's", "use the desk's own pages"
            ), receive
        if request.url.path == ENTRY:
            expected = ""
        elif role is not Role.ANALYST and request.url.path != LEAVE:
            return self._refused(403, "a reader changes nothing", "enter with the analyst's token"), receive
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != URLENCODED:
            return self._refused(415, "only forms are taken here", f"send it as {URLENCODED}"), receive
        body = await _body(request, receive)
        if body is None:
            limit = f"{MOST_FORM_BYTES // 2**20} MB"
            return self._refused(413, f"this is longer than {limit}", "shorten it"), receive
        fields = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        if expected and not hmac.compare_digest(fields.get("csrf", "").encode(), expected.encode()):
            remedy = "open the page again and send the form from there; the desk may have been started anew"
            return self._refused(403, "the form does not belong to this session", remedy), receive
        return None, _again(body, receive)

    def _refused(self, status: int, message: str, remedy: str) -> Response:
        return HTMLResponse(self.refusal("This is not taken", message, remedy), status)

    def _visitor_of(self, request: Request, role: Role | None, form_token: str) -> Visitor:
        name = clean_name(unquote(request.cookies.get(NAME, "")))
        if not name and not self.access.is_open:
            name = "somebody over the network"
        asked = request.query_params
        done = asked.get("done", "")[:60]
        return Visitor(
            role=role or Role.READER,
            name=name,
            form_token=form_token,
            path=_local(request),
            done=done,
            entered=not self.access.is_open,
            waits="waits" in asked,
        )


def session_name(request: Request) -> str:
    """The session's cookie, of this port: browsers keep one set of cookies for all ports of a machine."""
    return f"{SESSION}-{request.url.port or 80}"


def clean_name(text: str) -> str:
    """A name on one line, without what cannot be printed."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:LONGEST_NAME]


def local_path(text: str, otherwise: str = "/") -> str:
    """``text`` when it is a path of this desk, else ``otherwise``: nobody is sent elsewhere."""
    plain = text.startswith("/") and not text.startswith("//") and "\\" not in text and text.isprintable()
    return text if plain else otherwise


def _local(request: Request) -> str:
    """Path and query of a page, without what tells of the last action."""
    kept = [(key, value) for key, value in request.query_params.multi_items() if key not in ("done", "waits")]
    path = quote(request.url.path, safe="/%:@!$&'()*+,;=~")
    return local_path(f"{path}?{urlencode(kept)}" if kept else path)


def _same_origin(request: Request) -> bool:
    """Browsers say where a request comes from; what says nothing is no browser and must bear the form token anyway."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host", "")


async def _body(request: Request, receive: Receive) -> bytes | None:
    """The whole body, or ``None`` when it is too long."""
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit() or int(declared) > MOST_FORM_BYTES:
        return None
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if sum(map(len, parts)) > MOST_FORM_BYTES:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """What hands out a body that was read already, then what else comes."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receiving() -> Message:
        return left.pop() if left else await receive()

    return receiving


def _with_cookie(send: Send, name: str, cookie: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            value = f"{name}={cookie}; HttpOnly; SameSite=Strict; Path=/"
            message["headers"] = [*message["headers"], (b"set-cookie", value.encode())]
        await send(message)

    return sending
