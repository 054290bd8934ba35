"""What is said beside a cue: right of it, left of it, or on both sides."""

from __future__ import annotations

from firsthand.read import lexicon
from firsthand.read.attribution.cues import CONTENT_STARTS, LEAD_IN, Cue
from firsthand.read.attribution.grammar import (
    Item,
    Range,
    Sentence,
    is_adverb,
    phrase_after,
    phrase_before,
    tells_where,
)
from firsthand.read.lexicon import words

_SPEECH = words("say write tell tweet add post")
_COMMAS = frozenset(",—–")
_BEHIND = LEAD_IN | lexicon.TIME_WORDS | (lexicon.SUBORDINATORS - {"as"}) | {"recently"}
_BESIDE_QUOTE = words("but and when while although though")
_CONJUNCTIONS = words("and while although though")
_TAILS = words("say decline cite judge")
"""Families whose -ing form opens a tail of the sentence that is no more content (", adding that …")."""


def content_of(items: Sentence, cue: Cue, before: list[Cue]) -> None:
    after = cue.subject[1] if cue.inverted and cue.subject else cue.group[1]
    after = skip_adverbs(items, after)
    if cue.family == "cite":
        return
    if cue.lemma == "point" and after < len(items) and items[after].low == "out":
        after += 1
    if cue.family == "say" and not cue.inverted and after + 1 < len(items) and items[after].low == "to":
        after = _spoken_to(items, cue, after)
    if cue.lemma in {"tell", "assure", "inform", "remind", "ask", "warn"}:
        after = _recipient(items, cue, after)
    start = content_start(items, cue, after)
    if start is not None:
        end = content_end(items, start)
        cue.content = pieces_of(items, start, end)
        if cue.family == "think" and items[start].low == "to" and not cue.borrowed and cue.subject:
            cue.content = [*_antecedent(items, cue.subject[0]), *cue.content]
    if cue.family in {"say", "think", "show"} and not cue.borrowed:
        left = left_content(items, cue, before)
        if left is not None and (cue.inverted or not cue.content or _parenthetical(items, cue, left)):
            spoken = items[left[1] - 1].kind == "quote"
            cue.content = [left, *(piece for piece in cue.content if not spoken or items[piece[0]].kind == "quote")]


def _antecedent(items: Sentence, subject: int) -> list[Range]:
    """What a relative clause is about: "a building that analysts believe to be a plant"."""
    if subject < 2 or items[subject - 1].low not in {"that", "which"}:
        return []
    stop = subject - 2 if items[subject - 2].text == "," else subject - 1
    found = phrase_before(items, stop, close=True)
    return [found] if found else []


def skip_adverbs(items: Sentence, index: int) -> int:
    keep = {"both", "all", "each", "first", "still"}
    if index + 1 < len(items) and items[index].low == "only" and items[index + 1].low == "that":
        return index + 1
    if index + 2 < len(items) and [item.low for item in items[index : index + 2]] == ["once", "more"]:
        return index + 2
    while index < len(items) and is_adverb(items[index]) and items[index].low not in keep:
        index += 1
    return index


def _spoken_to(items: Sentence, cue: Cue, after: int) -> int:
    """Index after "to X" in "confirmed to X"; ``after`` itself where "to" opens an infinitive."""
    first = items[after + 1]
    if not (first.capital or first.low in lexicon.DETERMINERS | {"reporters", "him", "them", "us", "me"}):
        return after
    found = phrase_after(items, after + 1)
    if found is None:
        return after
    cue.told = found
    return found[1]


def _recipient(items: Sentence, cue: Cue, after: int) -> int:
    """Index after the person told ("told Fox News, …")."""
    index = after
    while index < len(items) and index - after < 14:
        item = items[index]
        if item.kind != "word" and not (item.text in {"'", "&", "."} and index + 1 < len(items)):
            break
        opens = item.low in CONTENT_STARTS | {"to", "about", "in", "on", "during", "after", "at", "of"}
        if opens or (index > after and item.low in lexicon.PRONOUNS | {"there", "his", "her", "their", "its"}):
            break
        if index > after and item.low in lexicon.DETERMINERS and items[index - 1].low not in lexicon.PREPOSITIONS:
            break
        index += 1
        if items[index - 1].low in {"him", "me", "them", "us", "reporters", "supporters"} or (
            index - after == 1 and items[index - 1].low in {"her", "his"}
        ):
            break
    if index > after and cue.lemma in {"tell", "inform", "assure", "remind", "warn"}:
        cue.told = (after, index)
        return index
    return after


