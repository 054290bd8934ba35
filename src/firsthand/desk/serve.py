"""Serve the desk: on this machine to whoever reaches it, elsewhere to those who have a token."""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from firsthand.desk.security import Access
from firsthand.errors import UsageError

PATIENCE_S = 2
"""How long a desk that stops waits for pages under way."""


def serve(root: Path, host: str = "127.0.0.1", port: int = 8321, ready: Callable[[str], None] | None = None) -> None:
    """Serve the case at ``root`` until Ctrl-C. ``ready`` is called with what to tell people once the port is ours.

    On a host other than this machine tokens are made anew and asked for. Raises UsageError for a port that is taken,
    CaseMissingError.
    """
    import uvicorn

    from firsthand.desk.app import create_app

    access = Access() if is_loopback(host) else Access.fresh()
    app = create_app(root, access)
    with listener(host, port) as bound:
        shown = f"[{host}]" if ":" in host else host
        (ready or _say)(_told(f"http://{shown}:{bound.getsockname()[1]}/", access))
        config = uvicorn.Config(
            app, log_level="warning", server_header=False, timeout_graceful_shutdown=PATIENCE_S, proxy_headers=False
        )
        uvicorn.Server(config).run(sockets=[bound])


def listener(host: str, port: int) -> socket.socket:
    """A bound socket, so that a taken port is known before anything is promised; port 0 takes any free one.

    Raises UsageError when the port cannot be had.
    """
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as err:
        bound.close()
        raise UsageError(
            f"this port cannot be used ({err.strerror or err})",
            thing=f"{host}:{port}",
            remedy="stop what is using it, or choose another one with --port",
        ) from err
    return bound


def _told(address: str, access: Access) -> str:
    said = f"The desk is at {address} (Ctrl-C stops it)\n"
    if access.is_open:
        return said
    return (
        f"{said}Token to work with: {access.analyst}\nToken to read with: {access.reader}\n"
        "They are shown this once. What passes between browser and desk is not encrypted: use them in a network\n"
        "that you trust, or behind a proxy that speaks HTTPS.\n"
    )


def _say(told: str) -> None:
    sys.stdout.write(told)
    sys.stdout.flush()


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
