"""The pages of one web archive by their digest, for later records that say no more than "as before"."""

from __future__ import annotations

import tempfile
import zlib
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from firsthand.case import storing
from firsthand.collect.documents import Capture

QUICK = 1
"""Level of compression: the bytes are read again at most once or twice."""


class Captured:
    """Captures seen so far; their bytes lie compressed in a file without a name, which goes with the process."""

    def __init__(self, folder: Path) -> None:
        """With a file in ``folder``. Raises StorageError."""
        self._folder = folder
        with storing(folder):
            self._bytes = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by __exit__
        self._known: dict[str, tuple[Capture, int, int]] = {}

    def __enter__(self) -> Captured:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bytes.close()

    def remember(self, digest: str, capture: Capture) -> None:
        """Raises StorageError."""
        with storing(self._folder):
            start = self._bytes.seek(0, 2)
            length = self._bytes.write(zlib.compress(capture.data, QUICK))
        self._known[digest] = (replace(capture, data=b""), start, length)

    def again(self, digest: str) -> Capture | None:
        """The capture with this digest; None when there was none."""
        if digest not in self._known:
            return None
        capture, start, length = self._known[digest]
        self._bytes.seek(start)
        return replace(capture, data=zlib.decompress(self._bytes.read(length)))
