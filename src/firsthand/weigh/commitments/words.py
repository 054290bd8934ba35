"""What the words of an undertaking say beside its act: do or refrain, by when, until when, in which text, to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from firsthand.model import Anchor, CommitmentKind, Document, Granularity, Provision, Statement, TimeSpan
from firsthand.read.dates.lengths import counted

REFRAIN = re.compile(
    r"\b(?:not to|never|refrain\w*|halt\w*|stop\w*|ceas\w+|suspend\w*|freez\w+|froze|no (?:more|further|new|longer)"
    r"|(?<!the )end(?:ing)?(?! of\b)|abstain\w*|forgo\w*|moratorium"
    r"|(?:build|test|launch|deploy|make|produce|conduct)\w* no)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:suspend\w*|freez\w+|froze|moratorium|pause\w*|temporar\w+|as long as|so long as|unless|provided that"
    r"|for the time being|pending|for as long)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:by|before|within|no later than|not later than|end of|next)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|through)\b", re.IGNORECASE)
_LENGTH = re.compile(
    r"\b(?P<how>within|in|over|for)\s+(?:a period of\s+|the (?:next|coming)\s+)?(?P<count>\d+|[a-z]+(?:-[a-z]+)?)\s+"
    r"(?P<unit>day|week|month|year)s?\b",
    re.IGNORECASE,
)
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}
_SMALL = r"(?:\d+|[IVXLC]+|one|two|three|four|five|six|seven|eight|nine|ten)"
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|opening|final|\d+(?:st|nd|rd|th))"
_ARTICLE = re.compile(
    rf"\b(?:(?:Article|Section|Chapter|Annex|Paragraph|Clause|Point|article|section|paragraph|clause|point)s?\s+"
    rf"{_SMALL}\b(?:\s?\(\w{{1,3}}\))*(?:,? (?:paragraph|clause) {_SMALL})?"
    rf"|{_ORDINAL} (?:article|section|paragraph|clause|point)\b)"
)
_TEXT = re.compile(
    r"\b(?:(?:(?:[A-Z][\w’'-]*\s+){1,3}|(?:joint|final|signed|bilateral|peace|border|framework)\s+){0,2}"
    r"(?:communiqu[eé]|[Tt]reaty|[Aa]greement|[Aa]ccord|[Pp]rotocol|[Dd]eclaration|[Mm]emorandum|[Pp]act|[Cc]onvention"
    r"|[Rr]esolution \d+|joint statement|[Cc]harter)(?:\s+(?:of|on)\s+(?:the\s+)?[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*)?)"
)
_GOES_ON = re.compile(r"\s*(?:The (?:words?|text|promise|pledge|undertaking|wording|sentence)|It|This|They)\b")
_TO = re.compile(
    r"\b(?:(?:made|given|promised|assured|told)(?: to)?|(?:signed|concluded|agreed|reached|sealed)"
    r"(?: [\w’']+){0,4}? with|(?:accord|agreement|treaty|deal|pact|talks) with)\s+"
    r"(?:(?:neighbouring|neighboring|the)\s+)?((?:[A-Z][\w’'-]*)(?:\s+[A-Z][\w’'-]*){0,2})"
)
_NO_PARTY = re.compile(
    r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|^(?:Jan|Febr|Mar|Apr|May|June|July|Aug|Sept|Octo|Nov|Dec)\w*$"
)


def kinds_of(wordings: Sequence[str], by: TimeSpan | None, until: TimeSpan | None) -> tuple[CommitmentKind, ...]:
    """What the words ask for, from what most of the tellings say."""
    refrains = sum(bool(REFRAIN.search(text)) for text in wordings) * 2 > len(wordings)
    found = [CommitmentKind.REFRAIN if refrains else CommitmentKind.DO]
    found += [CommitmentKind.BY_DATE] if by else []
    found += [CommitmentKind.UNTIL] if until else []
    found += [CommitmentKind.REVERSIBLE] if any(_BACK.search(text) for text in wordings) else []
    return tuple(found)


def times_of(statements: Sequence[Statement], made: TimeSpan | None) -> tuple[TimeSpan | None, TimeSpan | None]:
    """(by when, until when) as the tellings say it; the day of the promise is neither."""
    by = until = None
    for statement in statements:
        time = statement.event.time
        if time and time.end and time.anchor:
            before = _before(statement, time.anchor)
            if _UNTIL.search(time.anchor.quote) or _UNTIL.search(before):
                until = until or time
            elif _BY.search(time.anchor.quote) or _BY.search(before):
                by = by or time
        for how, span in _lengths(statement, made):
            if how == "for":
                until = until or span
            else:
                by = by or span
    return by, until


def _before(statement: Statement, anchor: Anchor) -> str:
    """The few characters before the words of a time."""
    for piece in statement.content:
        if piece.start <= anchor.start and anchor.end <= piece.end:
            return piece.quote[max(0, anchor.start - piece.start - 12) : anchor.start - piece.start]
    return ""


def _lengths(statement: Statement, made: TimeSpan | None) -> Iterable[tuple[str, TimeSpan]]:
    """Lengths of time ("within 90 days"), counted from the day of the promise."""
    if made is None or made.end is None:
        return
    for piece in statement.content:
        for match in _LENGTH.finditer(piece.quote):
            count = counted(match["count"])
            if count:
                anchor = Anchor(piece.start + match.start(), piece.start + match.end(), match.group())
                end = made.end + timedelta(days=round(count * _DAYS[match["unit"].lower()]))
                yield match["how"].lower(), TimeSpan(None, end, Granularity.VAGUE, anchor)


def made_at(
    tellings: Iterable[tuple[Statement, datetime | None]], mentions: Iterable[datetime | None]
) -> TimeSpan | None:
    """When it was given, at the latest: a time that a telling names, else the day of the first report of it.

    Each telling comes with the day of its report, mentions as those days alone.
    """
    tellings = list(tellings)
    told = [item.event.time for item, published in tellings if _is_past(item, published)]
    named = [time for time in told if time and time.start and time.end]
    if named:
        return min(named, key=lambda time: (time.end - time.start) if time.start and time.end else timedelta.max)
    days = [day for day in (*(day for _, day in tellings), *mentions) if day]
    return TimeSpan(None, min(days) + timedelta(days=1), Granularity.VAGUE) if days else None


def _is_past(statement: Statement, published: datetime | None) -> bool:
    time = statement.event.time
    if time is None or time.start is None or time.end is None or published is None or time.start > published:
        return False
    return not (time.anchor and (_BY.search(time.anchor.quote) or _UNTIL.search(time.anchor.quote)))


def provision_of(statements: Sequence[Statement], documents: Mapping[str, Document]) -> Provision | None:
    """The text in which the undertaking stands, as the sentences of its tellings or those after them name it."""
    found = [_named(item, documents[item.document_id].text) for item in statements if item.document_id in documents]
    named = [provision for provision in found if provision]
    return max(named, key=lambda provision: (bool(provision.article), bool(provision.text)), default=None)


def _named(statement: Statement, text: str) -> Provision | None:
    start, end = around(statement, text)
    article, source = _ARTICLE.search(text, start, end), _text_named(text, start, end)
    anchors = tuple(
        Anchor(found.start(), found.end(), found.group()) for found in (article, source) if found is not None
    )
    if not anchors:
        return None
    return Provision(
        source.group() if source else "", article.group() if article else "", statement.document_id, anchors
    )


def _text_named(text: str, start: int, end: int) -> re.Match[str] | None:
    """The fullest name: "Harrow Accord" rather than "accord"."""
    return max(_TEXT.finditer(text, start, end), key=lambda match: len(match.group().split()), default=None)


def around(statement: Statement, text: str) -> tuple[int, int]:
    """Where the sentence of a statement begins and ends, with the one after it when that goes on about its words."""
    first = min(piece.start for piece in statement.content)
    last = max(piece.end for piece in statement.content)
    starts = [match.end() for match in re.finditer(r"(?:[.!?][\"”’']?\s+(?=[\"“‘A-Z—])|\n\n)", text[:first])]
    ends = [last + match.end() for match in re.finditer(r"[.!?][\"”’']?(?=\s|$)", text[last:])]
    goes_on = bool(ends) and bool(_GOES_ON.match(text, ends[0]))
    return (starts[-1] if starts else 0), (ends[1] if goes_on and len(ends) > 1 else ends[0] if ends else len(text))


def other_parties(statements: Sequence[Statement], documents: Mapping[str, Document], who: str) -> tuple[str, ...]:
    """Those to whom it was given, as the sentences around the tellings name them."""
    found: dict[str, None] = {}
    for statement in statements:
        if statement.document_id not in documents:
            continue
        text = documents[statement.document_id].text
        start, end = around(statement, text)
        for match in _TO.finditer(text, start, end):
            name = match.group(1)
            if not _NO_PARTY.search(name) and name != who:
                found[name] = None
    return tuple(found)
