"""Serve the desk on this machine."""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from firsthand.errors import UsageError


def serve(root: Path, host: str = "127.0.0.1", port: int = 8321, ready: Callable[[str], None] | None = None) -> None:
    """Serve the case at ``root`` until Ctrl-C. ``ready`` is called with the address once the port is ours.

    Raises UsageError for a host other than this machine or a port that is taken, CaseMissingError.
    """
    if not is_loopback(host):
        raise UsageError(
            "the desk answers on this machine only, for now: it has no sign-in",
            thing=host,
            remedy="leave the host at 127.0.0.1; to reach it from elsewhere, tunnel the port (ssh -L)",
        )
    import uvicorn

    from firsthand.desk.app import create_app

    app = create_app(root)
    with listener(host, port) as bound:
        address = f"http://{host}:{bound.getsockname()[1]}/"
        (ready or _say)(address)
        uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[bound])


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


def _say(address: str) -> None:
    sys.stdout.write(f"The desk is at {address} (Ctrl-C stops it)\n")
    sys.stdout.flush()


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
