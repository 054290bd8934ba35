"""What a browser is allowed to do with the desk's pages."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Awaitable, Callable, Sequence

from fastapi import Request, Response

HOSTS = ["127.0.0.1", "localhost"]
"""A page on the web that gets its own name resolved to this machine is turned away (DNS rebinding)."""


def content_policy(styles: Sequence[str] = (), hosts: Sequence[str] = ()) -> str:
    """The policy of a page: our own files and nothing else, unless a page needs more.

    ``styles`` are style sheets that stand in the page itself, let in by their hash; ``hosts`` are origins that pictures
    and data may come from (the map tiles that the case names). The map's worker is a file of ours and needs no opening.
    """
    elsewhere = "".join(f" {host}" for host in hosts)
    parts = [
        "default-src 'self'",
        f"img-src 'self' data:{elsewhere}",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ]
    if elsewhere:
        parts.append(f"connect-src 'self'{elsewhere}")
    if styles:
        digests = (base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode() for sheet in styles)
        parts.append("style-src 'self'" + "".join(f" 'sha256-{digest}'" for digest in digests))
    return "; ".join(parts)


HEADERS = {
    "Content-Security-Policy": content_policy(),
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": browsers would then send forms without saying that they come from our own pages.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

FRAMED = HEADERS | {
    "Content-Security-Policy": "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
}
"""For a captured page inside a frame of ours: text and its own styles, nothing that acts or reaches out."""


async def with_headers(request: Request, follow: Callable[[Request], Awaitable[Response]]) -> Response:
    """The middleware that gives every answer the headers, where its route has not set its own."""
    response = await follow(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
