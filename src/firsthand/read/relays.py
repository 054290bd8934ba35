"""Second-hand speech: a source that cites another, and an attribution inside the content of another.

What finds attributions gives them flat. Here the words around and inside each one are read once more for those who
stand between the first speaker and the outlet: "citing two officials", "diplomats cited by Ridge Wire", "he had been
told by his engineers that …", and whole attributions inside what somebody says ("“The foreman told us, ‘…’”"). Only
plain patterns count; an inner speaker whom the words do not clearly name is not told apart. Spans are the paragraph's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from firsthand.read import lexicon
from firsthand.read.attribution import Attribution, Span
from firsthand.read.lexicon import words

_CITED_BY = re.compile(r"^(?P<root>.+?),?\s+(?:cited|quoted)\s+by\s+(?P<outer>.+)$", re.IGNORECASE | re.DOTALL)
_CITES = re.compile(
    r"^(?P<outer>.+?),?\s+(?:(?:that|which|who|itself)\s+)?(?:cited|cites|citing|quoted|quotes|quoting)\s+(?P<root>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_CITING = re.compile(
    r"\b(?:[Cc]iting|[Qq]uoting|(?:that|which|who) (?:cite[sd]|quote[sd])|"
    r"[Aa]ttributing (?:it|this|the (?:report|claim|information)) to)\s+"
    r"(?P<root>[^,;.:—–“”\"]+(?:\.(?=[A-Z]\.|\w)[^,;.:—–“”\"]*)*)"
)
_CLAUSE_START = re.compile(r"(?:^|[.!?;:—–]\s*[“\"]?|,\s+|\b(?:that|and|but|because|as|when|where|if|while)\s+)$")
_OPEN = "“\"'‘ "
_AUX = words("has have had also later then once just already now himself herself themselves recently earlier")
_SELF = words("i we you who which that it there one what this these those")
_THIRD = words("he she they")
_HEARERS = words("tell inform assure remind warn")
_HEARER = re.compile(
    r"\s+(?:us|me|him|her|them|you|reporters|journalists|(?:the|his|her|our|its|their|my)\s+[\w’'-]+|"
    r"[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)(?=[\s,:])"
)
_THAT = re.compile(r",?\s+that\s+")
_INNER_QUOTE = re.compile(r"[,:]?\s+(?P<mark>['‘“\"])(?=\w)")
_CLAUSE = re.compile(
    r"\s+(?:the|a|an|this|that|these|those|his|her|its|their|our|no|nobody|nothing|there|they|it|he|she|we|i|two|three|"
    r"some|many|all|[A-Z][\w’'-]*)\b(?=[^.;]*\b(?:\w+ed|is|are|was|were|has|have|had|will|would|can|could|may|might|must|"
    r"did|does|do|shook|went|came|left|took|made|fell|ran|stood|lay)\b)"
)
_PLAIN_SAY = words("say tell claim insist acknowledge admit warn assure inform maintain believe think concede")
_TOLD_BY = re.compile(
    r"\b(?:he|she|they|i|we|it|[A-Z][\w’'-]+)\s+(?P<cue>(?:has|have|had|was|were)\s+(?:\w+ly\s+)?(?:been\s+)?"
    r"(?:told|informed|assured|warned|advised)\s+by)\s+(?P<source>[^,;.“”\"]{2,60}?)\s+that\s+(?P<content>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_ACCORDING = re.compile(
    r"^(?P<cue>according to)\s+(?P<source>[^,;.“”\"]{2,60}),\s+(?P<content>.+)$", re.IGNORECASE | re.DOTALL
)
_NEGATED = words("not never n't neither nobody none")
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_MOST_SOURCE_WORDS = 7
_MOST_DEPTH = 3


@dataclass(frozen=True, slots=True)
class _Inner:
    """An attribution inside a piece of content; offsets are the piece's."""

    source: Span
    cue: Span
    content: Span
    lemma: str
    family: str


