"""Near copies of texts that are in the case already, for collections in which most pages repeat others.

Only a text that adds nothing is one: nearly all of its runs of five words stand in one other text, no stretch of the
length of a sentence is new, and where words were changed inside the shared text no figure, no name and no negation
came in. What a publisher changed between the lines is evidence, and is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.model import Document, NearCopy
from firsthand.wording.prints import Holders, keys_of, prints_of, sources
from firsthand.wording.runs import SHINGLE_WORDS, Hashes, WordHashes
from firsthand.wording.words import Word, words

LEAST_SHARE = 0.8
"""Of the runs of five words of a text, those that stand in the other; one changed word in 25 leaves so many."""
MOST_NEW = 0.1
"""Of the words of a text, those that may be new; in a note of two lines three words are a report."""
LONGEST_NEW = 20
"""Words in a row that are new and still say nothing: a dateline, a line about the agency. A sentence is longer."""
MOST_PRINTS = 64
"""Of one text that are remembered: its smallest, which its copies have too. Bounds memory at 512 bytes a text."""
LEAST_PRINTS = 0.25
"""Of a text's prints, those that another must hold to be compared with it."""
_TURNING = """no not never nor none neither cannot without unless deny denies denied denying denial false untrue wrong
    incorrect correction corrected corrects retract retracted retracts withdrawn withdrew however but although
    two three four five six seven eight nine ten eleven twelve dozen dozens hundred hundreds thousand thousands
    million billion"""
TURNING = frozenset(_TURNING.split())
"""Words that may turn what a text says, wherever they are new."""
_SENTENCE_ENDS = frozenset('.!?:\n"“”')


@dataclass(frozen=True, slots=True)
class Original:
    """The text that another repeats."""

    id: str
    share: float
    """Of the later text's runs of five words, those that stand in it, in [0, 1]."""

    def noted(self, document: Document) -> NearCopy:
        """What is kept of a document that repeats it."""
        return NearCopy(
            id=document.id,
            document_id=self.id,
            share=self.share,
            name=document.name,
            sha256=document.sha256,
            captured=document.captured,
            url=document.url,
            outlet=document.outlet,
            published=document.published,
        )


class NearCopies:
    """The texts kept so far, by number; the same texts in the same order give the same answers."""

    def __init__(self, kept: Iterable[tuple[str, str]], text_of: Callable[[str], str]) -> None:
        """``kept``: ids and texts of what is in the case; ``text_of`` gives the text of an id again."""
        self._text_of = text_of
        self._hashes = WordHashes()
        self._index = Holders()
        self._ids: list[str] = []
        for id, text in kept:
            self.add(id, text)

    def add(self, id: str, text: str) -> None:
        """Remember a text that was kept."""
        self._index.add(keys_of(self._prints(text), len(self._ids)))
        self._ids.append(id)

    def original(self, text: str) -> Original | None:
        """The kept text that ``text`` is a near copy of, of several the fullest, then the earliest."""
        prints = self._prints(text)
        (holders,) = self._index.before([prints], [len(self._ids)])
        near = [number for number, shared in sources(holders) if shared >= LEAST_PRINTS * len(prints)]
        later = words(text)
        found = [
            Original(self._ids[number], share)
            for number in sorted(near)
            if (share := share_of(later, text, self._text_of(self._ids[number])))
        ]
        return max(found, key=lambda original: original.share, default=None)

    def _prints(self, text: str) -> Hashes:
        prints, _ = prints_of([text], self._hashes)
        return np.unique(prints)[:MOST_PRINTS]


def share_of(later: Sequence[Word], text: str, earlier_text: str) -> float:
    """Of the runs of ``later``, the words of ``text``, those that stand in ``earlier_text``; 0 unless a near copy."""
    earlier = words(earlier_text)
    hits, back = _hits(later, earlier), _hits(earlier, later)
    share = sum(hits) / max(len(hits), 1)
    fresh = _stretches(hits, len(later))
    if share < LEAST_SHARE or sum(map(len, fresh)) > MOST_NEW * len(later):
        return 0.0
    if any(_adds(text, later, new) for new in fresh):
        return 0.0
    return 0.0 if any(_loses(earlier_text, earlier, old) for old in _stretches(back, len(earlier))) else share


def _hits(found: Sequence[Word], other: Sequence[Word]) -> list[bool]:
    """For each run of ``found`` in order whether it stands in ``other``."""
    held = set(_runs(other))
    return [run in held for run in _runs(found)]


def _runs(found: Sequence[Word]) -> Iterator[tuple[str, ...]]:
    plain = [word.text for word in found]
    return (tuple(plain[at : at + SHINGLE_WORDS]) for at in range(len(plain) - SHINGLE_WORDS + 1))


def _stretches(hits: Sequence[bool], count: int) -> list[range]:
    """The words, by number, that stand in no shared run: stretches in order, none empty."""
    found, start = [], 0
    for at, hit in enumerate(hits):
        if hit:
            if at > start:
                found.append(range(start, at))
            start = at + SHINGLE_WORDS
    return [*found, range(start, count)] if start < count else found


def _adds(text: str, found: Sequence[Word], new: range) -> bool:
    """Whether new words say something: many in a row, a turning one, or a figure or name inside the shared text."""
    if len(new) > LONGEST_NEW or any(found[at].text in TURNING for at in new):
        return True
    return _is_inside(new, found) and any(_figure_or_name(text, found[at]) for at in new)


def _loses(text: str, found: Sequence[Word], old: range) -> bool:
    """Whether words taken out inside the shared text said something; a paragraph left out is an abridgement."""
    if len(old) > LONGEST_NEW or not _is_inside(old, found):
        return False
    return any(found[at].text in TURNING or _figure_or_name(text, found[at]) for at in old)


def _is_inside(stretch: range, found: Sequence[Word]) -> bool:
    return stretch.start > 0 and stretch.stop < len(found)


def _figure_or_name(text: str, word: Word) -> bool:
    """Digits, or a capital that does not begin a sentence."""
    if any(sign.isdigit() for sign in word.text):
        return True
    before = text[: word.start].rstrip(" ")[-1:]
    return text[word.start].isupper() and bool(before) and before not in _SENTENCE_ENDS
