"""What a denial denies: "dismissed as a tale a report that A" denies A, "called the claim that A false" denies A."""

from __future__ import annotations

import re

from firsthand.read import lexicon
from firsthand.read.attribution.cues import Cue
from firsthand.read.attribution.grammar import Range, Sentence
from firsthand.read.lexicon import words

_DENYING = words("deny reject dismiss dispute refute rebut")
_NAMING = words("call describe label deem characterize characterise denounce deride mock ridicule")
"""Verbs that deny a report only when they name it false."""
_TOLD = words(
    """report reports claim claims allegation allegations accusation accusations suggestion suggestions assertion
    assertions story stories account accounts charge charges notion idea rumour rumours rumor rumors speculation
    statement statements contention article articles"""
)
_FALSE = re.compile(
    r"\b(?:fairy[- ]?tales?|tall tales?|false|untrue|baseless|groundless|unfounded|nonsens\w+|lies?|fabricat\w+|"
    r"invent(?:ed|ions?)|fictions?|fictional|fantas\w+|hoax\w*|propaganda|rumou?rs?|slander\w*|smears?|absurd|"
    r"ridiculous|ludicrous|fake|myths?|wrong|incorrect|inaccurate|preposterous|rubbish|not true)\b",
    re.IGNORECASE,
)
_REACH = 4
"""Words between "a" and the noun of a verdict ("a politically motivated lie"), or between "as" and it."""


def settle_denial(items: Sentence, cue: Cue) -> None:
    """Narrow the content of a denial to the clause that it denies; to call a report false is made a denial."""
    if len(cue.content) != 1 or cue.lemma not in _DENYING | _NAMING:
        return
    start, end = cue.content[0]
    told = next((index for index in range(start, end) if items[index].low in _TOLD), None)
    if told is None:
        return
    verdict = _verdict(items, (start, end), told, bare=cue.lemma in _NAMING)
    if cue.lemma in _NAMING:
        if verdict is None:
            return
        cue.lemma = "dismiss"
    if told + 2 < end and items[told + 1].low == "that":
        stop = verdict if verdict is not None and verdict > told + 2 else end
        cue.content = [(told + 2, stop - 1 if items[stop - 1].text == "," else stop)]


def _verdict(items: Sentence, content: Range, told: int, bare: bool) -> int | None:
    """Where the words begin that say the report is false, with "as" or ``bare``; None where there are none."""
    for index in range(*content):
        if index == told:
            continue
        if items[index].low == "as" and _is_verdict(items[index + 1 : min(index + 2 + _REACH, content[1])]):
            return index
        if bare and _is_false(items[index : index + 2]):
            return _phrase_start(items, index, content[0])
    return None


def _is_verdict(items: Sentence) -> bool:
    return any(item.kind == "quote" or _is_false(items[index : index + 2]) for index, item in enumerate(items))


def _is_false(pair: Sentence) -> bool:
    return _FALSE.match(" ".join(item.text for item in pair)) is not None


def _phrase_start(items: Sentence, noun: int, lowest: int) -> int:
    """The article before ``noun``, over a few words that are no verb; ``noun`` itself where none stands there."""
    for index in range(noun - 1, max(lowest, noun - _REACH) - 1, -1):
        if items[index].low in {"a", "an"}:
            return index
        if items[index].low in lexicon.FINITE | lexicon.BE or items[index].kind != "word":
            break
    return noun
