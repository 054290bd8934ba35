"""Attributions without a cue verb of their own: "according to", refusals, hidden speakers, headers."""

from __future__ import annotations

from dataclasses import replace

from firsthand.read import lexicon
from firsthand.read.attribution.content import content_end
from firsthand.read.attribution.grammar import Range, Sentence, phrase_after, phrase_before, verb_group_start
from firsthand.read.attribution.spans import Attribution, Span, span_of, whole_of
from firsthand.read.lexicon import words

_SPEAKING = words("respond comment reply answer return say responded commented replied answered returned")


def according_to(items: Sentence, made: list[Attribution]) -> list[Attribution]:
    for index in range(len(items) - 2):
        if items[index].low != "according" or items[index + 1].low != "to":
            continue
        source = phrase_after(items, index + 2)
        if source is not None and index <= 1:
            source = _opening_source(items, source)
        if source is None:
            continue
        span = span_of(items, source)
        cue = (items[index].start, items[index + 1].end)
        if made and _attach_cited(made, cue, span):
            return []
        content = _around(items, index, source[1])
        if not content:
            return []
        pieces = tuple(span_of(items, piece) for piece in content)
        return [Attribution(span, cue, pieces, "according to", "say", whole_of(items))]
    return []


def _opening_source(items: Sentence, source: Range) -> Range:
    """The source of "According to two officials, the hall …" ends at the comma, unless a name takes an apposition."""
    comma = next((index for index in range(*source) if items[index].text == ","), source[1])
    named = items[comma - 1].capital and source[1] < len(items) and items[source[1]].text == ","
    return source if named else (source[0], comma)


def _attach_cited(made: list[Attribution], cue: Span, source: Span) -> bool:
    """ "Officials said …, according to the Post": the second source relays the first."""
    for position, item in enumerate(made):
        if item.content and item.cue and item.cue[0] < cue[0] and item.family == "say":
            pieces = tuple((start, min(end, cue[0])) for start, end in item.content if start < cue[0])
            made[position] = replace(item, reporter=source, content=pieces or item.content)
            return True
    return False


def _around(items: Sentence, start: int, end: int) -> list[Range]:
    """What stands left and right of "according to X"."""
    left_end = start
    while left_end > 0 and items[left_end - 1].kind == "mark":
        left_end -= 1
    right = end
    while right < len(items) and items[right].kind == "mark":
        right += 1
    stop = len(items)
    while stop > right and items[stop - 1].kind == "mark":
        stop -= 1
    pieces = []
    first = 0
    while first < left_end and items[first].low in {"but", "and", "however", ","}:
        first += 1
    if left_end - first > 1:
        pieces.append((first, left_end))
    follows = right < stop and end < len(items) and items[end].text == ","
    if follows and (not pieces or not items[right].low.endswith("ing")) and (not pieces or right - end == 1):
        trailing = items[right].low in {"who", "which", "a", "an", "the", "while", "but"} and pieces
        if not trailing:
            pieces.append((right, stop))
    return pieces


def refusals(items: Sentence, made: list[Attribution]) -> list[Attribution]:
    """ "made no comment", "did not respond", "has yet to say anything": silence is a statement too."""
    for index in range(1, len(items)):
        length = _refusal_length(items, index)
        if not length or any(item.cue and item.cue[0] <= items[index].start < item.cue[1] for item in made):
            continue
        found = phrase_before(items, verb_group_start(items, index))
        if found is None:
            continue
        end = content_end(items, index)
        start = min(index + length, end - 1)
        cue = (items[verb_group_start(items, index)].start, items[index + max(0, length - 1)].end)
        content = (span_of(items, (max(start, index), end)),) if end > start else ()
        return [Attribution(span_of(items, found), cue, content, "decline", "decline", whole_of(items))]
    return []


def _refusal_length(items: Sentence, index: int) -> int:
    """Number of items of a refusal that starts at ``index``; 0 when none does."""
    lows = [item.low for item in items[index : index + 4]] + [""] * 4
    if lows[0] in {"made", "had", "offered", "gave", "has", "have"} and lows[1] == "no":
        return 1 if lows[2] in {"comment", "statement", "response", "answer", "immediate"} else 0
    if lows[0] in {"has", "have", "had"} and lows[1:3] == ["yet", "to"] and lows[3] in _SPEAKING:
        return 2
    before = {item.low for item in items[max(0, index - 3) : index]}
    negated = bool(before & {"not", "didn't", "hasn't", "haven't", "wouldn't", "doesn't"})
    return 1 if negated and lows[0] in _SPEAKING - {"say"} else 0


def passives(items: Sentence) -> list[Attribution]:
    """ "is believed to …": an attribution whose speaker is hidden, or named with "by"."""
    for index in range(1, len(items) - 1):
        item = items[index]
        if item.low not in lexicon.PASSIVE_CUES or items[index + 1].low not in {"to", "that", "by"}:
            continue
        start = verb_group_start(items, index)
        if not {helper.low for helper in items[start:index]} & lexicon.BE:
            continue
        end = content_end(items, index + 1)
        cue = (items[start].start, items[index].end)
        source, after = None, index + 1
        if items[after].low == "by":
            found = phrase_after(items, after + 1)
            if found is None:
                continue
            source, after = span_of(items, found), found[1]
        subject = phrase_before(items, start)
        first = subject[0] if subject else 0
        pieces = [(first, start)] if start > first else []
        if after < end:
            pieces.append((after, end))
        if items[first:start] and items[first].low == "it":
            pieces = pieces[1:]
        spans = tuple(span_of(items, piece) for piece in pieces)
        if spans:
            return [Attribution(source, cue, spans, "passive", "think", whole_of(items))]
    return []


def headers(items: Sentence) -> list[Attribution]:
    """ "Smith: “…”" and "“…” — Smith"."""
    for index, item in enumerate(items):
        if item.kind != "quote" or len(item.text.split()) < 3:
            continue
        content = ((item.start, item.end),)
        if 1 < index <= 8 and items[index - 1].text in {":", "—", "–", "-"} and items[0].capital:
            found = phrase_before(items, index - 1)
            if found:
                mark = items[index - 1]
                return [Attribution(span_of(items, found), (mark.start, mark.end), content, "header", "say",
                                    whole_of(items))]  # fmt: skip
        if index + 2 <= len(items) - 1 and items[index + 1].text in {"—", "–", "-"} and items[index + 2].capital:
            found_after = phrase_after(items, index + 2)
            if found_after and len(items) - index < 12:
                mark = items[index + 1]
                return [Attribution(span_of(items, found_after), (mark.start, mark.end), content, "header", "say",
                                    whole_of(items))]  # fmt: skip
    return []
