"""Works: an article and its revisions are one report. The latest revision speaks, from the day of the first.

What an earlier revision said and the latest no longer says is not evidence any more; it stays in the case, and the
difference between the two can be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from firsthand.model import Copy, Document, Statement
from firsthand.trace.copies import copy_of, time_key
from firsthand.trace.words import concepts

SAME_SENTENCE = 0.5
"""Share of common content words from which on a reworded sentence is the same one in another revision."""


class Works:
    """Documents grouped by what they revise."""

    def __init__(self, documents: Iterable[Document]) -> None:
        groups = _grouped(documents)
        self._revisions = [item for group in groups for item in sorted(group, key=lambda item: item.captured)]
        self.voices = tuple(_voice(group) for group in groups)
        """One document for each work: its latest revision, dated as the first."""
        self._voice_of = {item.id: voice for group, voice in zip(groups, self.voices, strict=True) for item in group}

    def told(self, statements: Iterable[Statement]) -> list[Statement]:
        """The statements that stand: those of documents which no later revision has replaced."""
        voices = {voice.id for voice in self.voices}
        return [statement for statement in statements if statement.document_id in voices]

    def heirs(self, statements: Iterable[Statement]) -> dict[str, str]:
        """For statements of replaced revisions, the id of the one that says it in the revision that speaks.

        The same words, or else the same act in mostly the same words. What the revision no longer says has no heir.
        """
        voices = {voice.id for voice in self.voices}
        speaking: dict[str, list[Statement]] = {}
        replaced: list[Statement] = []
        for statement in statements:
            if statement.document_id in voices:
                speaking.setdefault(statement.document_id, []).append(statement)
            else:
                replaced.append(statement)
        found = {}
        for statement in replaced:
            voice = self._voice_of.get(statement.document_id)
            standing = speaking.get(voice.id, []) if voice else []
            heir = max(standing, key=lambda other: _alike(statement, other), default=None)
            if heir is not None and _alike(statement, heir) >= SAME_SENTENCE:
                found[statement.id] = heir.id
        return found

    def first_told(self, statements: Iterable[Statement]) -> dict[str, str]:
        """For statements that a revision took over, the id in the earliest revision that had them."""
        statements = list(statements)
        heirs = self.heirs(statements)
        rank = {item.id: number for number, item in enumerate(self._revisions)}
        found: dict[str, str] = {}
        for old in sorted(statements, key=lambda item: (rank.get(item.document_id, len(rank)), item.id)):
            if old.id in heirs:
                found.setdefault(heirs[old.id], old.id)
        return found

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


def _alike(old: Statement, new: Statement) -> float:
    """How surely two statements of one work are one sentence, in [0, 1]."""
    if old.quote == new.quote and old.source_name == new.source_name:
        return 1.0
    if old.event.action != new.event.action or old.stance != new.stance:
        return 0.0
    one, two = concepts(old.quote), concepts(new.quote)
    return 0.99 * len(one & two) / max(len(one | two), 1)


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
