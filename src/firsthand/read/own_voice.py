"""What the outlet says in its own voice: choosy, for a sentence without attribution is mostly background."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.read import lexicon
from firsthand.read.attribution import Attribution, Span
from firsthand.read.attribution.grammar import Sentence
from firsthand.read.basis import shows_image
from firsthand.read.lexicon import words
from firsthand.read.paragraphs import topic_score

_ACTS = re.compile(
    r"\b(?:buil[dt]\w*|construct\w*|dismantl\w+|demolish\w*|launch(?:ed|es|ing)|tested|testing|produc(?:e|ed|ing|"
    r"tion)|enrich\w*|operat\w+|continu\w+|expand\w*|restart\w*|mov(?:ed|ing)|stor(?:ed|ing)|deploy\w*|sign(?:ed)|"
    r"includ(?:e|ed|es)|depicts?|shows?|showed|fuel(?:ing|ed|led|ling)|stands|stood|removed|hidden|work(?:ing)?|"
    r"manufactur\w+|suggests?|located|parked|cleared|seen|visible|inspect\w*|verif\w+|allow\w*|complet(?:ed|es)|"
    r"hid(?:es)?|conceal\w*|(?:tore|torn|took|taken|pulled|brought) down|erect(?:ed|ing|s)|deliver(?:ed|ing|s)|"
    r"haul(?:ed|ing|s)|shipp(?:ed|ing)|towed|arriv(?:ed|ing)|carried away|fired|raised|put up|"
    r"(?:is|are|was|were|been) (?:\w+ )?(?:complete|finished|ready))\b",
    re.IGNORECASE,
)
_VAGUE_START = words("this these those it they he she we i such that there what here")
_COMMENT = re.compile(
    r"\b(?:casting doubt|heavy blow|would be|appear(?:s|ed)? to|seem(?:s|ed)? to|as if|no doubt|of course|"
    r"remains to be seen|it is unclear|unclear whether|perhaps the)\b",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"\b(?:correction|corrected|correcting|retract(?:s|ed|ion|ing)?|clarification|editor['’]s note|"
    r"misstated|regrets? the (?:error|mistake)|"
    r"an earlier version (?:of this (?:story|article|report) )?(?:said|stated|misstated|wrongly|incorrectly))\b",
    re.IGNORECASE,
)
_REBUTS = re.compile(
    r"\bwhen (?:further|later|subsequent|closer) \w+ (?:showed|found|revealed)\b|"
    r"\b(?:but|though|although|which) (?:that |this |it |they )?(?:later )?(?:turned out|proved) (?:to be )?"
    r"(?:false|wrong|untrue|unfounded|mistaken|otherwise)\b|\bwas (?:later )?(?:proved|proven|shown) (?:to be )?"
    r"(?:false|wrong|untrue)\b|\bin fact,? (?:it|they|there|no)\b|\bno evidence (?:was|has been) (?:ever )?found\b|"
    r"\bthat (?:was|is) (?:not (?:so|true|the case)|false|untrue|wrong)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"\b(?:version|article|story|report|headline)\b", re.IGNORECASE)
_MIN_WORDS = 6
_ENOUGH = 2


_CANNOT_TELL = re.compile(
    r"(?:\bnot|n['’]t|\bnever)\s+(?:\w+ly\s+)?(?:know|knew|known)\b|"
    r"\b(?:could|can|was|were)\s*(?:not|n['’]t)\s+(?:\w+ly\s+)?(?:able to\s+)?(?:\w+ly\s+)?"
    r"(?:confirm|verify|tell|establish)\b",
    re.IGNORECASE,
)
_NOT_SEEN = re.compile(r"(?:\bnot|n['’]t|\bnever)\s+(?:\w+ly\s+)?(?:see|seen|hear|heard)\b", re.IGNORECASE)
_ANYTHING = re.compile(r"[\"“]?(?:any|a|an|one|evidence|signs?|much|anything|anybody|anyone)\b", re.IGNORECASE)


def corrects(sentence: str) -> bool:
    """The sentence corrects or retracts an earlier report."""
    return _CORRECTS.search(sentence) is not None


def tells_of_earlier_report(source: str, sentence: str) -> bool:
    """ "Correction: an earlier version of this story said …": the outlet about itself, not one more source."""
    return corrects(sentence) and _EARLIER.search(source) is not None


def knows_nothing(cue: str, content: str) -> bool:
    """Not to know, not to have seen what is asked for, not to be able to confirm: no denial, and nothing is said."""
    if _CANNOT_TELL.search(cue):
        return True
    return _NOT_SEEN.search(cue) is not None and _ANYTHING.match(content) is None


def rebutted(rest: str) -> bool:
    """The outlet's words after the content say that it was not so."""
    return _REBUTS.search(rest) is not None


