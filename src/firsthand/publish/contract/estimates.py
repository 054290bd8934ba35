"""Words of likelihood and of confidence, and what they claim.

Bands: Intelligence Community Directive 203 (2015), section D.6.e.(2)(a). The adverbs and everyday forms ("probably",
"almost certainly") are taken for the term whose band they are closest to; the choice is ours.
"""

from __future__ import annotations

import re

ICD_TERMS = {
    "almost no chance": ("almost no chance", "remote", "remote chance"),
    "very unlikely": ("very unlikely", "highly improbable", "highly unlikely", "most unlikely", "very improbable"),
    "unlikely": ("unlikely", "improbable", "improbably", "probably not", "not likely", "not probable", "doubtful"),
    "roughly even chance": (
        "roughly even chance",
        "roughly even odds",
        "even chance",
        "even odds",
        "as likely as not",
        "fifty-fifty",
    ),
    "likely": ("likely", "probable", "probably", "in all likelihood", "presumably"),
    "very likely": ("very likely", "highly probable", "highly likely", "very probably", "most likely", "very probable"),
    "almost certain": (
        "almost certain",
        "almost certainly",
        "nearly certain",
        "nearly certainly",
        "virtually certain",
        "virtually certainly",
    ),
}
"""Each term of ICD 203 with what else is read as it; ours first."""

ESTIMATIVE_WORDS = tuple(sorted((word for words in ICD_TERMS.values() for word in words), key=len, reverse=True))
"""Every word of likelihood, longer before the shorter ones that they contain."""

_TERM_OF = {word: term for term, words in ICD_TERMS.items() for word in words}
_ESTIMATIVE = re.compile(r"\b(" + "|".join(map(re.escape, ESTIMATIVE_WORDS)) + r")\b", re.IGNORECASE)

_CERTAIN = re.compile(
    r"\b(?<!almost )(?<!nearly )(?<!virtually )(?:certain(?:ly)?(?! (?:that|of) (?:them|these)\b)|definite(?:ly)?|"
    r"undoubted(?:ly)?|unquestionabl[ey]|indisputabl[ey]|undeniabl[ey]|conclusive(?:ly)?|proven|proved|proves?|"
    r"beyond (?:any |all |reasonable )?doubt|without (?:any |a )?doubt|no doubt|there is no question|is a fact|"
    r"it is clear that|clearly|evidently|obviously|surely|verified|established that|for sure|guaranteed?)\b",
    re.IGNORECASE,
)
_CONFIRMED = re.compile(r"\b(?:confirm(?:s|ed|ing|ation)?|corroborat(?:es?|ed|ion)|proof)\b", re.IGNORECASE)
_HEDGE = re.compile(
    r"\b(?:may(?! not)|might|could(?! not)|possibl[ey]|perhaps|maybe|potentially|conceivabl[ey]|reportedly|"
    r"allegedly|supposedly|"
    r"apparently|seem(?:s|ed|ingly)?|appear(?:s|ed)? to|(?:is|are|was|were) said to|suspect(?:s|ed)?|"
    r"suggest(?:s|ed|ing)?|think(?:s)?|thought|believe[sd]?|assume[sd]?|guess(?:es|ed)?|hopes?|fears?|expect(?:s|ed)?|"
    r"signs? (?:of|that)|indications?|purported(?:ly)?|would|should|whether|if|tends? to|in doubt)\b",
    re.IGNORECASE,
)
CONFIDENCE = re.compile(r"\bconfiden(?:ce|t)\b(?!-building)", re.IGNORECASE)
_LEVEL = re.compile(
    r"\b(low|moderate|medium|high)(?:[- ]\w+)? confidence\b"
    r"|\bconfidence\b[^.;:]{0,60}?\b(?:is|was|remains?)(?: only| rather| very)? (low|moderate|medium|high)\b",
    re.IGNORECASE,
)


def terms(text: str) -> frozenset[str]:
    """The terms of ICD 203 that a text uses, by name or by an everyday form."""
    return frozenset(_TERM_OF[found.lower()] for found in _ESTIMATIVE.findall(text))


def certain_words(text: str) -> str:
    """The first word that leaves no doubt ("definitely", "beyond doubt"); empty when there is none."""
    found = _CERTAIN.search(text)
    return found.group() if found else ""


def confirming_words(text: str) -> str:
    """The first word that says others bore it out ("confirmed"); empty when there is none."""
    found = _CONFIRMED.search(text)
    return found.group() if found else ""


def hedges(text: str) -> bool:
    """Whether the text leaves room for doubt ("may", "reportedly", "appears to")."""
    return _HEDGE.search(text) is not None or bool(terms(text))


def levels(text: str) -> frozenset[str]:
    """The levels of confidence that a text states: low, moderate, high."""
    found = (match[0] or match[1] for match in _LEVEL.findall(text))
    return frozenset("moderate" if word.lower() == "medium" else word.lower() for word in found)
