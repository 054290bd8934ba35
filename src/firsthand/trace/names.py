"""Names inside what is said: model designations, and who did it.

Two statements that name different models, or different doers of one kind, tell different things however alike their
other words are. Names of different kinds are no difference: "Kim" and "North Korea" may stand for each other.
"""

from __future__ import annotations

import re
from functools import lru_cache

from firsthand.trace.words import concept, listed
from firsthand.wording.words import words

_DESIGNATION = re.compile(r"\b(?=[\w-]*[A-Z])([^\W\d_]+(?:-[^\W\d_]+)*)-(\d+)([^\W\d_]{0,2})\b")
"""A capitalised word and a number: "KN-23", "Kestrel-2B"."""
_NAME = r"(?:[A-Z][\w’'-]*|\d+(?:st|nd|rd|th))(?:\s+(?:of\s+)?[A-Z][\w’'-]*)+"
_AGENT = re.compile(
    rf"\bby\s+(?P<passive>(?:the\s+)?{_NAME})"
    rf"|\b(?:from|of)\s+(?P<sender>the\s+{_NAME})(?=\s+(?P<verb>[a-z’'-]+))"
    rf"|\b(?:at|in|near|on|inside|outside|around|to)\s+(?:the\s+)?{_NAME}"
    rf"|(?P<active>\b(?:[Tt]he\s+)?{_NAME})(?=\s+(?P<next>[a-z’'-]+))"
)
"""Names as doers; the third alternative eats names of places, so that they are no doers."""
_FINITE = listed(
    """has have had did does is was were will would never not also tore took brought sent hid built shot put made began
    finished pulled drove blew dug set let cut"""
)
_MONTHS = listed(
    "january february march april may june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday"
)


@lru_cache(maxsize=16_384)
def designations(text: str) -> frozenset[str]:
    """The model designations of ``text``, in small letters."""
    return frozenset(match.group().casefold() for match in _DESIGNATION.finditer(text))


@lru_cache(maxsize=16_384)
def doers(text: str) -> frozenset[str]:
    """Names of two words and more that stand where the doer of an act stands, "the" kept in front where it is there."""
    found = set()
    for match in _AGENT.finditer(text):
        follower = match.group("next") or match.group("verb")
        name = match.group("passive")
        if follower and _finite(follower):
            name = match.group("active") or match.group("sender")
        if name:
            found.add(_plain(name))
    return frozenset(name for name in found if not _MONTHS & set(name.split()))


def _finite(word: str) -> bool:
    return word in _FINITE or (word.endswith("ed") and len(word) > 4) or concept(word) in {"build", "dismantle", "move"}


def _plain(name: str) -> str:
    return " ".join(word.text for word in words(name))


def doers_differ(first: str, second: str) -> bool:
    """Both texts say who did it, and no doer of the one can be a doer of the other."""
    mine, theirs = doers(first), doers(second)
    return bool(mine and theirs) and all(_rivals(name, other) for name in mine for other in theirs)


def _rivals(first: str, second: str) -> bool:
    """Two names that cannot be one: bodies ("the Ardan Works"), or names that share a word and differ in another."""
    one, two = first.split(), second.split()
    bodies = one[0] == "the" and two[0] == "the"
    one, two = [word for word in one if word != "the"], [word for word in two if word != "the"]
    if set(one) <= set(two) or set(two) <= set(one):
        return False
    return bodies or one[-1] == two[-1] or one[0] == two[0]
