"""The model's spans joined with what the rules know of them.

The model says which words are source, cue and content; the rules add what it does not mark: the verb and its family,
whom the source told, whom it cites, who relays it. Where the rules see several speakers behind one cue ("the Gazette
reported, citing two officials") or what a denial denies, their spans stand, for the model was taught one layer only.
What only the model finds must be likely enough. What only the rules find is kept where it is plain speech, a promise,
a refusal, a quotation, an edge without content, or stands inside another's content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from firsthand.read.attribution.cue_names import named
from firsthand.read.attribution.grammar import Sentence
from firsthand.read.attribution.spans import Attribution, Span, Tagged, whole_of
from firsthand.read.lexicon import NOUN_CUES, words

_PLAIN = frozenset({"say", "decline", "orphan", "intend"})
"""Families that the rules find reliably by themselves."""
_INNER = frozenset({"say", "show"})
"""Families that make a layer of their own inside another's content."""
_DENIALS = words("deny reject dispute refute rebut dismiss")
_RELATIVE = words("who which that")
_QUOTE = re.compile(r"[“\"«][^”\"»]+[”\"»]")
_OPENING = "\"“«„‘'"
_THAT = re.compile(r"that,?\s+(?=\S)", re.IGNORECASE)
_MEDIUM = re.compile(r"\s+(?:on|in|at|via|through)\s")
"""Where a source spoke is no part of it ("X on the website Y")."""
_DOUBTFUL = 0.36
"""Below this, keeping what only the model found lowers the F1 of linked statements more than it raises it."""

_DOUBTFUL_UNKNOWN = 0.5
"""The same for a cue that is no known verb of attribution."""


def combined(
    text: str, rules: Sequence[Attribution], tagged: Sequence[Tagged], split: Sequence[Sentence]
) -> list[Attribution]:
    """Attributions of one paragraph, in order of their cues; spans of ``tagged`` are the paragraph's."""
    left = list(rules)
    made: list[Attribution] = []
    for item in _tidied(text, _continued(tagged, rules), split):
        partners = [rule for rule in left if _same(rule, item)]
        own = [rule for rule in partners if _layered(rule) or _bounded(text, rule, item)]
        if len(partners) > 1 and not own:
            own = partners  # one cue with a clause for each
        if own:
            made += [replace(rule, confidence=item.confidence) for rule in own]
        elif partners:
            made.append(_joined(text, item, partners[0]))
        elif _likely(text, item, rules):
            made.append(_alone(text, item, split))
        left = [rule for rule in left if rule not in partners]
    made += [rule for rule in left if _kept(rule, made)]
    return sorted(made, key=lambda item: item.cue or item.sentence)


def _continued(tagged: Sequence[Tagged], rules: Sequence[Attribution]) -> list[Tagged]:
    """A quotation without a cue joins the attribution that goes on with it, where a rule knows which."""
    kept: list[Tagged] = []
    for item in tagged:
        rule = next((rule for rule in rules if rule.cue and not item.cue and _covers(rule, item)), None)
        giver = next((at for at, other in enumerate(kept) if rule and other.cue and _same(rule, other)), None)
        if giver is None:
            kept.append(item)
        else:
            kept[giver] = replace(kept[giver], contents=(*kept[giver].contents, *item.contents))
    return kept


def _tidied(text: str, tagged: Sequence[Tagged], split: Sequence[Sentence]) -> Iterator[Tagged]:
    """Attributions with the contents that can be theirs; those left without any are dropped."""
    begin = split[0][0].start if split else 0
    for item in tagged:
        kept = tuple(_belonging(text, item, split, begin))
        if kept:
            yield replace(item, contents=kept)


def _belonging(text: str, item: Tagged, split: Sequence[Sentence], begin: int) -> Iterator[Span]:
    """The contents that can be the cue's, from ``begin`` on, where a dateline ends.

    What is not quoted stands in the cue's sentence, and a clause that opens with "that" does not stand before the
    source while more follows the cue.
    """
    for start, end in item.contents:
        low = max(start, begin)
        if item.cue and text[low] not in _OPENING and len(item.contents) > 1:
            home = next((whole_of(part) for part in split if overlap(whole_of(part), item.cue)), None)
            leads = _THAT.match(text, low, end) and item.sources and end <= item.sources[0][0] < item.cue[0]
            if leads or (home and not overlap(home, (low, end))):
                continue
        if low < end:
            yield low, end


def _covers(rule: Attribution, item: Tagged) -> bool:
    return all(any(overlap(piece, span) > 0 for piece in rule.content) for span in item.contents)


