"""Connections to public addresses only, with one deadline for all they do.

The address that was checked is the address that is connected to, so a name that resolves differently a moment later
(DNS rebinding) gains nothing; and because the deadline holds for the lookup of the name and for every single read, a
server that sends one byte at a time, headers included, gains nothing either.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from functools import cache
from queue import Empty, Queue
from threading import Thread
from typing import Any

import httpcore
import httpx

from firsthand.errors import InputError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for IPv4 ones (RFC 6052)."""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, also when it wraps another one."""
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
    return ip.is_global and not ip.is_multicast


class LookupTimeoutError(httpcore.ConnectTimeout):
    """The system's resolver did not say in time where a host is."""


def slowness(error: Exception) -> str:
    """Who was too slow, of an error of a deadline."""
    return "the lookup of the host's name" if isinstance(error, LookupTimeoutError) else "the server"


def resolve(host: str, port: int, allow_private: bool, timeout_s: float) -> str:
    """The address to connect to. Raises InputError when the host has none that is public, LookupTimeoutError."""
    try:
        addresses = _addresses(host, port, timeout_s)
    except (OSError, UnicodeError) as err:
        raise InputError(
            f"the host {host} is not known", thing=host, remedy="check the address and the connection"
        ) from err
    found = next((address for address in addresses if allow_private or is_public(address)), None)
    if found is None:
        raise InputError(
            f"the host {host} lies in a private network, which is not fetched from",
            thing=host,
            remedy="save the page and collect the file",
        )
    return found


def _addresses(host: str, port: int, timeout_s: float) -> list[str]:
    """All addresses of a host. Raises LookupTimeoutError, and what the resolver raises."""
    answers: Queue[list[str] | Exception] = Queue()

    def ask() -> None:
        try:
            answers.put([str(answer[4][0]) for answer in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
        except (OSError, UnicodeError) as err:
            answers.put(err)

    # The resolver heeds no deadline of ours; a thread that it holds up ends with it, or with the program.
    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=timeout_s)
    except Empty as err:
        raise LookupTimeoutError(host) from err
    if isinstance(answer, Exception):
        raise answer
    return answer


class _Stream(httpcore.NetworkStream):
    """A stream whose every act ends at the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        return min(left, timeout) if timeout else left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._left(timeout)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Resolves, checks and connects."""

    def __init__(self, deadline: float, allow_private: bool) -> None:
        self._inner = httpcore.SyncBackend()
        self._deadline = deadline
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        address = resolve(host, port, self._allow_private, self._left(timeout))
        stream = self._inner.connect_tcp(address, port, self._left(timeout), local_address, socket_options)
        return _Stream(stream, self._deadline)

    def _left(self, timeout: float | None) -> float:
        left = max(self._deadline - time.monotonic(), 0.001)
        return min(left, timeout) if timeout else left


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        close = getattr(self._stream, "close", None)
        if close:
            close()


@cache
def _ssl_context() -> ssl.SSLContext:
    """One for all connections: reading the certificates takes a tenth of a second."""
    return httpx.create_ssl_context(trust_env=False)


class GuardedTransport(httpx.BaseTransport):
    """An httpx transport for one page: public addresses only unless ``allow_private``, over at ``deadline``.

    ``deadline`` is a time of :func:`time.monotonic`. Proxies of the environment are not used: through a proxy, the
    address would be the proxy's choice. Errors of the connection are httpcore's.
    """

    def __init__(self, deadline: float, allow_private: bool) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_ssl_context(), network_backend=_Backend(deadline, allow_private)
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                target,
                headers=request.headers.raw,
                content=request.read(),
                extensions=request.extensions,
            )
        )
        assert isinstance(response.stream, Iterable)
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response.stream), extensions=response.extensions
        )

    def close(self) -> None:
        self._pool.close()
