"""Folders that are there whole or not at all, whenever the process ends that makes them."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from firsthand.errors import StorageError, UsageError

UNFINISHED = ".firsthand-unfinished-"
"""Begins the names of folders that are being made or removed."""
WHOLE, GONE = "whole", "gone"
"""What lies in them, and nothing else."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def check_free(folder: Path, remedy: str) -> None:
    """Raises UsageError unless ``folder`` is new or empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("this is not an empty folder", thing=str(folder), remedy=remedy)


@contextmanager
def made_whole(folder: Path) -> Iterator[Path]:
    """A folder beside ``folder`` that takes its place at the end, or is gone after a failure. Raises StorageError.

    A process that is killed leaves it under a hidden name; the next that makes one in the same place removes it.
    """
    with _storing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _hidden(folder.parent) as hidden:
            work = hidden / WHOLE
            work.mkdir()
            yield work
            if folder.exists():
                folder.rmdir()
            work.replace(folder)


def remove_whole(folder: Path) -> None:
    """Remove a folder; a process killed in the middle leaves nothing under its name. Raises StorageError."""
    with _storing(folder), _hidden(folder.parent) as hidden:
        folder.replace(hidden / GONE)


@contextmanager
def _hidden(parent: Path) -> Iterator[Path]:
    """A new folder that is held while it is in use, by which others tell it from what a killed process left."""
    with _locked(parent):
        for left in sorted(parent.glob(f"{UNFINISHED}*")):
            _remove_unheld(left)
        hidden = Path(mkdtemp(dir=parent, prefix=UNFINISHED))
        held = _lock(hidden)
    try:
        yield hidden
    finally:
        shutil.rmtree(hidden, ignore_errors=True)
        os.close(held)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    handle = _lock(folder)
    try:
        yield
    finally:
        os.close(handle)


def _lock(folder: Path) -> int:
    """The handle that holds the lock until it is closed, which the kernel does for a process that dies."""
    handle = os.open(folder, os.O_RDONLY)
    # Some network disks know no locks; on those nothing is ever taken for left behind.
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def _remove_unheld(folder: Path) -> None:
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not {path.name for path in folder.iterdir()} <= {WHOLE, GONE}:
            return
        shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return
    finally:
        os.close(handle)


@contextmanager
def _storing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as err:
        if err.errno in FULL:
            raise StorageError(
                f"the disk is full ({err.strerror}); nothing half-made was left",
                thing=str(folder.parent),
                remedy="free some space or choose another disk, then run the same command again",
            ) from err
        raise StorageError(
            f"cannot read or write ({err.strerror or err})",
            thing=str(err.filename or folder),
            remedy="mend the permissions or check the disk, then run the same command again",
        ) from err
