"""The model's spans joined with what the rules know of them.

The model says which words are source, cue and content; the rules add what it does not mark: the verb and its family,
whom the source told, whom it cites, who relays it. What only the rules find is kept where the model cannot see it: one
attribution inside another's content, and edges without content ("the report cited officials").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from firsthand.read import lexicon
from firsthand.read.attribution.grammar import Sentence
from firsthand.read.attribution.spans import Attribution, Span, Tagged, whole_of

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_DECLINES = re.compile(
    r"\b(?:declin\w+|refus\w+ to (?:comment|answer|say|discuss|confirm)|no comment)\b", re.IGNORECASE
)


def combined(
    text: str, rules: Sequence[Attribution], tagged: Sequence[Tagged], split: Sequence[Sentence]
) -> list[Attribution]:
    """Attributions of one paragraph, in order of their cues; spans of ``tagged`` are the paragraph's."""
    left = list(rules)
    made: list[Attribution] = []
    for item in tagged:
        if not item.contents:
            continue
        partners = [rule for rule in left if _same(rule, item)]
        for rule in partners:
            left.remove(rule)
        made.append(_joined(text, item, partners, split))
    kept = [rule for rule in left if _unseen(rule, made)]
    return sorted([*made, *kept], key=lambda item: item.cue or item.sentence)


def _same(rule: Attribution, item: Tagged) -> bool:
    """Both have the same cue; without cues, the same content."""
    if rule.cue and item.cue:
        return overlap(rule.cue, item.cue) > 0
    shared = sum(overlap(first, second) for first in rule.content for second in item.contents)
    return not item.cue and 2 * shared >= sum(end - start for start, end in item.contents)


def _joined(text: str, item: Tagged, partners: Sequence[Attribution], split: Sequence[Sentence]) -> Attribution:
    source = item.sources[0] if item.sources else None
    if partners:
        rule = partners[0]
        return replace(rule, source=source or rule.source, cue=item.cue or rule.cue, content=item.contents,
                       confidence=item.confidence)  # fmt: skip
    lemma, family = named(text[slice(*item.cue)]) if item.cue else ("", "orphan")
    at = item.cue or item.contents[0]
    sentence = next((whole_of(part) for part in split if overlap(whole_of(part), at)), at)
    return Attribution(source, item.cue, item.contents, lemma, family, sentence, confidence=item.confidence)


def named(cue: str) -> tuple[str, str]:
    """Lemma and family of a cue by its last verb of attribution; ``say`` where no verb is known."""
    if _DECLINES.search(cue):
        return "decline", "decline"
    if re.search(r"\baccording to\b", cue, re.IGNORECASE):
        return "according to", "say"
    for word in reversed(_WORD.findall(cue.lower())):
        form = lexicon.CUE_FORMS.get(word)
        if form:
            return form[0], form[1]
    return "", "say"


def _unseen(rule: Attribution, made: Sequence[Attribution]) -> bool:
    """The model could not have marked it: it has no content, or stands inside what another one says."""
    if not rule.content:
        return True
    return rule.cue is not None and any(
        start <= rule.cue[0] and rule.cue[1] <= end for item in made for start, end in item.content
    )


def overlap(first: Span, second: Span) -> int:
    """Number of characters that two spans share."""
    return max(0, min(first[1], second[1]) - max(first[0], second[0]))
