"""All errors of Firsthand: one short tree.

::

    FirsthandError            exit code 1
    ├── UsageError            2   what was asked for cannot be done as asked
    │   ├── UnknownSiteError  2
    │   └── UnknownIdError    2
    ├── InputError            3   a file, page or record cannot be used
    ├── CaseError             4   the case folder itself
    │   ├── CaseMissingError  4
    │   ├── CaseExistsError   4
    │   ├── CaseBusyError     4   another process is working on it
    │   └── CaseTooNewError   4   written by a newer Firsthand
    ├── StorageError          5   disk full, read-only, damaged
    ├── IntegrityError        6   an anchor or a hash does not hold
    └── UnsupportedSentenceError 7   a brief was refused

Each message names the thing given and what to do next. ``EXIT_PARTIAL`` is returned when a batch finished but left
something out. Foreign exceptions are translated where they arise.
"""

from __future__ import annotations

EXIT_PARTIAL = 8
EXIT_INTERRUPTED = 130


class FirsthandError(Exception):
    """Base of all errors that a user may meet.

    ``thing`` is what the message is about (a file, an id), ``remedy`` what to do next.
    """

    exit_code = 1

    def __init__(self, message: str, *, thing: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.thing = thing
        self.remedy = remedy

    def __str__(self) -> str:
        head = f"{self.thing}: {self.message}" if self.thing else self.message
        return f"{head}\n  → {self.remedy}" if self.remedy else head


class UsageError(FirsthandError):
    exit_code = 2


class UnknownSiteError(UsageError):
    pass


class UnknownIdError(UsageError):
    pass


class InputError(FirsthandError):
    exit_code = 3


class CaseError(FirsthandError):
    exit_code = 4


class CaseMissingError(CaseError):
    pass


class CaseExistsError(CaseError):
    pass


class CaseBusyError(CaseError):
    pass


class CaseTooNewError(CaseError):
    pass


class StorageError(FirsthandError):
    exit_code = 5


class IntegrityError(FirsthandError):
    exit_code = 6


class UnsupportedSentenceError(FirsthandError):
    exit_code = 7
