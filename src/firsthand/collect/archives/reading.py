"""WARC and WACZ files read alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from firsthand.collect.archives.wacz import warc_files
from firsthand.collect.archives.warc import Found, read_warc
from firsthand.errors import InputError
from firsthand.stage import Problem


def read_web_archive(path: Path) -> Iterator[Found]:
    """The pages in a ``.warc``, ``.warc.gz`` or ``.wacz`` file, one after the other. Raises InputError."""
    if path.suffix.lower() == ".wacz":
        for part in warc_files(path):
            if isinstance(part, Problem):
                yield part
            else:
                yield from read_warc(part.file, f"{path.name}: {part.name}")
        return
    try:
        if not path.is_file():
            raise InputError("this is not a regular file", thing=str(path), remedy="check the name")
        with path.open("rb") as file:
            yield from read_warc(file, path.name)
    except OSError as err:
        raise InputError(
            f"cannot be read ({err.strerror or err})", thing=str(path), remedy="mend its permissions"
        ) from err
