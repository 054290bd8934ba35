"""Backups: the whole case as a bag, taken while others work on it, and given back as a case.

A backup is a bag as :mod:`firsthand.exchange.bag` writes it, so that `verify` and `import-case` know it too.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from firsthand.case import Case
from firsthand.errors import InputError, UsageError
from firsthand.exchange.bag import BagVerification, check_bag, inspected, unpack, write_payload, write_tags
from firsthand.exchange.whole import check_free, made_whole, remove_whole
from firsthand.integrity import Verification
from firsthand.stage import Problem, Progress, no_progress
from firsthand.store import take_over

_ANOTHER = "restore another backup"
_IDENTIFIER = re.compile(r"(?m)^External-Identifier: (\w+)$")


@dataclass(frozen=True, slots=True)
class Backup:
    """What :func:`back_up` made."""

    folder: Path
    files: int
    """In the case."""
    size_bytes: int
    case: Verification
    """Of the copy."""
    removed: tuple[Path, ...]
    """Older backups."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.case.problems


def back_up(case: Case, shelf: Path | None = None, keep: int | None = None, progress: Progress = no_progress) -> Backup:
    """Copy the whole case into a new folder of ``shelf`` (default: where the case's own folder lies), and verify it.

    It is named after the case and the time in UTC, and is there whole or not at all. With ``keep``, all but that many
    backups of this case are removed from there, the oldest first, unless the new one does not hold. Raises UsageError
    when ``shelf`` lies in the case, StorageError, IntegrityError when what arrived is not what was sent.
    """
    root = case.root.resolve()
    shelf = (root.parent if shelf is None else shelf).resolve()
    _check_shelf(shelf, root, keep)
    folder = _unused(shelf, f"{root.name}-backup-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    with made_whole(folder) as work:
        write_payload(case, work / "data")
        inside = inspected(work / "data", progress)
        write_tags(case, work)
        # Onto the disk before it gets its name: a power cut must not leave a backup of empty files.
        os.sync()
    sizes = [path.stat().st_size for path in (folder / "data").rglob("*") if path.is_file()]
    old = _older(folder, root.name, keep) if keep and not inside.problems else []
    for other in old:
        remove_whole(other)
    return Backup(folder, len(sizes), sum(sizes), inside, tuple(old))


def restore(backup: Path, folder: Path, progress: Progress = no_progress) -> BagVerification:
    """Make a case of a backup in a new or empty folder, when every hash, quote and reference of it holds.

    With problems in the answer nothing was made. Whoever restores a case that has roles becomes an owner of what is
    restored. Raises InputError when it is no backup, UsageError, CaseTooNewError, StorageError.
    """
    if not (backup / "bagit.txt").is_file():
        raise InputError("there is no backup here", thing=str(backup), remedy="name the folder that `backup` made")
    check_free(folder, "choose a new or empty folder for the case; nothing is ever restored over another case")
    files, problems = check_bag(backup)
    if problems:
        return BagVerification(files, None, tuple(replace(problem, remedy=_ANOTHER) for problem in problems))
    try:
        with made_whole(folder) as work:
            unpack(backup, work)
            inside = inspected(work, progress)
            if inside.problems:
                raise _DoesNotHold(inside)
            take_over(work / "case.db", "restored from a backup")
    except _DoesNotHold as found:
        return BagVerification(files, found.inside, found.inside.problems)
    return BagVerification(files, inside, ())


class _DoesNotHold(Exception):  # noqa: N818 - not an error that anybody meets
    """Leaves the folder that was being made without its coming to be."""

    def __init__(self, inside: Verification) -> None:
        super().__init__()
        self.inside = inside


def _check_shelf(shelf: Path, root: Path, keep: int | None) -> None:
    if keep is not None and keep < 1:
        raise UsageError("at least one backup is kept", thing="--keep", remedy="give 1 or more")
    if shelf.is_relative_to(root):
        raise UsageError(
            "this lies inside the case, and would be lost with it",
            thing=str(shelf),
            remedy="name a folder elsewhere, on another disk if you can",
        )
    if shelf.exists() and not shelf.is_dir():
        raise UsageError("this is a file", thing=str(shelf), remedy="name the folder that holds the backups")


def _unused(shelf: Path, name: str) -> Path:
    """A folder of this name, or with a number behind it: no backup is written over another."""
    number, folder = 1, shelf / name
    while folder.exists():
        number += 1
        folder = shelf / f"{name}-{number}"
    return folder


def _older(made: Path, name: str, keep: int) -> list[Path]:
    """Backups of the case beside ``made`` but the newest ``keep``; ``made`` is one of these whatever the clock says.

    Another case of the same name has another event log, and its backups stay.
    """
    pattern = re.compile(rf"{re.escape(name)}-backup-(\d{{8}}T\d{{6}}Z)(?:-(\d+))?")
    mine = _identifier(made)
    found = []
    for folder in made.parent.iterdir():
        match = pattern.fullmatch(folder.name)
        if match and mine and folder != made and not folder.is_symlink() and _identifier(folder) == mine:
            found.append((match[1], int(match[2] or 1), folder))
    newest_first = [folder for _, _, folder in sorted(found, reverse=True)]
    return newest_first[keep - 1 :][::-1]


def _identifier(bag: Path) -> str:
    info = bag / "bag-info.txt"
    match = _IDENTIFIER.search(info.read_text("utf-8", "replace")) if info.is_file() else None
    return match[1] if match else ""
