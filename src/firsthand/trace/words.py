"""Words as the tracer compares them: light stems, and families of words that name one thing.

Nothing here knows a language model. A stem is cut by suffix, so that "dismantling", "dismantled" and "dismantle" meet;
a family joins words that reports use for the same act or object ("ICBM", "rocket" and "missile").
"""

from __future__ import annotations

import re
from functools import lru_cache

from firsthand.wording.words import words

_HEAD_ENDS = re.compile(r"\s+(?:of|at|in|on|for|from|with|near|inside|by|to|that|which|capable|under)\b|[,;(]")
_DIGITS = re.compile(r"(?<![\w-])(\d[\d,]*(?:\.\d+)?)\s+(?:[a-z]+-)?([^\W\d_]+)", re.IGNORECASE)


def listed(text: str) -> frozenset[str]:
    """The words of ``text`` as a set."""
    return frozenset(text.split())


STOP = listed(
    """a about above after again against all also although among an and another any are as at be because been before
    being between both but by can could did do does down during each even for from further had has have having he her
    here him his how however if in into is it its itself just last least many may might more most much must new no nor
    not now of off on once one only or other our out over own perhaps possibly recent report reported reportedly
    reports said same say says seen she should since so some still such suggest suggests suggested than that the their
    them then there these they this those though through to too two under until up upon us very was we were what when
    where whether which while who whom whose why will with would year yet you your continue continued continues
    continuing show shows showed shown sign signs believe believed according official officials month week weeks
    months facility site place work works working"""
)

_FAMILIES = {
    "build": "build built rebuild rebuilt construct constructing construction erect erected raise raised produce"
    " producing production fabricate fabricated fabricating manufacture manufacturing assemble assembling assembly"
    " make making",
    "dismantle": "dismantle dismantling dismantlement disassemble demolish demolition raze razed tear torn tore"
    " remove removal removed pulled strip stripped",
    "move": "move moved moving transport transported transporting ship shipped shipping deliver delivered delivering"
    " haul hauled hauling relocate relocated relocating bring brought bringing arrive arrived arriving arrival",
    "missile": "missile missiles icbm icbms rocket rockets slbm projectile",
    "building": "building hall shed hangar warehouse workshop barn annex",
    "vehicle": "trailer truck lorry vehicle semitrailer transporter van",
    "stand": "stand gantry rig tower",
    "enrichment": "enrichment enrich enriching centrifuge",
    "image": "image imagery images photo photos photograph picture pictures satellite",
    "test": "test tests testing tested firing fired fire launch launched",
    "conceal": "conceal hide hiding hidden concealment deceive deception fool cover covered camouflage",
    "denuclearise": "denuclearization denuclearisation denuclearize denuclearise",
}
_SUFFIXES = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ingly",
    "ings",
    "ing",
    "ions",
    "ion",
    "ies",
    "ed",
    "es",
    "ly",
    "s",
    "e",
)
VAGUE_OBJECTS = frozenset(
    {"", "activity", "effort", "thing", "structure", "object", "item", "operation", "part", "one"}
)
_MONTHS = listed(
    """january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec"""
)
COLOURS = listed("red blue green yellow white black grey gray orange brown silver")
COMPASS = listed("north south east west northern southern eastern western")


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """``word`` without its commonest English endings; at least three letters stay."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


_FAMILY_OF = {stem(word): family for family, members in _FAMILIES.items() for word in members.split()}


THINGS = frozenset(
    _FAMILY_OF.get(stem(word), stem(word))
    for word in listed(
        """missile building vehicle stand engine warhead pad silo tunnel road crane reactor wagon railcar plant tank
        container bunker factory launcher radar antenna fence camp dock pier bridge runway"""
    )
)
"""Families and stems of things that stand or are made at sites under watch."""


def concept(word: str) -> str:
    """The family of ``word``, or its stem."""
    root = stem(word)
    return _FAMILY_OF.get(root, root)


@lru_cache(maxsize=16_384)
def concepts(text: str) -> frozenset[str]:
    """The content words of ``text`` as concepts; words of a hyphenated compound count singly."""
    found = set()
    for word in words(text):
        for piece in word.text.split("-"):
            if piece and piece not in STOP and not piece.isdigit():
                found.add(concept(piece))
    return frozenset(found)


def overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """Share of the smaller set that stands in the larger, in [0, 1]; 0 when one is empty."""
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def head(phrase: str) -> str:
    """The concept of a noun phrase's head ("engine test stand" gives "stand"); empty when it names nothing plain."""
    front = _HEAD_ENDS.split(phrase.strip().casefold(), maxsplit=1)[0]
    found = words(front)
    if not found:
        return ""
    name = concept(found[-1].text.split("-")[-1])
    return "" if name in {concept(vague) for vague in VAGUE_OBJECTS} or name in STOP else name


def counted(text: str) -> dict[str, frozenset[float]]:
    """Numbers written in digits, by the concept of the word that follows them; years and days of a month left out."""
    found: dict[str, set[float]] = {}
    for number, noun in _DIGITS.findall(text):
        value = float(number.replace(",", ""))
        if noun.casefold() in STOP or noun.casefold() in _MONTHS or 1900 <= value <= 2100:
            continue
        found.setdefault(concept(noun.casefold()), set()).add(value)
    return {noun: frozenset(values) for noun, values in found.items()}


def named_thing(text: str, act: str) -> str:
    """The concept of that thing of :data:`THINGS` on which the verb ``act`` (a concept) is done; empty without any.

    The nearest one after the verb; the nearest before it where the verb is passive or nothing follows it. Of nouns in
    a row ("engine test stand") the last is meant.
    """
    found: list[tuple[int, str]] = []
    verb, passive, end, previous = -1, False, -1, ""
    for place, word in enumerate(words(text)):
        name = concept(word.text.split("-")[-1])
        joined = end >= 0 and text[end : word.start].strip() == ""
        if name in THINGS:
            if joined:
                found.pop()
            found.append((place, name))
            end = word.end
        else:
            # Only a noun such as "test" may stand between two nouns of one name.
            end = word.end if joined and name == "test" else -1
            if name == act and verb < 0:
                verb, passive = place, previous in _PASSIVE and word.text.endswith(("ed", "t", "n"))
        previous = word.text
    before = [name for place, name in found if place < verb]
    after = [name for place, name in found if place > verb]
    if verb >= 0 and before and (passive or not after):
        return before[-1]
    return after[0] if after else ""


_PASSIVE = listed("is are was were be been being")
