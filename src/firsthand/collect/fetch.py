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
from firsthand.collect.network import GuardedTransport
from firsthand.collect.robots import MAX_ROBOTS_BYTES, Robots, parse_robots
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

REDIRECTS = frozenset({301, 302, 303, 307, 308})

READABLE = re.compile(r"text/(?:html|plain|markdown|xml)|application/(?:[\w.+-]*xml|pdf|octet-stream)|$")
"""Content types of pages, texts, feeds and PDFs; empty where the server names none."""

_SAVE = "open it in a browser, save it, and collect the file"


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

    def get(self, url: str, limit_bytes: int = MAX_PAGE_BYTES) -> Fetched:
        """Fetch a page. Raises InputError naming the URL, the reason and the remedy."""
        deadline = time.monotonic() + self._timeout_s
        here = url
        for _ in range(MAX_REDIRECTS + 1):
            check_url(here)
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
                return urljoin(here, response.headers["location"])
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
        headers = {"User-Agent": USER_AGENT, "Accept": "text/html, */*;q=0.5", "Accept-Encoding": "gzip, deflate"}
        timeout = httpx.Timeout(min(READ_S, self._timeout_s)).as_dict()
        try:
            request = httpx.Request("GET", here, headers=headers, extensions={"timeout": timeout})
            # Without httpx.Client, which looks at redirects itself before we can check them.
            with GuardedTransport(deadline, self._allow_private) as transport:
                response = transport.handle_request(request)
                with closing(response):
                    return receive(response)
        except (httpcore.TimeoutException, httpx.TimeoutException) as err:
            raise InputError(
                f"the server was too slow (more than {self._timeout_s:g} s)", thing=thing, remedy="try again later"
            ) from err
        except InputError as err:
            raise InputError(err.message, thing=thing, remedy=err.remedy) from err
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, httpx.InvalidURL) as err:
            reason = str(err) or type(err).__name__
            raise InputError(f"the connection failed ({reason})", thing=thing, remedy="try again later") from err

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
                return urljoin(here, response.headers["location"])
            if response.status_code == 200:
                body = _body(response, thing, MAX_ROBOTS_BYTES, cut=True)
                found.append(parse_robots(body.decode("utf-8", "replace"), AGENT))
            else:
                found.append(Robots(refused=response.status_code >= 500))
            return ""

        deadline = time.monotonic() + self._timeout_s
        for _ in range(MAX_REDIRECTS + 1):
            check_url(here)
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


def check_url(url: str) -> None:
    """Raises InputError unless it is a plain web address."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 80) > 0
    except ValueError:
        usable = False
    else:
        usable = usable and not (parts.username or parts.password)
    if not usable:
        raise InputError("not an address that is fetched", thing=url, remedy="give one with http:// or https://")


def content_type(header: str) -> tuple[str, str]:
    """Media type and charset of a Content-Type header, lower case; empty where it says none."""
    message = Message()
    message["content-type"] = header or ""
    charset = message.get_content_charset("")
    return header.split(";", 1)[0].strip().lower(), str(charset or "")


def _body(response: httpx.Response, thing: str, limit_bytes: int, cut: bool = False) -> bytes:
    """The decompressed body. Over the limit: refused, or cut off when ``cut``."""
    said = response.headers.get("content-length", "")
    data = bytearray()
    if cut or not said.isdecimal() or int(said) <= limit_bytes:
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > limit_bytes:
                break
        else:
            return bytes(data)
        if cut:
            return bytes(data[:limit_bytes])
    raise InputError(f"the page is longer than {limit_bytes / 2**20:.0f} MB", thing=thing, remedy=_SAVE)
