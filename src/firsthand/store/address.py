"""Where a team's records live: a PostgreSQL server, a database, a schema; and what lets one in."""

from __future__ import annotations

import getpass
import os
import re
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from firsthand.errors import StorageError, UsageError

SCHEMES = ("postgresql", "postgres")
PORT = 5432
SOCKETS = (Path("/var/run/postgresql"), Path("/tmp"))  # noqa: S108 - where servers put their sockets
OPTIONS = frozenset({"sslmode", "sslrootcert"})
TLS = ("disable", "require", "verify-full")
EXAMPLE = "give postgresql://user@host/database"
OVERRIDE = "FIRSTHAND_STORE_URL"
"""Names the server and the account of this person, when they are not those of ``case.toml``."""


@dataclass(frozen=True, slots=True)
class Address:
    """A schema in a database on a server."""

    host: str
    """Name, number, or the folder of a socket; empty for the socket of this machine."""
    database: str
    schema: str
    user: str = ""
    """Empty: ``PGUSER``, or who runs the program."""
    port: int = PORT
    tls: str = ""
    """disable, require (encrypted, certificate not checked) or verify-full; empty: verify-full, except on this machine,
    where nothing travels."""
    authorities: str = ""
    """File of certificates to check the server's by; empty: those of the machine."""
    password: str = ""
    """Never written anywhere."""

    @property
    def url(self) -> str:
        """Without schema and password."""
        account = f"{quote(self.user, safe='')}@" if self.user else ""
        socket = self.host.startswith("/")
        port = f":{self.port}" if self.port != PORT else ""
        pairs = [("host", self.host)] if socket else []
        pairs += [("sslmode", self.tls)] if self.tls else []
        pairs += [("sslrootcert", self.authorities)] if self.authorities else []
        query = "&".join(f"{name}={quote(value, safe='/')}" for name, value in pairs)
        host = "" if socket else f"[{self.host}]" if ":" in self.host else self.host
        return f"postgresql://{account}{host}{port}/{quote(self.database, safe='')}{'?' + query if query else ''}"

    def __str__(self) -> str:
        return f"{self.url} ({self.schema})"

    @property
    def account(self) -> str:
        return self.user or os.environ.get("PGUSER", "") or local_user()

    def secret(self) -> str | None:
        """The password: of the URL, of ``PGPASSWORD``, or of the password file."""
        return self.password or os.environ.get("PGPASSWORD") or _from_file(self)

    @property
    def socket(self) -> str | None:
        """The socket file, when the server is reached through one."""
        folders = (Path(self.host),) if self.host.startswith("/") else () if self.host else SOCKETS
        files = [folder / f".s.PGSQL.{self.port}" for folder in folders]
        return next((str(path) for path in files if path.exists()), str(files[0]) if self.host and files else None)

    def context(self) -> ssl.SSLContext | bool:
        """How the connection is encrypted; False: not at all. Raises StorageError on a missing file of certificates."""
        local = self.socket is not None or self.host in {"", "localhost", "127.0.0.1", "::1"}
        mode = self.tls or ("disable" if local else "verify-full")
        if mode == "disable":
            return False
        try:
            context = ssl.create_default_context(cafile=self.authorities or None)
        except OSError as err:
            raise StorageError(
                "the certificates cannot be read", thing=self.authorities, remedy="name a PEM file with sslrootcert="
            ) from err
        if mode == "require":
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def parse(url: str, schema: str) -> Address:
    """The address that a URL names. Raises UsageError, which never repeats the password."""
    try:
        parts = urlsplit(url)
        port = parts.port or int(os.environ.get("PGPORT", PORT))
        options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError as err:
        raise UsageError("this is no address of a store", thing=hidden(url), remedy=EXAMPLE) from err
    database = unquote(parts.path.removeprefix("/"))
    unknown = set(options) - OPTIONS - {"host"}
    if parts.scheme not in SCHEMES or not database or "/" in database or unknown or parts.fragment:
        said = f"unknown option {', '.join(sorted(unknown))}" if unknown else "this is no address of a store"
        raise UsageError(said, thing=hidden(url), remedy=EXAMPLE)
    if options.get("sslmode", TLS[0]) not in TLS:
        raise UsageError(f"sslmode is one of {', '.join(TLS)}", thing=hidden(url), remedy=EXAMPLE)
    return Address(
        host=parts.hostname or options.get("host", os.environ.get("PGHOST", "")),
        database=database,
        schema=schema,
        user=unquote(parts.username or ""),
        port=port,
        tls=options.get("sslmode", ""),
        authorities=options.get("sslrootcert", ""),
        password=unquote(parts.password or ""),
    )


def of_settings(settings: Mapping[str, object]) -> Address | None:
    """The address in ``[store]`` of ``case.toml``; None: the records lie in the folder. Raises UsageError.

    ``FIRSTHAND_STORE_URL`` stands before the URL there, so that each member of a team comes under an own account.
    """
    found = settings.get("store")
    if not isinstance(found, Mapping) or not found.get("url"):
        return None
    schema = str(found.get("schema", ""))
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", schema):
        raise UsageError("[store] names no schema", thing="case.toml", remedy='add schema = "…" as it was made')
    kept = parse(str(found["url"]), schema)
    own = os.environ.get(OVERRIDE)
    return parse(own, schema) if own else replace(kept, password="")


def hidden(url: str) -> str:
    """``url`` without its password."""
    return re.sub(r"(//[^/@:]*):[^/]*@", r"\1@", url)


def local_user() -> str:
    """The user's name on this machine; of one without a name, as in some containers, the number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def _from_file(address: Address) -> str | None:
    """The password in ``PGPASSFILE`` or ``~/.pgpass``, as the PostgreSQL tools read it (manual, section 34.16)."""
    path = Path(os.environ.get("PGPASSFILE", "") or Path.home() / ".pgpass")
    if not path.is_file():
        return None
    host = "localhost" if not address.host or address.host.startswith("/") else address.host
    wanted = (host, str(address.port), address.database, address.account)
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        fields = list(_fields(line))
        if len(fields) == 5 and not line.startswith("#"):
            *where, secret = fields
            if all(given in ("*", own) for given, own in zip(where, wanted, strict=True)):
                return secret
    return None


def _fields(line: str) -> Iterator[str]:
    for field in re.findall(r"((?:\\.|[^:\\])*)(?::|$)", line)[:5]:
        yield re.sub(r"\\(.)", r"\1", field)