def _same(rule: Attribution, item: Tagged) -> bool:
    """Both have the same cue; without cues, the same content."""
    if rule.cue and item.cue:
        return overlap(rule.cue, item.cue) > 0
    shared = sum(overlap(first, second) for first in rule.content for second in item.contents)
    return not item.cue and 2 * shared >= sum(end - start for start, end in item.contents)


def _layered(rule: Attribution) -> bool:
    """Somebody stands between the first speaker and the outlet, or it is an edge without content."""
    return bool(rule.cited or rule.reporter) or rule.family == "cite"


def _bounded(text: str, rule: Attribution, item: Tagged) -> bool:
    """The rule knows where the clause of a noun ends ("the claim that …"), or what it is that is denied."""
    noun = rule.cue is not None and text[slice(*rule.cue)].lower() in NOUN_CUES
    inside = all(any(low <= start and end <= high for low, high in item.contents) for start, end in rule.content)
    return bool(rule.content) and (rule.lemma in _DENIALS or (noun and inside))


def _likely(text: str, item: Tagged, rules: Sequence[Attribution]) -> bool:
    """What only the model found is worth keeping: it has a source or a quotation, and is no layer that a rule has."""
    lemma, family = named(text[slice(*item.cue)]) if item.cue else ("", "")
    said_aloud = any(text[start] in _OPENING for start, _ in item.contents)
    if item.cue and not any(map(str.isalpha, text[slice(*item.cue)])):
        return False
    # "Asked whether …, she declined": whoever is asked says nothing; the rules know who asks.
    if family == "cite" or lemma == "ask" or not (item.sources or said_aloud):
        return False
    cited = [span for rule in rules for span in (*rule.cited, *(rule.content if rule.lemma in _DENIALS else ()))]
    if any(overlap(span, piece) for span in cited for piece in item.contents):
        return False
    if any(_relays(item, rule) for rule in rules):
        return False
    return item.confidence >= (_DOUBTFUL if lemma else _DOUBTFUL_UNKNOWN)


def _relays(item: Tagged, rule: Attribution) -> bool:
    """The rule has the speaker inside what ``item`` says, and the source of ``item`` as the one who relays it."""
    outer = rule.reporter is not None and any(overlap(rule.reporter, source) for source in item.sources)
    cue = rule.cue
    return outer and cue is not None and any(overlap(cue, piece) for piece in item.contents)


def _kept(rule: Attribution, made: Sequence[Attribution]) -> bool:
    """What only the rules found is worth keeping."""
    if not rule.content or rule.reporter or rule.perceives:
        return True
    inside = rule.cue is not None and any(
        start <= rule.cue[0] and rule.cue[1] <= end for item in made for start, end in item.content
    )
    return rule.family in (_INNER if inside else _PLAIN) or rule.lemma == "passive"


def _joined(text: str, item: Tagged, rule: Attribution) -> Attribution:
    """The model's spans with the rule's knowledge, and its source where it names the speaker more closely."""
    source = item.sources[0] if item.sources else rule.source
    if source and rule.source:
        behind = text[slice(*source)].lower() in _RELATIVE
        beside = source[0] == rule.source[0] and _MEDIUM.match(text, rule.source[1], source[1])
        far = not overlap(source, rule.sentence)
        source = rule.source if behind or beside or far else source
    content = tuple(_whole_words(text, piece, rule) for piece in _bare(text, item))
    return replace(rule, source=source, cue=item.cue or rule.cue, content=content, confidence=item.confidence)


def _whole_words(text: str, piece: Span, rule: Attribution) -> Span:
    """The piece with what follows a colon where the rule goes on there; of a promise in quotation marks only these."""
    start, end = piece
    if rule.family == "intend" and (quote := _QUOTE.match(text, start, end)):
        return start, quote.end()
    ends = [high for low, high in rule.content if overlap((low, high), piece) and high > end]
    return (start, ends[0]) if ends and text[end] == ":" else piece


def _alone(text: str, item: Tagged, split: Sequence[Sentence]) -> Attribution:
    lemma, family = named(text[slice(*item.cue)]) if item.cue else ("", "orphan")
    at = item.cue or item.contents[0]
    sentence = next((whole_of(part) for part in split if overlap(whole_of(part), at)), at)
    source = item.sources[0] if item.sources else None
    return Attribution(source, item.cue, _bare(text, item), lemma, family, sentence, confidence=item.confidence)


def _bare(text: str, item: Tagged) -> tuple[Span, ...]:
    """The contents without the "that" that opens a clause."""
    kept = []
    for start, end in item.contents:
        lead = _THAT.match(text, start, end)
        kept.append((lead.end() if lead else start, end))
    return tuple(kept)


def overlap(first: Span, second: Span) -> int:
    """Number of characters that two spans share."""
    return max(0, min(first[1], second[1]) - max(first[0], second[0]))
