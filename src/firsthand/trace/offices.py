"""Who holds an office and who speaks for whom, as texts say it: ministers, spokeswomen, ministries and their states.

A party is told by the name of its state, or of the body that is no state's, cut so that "Varland", "Varland's" and
"Varlandish" meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.trace.words import STOP, listed
from firsthand.wording.words import words

_SPEAKER = r"spokes(?:man|woman|person|people)"
_OFFICE = re.compile(rf"\b(?:minister|{_SPEAKER}|president|premier|chancellor|ambassador)\b", re.IGNORECASE)
BODY = re.compile(
    r"\b(?:ministry|ministries|government|cabinet|embassy|foreign office|presidency|chancellery|parliament|army|navy"
    r"|air force|armed forces|military|general staff|security council|state department|defen[cs]e department"
    r"|department of [a-z]+|prime minister|president|premier)\b",
    re.IGNORECASE,
)
"""Bodies and offices for which speakers speak, each some state's."""
_HELD_BY = re.compile(r",?\s+")
_SENTENCE = re.compile(r"(?:[^.;\n]|(?<=\b[A-Z])\.)+\Z")
_CLAUSE = re.compile(r"(?P<name>[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)+),\s+(?P<words>[^,.;\n]{0,60})\Z")
""" "Dora Venn, a" before "spokeswoman for ..."."""
_FOR = re.compile(r"\s+(?:for|of|at)\s+(?:the\s+)?((?:[^,.;:\n]|(?<=\b[A-Z])\.){1,60})")
_SPEAKS = (
    re.compile(rf"\b{_SPEAKER}\s+(?:for|of|at)\s+(?:the\s+)?(?P<body>(?:[^,.;:]|(?<=\b[A-Z])\.)+)", re.IGNORECASE),
    re.compile(rf"^(?:unnamed\s+|an?\s+|the\s+|one\s+)*(?P<body>\S.*?)(?:['’]s?)?\s+{_SPEAKER}\b", re.IGNORECASE),
)
_LONE_SPEAKER = re.compile(rf"^(?:(?:unnamed|an?|the|its|their|one)\s+)*{_SPEAKER}\W*$", re.IGNORECASE)
_NEARBODY = re.compile(
    r"(?<![\w.])(?:(?:(?:[A-Z]\.)+|[A-Z][\w’'-]*)\s+)*(?:(?!(?:the|an?|its|their|his|her|this|that)\b)[a-z][\w-]*\s+){0,2}\Z"
)
"""What stands before a body and belongs to its name: "Varland's foreign"."""
_OF = re.compile(r"\s+of\s+(?:[A-Z][\w’'-]*\s?)+")
_AMERICAN = re.compile(r"\bU\.?S\.?(?:A\.?)?(?=\W|$)|\bUnited States\b|\bAmerican\b")
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*")
_PIECE = re.compile(r"[^\W_]+")
_PLAIN = listed(
    """a an the two three several some many senior former unnamed unidentified anonymous current intelligence government
    defence defense foreign ministry official officials source sources expert experts analyst analysts agency agencies
    one other these those president minister spokesman spokeswoman spokesperson deputy prime vice acting industry ms mr
    mrs dr on interior finance health energy justice affairs information culture transport trade economy security
    internal external nuclear atomic embassy cabinet parliament army navy premier chancellor ambassador"""
)
_DAYS = listed(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday yesterday today last"""
)
_NAMELESS = _PLAIN | _DAYS | STOP
"""Words with a capital that name no state."""
REACH = 60
"""Characters before an office, and after it, in which it is looked for whose it is and who holds it."""
KEY_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Office:
    """Somebody's office as a text names it: "Varland's foreign minister, Dora Venn"."""

    holder: str
    """In small letters: the holder's name, or words that begin with it."""
    party: str
    """Key of the state or body whose office it is; empty when the words do not say."""


def party_key(name: str) -> str:
    """Key of the party that ``name`` names."""
    if _AMERICAN.search(name):
        return "us"
    found = words(name)
    return found[0].text[:KEY_LETTERS] if found else ""


def party_in(phrase: str) -> str:
    """Key of the state or body that a phrase names by words with a capital; empty when it names none."""
    if _AMERICAN.search(phrase):
        return "us"
    capitals = [word for run in _CAPITAL.findall(phrase) for word in run.split()]
    plain = [word for word in capitals if re.sub(r"['’]s?$", "", word).casefold() not in _NAMELESS]
    return party_key(plain[0]) if plain else ""


def offices_in(text: str) -> Iterator[Office]:
    """The offices that a text names together with their holders."""
    for match in _OFFICE.finditer(text):
        before = _SENTENCE.search(text, max(match.start() - REACH, 0), match.start())
        said = before.group() if before else ""
        gap = _HELD_BY.match(text, match.end())
        if gap and _PIECE.match(text, gap.end()):
            yield Office(text[gap.end() : gap.end() + REACH].casefold(), party_in(said))
        clause = _CLAUSE.search(said)
        if clause:
            whose = _FOR.match(text, match.end())
            party = party_in(clause.group("words")) or party_in(whose.group(1) if whose else "")
            yield Office(clause.group("name").casefold(), party)


def is_body(name: str) -> bool:
    """``name`` is some state's ministry, government, embassy or force, or an office that has speakers."""
    return BODY.search(name) is not None


def body_spoken_for(said: str) -> str | None:
    """The body for which an unnamed speaker speaks; empty when the words do not say, None for who is no speaker."""
    if _LONE_SPEAKER.match(said.strip()):
        return ""
    found = next((match for pattern in _SPEAKS if (match := pattern.search(said.strip()))), None)
    if found is None:
        return None
    body = found.group("body").strip()
    return body if is_body(body) or _CAPITAL.search(body) or _AMERICAN.search(body) else ""


def bodies_in(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """The bodies that a stretch of text names, in order, with what belongs to their names before and after them."""
    found = []
    for match in BODY.finditer(text, start, len(text) if end is None else end):
        front = _NEARBODY.search(text, max(match.start() - REACH, start), match.start())
        back = _OF.match(text, match.end())
        before = (front.group() if front else "").split()
        while before and before[0].casefold() in _DAYS | STOP:
            before.pop(0)
        found.append(" ".join([*before, f"{match.group()}{back.group() if back else ''}".strip()]))
    return found
