"""GeoTIFFs opened where they lie: on disk, or on a server of which only the needed ranges are asked."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from firsthand.collect.stac.web import Session
from firsthand.errors import InputError

PAGE_BYTES = 64 * 1024
"""Ranges begin and end at multiples of it, so that GDAL's many small reads of a header become one request."""
MAX_PAGES = 2048
"""Pages of one file held in memory: 128 MB. A file that needs more of them is read again from its server."""
JPEG_2000 = (".jp2", ".j2k")
"""Endings of the one other format that is read; several of GDAL's formats lead on to other files and addresses."""


class RangeFile(io.RawIOBase):
    """A file on a server, read by ranges. The first error is kept in ``error``, since GDAL would swallow it."""

    def __init__(self, session: Session, url: str) -> None:
        self._session, self._url = session, url
        self._pages: dict[int, bytes] = {}
        self._whole: IO[bytes] | None = None
        self._at = 0
        self.error: InputError | None = None
        self.length = 0
        self._load(0, 0)

    @property
    def whole(self) -> bool:
        """The server gave no ranges, so all of the file was fetched."""
        return self._whole is not None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.length}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes; empty at the end, and after an error."""
        end = self.length if size < 0 else min(self.length, self._at + size)
        if self.error is not None or end <= self._at:
            return b""
        try:
            data = self._between(self._at, end)
        except InputError as err:
            self.error = err
            return b""
        self._at += len(data)
        return data

    def close(self) -> None:
        if self._whole is not None:
            self._whole.close()
        super().close()

    def _between(self, start: int, end: int) -> bytes:
        if self._whole is not None:
            self._whole.seek(start)
            return self._whole.read(end - start)
        first, last = start // PAGE_BYTES, (end - 1) // PAGE_BYTES
        missing = [page for page in range(first, last + 1) if page not in self._pages]
        if missing:
            self._load(missing[0], missing[-1])
        pages = b"".join(self._pages[page] for page in range(first, last + 1))
        if len(self._pages) > MAX_PAGES:
            self._pages.clear()
        return pages[start - first * PAGE_BYTES : end - first * PAGE_BYTES]

    def _load(self, first: int, last: int) -> None:
        """Fetch pages ``first`` to ``last``. Raises InputError."""
        start = first * PAGE_BYTES
        part = self._session.part(self._url, start, (last - first + 1) * PAGE_BYTES)
        if part.whole:
            self._keep_whole(part.data)
            return
        if self.length and part.total != self.length:
            raise InputError("the file changed while it was read", thing=self._url, remedy="try again")
        self.length = part.total
        wanted = min((last + 1) * PAGE_BYTES, part.total) - start
        if part.start != start or len(part.data) != wanted:
            raise InputError("the server gave another range than asked", thing=self._url, remedy="try again later")
        for page in range(first, last + 1):
            self._pages[page] = part.data[(page - first) * PAGE_BYTES :][:PAGE_BYTES]

    def _keep_whole(self, data: bytes) -> None:
        file = tempfile.TemporaryFile()  # noqa: SIM115  (closed by close)
        file.write(data)
        self._whole, self.length = file, len(data)
        self._pages.clear()


class Opened(NamedTuple):
    """A GeoTIFF open for reading."""

    source: Any
    """The rasterio dataset."""
    whole: bool
    """Its server gave no ranges, so all of the file was fetched."""


@contextmanager
def opened_raster(href: str, session: Session) -> Iterator[Opened]:
    """An open image. Raises InputError naming ``href``, also for errors that arise while it is read."""
    import rasterio
    from rasterio._err import CPLE_BaseError  # what GDAL raises past rasterio's own errors
    from rasterio.errors import RasterioError

    thing = href.split("?", 1)[0]
    driver, ending = ("JP2OpenJPEG", ".jp2") if thing.lower().endswith(JPEG_2000) else ("GTiff", ".tif")
    file: RangeFile | None = None
    with ExitStack() as stack:
        stack.enter_context(rasterio.Env(GDAL_DISABLE_READDIR_ON_OPEN="EMPTY_DIR", GDAL_PAM_ENABLED="NO"))
        try:
            if href.startswith(("http://", "https://")):
                file = stack.enter_context(RangeFile(session, href))
                source = rasterio.open(f"scene{ending}", opener=_Opener(file), driver=driver)
            elif Path(href).is_file():
                source = rasterio.open(href, driver=driver)
            else:
                raise InputError(_unreachable(href), thing=href, remedy="get the file, or ask another archive")
            with source:
                yield Opened(source, file is not None and file.whole)
        except (RasterioError, CPLE_BaseError, OSError, ValueError, ArithmeticError) as err:
            if file is not None and file.error is not None:
                raise file.error from err
            raise InputError(
                f"this image cannot be read ({_reason(err)})", thing=thing, remedy="it is left out; ask its archive"
            ) from err


class _Opener:
    """Hands GDAL the one file, and nothing beside it."""

    def __init__(self, file: RangeFile) -> None:
        self._file = file

    def __call__(self, path: str, mode: str = "rb", **_: Any) -> _View:
        if not path.endswith((".tif", ".jp2")):
            raise FileNotFoundError(path)
        return _View(self._file)


class _View(io.RawIOBase):
    """A place of its own in a file that stays open when GDAL is done with it."""

    def __init__(self, file: RangeFile) -> None:
        self._file, self._at = file, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._file.seek(self._at)
        self._at = self._file.seek(offset, whence)
        return self._at

    def read(self, size: int = -1) -> bytes:
        self._file.seek(self._at)
        data = self._file.read(size)
        self._at += len(data)
        return data


def _unreachable(href: str) -> str:
    scheme = href.split("://", 1)[0] if "://" in href else ""
    return f"addresses of the kind {scheme}:// are not read" if scheme else "there is no such file"


def _reason(err: BaseException) -> str:
    while err.__cause__ is not None:
        err = err.__cause__
    return str(err).split("\n", 1)[0][:160] or type(err).__name__
