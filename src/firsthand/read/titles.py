"""Attributions by position: headlines ("Depot emptied – report", "Brandt: range to close") and turns of an interview.

Also the letters of headlines set in capitals, which hide the names that case would show.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.read import lexicon
from firsthand.read.attribution import Attribution, Span
from firsthand.read.lexicon import words

_TURN = re.compile(
    r"^(?P<source>[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,3})\s*(?P<cue>:)\s+(?P<content>\S.*\S)$", re.DOTALL
)
_CLOSING = re.compile(
    r"^(?P<content>\S.*?\S)\s*(?P<cue>\s[-–—]|:)\s+(?P<source>(?:[\w’'-]+\s){0,3}(?P<head>[A-Za-z-]+))$", re.DOTALL
)
_LABELS = words(
    """exclusive analysis explainer update updated watch video photos photo pictures opinion comment editorial review
    breaking live interview report factbox timeline correction note clarification editor caption location date time
    source sources read related topics tags more share published contact email phone address warning fact question
    answer background summary q a key what why how who where when"""
)
_CLOSERS = words(
    "source sources report reports ministry agency media paper papers minister spokesman spokeswoman study"
)
_VERB = re.compile(
    r"\b(?:will|would|can|could|may|must|is|are|was|were|has|have|had|did|does|do|not|won['’]t|to|\w{2,}ed|\w{3,}s)\b"
)
_LONGEST_HEADLINE = 22
"""Words."""
_LONGEST = 1_000
"""Characters of an interview turn."""
_NAME_SAMPLE = 100_000
"""Characters of a document searched for names."""


def placed(text: str, found: Sequence[Attribution], barred: Sequence[str]) -> list[Attribution]:
    """``found`` with what the paragraph attributes by position only, where nothing else was found in it.

    ``barred`` are names that open a headline without speaking: those of the sites under watch.
    """
    speaking = [item for item in found if item.family != "orphan"]
    if speaking or len(text) > _LONGEST or "\n" in text.strip() or '"' in text or "“" in text:
        return list(found)
    made = _closing(text) or _turn(text, barred)
    return [made] if made else list(found)


def _turn(text: str, barred: Sequence[str]) -> Attribution | None:
    """ "Brandt: the range will close", "Dara Minto: Not before May." """
    match = _TURN.match(text)
    if match is None:
        return None
    name = match.group("source")
    lows = name.lower().split()
    if set(lows) & _LABELS or name in barred or lows[0] in lexicon.DETERMINERS | lexicon.PRONOUNS | lexicon.TIME_WORDS:
        return None
    full_stop = text.rstrip()[-1:] in {".", "!", "?"}
    content = match.group("content")
    headline = len(text.split()) <= _LONGEST_HEADLINE and not full_stop and _VERB.search(content) is not None
    turn = full_stop and len(lows) > 1 and content[0].isupper() and len(content.split()) > 2
    return _made(text, match) if headline or turn else None


def _closing(text: str) -> Attribution | None:
    """ "Engine work resumed at Varn – report", "Depot empty: officials"."""
    match = _CLOSING.match(text)
    if match is None or len(text.split()) > _LONGEST_HEADLINE or len(match.group("content").split()) < 3:
        return None
    head = match.group("head").lower()
    return _made(text, match) if head in _CLOSERS | lexicon.OFFICIAL_WORDS | lexicon.UNNAMED_WORDS else None


def _made(text: str, match: re.Match[str]) -> Attribution:
    content = _without_stop(text, match.span("content"))
    cue = match.span("cue")
    cue = (cue[0] + len(match.group("cue")) - len(match.group("cue").lstrip()), cue[1])
    return Attribution(match.span("source"), cue, (content,), "header", "say", (0, len(text)))


def _without_stop(text: str, span: Span) -> Span:
    return span[0], span[0] + len(text[slice(*span)].rstrip(" ."))


# ---- capitals ------------------------------------------------------------------------------------------------------


def names_of(text: str) -> frozenset[str]:
    """Words that a document writes with a capital in the middle of sentences, lower case."""
    return frozenset(word.lower() for word in re.findall(r"(?<=[a-z,;] )[A-Z][a-z]+", text[:_NAME_SAMPLE]))


def recased(text: str, names: frozenset[str]) -> str:
    """A paragraph set in capitals as running text would have it; any other text as it is. Of the same length."""
    if not text.isupper() or len(text.split()) < 2:
        return text
    lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    cased = re.sub(
        r"[^\W\d_]+", lambda match: match.group().capitalize() if match.group() in names else match.group(), lowered
    )
    start = next((index for index, char in enumerate(cased) if char.isalpha()), 0)
    whole = cased[:start] + cased[start].upper() + cased[start + 1 :]
    return whole if len(whole) == len(text) else text
