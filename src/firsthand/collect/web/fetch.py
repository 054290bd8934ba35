"""One polite fetcher: public addresses, time and size limits, robots.txt respected, redirects checked one by one."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from firsthand import __version__
from firsthand.collect.archives.frames import InflateError
from firsthand.collect.web.network import GuardedTransport, slowness
from firsthand.collect.web.robots import MAX_ROBOTS_BYTES, Robots, parse_robots
from firsthand.collect.web.unpacked import ACCEPTED, unpacked
from firsthand.errors import InputError

AGENT = "firsthand"
USER_AGENT = f"Firsthand/{__version__} (reader of public reports)"

MAX_PAGE_BYTES = 64 * 2**20
"""Of one page after decompression."""

MAX_REDIRECTS = 5

READ_S = 10.0
"""Longest silence of a server, in seconds."""

PAUSE_S = 1.0
"""Between two pages of one host, in seconds."""

SLOW_TIMES, IMPATIENT_S = 3, 3.0
"""After so many pages in a row that were too slow, a host gets so many seconds for each, until one comes: a feed leads
to many pages of one host, and a dead one would hold up all others for hours."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})

READABLE = re.compile(r"text/(?:html|plain|markdown|xml)|application/(?:[\w.+-]*xml|pdf|octet-stream)|$")
"""Content types of pages, texts, feeds and PDFs; empty where the server names none."""

_SAVE = "open it in a browser, save it, and collect the file"
_LATER = "collect it again later"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came."""

    data: bytes
    url: str
    """Where it was found after redirects."""
    media_type: str
    charset: str


class Fetcher:
    """Fetches pages one at a time and remembers each host's robots.txt and when it was last asked."""

    def __init__(self, timeout_s: float = 30.0, allow_private: bool = False, pause_s: float = PAUSE_S) -> None:
        """``timeout_s`` limits each page in all; ``allow_private`` also fetches from private networks."""
        self._timeout_s = timeout_s
        self._allow_private = allow_private
        self._pause_s = pause_s
        self._robots: dict[str, Robots] = {}
        self._asked: dict[str, float] = {}
        self._slow: dict[str, int] = {}

    def get(self, url: str, limit_bytes: int = MAX_PAGE_BYTES) -> Fetched:
        """Fetch a page. Raises InputError naming the URL, the reason and the remedy."""
        check_url(url)
        deadline = time.monotonic() + self._patience_s(url)
        here = url
        for _ in range(MAX_REDIRECTS + 1):
            check_url(here, url)
            if not self._rules(here, url).allows(here):
                raise InputError("the site's robots.txt asks not to fetch this page", thing=url, remedy=_SAVE)
            self._wait(here)
            answer = self._ask(here, url, deadline, limit_bytes)
            if isinstance(answer, Fetched):
                return answer
            here = answer
        raise InputError(f"redirected more than {MAX_REDIRECTS} times", thing=url, remedy=_SAVE)

    def _ask(self, here: str, thing: str, deadline: float, limit_bytes: int) -> Fetched | str:
        """The page, or the URL that it was moved to."""

        def receive(response: httpx.Response) -> Fetched | str:
            if response.status_code in REDIRECTS and "location" in response.headers:
                return moved_to(here, response.headers["location"])
            if response.status_code != 200:
                raise InputError(f"the server answered {response.status_code}", thing=thing, remedy=_SAVE)
            media_type, charset = content_type(response.headers.get("content-type", ""))
            if not READABLE.match(media_type):
                raise InputError(f"this is {media_type}, no page or text", thing=thing, remedy="give a page's address")
            return Fetched(_body(response, thing, limit_bytes), here, media_type, charset)

        return self._request(here, thing, deadline, receive)

    def _request(
        self, here: str, thing: str, deadline: float, receive: Callable[[httpx.Response], Fetched | str]
    ) -> Fetched | str:
        headers = {"User-Agent": USER_AGENT, "Accept": "text/html, */*;q=0.5", "Accept-Encoding": ACCEPTED}
        timeout = httpx.Timeout(min(READ_S, self._timeout_s)).as_dict()
        try:
            request = httpx.Request("GET", here, headers=headers, extensions={"timeout": timeout})
            # Without httpx.Client, which looks at redirects itself before we can check them.
            with GuardedTransport(deadline, self._allow_private) as transport:
                response = transport.handle_request(request)
                with closing(response):
                    received = receive(response)
            self._slow.pop(urlsplit(here).netloc, None)
            return received
        except (httpcore.TimeoutException, httpx.TimeoutException) as err:
            raise self._too_slow(here, thing, slowness(err)) from err
        except InflateError as err:
            raise InputError(f"what the server sent cannot be unpacked: {err}", thing=thing, remedy=_SAVE) from err
        except InputError as err:
            raise InputError(err.message, thing=thing, remedy=err.remedy) from err
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, httpx.InvalidURL) as err:
            reason = str(err) or type(err).__name__
            raise InputError(f"the connection failed ({reason})", thing=thing, remedy=_LATER) from err

    def _patience_s(self, url: str) -> float:
        """How long the host may take for one page."""
        slow = self._slow.get(urlsplit(url).netloc, 0) >= SLOW_TIMES
        return min(self._timeout_s, IMPATIENT_S) if slow else self._timeout_s

    def _too_slow(self, here: str, thing: str, who: str) -> InputError:
        given_s, host = self._patience_s(here), urlsplit(here).netloc
        self._slow[host] = self._slow.get(host, 0) + 1
        return InputError(f"{who} was too slow (more than {given_s:g} s)", thing=thing, remedy=_LATER)

    def _rules(self, url: str, thing: str) -> Robots:
        """The host's rules. None there (4xx): all allowed; not to be had (5xx, no answer): all refused (RFC 9309)."""
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._robots:
            self._robots[host] = self._fetch_rules(f"{host}/robots.txt", thing)
        return self._robots[host]

    def _fetch_rules(self, url: str, thing: str) -> Robots:
        found: list[Robots] = []
        here = url

        def receive(response: httpx.Response) -> str:
            if response.status_code in REDIRECTS and "location" in response.headers:
                return moved_to(here, response.headers["location"])
            if response.status_code == 200:
                body = _body(response, thing, MAX_ROBOTS_BYTES, cut=True)
                found.append(parse_robots(body.decode("utf-8", "replace"), AGENT))
            else:
                found.append(Robots(refused=response.status_code >= 500))
            return ""

        deadline = time.monotonic() + self._patience_s(url)
        for _ in range(MAX_REDIRECTS + 1):
            check_url(here, thing)
            here = str(self._request(here, thing, deadline, receive))
            if found:
                return found[0]
        return Robots()

    def _wait(self, url: str) -> None:
        host = urlsplit(url).netloc
        left = self._asked.get(host, -self._pause_s) + self._pause_s - time.monotonic()
        if host in self._asked and left > 0:
            time.sleep(left)
        self._asked[host] = time.monotonic()