def content_start(items: Sentence, cue: Cue, after: int) -> int | None:
    """Where the content begins right of the cue; None when nothing is said there."""
    if after + 1 >= len(items):
        return after if after < len(items) and items[after].kind == "quote" and not cue.inverted else None
    item = items[after]
    if item.kind == "mark":
        return _after_mark(items, cue, after)
    if item.low == "that" and cue.family != "judge":
        return None if cue.inverted else after + 1
    if cue.told and item.low == "to":
        return after
    if item.kind == "word" and item.low in LEAD_IN | lexicon.TIME_WORDS:
        ahead, settled = _over_adverbial(items, cue, after)
        if settled:
            return ahead
    joined = cue.family == "say" and item.low in {"and", "or", "but", "as", "when", "while"}
    return None if cue.inverted or joined else after


def _after_mark(items: Sentence, cue: Cue, after: int) -> int | None:
    """Content behind a comma, colon or dash: a quotation, a that-clause, or the rest of an interrupted clause."""
    mark, following = items[after].text, items[after + 1]
    if mark not in {",", ":", "—", "–", "-"}:
        return None
    if following.kind == "quote" or mark == ":":
        return after + 1
    ahead = _that_ahead(items, after + 1)
    if ahead is not None and mark == ",":
        return ahead
    return after + 1 if _goes_on_at(items, after, cue) else None


def _over_adverbial(items: Sentence, cue: Cue, after: int) -> tuple[int | None, bool]:
    """Content behind "on Monday" and its like, and whether the adverbial settles where it is."""
    if cue.family == "intend":
        for ahead in range(after + 1, min(len(items), after + 5)):
            if items[ahead].low == "to" or (items[ahead].kind == "quote" and items[ahead].low[1:4] == "to "):
                return ahead, True
    if cue.family not in {"say", "think", "show"}:
        return None, False
    ahead_of_that = _that_ahead(items, after)
    bare = cue.family != "think" and tells_where(items, after + 1)
    return ahead_of_that, ahead_of_that is not None or bare or cue.lemma in _SPEECH


def _that_ahead(items: Sentence, index: int) -> int | None:
    """Start of the content after a short adverbial ("said on Monday that …", 'said in a statement, "…"')."""
    for ahead in range(index, min(len(items), index + 14)):
        item = items[ahead]
        if item.low == "that" and ahead + 1 < len(items) and items[ahead - 1].low not in lexicon.PREPOSITIONS:
            return ahead + 1
        if item.kind == "quote" and len(item.text.split()) > 2:
            return ahead
        if item.text in {";", "—"} or item.low in {"but", "because"}:
            return None
    return None


def _goes_on_at(items: Sentence, comma: int, cue: Cue) -> bool:
    """What is said goes on after a comma behind the cue ("The plant, officials said, is idle")."""
    following = items[comma + 1]
    if cue.subject is None or cue.borrowed or cue.family not in {"say", "think"}:
        return False
    start = cue.subject[0]
    if start == 0 or (items[start - 1].text not in {",", "—", "–"} and items[start - 1].low != "as"):
        return False
    return following.kind == "quote" or not (
        following.low.endswith("ing") or following.low in {"according", "who", "which", "a", "an", "while", "but"}
    )


def _parenthetical(items: Sentence, cue: Cue, left: Range) -> bool:
    """The cue and its subject stand between commas or after a quotation, so what is said lies on both sides."""
    if cue.subject is None:
        return False
    start = cue.subject[0]
    return start > 0 and (items[start - 1].text in {",", "—", "–"} or items[start - 1].kind == "quote"
                          or items[start - 1].low == "as")  # fmt: skip


