"""Short names of records for the small links beside a sentence: the outlet, the claim's first words, the change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from textwrap import shorten

from firsthand.case import Case
from firsthand.errors import UnknownIdError
from firsthand.model import Document
from firsthand.publish import wording
from firsthand.publish.dossier import outlet_of

LONGEST = 38
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a small link says, and what it tells to whoever points at it."""

    text: str
    hint: str


class Labels:
    """The names of records of one case, each looked up once."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._known: dict[str, Label | None] = {}

    def of(self, id: str) -> Label | None:
        """The name of a record by its id; ``None`` for a kind that has none, or when there is no such record."""
        if id not in self._known:
            self._known[id] = self._found(id)
        return self._known[id]

    def _found(self, id: str) -> Label | None:
        make = MAKERS.get(id.partition("-")[0])
        try:
            return make(self._case, id) if make else None
        except UnknownIdError:
            return None


def _short(text: str) -> str:
    return shorten(text, LONGEST, placeholder=" …")


def _bare(case: Case, id: str) -> Document:
    """A document without its text, which no name has use for. Raises UnknownIdError."""
    found = case.store.documents_called([id]).get(id)
    if found is None:
        raise UnknownIdError("no document with this id", thing=id)
    return found


def _claim(case: Case, id: str) -> Label:
    text = case.store.claim(id).text
    return Label(_short(text), text)


def _statement(case: Case, id: str) -> Label:
    statement = case.store.statement(id)
    return Label(_short(outlet_of(_bare(case, statement.document_id))), statement.quote)


def _document(case: Case, id: str) -> Label:
    document = _bare(case, id)
    return Label(_short(outlet_of(document)), document.title or document.name)


def _change(case: Case, id: str) -> Label:
    change = case.store.change(id)
    return Label(f"{change.kind.value}, {wording.short_day(change.after)}", change.kind_reason)


def _scene(case: Case, id: str) -> Label:
    scene = case.store.scene(id)
    return Label(wording.short_day(scene.taken), scene.name)


def _commitment(case: Case, id: str) -> Label:
    promise = case.store.commitment(id)
    return Label(_short(f"{promise.who}: {promise.what}"), promise.what)


MAKERS: Mapping[str, Callable[[Case, str], Label]] = {
    "clm": _claim,
    "stm": _statement,
    "doc": _document,
    "chg": _change,
    "scn": _scene,
    "com": _commitment,
}
"""By the beginning of the id."""