def rebuttal_start(words: str) -> int | None:
    """Where in the content the outlet begins to say that it was not so; None when it does not."""
    match = _REBUTS.search(words)
    return len(words[: match.start()].rstrip(" ,;—–")) if match else None


def without_stop(text: str, span: Span) -> Span:
    """``span`` without the full stop that closes it."""
    return span[0], span[0] + len(text[span[0] : span[1]].rstrip(" ."))


def without_lead(text: str, span: Span) -> Span:
    """``span`` without an opening adverb or conjunction ("Intriguingly, one image …")."""
    match = re.match(r"(?:(?:and|but|so|yet|however|\w+ly)\b,?\s+)+", text[span[0] : span[1]], re.IGNORECASE)
    return (span[0] + match.end(), span[1]) if match else span


def own_statements(
    text: str,
    split: Sequence[Sentence],
    found: Sequence[Attribution],
    sites_in: Sequence[Span],
    extra: frozenset[str],
) -> list[Span]:
    """What the outlet asserts itself: whole sentences, or the clause that an attribution left; paragraph spans."""
    spans: list[Span] = []
    for items in split:
        start = items[0].start
        here = [item for item in found if item.sentence[0] <= start < item.sentence[1] or item.sentence[0] == start]
        if here:
            clause = _left_clause(items, here)
            if clause and _asserts(text, clause, sites_in, extra, whole=False):
                spans.append(clause)
            continue
        span = _without_lead(items)
        if span and _asserts(text, span, sites_in, extra, whole=True):
            spans.append(span)
    return spans


def _without_lead(items: Sentence) -> Span | None:
    """The sentence without opening adverbs and the full stop."""
    first, last = 0, len(items)
    while last > 0 and items[last - 1].kind == "mark" and items[last - 1].text not in {")", "%"}:
        last -= 1
    if first < last - 2 and items[1].text == "," and items[0].low.endswith("ly"):
        first = 2
    while first < last and (items[first].kind == "mark" or items[first].low in {"and", "but", "however", "so", "yet"}):
        first += 1
    return (items[first].start, items[last - 1].end) if last - first >= _MIN_WORDS else None


def _left_clause(items: Sentence, here: Sequence[Attribution]) -> Span | None:
    """The main clause after ", but" behind the last attributed content."""
    edge = max([piece[1] for item in here for piece in item.content] + [item.cue[1] for item in here if item.cue])
    rest = [item for item in items if item.start >= edge]
    while rest and rest[0].kind == "mark":
        rest.pop(0)
    if len(rest) < _MIN_WORDS + 1 or rest[0].low not in {"but", "while", "although", "though"}:
        return None
    while rest and rest[-1].kind == "mark":
        rest.pop()
    return rest[1].start, rest[-1].end


def _asserts(text: str, span: Span, sites_in: Sequence[Span], extra: frozenset[str], whole: bool) -> bool:
    words = text[span[0] : span[1]]
    if corrects(words):
        return True
    if text[span[1] : span[1] + 2].lstrip().startswith("?") or (_COMMENT.search(words) and not shows_image(words)):
        return False
    first = re.match(r"\w+", words)
    if first and first.group().lower() in _VAGUE_START:
        return False
    acts = _ACTS.search(words) is not None or shows_image(words)
    if not acts and not any(word in lexicon.FINITE for word in re.findall(r"[a-z']+", words.lower())):
        return False
    site = any(span[0] <= place[0] < span[1] for place in sites_in)
    topics = topic_score(words, extra)
    if not whole:
        return topics + 2 * site >= 1
    return acts and topics + 2 * site >= _ENOUGH
