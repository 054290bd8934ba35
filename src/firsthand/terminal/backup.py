"""What a backup holds, and what came back from one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firsthand.stage import plural
from firsthand.terminal.base import escape, put
from firsthand.terminal.care import print_verification
from firsthand.terminal.exchange import print_bag

if TYPE_CHECKING:
    from firsthand.exchange.backup import Backup
    from firsthand.exchange.bag import BagVerification


def print_backup(made: Backup) -> None:
    print_verification(made.case)
    put(f"{plural(made.files, 'file')}, {made.size_bytes / 2**20:.1f} MB")
    put(escape(str(made.folder)), "backup   ")
    for folder in made.removed:
        put(escape(str(folder)), "removed  ")
    if made.problems:
        put("The backup holds the case as it is now, which does not hold; older backups were left alone.")


def print_restored(found: BagVerification) -> None:
    print_bag(found)
    if found.problems:
        put("Nothing was restored.")
