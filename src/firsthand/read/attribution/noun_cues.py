"""Attributions by nouns: "the claim by X that A", "X's warning that A"."""

from __future__ import annotations

from itertools import pairwise

from firsthand.read.attribution.content import content_end
from firsthand.read.attribution.grammar import Range, Sentence, is_adverb, phrase_after
from firsthand.read.attribution.spans import Attribution, Span, span_of, whole_of
from firsthand.read.lexicon import AUXILIARIES, FINITE, NOUN_CUES, SUBORDINATORS, words

_THINKING = words("believe fear hope")
_INFINITIVE = words("promise pledge vow")
_OWNERS = words("his her its their")
_ARTICLES = words("the a an")
_LONGEST_OWNER = 8
"""Items of a phrase before "'s"."""


def noun_cues(items: Sentence, made: list[Attribution]) -> list[Attribution]:
    """Attributions by a noun with its that-clause, outside what other attributions hold already."""
    taken = [span for item in made for span in (*item.content, *([item.cue] if item.cue else []))]
    found: list[Attribution] = []
    for index in range(1, len(items) - 2):
        lemma = NOUN_CUES.get(items[index].low)
        if lemma is None or _inside(items[index].start, taken):
            continue
        settled = _source_of(items, index)
        if settled is None:
            continue
        source, clause = settled
        infinitive = lemma in _INFINITIVE and items[clause].low == "to"
        if (items[clause].low != "that" and not infinitive) or clause + 2 >= len(items):
            continue
        start = clause if infinitive else clause + 1
        content = span_of(items, (start, _clause_end(items, source, start)))
        if not any(low < content[1] and content[0] < high for low, high in taken):
            family = "think" if lemma in _THINKING else "intend" if infinitive else "say"
            cue = (items[index].start, items[index].end)
            found.append(Attribution(_bare(items, source), cue, (content,), lemma, family, whole_of(items)))
    return found


def _bare(items: Sentence, source: Range) -> Span:
    """The source without the "'s" of its last word."""
    start, end = span_of(items, source)
    return start, end - 2 if items[source[1] - 1].low.endswith("'s") else end


def _inside(position: int, taken: list[Span]) -> bool:
    return any(start <= position < end for start, end in taken)


def _source_of(items: Sentence, noun: int) -> tuple[Range, int] | None:
    """Whose noun it is, and the item after all that: "X's claim", "their claim", "the claim by X"."""
    owner = _owner(items, noun)
    if owner is not None:
        return owner, noun + 1
    if items[noun + 1].low not in {"by", "from"}:
        return None
    found = phrase_after(items, noun + 2)
    if found is None or found[1] >= len(items) or items[found[0]].low.endswith("ing"):
        return None
    return found, found[1]


def _owner(items: Sentence, noun: int) -> Range | None:
    """The possessive before a noun, over one adjective ("the ministry's latest claim")."""
    for last in (noun - 1, noun - 2):
        if last > 0 and items[last].text in {"'", "’"} and items[last - 1].low.endswith("s"):
            return _owner_start(items, last - 1), last
        if last < 0 or items[last].kind != "word":
            return None
        if items[last].low in _OWNERS:
            return last, last + 1
        if items[last].low.endswith("'s"):
            return _owner_start(items, last), last + 1
    return None


def _owner_start(items: Sentence, last: int) -> int:
    start = last
    while start > 0 and last - start < _LONGEST_OWNER and items[start - 1].capital:
        start -= 1
    if start == last and start > 1 and items[start - 1].kind == "word" and items[start - 2].low in _ARTICLES:
        return start - 2
    return start - 1 if start and items[start - 1].low in _ARTICLES else start


def _clause_end(items: Sentence, source: Range, start: int) -> int:
    """Where the clause ends: before the main verb when the noun is the subject, else with the sentence's content."""
    end = content_end(items, start)
    if any(item.low in FINITE or item.low.endswith("ed") for item in items[: source[0]]):
        return end
    verbs = [index for index in range(start + 1, end) if _is_verb(items, index)]
    for first, second in pairwise(verbs):
        between = items[first + 1 : second]
        opened = any(item.low in SUBORDINATORS | {"and"} for item in between)
        helped = items[first].low in AUXILIARIES and all(item.low in AUXILIARIES or is_adverb(item) for item in between)
        if not opened and not helped:
            return second
    return end


def _is_verb(items: Sentence, index: int) -> bool:
    """A finite verb or helper, or a form in -ed that stands by itself."""
    item, before = items[index], items[index - 1]
    return item.low in FINITE or (item.low.endswith("ed") and before.low not in AUXILIARIES | _ARTICLES)
