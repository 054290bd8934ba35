"""A PostgreSQL server of its own for tests and benchmarks: on loopback, in a temporary folder, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PASSWORD = "only for tests"
ACCOUNT = "firsthand"
START_S = 30.0


def binaries() -> Path | None:
    """The folder of ``initdb`` and ``postgres`` of the newest server installed; None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    return Path(named).resolve().parent if named else None


class PostgresServer:
    """A running server. PostgreSQL refuses to run as root; then it runs as the least user there is."""

    def __init__(self, folder: Path, bin: Path) -> None:
        self.folder, self.bin = folder, bin
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        secret = folder / "secret"
        secret.write_text(PASSWORD, encoding="utf-8")
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            for path in (folder, secret):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)
        options = ["--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._run([bin / "initdb", "-D", folder / "data", "-U", ACCOUNT, *options], "initdb failed")
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        """Of the database ``postgres``, with the password."""
        return f"postgresql://{ACCOUNT}:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "port": self.port,
            "fsync": "off",
            "shared_buffers": "32MB",
        }
        given = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            command = [*self._as_nobody(), str(self.bin / "postgres"), "-D", str(self.folder / "data"), *given]
            self.process = subprocess.Popen(command, cwd="/", stdout=log, stderr=log)
        until = time.monotonic() + START_S
        ready = [str(self.bin / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(ready, check=False).returncode:
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.folder / "log").read_text("utf-8", "replace"))
            time.sleep(0.05)

    def stop(self) -> None:
        """At once: every connection is cut."""
        command = [self.bin / "pg_ctl", "stop", "-D", self.folder / "data", "-m", "immediate", "-w"]
        self._run(command, "the server does not stop")
        if self.process:
            self.process.wait(START_S)

    def _run(self, command: list[str | Path], failure: str) -> None:
        done = subprocess.run(
            [*self._as_nobody(), *map(str, command)], cwd="/", capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{failure}: {done.stderr}")

    def _as_nobody(self) -> list[str]:
        if os.geteuid():
            return []
        return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def started() -> PostgresServer | str:
    """A server in a new temporary folder, or why there can be none. Whoever calls stops it and removes its folder."""
    bin = binaries()
    if bin is None:
        return "PostgreSQL is not installed (scripts/system-parts does): the team's store is not tested"
    folder = Path(tempfile.mkdtemp(prefix="firsthand-postgres-"))
    try:
        return PostgresServer(folder, bin)
    except (OSError, RuntimeError, KeyError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        return f"PostgreSQL does not start here: {error}"