def left_content(items: Sentence, cue: Cue, before: list[Cue]) -> Range | None:
    """Content before the cue and its subject ("…, officials said")."""
    start = cue.group[0] if cue.inverted or cue.subject is None else cue.subject[0]
    stop = start - 1 if start > 0 and items[start - 1].low == "as" else start
    if stop == 0 or not _may_close(items, cue, stop):
        return None
    first = 0
    for other in before:
        edge = other.content[-1][1] if other.content else other.group[1]
        first = max(first, min(edge, stop)) if other.group[0] < start else first
    while first < stop and (items[first].kind == "mark" or items[first].low in {"but", "and", "however", "so"}):
        first += 1
    last = stop - 1 if items[stop - 1].kind == "mark" else stop
    quoted = "quote" in {items[first].kind, items[last - 1].kind}
    if last <= first or (last - first < 3 and not quoted and not cue.content):
        return None
    return first, last


def _may_close(items: Sentence, cue: Cue, stop: int) -> bool:
    """What ends before ``stop`` may be what the cue attributes: a quotation, or a clause closed by a comma."""
    mark = items[stop - 1]
    if mark.kind == "quote" or cue.inverted:
        return mark.kind == "quote" or mark.text in _COMMAS | {"-", "?", "!"}
    if mark.text not in _COMMAS | {"-", "?", "!"}:
        return False
    behind = cue.told[1] if cue.told else skip_adverbs(items, cue.group[1])
    if behind < len(items) and items[behind].kind == "word" and items[behind].low not in _BEHIND:
        return False
    after = items[cue.group[1]].text if cue.group[1] < len(items) else ""
    return not cue.content or after in _COMMAS or items[stop - 2].kind == "quote"


def content_end(items: Sentence, start: int) -> int:
    """One past the last item of the content that begins at ``start``."""
    end = len(items)
    while end > start and items[end - 1].kind == "mark" and items[end - 1].text not in {")", "%", "'", "’"}:
        end -= 1
    last_comma = max((index for index in range(start, end) if items[index].text in _COMMAS), default=-1)
    for index in range(start + 1, end):
        item = items[index]
        if item.text == ";" and index - start > 2:
            return index
        if index == start + 1 and _spoken(items[start]) and item.low in _BESIDE_QUOTE:
            return index
        if item.text in _COMMAS and index + 1 < end and _ends_content(items, start, index, (end, last_comma)):
            return index
    return end


def _spoken(item: Item) -> bool:
    """A quotation that ends in a comma: what follows is not part of it."""
    return item.kind == "quote" and item.text[-2:-1] == ","


def _ends_content(items: Sentence, start: int, comma: int, bounds: tuple[int, int]) -> bool:
    """The content that begins at ``start`` ends at this comma; ``bounds``: its limit, the last comma before that."""
    end, last_comma = bounds
    following = items[comma + 1]
    after = items[comma + 2].low if comma + 2 < end else ""
    form = lexicon.CUE_FORMS.get(following.low)
    if following.low in {"according", "citing", "however"} or (form and form[2] == "ing" and form[1] in _TAILS):
        return True
    if following.low == "but" and _new_clause(items, comma + 2, end):
        return True
    if following.low in {"which", "who", "whose", "one"} and comma - start > 3 and comma == last_comma:
        return True
    if following.low in _CONJUNCTIONS and after in lexicon.PRONOUNS - {"who"}:
        return True
    quoted = items[comma - 1].kind == "quote" and comma - 1 == start
    return quoted and following.kind != "quote" and following.low in lexicon.SUBORDINATORS | {"and", "when"}


def _new_clause(items: Sentence, index: int, end: int) -> bool:
    return index < end and items[index].low not in {"rather", "that", "also", "instead", "only", "not", "to", "still"}


def pieces_of(items: Sentence, start: int, end: int) -> list[Range]:
    """The content as ranges; later quotations of the sentence are further pieces of a quoted one."""
    if start >= end:
        return []
    pieces = [(start, end)]
    if items[start].kind == "quote":
        for index in range(end, len(items)):
            joined = items[index - 1].low in {"and", "as", "that", "but", "or", "because"}
            if items[index].kind == "quote" and joined:
                pieces.append((index, index + 1))
            elif items[index].low in lexicon.CUE_FORMS:
                break
    return pieces
