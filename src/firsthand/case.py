"""A case on disk.

::

    CASE/
      case.toml       title and settings, edited by people
      sites.geojson   the places under watch, edited by people
      outlets.csv     publishers of this case: name, aliases, domains, owner (optional)
      sensors.toml    imaging satellites added to the built-in table (optional; docs/passes.md)
      case.db         the evidence store, unless [store] in case.toml names a team's server (docs/team.md)
      files/ab/…      captured bytes under their SHA-256
      elements/       orbital element sets, as collected
      chips/          small pictures cut from scenes
      briefs/         what was published
      feeds/          alerts, for feed readers (docs/alerts.md)
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from firsthand.errors import (
    CaseBusyError,
    CaseError,
    CaseExistsError,
    CaseMissingError,
    InputError,
    StorageError,
    UnknownSiteError,
)
from firsthand.model import Outlet, Site
from firsthand.outlets import case_outlets
from firsthand.sites import read_sites
from firsthand.store import Address, Store
from firsthand.store.address import of_settings, parse

CASE_TOML = """\
# A Firsthand case. Edit freely; `firsthand doctor` checks it.
[case]
title = {title}
# Set to true for invented material: every page then says so.
fictional = {fictional}

[topic]
# Words that mark a paragraph as being about the matter under watch, added to the built-in list.
words = []
"""

STORE_TOML = """
[store]
# The records lie on this server (docs/team.md). The password is given in PGPASSWORD or ~/.pgpass, never here.
url = {url}
schema = {schema}
"""

EMPTY_SITES = '{"type": "FeatureCollection", "features": []}\n'


class Case:
    """An open case. Holds no state beyond its folder and its store."""

    def __init__(self, root: Path, password: str = "") -> None:
        """Open the case at ``root``, with ``password`` when its records lie on a server.

        Raises CaseMissingError, CaseTooNewError, StorageError; CaseError when ``case.toml`` is not valid.
        """
        self.root = root
        if not (root / "case.toml").is_file():
            raise CaseMissingError(
                "there is no case here",
                thing=str(root),
                remedy=f"make one with `firsthand new {root}`, or go to its folder",
            )
        address = of_settings(_settings(root / "case.toml"))
        self.store = Store(replace(address, password=address.password or password) if address else root / "case.db")

    @classmethod
    def create(cls, root: Path, title: str = "", fictional: bool = False, store: str = "") -> Case:
        """Make a new, empty case, its records in the folder or at the address ``store`` (postgresql://…).

        Raises CaseExistsError when the folder holds one, CaseError when it is not empty, UsageError, StorageError.
        """
        if (root / "case.toml").exists():
            raise CaseExistsError(
                "there is a case here already", thing=str(root), remedy="open it, or choose another folder"
            )
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise CaseError("this is not an empty folder", thing=str(root), remedy="choose a new or empty folder")
        address = new_address(store, title or root.resolve().name) if store else None
        if address:
            # Before the folder: a server that cannot be reached leaves nothing behind.
            Store(address, make=True).close()
        with storing(root):
            for folder in (root, root / "files", root / "chips", root / "briefs"):
                folder.mkdir(parents=True, exist_ok=True)
            (root / "sites.geojson").write_text(EMPTY_SITES, encoding="utf-8")
            quoted = _toml_string(title or root.resolve().name)
            # case.toml last: a folder without it is no case, so a half-made one can be made again.
            settings = CASE_TOML.format(title=quoted, fictional=str(fictional).lower())
            if address is None:
                Store(root / "case.db").close()
            write_atomic(root / "case.toml", with_store(settings, address).encode())
        return cls(root, address.password if address else "")

    # ---- settings, sites, outlets ------------------------------------------------------------------------------

    @cached_property
    def settings(self) -> dict[str, Any]:
        """What ``case.toml`` says. Raises CaseError when it is not valid TOML."""
        return _settings(self.root / "case.toml")

    @property
    def title(self) -> str:
        return str(self._table("case").get("title", self.root.name))

    @property
    def fictional(self) -> bool:
        return bool(self._table("case").get("fictional", False))

    @property
    def topic_words(self) -> tuple[str, ...]:
        """Words of the case's topic. Raises CaseError when they are no list."""
        words = self._table("topic").get("words", [])
        if not isinstance(words, list):
            remedy = 'write them as words = ["one", "another"]'
            raise CaseError("words under [topic] are no list", thing=str(self.root / "case.toml"), remedy=remedy)
        return tuple(map(str, words))

    def _table(self, name: str) -> dict[str, Any]:
        """A table of ``case.toml``, empty when it is not there. Raises CaseError when the name stands for else."""
        found = self.settings.get(name, {})
        if not isinstance(found, dict):
            thing = str(self.root / "case.toml")
            raise CaseError(f"{name} is no table", thing=thing, remedy=f"begin it with a line [{name}]")
        return found

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """The places under watch. Raises InputError when ``sites.geojson`` cannot be used."""
        return read_sites(self.root / "sites.geojson")

    def site(self, id: str) -> Site:
        """A site by id, name or alias, case-insensitive. Raises UnknownSiteError with the ids there are."""
        wanted = id.strip().casefold()
        for site in self.sites:
            if wanted in {name.casefold() for name in (site.id, site.name, *site.aliases)}:
                return site
        known = ", ".join(site.id for site in self.sites) or "none yet: edit sites.geojson"
        raise UnknownSiteError("no such site in this case", thing=id, remedy=f"sites are: {known}")

    @cached_property
    def outlets(self) -> tuple[Outlet, ...]:
        """Publishers known to this case, its own ``outlets.csv`` before the built-in list."""
        return case_outlets(self.root / "outlets.csv")

    # ---- files -------------------------------------------------------------------------------------------------

    def file_path(self, sha256: str) -> Path:
        """Where captured bytes with this hash lie."""
        return self.root / "files" / sha256[:2] / sha256

    def archive(self, data: bytes) -> str:
        """Keep captured bytes under their SHA-256; returns the hash. Raises StorageError."""
        digest = hashlib.sha256(data).hexdigest()
        path = self.file_path(digest)
        if not path.exists():
            with storing(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomic(path, data)
        return digest

    def archive_file(self, source: Path) -> str:
        """Keep a file's bytes under their SHA-256 without loading them at once. Raises InputError, StorageError."""
        folder = self.root / "files"
        with storing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=folder, prefix=".writing-")
        try:
            with os.fdopen(handle, "wb") as copy:
                digest = _copy_hashed(source, copy)
            path = self.file_path(digest)
            with storing(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
        return digest

    def chip_path(self, name: str) -> Path:
        return self.root / "chips" / name

    @contextmanager
    def working(self) -> Iterator[None]:
        """Hold the case for one working process, here or on another machine. Raises CaseBusyError when one holds it."""
        with storing(self.root), (self.root / ".lock").open("a") as lock:
            # The kernel frees the lock when a process dies, so a killed run never blocks the next one.
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as err:
                raise CaseBusyError(
                    "another firsthand process is at work here",
                    thing=str(self.root),
                    remedy="wait until it ends",
                ) from err
            with self.store.held():
                yield


def new_case(root: Path, title: str = "", sites: Path | None = None, store: str = "") -> Case:
    """Make a case, with a copy of ``sites`` when given, which is checked first; see :meth:`Case.create`.

    Raises CaseError, InputError, UsageError, StorageError.
    """
    if sites is not None:
        read_sites(sites)
    case = Case.create(root, title, store=store)
    if sites is not None:
        with storing(root):
            write_atomic(root / "sites.geojson", sites.read_bytes())
    return case


def new_address(url: str, title: str) -> Address:
    """A schema of its own for a case of this title. Raises UsageError."""
    words = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:30]
    return parse(url, "_".join(part for part in ("case", words, secrets.token_hex(4)) if part))


def with_store(settings: str, address: Address | None) -> str:
    """The text of ``case.toml`` with the address in force, or with none; all else stays as people wrote it."""
    bare = re.sub(r"(?ms)^\[store\][^\n]*\n.*?(?=^\[|\Z)", "", settings).rstrip("\n") + "\n"
    if address is None:
        return bare
    return bare + STORE_TOML.format(url=_toml_string(address.url), schema=_toml_string(address.schema))


def names_server(settings: Path) -> bool:
    """Whether this ``case.toml`` sends whoever opens it to a server. Raises CaseError when it is not valid."""
    return "store" in _settings(settings)


def write_atomic(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` whole or not at all, also when the process dies in the middle."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _settings(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as err:
        raise CaseError(f"not valid TOML ({err})", thing=str(path), remedy="mend the line it names") from err


def _copy_hashed(source: Path, copy: BinaryIO) -> str:
    """Copy ``source`` into ``copy`` and flush it to the disk; returns the SHA-256. Raises InputError, StorageError."""
    digest = hashlib.sha256()
    try:
        file = source.open("rb")
    except OSError as err:
        raise InputError(
            f"cannot be read ({err.strerror})", thing=str(source), remedy="mend its permissions, then collect it again"
        ) from err
    with storing(source), file:
        while block := file.read(2**20):
            digest.update(block)
            copy.write(block)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest()


@contextmanager
def storing(path: Path) -> Iterator[None]:
    """Translate operating-system errors of writing near ``path``."""
    try:
        yield
    except OSError as err:
        raise StorageError(
            f"cannot write ({err.strerror or err})",
            thing=str(err.filename or path),
            remedy="free some space or mend the permissions, then run the same command again",
        ) from err


def _toml_string(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(ch if ch.isprintable() else " " for ch in escaped) + '"'
