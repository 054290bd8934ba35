"""The WARC files in a WACZ, which is a ZIP archive from strangers: no length in it is believed, no name used as a path.

The format: https://specs.webrecorder.net/wacz/1.1.1/
"""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import new as new_hash
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import BinaryIO

from firsthand.errors import InputError
from firsthand.stage import Problem

MAX_ENTRIES = 10_000
MAX_DIRECTORY_BYTES = 16 * 2**20
"""The ZIP's table of contents, which is read into memory."""
MAX_DESCRIPTION_BYTES = 16 * 2**20
"""datapackage.json"""
MAX_INFLATED_BYTES = 8 * 2**30
"""All WARC files of one WACZ."""
MAX_RATIO = 100
"""Inflated to stored bytes of one WARC file; WACZ stores them as they are, plain ones shrink to about a tenth."""

DESCRIPTION = "datapackage.json"
WARC_ENDINGS = (".warc", ".warc.gz")

_CHUNK = 2**20
_REMEDY = "get the archive again from where it came"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error, ValueError)


@dataclass(frozen=True, slots=True)
class Part:
    """One WARC file, copied out of the ZIP; closed when the next one is asked for."""

    name: str
    file: BinaryIO


def warc_files(path: Path) -> Iterator[Part | Problem]:
    """The WARC files in a WACZ in order of their names, those that cannot be trusted as problems.

    Raises InputError when it is no usable WACZ.
    """
    thing = str(path)
    with _opened(path) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise InputError(f"more than {MAX_ENTRIES} entries", thing=thing, remedy=_REMEDY)
        hashes = _hashes(archive, thing)
        times = Counter(entry.filename for entry in entries)
        wanted = sorted((item for item in entries if item.filename.endswith(WARC_ENDINGS)), key=lambda e: e.filename)
        if not wanted:
            raise InputError("there is no WARC file in it", thing=thing, remedy="check that it is a WACZ")
        room = MAX_INFLATED_BYTES
        for entry in wanted:
            try:
                if times[entry.filename] > 1 or _is_trick(entry.filename):
                    raise InputError("its name is doubled, or leads out of the archive", remedy=_REMEDY)
                with TemporaryFile() as copy:
                    room -= _copy(archive, entry, copy, min(room, MAX_RATIO * max(entry.compress_size, _CHUNK)))
                    _check(copy, hashes.get(entry.filename, ""))
                    yield Part(entry.filename, copy)
            except InputError as err:
                name = entry.filename if entry.filename.isprintable() else ascii(entry.filename)
                yield Problem(f"{path.name}: {name[:200]}", err.message, err.remedy)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Raises InputError when the file is no ZIP, or its table of contents is too long to be one's of a WACZ."""
    try:
        with path.open("rb") as file:
            if _directory_bytes(file) > MAX_DIRECTORY_BYTES:
                raise InputError("its table of contents is too long", thing=str(path), remedy=_REMEDY)
            file.seek(0)
            with zipfile.ZipFile(file) as archive:
                yield archive
    except OSError as err:
        raise InputError(
            f"cannot be read ({err.strerror or err})", thing=str(path), remedy="check its permissions, and the disk"
        ) from err
    except _BROKEN as err:
        raise InputError(f"this is no whole WACZ ({err})", thing=str(path), remedy=_REMEDY) from err


def _directory_bytes(file: BinaryIO) -> int:
    """Length of the ZIP's table of contents as it states it, read before anything parses it; 0 when there is none."""
    file.seek(0, 2)
    tail_at = max(file.tell() - 65_557, 0)
    file.seek(tail_at)
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or end + 16 > len(tail):
        return 0
    stated = int.from_bytes(tail[end + 12 : end + 16], "little")
    # The record of a large ZIP stands right before its locator (20 bytes), and then counts instead.
    large = end - 76
    if large >= 0 and tail[large : large + 4] == b"PK\x06\x06":
        return int.from_bytes(tail[large + 40 : large + 48], "little")
    return stated


def _copy(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, copy: BinaryIO, limit: int) -> int:
    """Copy an entry out and return its true length, whatever length it states. Raises InputError beyond ``limit``."""
    size = 0
    try:
        with archive.open(entry) as source:
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                if size > limit:
                    raise InputError("it swells like a bomb when it is unpacked", remedy=_REMEDY)
                copy.write(chunk)
    except _BROKEN as err:
        raise InputError(f"it cannot be unpacked ({str(err)[:200]})", remedy=_REMEDY) from err
    copy.seek(0)
    return size


def _check(copy: BinaryIO, stated: str) -> None:
    """Compare a file with its hash "sha256:…", where one is stated. Raises InputError."""
    name, _, value = stated.partition(":")
    if name not in {"sha256", "md5", "sha1", "sha512"}:
        return
    digest = new_hash(name, usedforsecurity=False)
    while chunk := copy.read(_CHUNK):
        digest.update(chunk)
    copy.seek(0)
    if digest.hexdigest() != value.lower():
        raise InputError(
            f"it does not have the hash that {DESCRIPTION} states: damaged, or changed after it was made",
            remedy=_REMEDY + "; unpack it and collect the WARC itself to read it all the same",
        )


def _hashes(archive: zipfile.ZipFile, thing: str) -> Mapping[str, str]:
    """Hash of each resource by its path, as the WACZ describes itself. Raises InputError."""
    try:
        with archive.open(DESCRIPTION) as file:
            data = file.read(MAX_DESCRIPTION_BYTES + 1)
        if len(data) > MAX_DESCRIPTION_BYTES:
            raise InputError(f"{DESCRIPTION} is too long", thing=thing, remedy=_REMEDY)
        described = json.loads(data)
        resources = described["resources"]
        return {str(item["path"]): str(item.get("hash") or "") for item in resources}
    except (KeyError, TypeError, AttributeError, RecursionError, *_BROKEN) as err:
        raise InputError(
            f"this is no WACZ: its {DESCRIPTION} is missing or cannot be read", thing=thing, remedy=_REMEDY
        ) from err


def _is_trick(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or not name.isprintable()