def check_url(url: str, asked: str = "") -> None:
    """Raises InputError unless it is a plain web address; ``asked`` is the page that was asked for, if another."""
    try:
        httpx.URL(url)
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 80) > 0
        usable = usable and parts.port != 0 and not (parts.username or parts.password)
    except (ValueError, httpx.InvalidURL):
        usable = False
    if not usable:
        led = f"it leads to {url[:100]!a}, " if asked not in ("", url) else ""
        said, remedy = f"{led}not an address that is fetched", "give one with http:// or https://"
        raise InputError(said, thing=asked or url, remedy=_SAVE if led else remedy)


def moved_to(here: str, location: str) -> str:
    """Where a redirect or link leads. Raises InputError when that is no address."""
    try:
        return urljoin(here, location)
    except ValueError as err:
        raise InputError("it leads to what is no address", thing=here, remedy=_SAVE) from err


def content_type(header: str) -> tuple[str, str]:
    """Media type and charset of a Content-Type header, lower case; empty where it says none."""
    message = Message()
    message["content-type"] = header or ""
    charset = message.get_content_charset("")
    return header.split(";", 1)[0].strip().lower(), str(charset or "")


def _body(response: httpx.Response, thing: str, limit_bytes: int, cut: bool = False) -> bytes:
    """The decompressed body. Over the limit: refused, or cut off when ``cut``."""
    said = response.headers.get("content-length", "")
    if cut or not said.isdecimal() or int(said) <= limit_bytes:
        data, longer = unpacked(response, limit_bytes)
        if cut or not longer:
            return data
    raise InputError(f"the page is longer than {limit_bytes / 2**20:.0f} MB", thing=thing, remedy=_SAVE)
