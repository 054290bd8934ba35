"""How exports are written: whole files, JSON in a settled order, archives without the time of writing."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from firsthand.case import storing, write_atomic
from firsthand.errors import UsageError

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""Time of all entries of an archive: ZIP knows none before, and the time of writing would change the bytes."""


def write_file(path: Path, data: bytes) -> Path:
    """Write one file whole. Raises UsageError when ``path`` is a folder, StorageError."""
    if path.is_dir():
        raise UsageError("this is a folder", thing=str(path), remedy="name the file to write")
    with storing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, data)
    return path


def write_folder(path: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write ``files``, by their names below ``path``; what else lies there stays. Raises UsageError, StorageError."""
    if path.is_file():
        raise UsageError("this is a file", thing=str(path), remedy="name a folder to write into")
    return [write_file(path / name, data) for name, data in files.items()]


def json_bytes(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def lines_bytes(values: list[Any]) -> bytes:
    """One JSON value a line."""
    return "".join(f"{json.dumps(value, ensure_ascii=False)}\n" for value in values).encode()


def write_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write a ZIP archive of ``files`` in their order. Raises UsageError, StorageError."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return write_file(path, buffer.getvalue())
