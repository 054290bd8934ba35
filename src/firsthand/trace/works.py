"""Works: an article and its revisions are one report. The latest revision speaks, from the day of the first.

What an earlier revision said and the latest no longer says is not evidence any more; it stays in the case, and the
difference between the two can be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from firsthand.model import Copy, Document, Statement
from firsthand.trace.copies import copy_of, time_key


class Works:
    """Documents grouped by what they revise."""

    def __init__(self, documents: Iterable[Document]) -> None:
        groups = _grouped(documents)
        self.voices = tuple(_voice(group) for group in groups)
        """One document for each work: its latest revision, dated as the first."""
        self._voice_of = {item.id: voice for group, voice in zip(groups, self.voices, strict=True) for item in group}

    def told(self, statements: Iterable[Statement]) -> list[Statement]:
        """The statements that stand: those of documents which no later revision has replaced."""
        voices = {voice.id for voice in self.voices}
        return [statement for statement in statements if statement.document_id in voices]

    def between(self, copies: Iterable[Copy]) -> tuple[Copy, ...]:
        """The copies between works, each between the revisions that speak; what a work keeps of itself is no copy."""
        found: dict[tuple[str, str], Copy] = {}
        for copy in copies:
            earlier, later = self._voice_of[copy.from_document], self._voice_of[copy.to_document]
            if earlier.id == later.id:
                continue
            recast = copy
            if (earlier.id, later.id) != (copy.from_document, copy.to_document):
                again = copy_of(earlier, later)
                # A passage that was copied once and has been taken out since was copied all the same.
                recast = replace(again or replace(copy, passages=()), reason=f"{copy.reason}, in another revision")
                recast = replace(recast, id=copy.id, from_document=earlier.id, to_document=later.id)
            found.setdefault((earlier.id, later.id), recast)
        return tuple(found.values())


def _voice(group: Sequence[Document]) -> Document:
    revised = {document.revises for document in group}
    latest = max(group, key=lambda document: (document.id not in revised, document.captured, document.id))
    first = min(group, key=time_key)
    return replace(latest, published=first.published, captured=min(document.captured for document in group))


def _grouped(documents: Iterable[Document]) -> list[list[Document]]:
    """Documents that revise each other, directly or over others, in the order of their first."""
    documents = list(documents)
    home = {document.id: document.id for document in documents}

    def root(id: str) -> str:
        while home[id] != id:
            home[id] = home[home[id]]
            id = home[id]
        return id

    for document in documents:
        if document.revises in home:
            home[root(document.id)] = root(document.revises)
    groups: dict[str, list[Document]] = {}
    for document in documents:
        groups.setdefault(root(document.id), []).append(document)
    return list(groups.values())
