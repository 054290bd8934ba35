"""What was asked for, laid out as single inputs: files, URLs, standard input."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from firsthand.collect.documents import FEED, KINDS, MAX_FILE_BYTES, read_bytes, sniff
from firsthand.collect.given import SIDECAR_ENDING
from firsthand.collect.images import elements, scenes
from firsthand.collect.pages.text import decode
from firsthand.errors import InputError
from firsthand.stage import Problem

ARCHIVE_ENDINGS = (".warc", ".warc.gz", ".wacz")
"""Web archives, which hold many pages."""

STDIN = "-"
STDIN_NAME = "standard input"

_URL = re.compile(r"https?://\S+$", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:(?://|[^\\])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to collect."""

    name: str
    """What people call it: a file's name (below the folder given), a URL, or "standard input"."""
    path: Path | None = None
    url: str = ""


@dataclass(slots=True)
class Listing:
    """All inputs in order, what could not be listed, and how many files of other kinds were passed over."""

    inputs: list[Input] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    passed_over: int = 0


def is_archive(name: str) -> bool:
    """Whether a file is a web archive, by its name."""
    return name.lower().endswith(ARCHIVE_ENDINGS)


def is_url(value: str) -> bool:
    return _URL.match(value) is not None


def listing(wanted: Sequence[str], url_list: bool) -> Listing:
    """Files as they are, folders walked through, lists of URLs read when ``url_list``."""
    found = Listing()
    for item in wanted:
        try:
            if is_url(item):
                found.inputs.append(Input(item, url=item))
            elif item == STDIN and not url_list:
                found.inputs.append(Input(STDIN_NAME))
            elif url_list:
                _add_urls(item, found)
            else:
                _add_path(item, found)
        except InputError as err:
            found.problems.append(Problem.of(err, item))
    return found


def _add_path(item: str, found: Listing) -> None:
    path = Path(item)
    try:
        if path.is_dir():
            _add_folder(path, found)
        elif path.exists():
            found.inputs.append(Input(_called(path.name), path))
        elif _SCHEME.match(item):
            raise InputError("not an address that is fetched", thing=item, remedy="give one with http:// or https://")
        else:
            raise InputError("there is no such file or folder", thing=item, remedy="check the name")
    except (OSError, ValueError) as err:
        # A loop of symbolic links, a name with a NUL, a folder above that may not be entered.
        reason = getattr(err, "strerror", None) or err
        raise InputError(f"cannot be looked at ({reason})", thing=item, remedy="check the name and its links") from err


def _add_folder(top: Path, found: Listing) -> None:
    """Files below ``top`` whose ending tells a report or an image, by path; links are followed, loops are not."""
    seen: set[tuple[int, int]] = set()
    before = len(found.inputs) + len(found.problems)
    for folder, names, files in os.walk(top, followlinks=True, onerror=lambda err: _unreadable(err, found)):
        here = Path(folder)
        status = here.stat()
        if (status.st_dev, status.st_ino) in seen or ((here / "case.toml").is_file() and here != top):
            names.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and not name.endswith(SIDECAR_ENDING):
                _add_file(here / name, top, found)
    if len(found.inputs) + len(found.problems) == before:
        raise InputError(
            "no report and no image in this folder",
            thing=str(top),
            remedy=f"files end in {', '.join(sorted({*KINDS, *scenes.ENDINGS, *elements.ENDINGS, *ARCHIVE_ENDINGS}))}",
        )


def _unreadable(err: OSError, found: Listing) -> None:
    found.problems.append(
        Problem(str(err.filename), f"this folder cannot be read ({err.strerror})", "mend its permissions")
    )


def _add_file(path: Path, top: Path, found: Listing) -> None:
    ending = path.suffix.lower()
    about_the_folder = path.stem.upper() in {"README", "LICENSE", "NOTICE"}
    known = ending in KINDS or ending in scenes.ENDINGS or ending in elements.ENDINGS or is_archive(path.name)
    if about_the_folder or not known:
        found.passed_over += 1
        return
    try:
        if not S_ISREG(path.stat().st_mode):
            raise InputError("this is not a regular file", thing=str(path), remedy="leave it out")
        # XML is also what image metadata comes in; only feeds are meant.
        if KINDS.get(ending) == FEED and ending == ".xml" and _head_kind(path) != FEED:
            found.passed_over += 1
            return
    except InputError as err:
        found.problems.append(Problem.of(err))
    except OSError as err:
        found.problems.append(Problem(str(path), f"cannot be read ({err.strerror})", "mend the link or leave it out"))
    else:
        found.inputs.append(Input(_called(path.relative_to(top).as_posix()), path))


def _called(name: str) -> str:
    """A file's name with the sign for a lost character where its bytes are no text, as in archives of other systems."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _head_kind(path: Path) -> str:
    with path.open("rb") as file:
        return sniff(file.read(2048))


def _add_urls(item: str, found: Listing) -> None:
    data = read_stdin() if item == STDIN else read_bytes(Path(item))
    for number, line in enumerate(decode(data, item).text.splitlines(), 1):
        address = line.strip()
        if not address or address.startswith("#"):
            continue
        if is_url(address):
            found.inputs.append(Input(address, url=address))
        else:
            found.problems.append(Problem(f"{item}, line {number}", f"no URL: {address[:80]!r}", "one URL a line"))


def read_stdin() -> bytes:
    """Standard input as bytes. Raises InputError when it is longer than any file may be."""
    data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise InputError(f"longer than {MAX_FILE_BYTES // 2**20} MB", thing=STDIN_NAME, remedy="collect it in parts")
    return data
