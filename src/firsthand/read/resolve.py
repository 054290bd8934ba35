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
    Hints,
    Named,
    complete,
    describe,
    full_names,
    head_words,
    is_definite_outlet,
    is_definite_person,
    is_pronoun,
    outlets_in,
    people_in,
    roles_in,
    without_count,
)

_SEVERAL = "several could be meant"
_NOBODY = "no antecedent in the text"
_SINGULAR_PERSON = words("he she him her his")
_PLURAL = words("they them their")
_REACH = 2_000
"""Characters before a pronoun that are searched for people; more than any paragraph of an article has."""
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
    hints: Hints
    """Titles and demonyms of the document."""
    seen: list[_Seen] = field(default_factory=list)
    outlets_seen: list[tuple[int, Outlet]] = field(default_factory=list)
    publisher: str = ""
    """The outlet that published the document: never "the newspaper" of its own text."""
    outlets_named: set[str] = field(default_factory=set)
    """All outlets named so far."""
    previous: str = ""
    """Text of the paragraph before."""

    @classmethod
    def of(cls, text: str, outlets: Sequence[Outlet], publisher: str) -> Memory:
        start = text[:_KNOWN_NAMES_LIMIT]
        return cls(outlets, full_names(start), Hints.of(start), publisher=publisher)

    def pass_paragraph(self, number: int, text: str) -> None:
        """Remember the outlets that a paragraph names, once its sources are resolved."""
        self.previous = text
        named = [outlet for _, _, outlet in outlets_in(text, self.outlets) if outlet.name != self.publisher]
        self.outlets_seen += [(number, outlet) for outlet in named]
        self.outlets_named.update(outlet.name for outlet in named)
        self.seen = [item for item in self.seen if item.paragraph >= number - 1]
        self.outlets_seen = [item for item in self.outlets_seen if item[0] >= number - 1]

    def source(self, words: str, paragraph: int, text: str, position: int) -> Resolved:
        """The source that ``words``, at ``position`` of the paragraph ``text``, stand for."""
        words = without_count(words)
        if is_pronoun(words):
            return self._pronoun(words.lower(), paragraph, text, position)
        if is_definite_outlet(words):
            return self._outlet(words, paragraph, text, position)
        named = describe(words, self.outlets)
        if named.kind is SourceKind.NAMED_PERSON:
            named = self._person(words, named)
        if named.kind is not SourceKind.NAMED_PERSON and is_definite_person(words):
            return self._definite(words, named, paragraph, text[:position])
        self._remember(paragraph, position, words, named)
        return Resolved(named.kind, named.name)

    def _person(self, words: str, named: Named) -> Named:
        full = complete(named.name, self.known)
        if " " in full or named.name != words.split(maxsplit=1)[0]:
            return Named(named.kind, full)
        return Named(SourceKind.ORGANISATION if self.hints.is_state(full) else named.kind, full)

    def _remember(self, paragraph: int, position: int, words: str, named: Named) -> None:
        self.seen.append(_Seen(paragraph, position, words, named))

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
        if word in _SINGULAR_PERSON:
            return self._one_person(word, paragraph, text[:position], fits)
        if len(names) == 1:
            return self._taken(paragraph, position, fits[-1])
        if word in _PLURAL and not names:
            return self._by_role(paragraph, text[:position], plural=True)
        return Resolved(SourceKind.LOST, "", _SEVERAL if names else _NOBODY)

    def _by_role(self, paragraph: int, before: str, plural: bool) -> Resolved:
        """The only people of the paragraph so far who are brought in by a role ("three customs officials … they")."""
        found = roles_in(before[-_REACH:], plural)
        roles = {describe(phrase, self.outlets).name: phrase for phrase in found}
        if len(roles) != 1:
            return Resolved(SourceKind.LOST, "", _SEVERAL if roles else _NOBODY)
        phrase = next(iter(roles.values()))
        return self._taken(
            paragraph, len(before), _Seen(paragraph, len(before), phrase, describe(phrase, self.outlets))
        )

    def _taken(self, paragraph: int, position: int, last: _Seen) -> Resolved:
        self.seen.append(_Seen(paragraph, position, last.words, last.named))
        return Resolved(last.named.kind, last.named.name)

    def _one_person(self, word: str, paragraph: int, before: str, fits: list[_Seen]) -> Resolved:
        """The only person in reach: sources and people named in the text before, less those of the other gender."""
        here = people_in(before[-_REACH:], self.known) or ([] if fits else people_in(self.previous, self.known))
        named = {item.named.name: item for item in fits}
        wanted = "she" if word in {"she", "her"} else "he"
        names = dict.fromkeys([*named, *here])
        open_to = [name for name in names if self.hints.gender(name) in {"", wanted}]
        if not open_to:
            return self._by_role(paragraph, before, plural=False)
        if len(open_to) != 1:
            return Resolved(SourceKind.LOST, "", _SEVERAL if open_to else _NOBODY)
        name = open_to[0]
        item = named.get(name) or _Seen(paragraph, len(before), name, Named(SourceKind.NAMED_PERSON, name))
        return self._taken(paragraph, len(before), item)

    def _outlet(self, words: str, paragraph: int, text: str, position: int) -> Resolved:
        here = [item for _, _, item in outlets_in(text[:position], self.outlets) if item.name != self.publisher]
        before = [outlet for number, outlet in self.outlets_seen if number == paragraph - 1]
        names = {outlet.name for outlet in here or before} or self.outlets_named
        if len(names) == 1:
            name = next(iter(names))
            self._remember(paragraph, position, words, Named(SourceKind.OUTLET, name))
            return Resolved(SourceKind.OUTLET, name)
        return Resolved(SourceKind.OUTLET, "", "which outlet is meant is not said")

    def _titled(self, head: str, before: str) -> str:
        """The one name that the title stood before ("Minister Petra Solin … the minister"), else empty."""
        pattern = re.compile(rf"\b{re.escape(head.capitalize())}\s+([A-Z][\w-]+(?:\s[A-Z][\w-]+){{0,2}})")
        names = {
            match.group(1) for match in pattern.finditer(f"{self.previous} {before}") if match.group(1)[0].isupper()
        }
        full = {complete(name, self.known) for name in names}
        return full.pop() if len(full) == 1 else ""

    def _definite(self, words: str, named: Named, paragraph: int, before: str) -> Resolved:
        position = len(before)
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
        titled = self._titled(head, before)
        if titled:
            return Resolved(SourceKind.NAMED_PERSON, titled)
        return Resolved(named.kind, named.name, "nobody introduced before as this")


def _single_person(item: _Seen) -> bool:
    if item.named.kind is SourceKind.NAMED_PERSON:
        return True
    head = (head_words(item.words) or [""])[-1].lower()
    unnamed = item.named.kind in {SourceKind.UNNAMED_OFFICIAL, SourceKind.UNNAMED_OTHER}
    return unnamed and not head.endswith("s") and head in lexicon.OFFICIAL_WORDS | lexicon.UNNAMED_WORDS


def _plural(item: _Seen) -> bool:
    if " / " in item.named.name:
        return True
    head = (head_words(item.words) or [""])[-1].lower()
    return head.endswith(("s", "people", "men")) and item.named.kind is not SourceKind.NAMED_PERSON
