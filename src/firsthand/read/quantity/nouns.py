"""What is counted: the noun phrase after a number, and its singular."""

from __future__ import annotations

import re

from firsthand.read.dates.words import compiled, word_set

_STOP = word_set(
    """
    a an the of in on at to from by for with and or but as than that which who whom whose when where while if so because
    since until after before during about over under into onto near between through against along across around is are
    was were be been being has have had do does did will would can could may might must should shall not no nor it its
    he she they them their we our you your i this these those there here said says told also then now per each every all
    other more less fewer least most only just even still already yet ago later earlier out up down off away back seen
    found killed wounded injured took made came went fell rose hit struck flew landed remained remain stood left right
    stand appear appeared appears followed using including according such both either whether how why what inside
    outside within without
    toward towards among amid last next today yesterday tomorrow apiece apart alone together
    """
)
_LEAD = compiled(
    r"(?: of)?(?: (?:the|its|their|his|her|our|these|those|such|new|more|other|additional|separate|different))?"
    r"(?= [A-Za-z])"
)
_WORD = re.compile(r"[- \t]\s?\n?([A-Za-z][A-Za-z-]*(?:-\d+)?s?)(?!\w)")
_OWNER = re.compile(r"['’]s?(?= )")
_COMMA = re.compile(r",(?= [a-z])")
IRREGULAR = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "grandchildren": "grandchild",
    "feet": "foot", "buses": "bus", "lives": "life",
} | dict.fromkeys(
    ("aircraft", "spacecraft", "personnel", "series", "staff", "police", "crew", "fish", "percent", "artillery")
) | dict.fromkeys(("km", "kg", "cm", "mm", "mw", "mwe", "kt"))  # fmt: skip
"""Plurals without the plain ending: their singular, ``None`` where both are the same word; each ends a phrase."""
_MOST_WORDS = 5


def noun_phrase(text: str, end: int, *, plural: bool) -> list[str]:
    """The words after a number up to its head noun: the first plural, else the last word before a stop.

    "two of the nation's largest liquid-fueled missiles stood" gives ``largest liquid-fueled missiles``.
    """
    lead = _LEAD.match(text, end)
    position = lead.end() if lead else end
    phrase: list[str] = []
    while len(phrase) < _MOST_WORDS and (word := _WORD.match(text, position)):
        plain, position = word[1].lower(), word.end()
        if plain in _STOP or (phrase and "-" not in plain and plain.endswith(("ed", "ing"))):
            break
        if owner := _OWNER.match(text, position):
            phrase, position = [], owner.end()
            continue
        phrase.append(word[1])
        if plain in IRREGULAR or (plural and is_plural(plain) and not _plural_follows(text, position)):
            break
        if plural and (comma := _COMMA.match(text, position)):
            position = comma.end()
    return phrase


def is_plural(plain: str) -> bool:
    """Whether a lower-case word looks like a plural."""
    return len(plain) > 3 and plain.endswith("s") and not plain.endswith(("ss", "us", "is"))


def _plural_follows(text: str, position: int) -> bool:
    """Whether a plural word goes straight on to another one ("sports cars", "weapons systems")."""
    word = _WORD.match(text, position)
    return word is not None and is_plural(word[1].lower()) and word[1].lower() not in _STOP


def singular(phrase: list[str]) -> str:
    """The phrase in lower case, its last word singular where that is plain."""
    if not phrase:
        return ""
    *rest, last = (word.lower() for word in phrase)
    return " ".join([*rest, _singular_word(last)])


def _singular_word(word: str) -> str:
    if word in IRREGULAR:
        return IRREGULAR[word] or word
    if not is_plural(word):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes", "zes")) else word[:-1]
