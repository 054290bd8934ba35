"""Sources in the light of the document: pronouns, "the paper", "the official", bare surnames.

An antecedent is taken only when it is the one candidate in reach: the same paragraph before the words, or, for the
first sentence of a paragraph, the paragraph just before. Else the words stay unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from firsthand.model import Outlet, SourceKind
from firsthand.read import lexicon
from firsthand.read.lexicon import words
from firsthand.read.sources import (
    Named,
    complete,
    describe,
    full_names,
    head_words,
    is_definite_outlet,
    is_definite_person,
    is_pronoun,
    outlets_in,
)

_SINGULAR_PERSON = words("he she him her his")
_PLURAL = words("they them their")
_KNOWN_NAMES_LIMIT = 400_000
"""Characters of the document searched for full names."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A source as understood; ``gap`` says what stayed open, empty when nothing did."""

    kind: SourceKind
    name: str
    gap: str = ""


@dataclass(frozen=True, slots=True)
class _Seen:
    paragraph: int
    position: int
    words: str
    named: Named


@dataclass(slots=True)
class Memory:
    """What the document has named so far."""

    outlets: Sequence[Outlet]
    known: list[str]
    seen: list[_Seen] = field(default_factory=list)
    outlets_seen: list[tuple[int, Outlet]] = field(default_factory=list)
    people: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, text: str, outlets: Sequence[Outlet]) -> Memory:
        return cls(outlets, full_names(text[:_KNOWN_NAMES_LIMIT]))

    def pass_paragraph(self, number: int, text: str) -> None:
        """Remember the outlets that a paragraph names, once its sources are resolved."""
        self.outlets_seen += [(number, outlet) for _, _, outlet in outlets_in(text, self.outlets)]
        self.seen = [item for item in self.seen if item.paragraph >= number - 1]
        self.outlets_seen = [item for item in self.outlets_seen if item[0] >= number - 1]

    def source(self, words: str, paragraph: int, text: str, position: int) -> Resolved:
        """The source that ``words``, at ``position`` of the paragraph ``text``, stand for."""
        if is_pronoun(words):
            return self._pronoun(words.lower(), paragraph, text, position)
        if is_definite_outlet(words):
            return self._outlet(words, paragraph, text, position)
        named = describe(words, self.outlets)
        if named.kind is SourceKind.NAMED_PERSON:
            named = Named(named.kind, complete(named.name, self.known))
        if named.kind is not SourceKind.NAMED_PERSON and is_definite_person(words):
            return self._definite(words, named, paragraph, position)
        self._remember(paragraph, position, words, named)
        return Resolved(named.kind, named.name)

    def _remember(self, paragraph: int, position: int, words: str, named: Named) -> None:
        self.seen.append(_Seen(paragraph, position, words, named))
        if named.kind is SourceKind.NAMED_PERSON:
            self.people.add(named.name)

    def _reach(self, paragraph: int, text: str, position: int) -> list[_Seen]:
        """Sources in reach, those of the same paragraph when there are any."""
        same = [item for item in self.seen if item.paragraph == paragraph and item.position < position]
        if same or re.search(r"[.!?][\"”’]?\s", text[:position]):
            return same
        return [item for item in self.seen if item.paragraph == paragraph - 1]

    def _pronoun(self, word: str, paragraph: int, text: str, position: int) -> Resolved:
        reach = self._reach(paragraph, text, position)
        if word in _SINGULAR_PERSON:
            fits = [item for item in reach if _single_person(item)]
        elif word in _PLURAL:
            fits = [item for item in reach if _plural(item)]
        elif word == "it":
            fits = [item for item in reach if item.named.kind in {SourceKind.ORGANISATION, SourceKind.OUTLET,
                                                                 SourceKind.DOCUMENT}]  # fmt: skip
        else:
            fits = []
        names = {item.named.name for item in fits}
        others = self._others(text[:position]) - names if word in _SINGULAR_PERSON else set()
        if len(names) == 1 and not others:
            last = fits[-1]
            self.seen.append(_Seen(paragraph, position, last.words, last.named))
            return Resolved(last.named.kind, last.named.name)
        return Resolved(SourceKind.LOST, "", "several could be meant" if names else "no antecedent in the text")

    def _others(self, before: str) -> set[str]:
        """People named in the paragraph so far."""
        named = {complete(name, self.known) for name in full_names(before)}
        return {name for name in named if name in self.people}

    def _outlet(self, words: str, paragraph: int, text: str, position: int) -> Resolved:
        here = [outlet for start, _, outlet in outlets_in(text[:position], self.outlets)]
        before = [outlet for number, outlet in self.outlets_seen if number == paragraph - 1]
        names = {outlet.name for outlet in here or before}
        if len(names) == 1:
            name = names.pop()
            self._remember(paragraph, position, words, Named(SourceKind.OUTLET, name))
            return Resolved(SourceKind.OUTLET, name)
        return Resolved(SourceKind.OUTLET, "", "which outlet is meant is not said")

    def _definite(self, words: str, named: Named, paragraph: int, position: int) -> Resolved:
        head = (head_words(words) or [words])[-1].lower()
        fits = [
            item
            for item in self.seen
            if item.paragraph == paragraph - 1 or (item.paragraph == paragraph and item.position < position)
        ]
        fits = [
            item
            for item in fits
            if head in item.words.lower().split() or head in re.findall(r"\w+", item.words.lower())
        ]
        names = {item.named.name for item in fits}
        if len(names) == 1:
            last = fits[-1]
            self._remember(paragraph, position, last.words, last.named)
            return Resolved(last.named.kind, last.named.name)
        return Resolved(named.kind, named.name, "nobody introduced before as this")


def _single_person(item: _Seen) -> bool:
    if item.named.kind is SourceKind.NAMED_PERSON:
        return True
    head = (head_words(item.words) or [""])[-1].lower()
    unnamed = item.named.kind in {SourceKind.UNNAMED_OFFICIAL, SourceKind.UNNAMED_OTHER}
    return unnamed and not head.endswith("s") and head in lexicon.OFFICIAL_WORDS | lexicon.UNNAMED_WORDS


def _plural(item: _Seen) -> bool:
    head = (head_words(item.words) or [""])[-1].lower()
    return head.endswith(("s", "people", "men")) and item.named.kind is not SourceKind.NAMED_PERSON
