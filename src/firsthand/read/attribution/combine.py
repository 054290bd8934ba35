"""The model's spans joined with what the rules know of them.

The model says which words are source, cue and content; the rules add what it does not mark: the verb and its family,
whom the source told, whom it cites, who relays it. Where the rules see several speakers behind one cue ("the Gazette
reported, citing two officials") their spans stand, for the model was taught one layer only. What only the rules find
is kept where it is plain speech, a refusal, a quotation, an edge without content, or stands inside another's content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from firsthand.read.attribution.cue_names import named
from firsthand.read.attribution.grammar import Sentence
from firsthand.read.attribution.spans import Attribution, Span, Tagged, whole_of

_PLAIN = frozenset({"say", "decline", "orphan"})
"""Families that the rules find reliably by themselves."""
_INNER = frozenset({"say", "show"})
"""Families that make a layer of their own inside another's content."""


def combined(
    text: str, rules: Sequence[Attribution], tagged: Sequence[Tagged], split: Sequence[Sentence]
) -> list[Attribution]:
    """Attributions of one paragraph, in order of their cues; spans of ``tagged`` are the paragraph's."""
    left = list(rules)
    made: list[Attribution] = []
    for item in tagged:
        partners = [rule for rule in left if _same(rule, item)]
        layered = [rule for rule in partners if _layered(rule)]
        if layered:
            made += [replace(rule, confidence=item.confidence) for rule in layered]
        elif item.contents:
            made.append(_joined(text, item, partners, split))
        else:
            continue
        left = [rule for rule in left if rule not in partners]
    made += [rule for rule in left if _kept(rule, made)]
    return sorted(made, key=lambda item: item.cue or item.sentence)


def _same(rule: Attribution, item: Tagged) -> bool:
    """Both have the same cue; without cues, the same content."""
    if rule.cue and item.cue:
        return overlap(rule.cue, item.cue) > 0
    shared = sum(overlap(first, second) for first in rule.content for second in item.contents)
    return not item.cue and 2 * shared >= sum(end - start for start, end in item.contents)


def _layered(rule: Attribution) -> bool:
    """Somebody stands between the first speaker and the outlet, or it is an edge without content."""
    return bool(rule.cited or rule.reporter) or rule.family == "cite"


def _kept(rule: Attribution, made: Sequence[Attribution]) -> bool:
    """What only the rules found is worth keeping."""
    if not rule.content:
        return True
    inside = rule.cue is not None and any(
        start <= rule.cue[0] and rule.cue[1] <= end for item in made for start, end in item.content
    )
    return rule.family in (_INNER if inside else _PLAIN) or rule.lemma == "passive"


def _joined(text: str, item: Tagged, partners: Sequence[Attribution], split: Sequence[Sentence]) -> Attribution:
    source = item.sources[0] if item.sources else None
    if partners:
        rule = partners[0]
        cue = item.cue or rule.cue
        return replace(rule, source=source or rule.source, cue=cue, content=item.contents, confidence=item.confidence)
    lemma, family = named(text[slice(*item.cue)]) if item.cue else ("", "orphan")
    at = item.cue or item.contents[0]
    sentence = next((whole_of(part) for part in split if overlap(whole_of(part), at)), at)
    return Attribution(source, item.cue, item.contents, lemma, family, sentence, confidence=item.confidence)


def overlap(first: Span, second: Span) -> int:
    """Number of characters that two spans share."""
    return max(0, min(first[1], second[1]) - max(first[0], second[0]))