def relayed(text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """``found`` with the sources that they cite, and with the attributions inside their contents.

    One whose whole content is another's attribution makes way for the inner one, unless it is direct speech: then both
    stay, and the outer one is marked as retold.
    """
    whole = [_with_cited(text, _split_source(text, item)) for item in found if not _echo(item, found)]
    made: list[Attribution] = []
    inside: dict[int, list[Attribution]] = {}
    hulls = [_hull(item) for item in whole]
    for index, item in enumerate(whole):
        place = item.cue[0] if item.cue else -1
        around = (at for at, (start, end) in enumerate(hulls) if start <= place < end and at != index)
        host = next((at for at in around if _stands_in(item, whole[at])), None)
        if host is not None:
            inside.setdefault(host, []).append(item)
    nested = [item for items in inside.values() for item in items]
    for index, item in enumerate(whole):
        if all(item is not other for other in nested):
            made += _with_inner(text, item, inside.get(index, []), _MOST_DEPTH)
    return made


def _hull(item: Attribution) -> Span:
    """From the first character that it says to the last."""
    return min((start for start, _ in item.content), default=0), max((end for _, end in item.content), default=0)


def _stands_in(item: Attribution, other: Attribution) -> bool:
    """The source and cue of ``item`` stand in what ``other`` says, whose own do not stand in ``item``'s."""
    if item.cue is None or item.source is None or not item.content or other.cue is None or item.outer is not None:
        return False
    held = any(start <= min(item.cue[0], item.source[0]) and item.cue[1] <= end for start, end in other.content)
    return held and not any(_within(other.cue, piece) for piece in item.content)


def _echo(item: Attribution, found: Sequence[Attribution]) -> bool:
    """The relaying outlet of another attribution, with the same content once more."""
    return any(
        other is not item and other.content == item.content and item.source in {other.reporter, other.told}
        for other in found
        if item.source
    )


# ---- who is cited --------------------------------------------------------------------------------------------------


def _split_source(text: str, item: Attribution) -> Attribution:
    """ "diplomats cited by Ridge Wire", "a report that cited officials": two links in the words of one source."""
    if item.source is None or item.cited or item.reporter or item.family == "cite":
        return item
    start = item.source[0]
    said = text[slice(*item.source)]
    by = _CITED_BY.match(said)
    if by:
        return replace(item, source=_moved(by.span("root"), start), reporter=_moved(by.span("outer"), start))
    cites = _CITES.match(said)
    if cites:
        return replace(item, source=_moved(cites.span("outer"), start), cited=(_moved(cites.span("root"), start),))
    return item


def _with_cited(text: str, item: Attribution) -> Attribution:
    """The source that the sentence cites outside of what is said ("…, the Gazette reported, citing two officials")."""
    if item.cited or item.source is None or item.family not in {"say", "show"}:
        return item
    low, high = item.sentence
    for match in _CITING.finditer(text, low, high):
        inside = any(start <= match.start() < end for start, end in item.content)
        if not inside and not _within(match.span(), item.source):
            start, end = match.span("root")
            return replace(item, cited=((start, start + len(text[start:end].rstrip())),))
    return item


def _within(span: Span, outer: Span) -> bool:
    return outer[0] <= span[0] < outer[1]


# ---- who is quoted inside ------------------------------------------------------------------------------------------


def _with_inner(text: str, item: Attribution, known: Sequence[Attribution], depth: int) -> list[Attribution]:
    """``item`` and what is attributed inside it; the inner ones alone where they say all that it says.

    ``known`` are attributions found inside it before.
    """
    if not depth or item.family in {"cite", "decline", "intend", "judge"} or item.lemma == "passive":
        return [item, *known]
    inner = [
        replace(found, outer=item, reporter=None if found.reporter == item.source else found.reporter)
        for found in known
    ]
    inner = inner or [found for piece in item.content for found in _inside(text, piece, item)]
    if not inner:
        return [item]
    deeper = [made for found in inner for made in _with_inner(text, found, (), depth - 1)]
    whole = len(inner) == 1 and len(item.content) == 1 and _covers(text, inner[0], item.content[0])
    if whole and not _quoted(text, item.content[0]):
        return deeper
    # An inner "he" may yet prove to be nobody the text names; then only the outer statement stays.
    speaker = inner[0].source
    named = speaker is not None and text[slice(*speaker)].lower() not in _THIRD
    return [replace(item, retold=whole and named), *deeper]


def _covers(text: str, inner: Attribution, piece: Span) -> bool:
    """The inner attribution is all that the piece says, marks, "that" and its own words of attributing aside."""
    parts = [*inner.content, *(span for span in (inner.source, inner.cue) if span)]
    lead = text[piece[0] : min(part[0] for part in parts)].strip(_OPEN + ",").lower()
    rest = text[max(part[1] for part in parts) : piece[1]].strip(" .,”\"'’!?")
    return lead in {"", "that", "he", "she", "they", "it"} and not rest


def _quoted(text: str, piece: Span) -> bool:
    before = text[max(0, piece[0] - 1) : piece[0] + 1]
    return any(mark in before for mark in '“"‘')


def _inside(text: str, piece: Span, item: Attribution) -> Iterator[Attribution]:
    direct = _quoted(text, piece)
    start = piece[0] + len(text[slice(*piece)]) - len(text[slice(*piece)].lstrip(_OPEN))
    piece = (start, piece[1])
    for inner in _patterns(text[slice(*piece)], direct):
        yield Attribution(
            source=_moved(inner.source, piece[0]),
            cue=_moved(inner.cue, piece[0]),
            content=(_moved(inner.content, piece[0]),),
            lemma=inner.lemma,
            family=inner.family,
            sentence=piece,
            outer=item,
        )
        return


def _patterns(said: str, direct: bool) -> Iterator[_Inner]:
    for pattern in (_TOLD_BY, _ACCORDING):
        match = pattern.search(said)
        if match and not set(match.group("source").lower().split()[:1]) & (_SELF | _THIRD):
            content = _trimmed(said, match.span("content"))
            lemma = "according to" if pattern is _ACCORDING else "tell"
            yield _Inner(match.span("source"), match.span("cue"), content, lemma, "say")
    for match in _WORD.finditer(said):
        entry = lexicon.CUE_FORMS.get(match.group().lower())
        if entry and entry[1] in {"say", "think", "show"} and entry[2] != "ing":
            inner = _by_verb(said, match.span(), entry, direct)
            if inner:
                yield inner


def _by_verb(said: str, verb: Span, entry: tuple[str, str, str], direct: bool) -> _Inner | None:
    """The attribution by the cue verb at ``verb``, when a plain source stands before and a content after it."""
    lemma, family, tense = entry
    subject = _subject(said, verb[0], direct)
    if subject is None or (tense == "base" and said[: verb[0]].split()[-1:] == ["to"]):
        return None
    source, group = subject
    after = verb[1]
    heard = _HEARER.match(said, after) if lemma in _HEARERS else None
    after = heard.end() if heard else after
    content = _content(said, after, lemma)
    return _Inner(source, (group, verb[1]), content, lemma, family) if content else None


def _content(said: str, after: int, lemma: str) -> Span | None:
    """What follows a cue: a quotation, a clause after "that", or a plain clause after the plainest verbs."""
    quote = _INNER_QUOTE.match(said, after)
    if quote:
        closing = {"'": "'", "‘": "’", "“": "”", '"': '"'}[quote.group("mark")]
        end = re.compile(re.escape(closing) + r"(?!\w)").search(said, quote.end())
        return (quote.end(), end.start()) if end else None
    that = _THAT.match(said, after)
    if that is None and (lemma not in _PLAIN_SAY or not _CLAUSE.match(said, after)):
        return None
    start = that.end() if that else after + 1
    stop = re.compile(r"[.!?](?=\s+[“\"A-Z])").search(said, start)
    return _trimmed(said, (start, stop.start() if stop else len(said)))


def _subject(said: str, verb: int, direct: bool) -> tuple[Span, int] | None:
    """The noun phrase before a verb and where the verb group starts; None when it is not plainly a speaker."""
    before = list(_WORD.finditer(said, 0, verb))
    group = verb
    while before and before[-1].group().lower() in _AUX:
        group = before.pop().start()
    taken: list[re.Match[str]] = []
    while before and len(taken) < _MOST_SOURCE_WORDS:
        word = before[-1]
        gap = said[word.end() : taken[-1].start() if taken else group]
        if gap.strip() or word.group().lower() in lexicon.SUBORDINATORS | {"and"}:
            break
        taken.append(before.pop())
    taken.reverse()
    if not taken or _CLAUSE_START.search(said[: taken[0].start()].rstrip(_OPEN) + _gap(said, taken[0].start())) is None:
        return None
    lows = [word.group().lower() for word in taken]
    first_only = lows[0] in (_SELF if direct else _SELF | _THIRD)
    if first_only or (lows[0] in _THIRD and len(lows) > 1) or not _names_speaker(lows, taken[0].group()):
        return None
    return (taken[0].start(), taken[-1].end()), group


def _gap(said: str, start: int) -> str:
    """The space that stripping took from before a word."""
    return " " if said[:start].endswith(" ") and said[:start].rstrip(_OPEN) else ""


def _names_speaker(lows: Sequence[str], first: str) -> bool:
    barred = lexicon.FINITE | lexicon.AUXILIARIES | _NEGATED | {"no"}
    if barred & set(lows) or lows[0] in lexicon.PREPOSITIONS or lows[-1] in lexicon.TIME_WORDS:
        return False
    known = lexicon.DETERMINERS | _THIRD
    role = lows[-1] in lexicon.OFFICIAL_WORDS | lexicon.UNNAMED_WORDS | lexicon.ORGANISATION_WORDS
    return lows[0] in known or role or first[0].isupper()


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


def _trimmed(said: str, span: Span) -> Span:
    """``span`` without spaces, stops and quotation marks at its end."""
    return span[0], span[0] + len(said[slice(*span)].rstrip(" .,”\"’'"))
