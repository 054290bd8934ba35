"""Bylines: from what a page writes to the names of those who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

LONGEST_NAME = 60
"""Characters; what is longer is a sentence about the author."""

_BY = re.compile(
    r"^\W*(?:(?:story|report|text|words|analysis|written|edited|reviewed|commentary)\s+)?"
    r"(?:by|von|par|por|di|door|av|af|przez|autor(?:in|es)?|authors?|texte?|yazan)\b[\s:]+",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:[;,/|•·\n]|\s(?:and|und|et|y|och|og|en|with|mit)\s|&)\s*", re.IGNORECASE)
_CREDENTIAL = re.compile(r"(?:ph\.?\s?d|m\.?d|j\.?d|mba|jr|sr|i{2,3}|iv|esq|obe|cbe|mp|r\.?n)\.?", re.IGNORECASE)
_NO_NAME = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net)/|^\W*$|\d{2}|[<>{}\[\]=]"
    r"|^(?:admin(?:istrator)?|webmaster|unknown|null|none|undefined|guest|n/a|root|user|superuser)$",
    re.IGNORECASE,
)


def names_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Names in bylines, each once, in their order: prefixes, credentials, addresses and handles removed."""
    found: dict[str, str] = {}
    for text in texts:
        if re.match(r"\s*(?:https?:|www\.|@)", text):
            continue
        plain = _BY.sub("", " ".join(unescape(unescape(text)).split()))
        for piece in _SPLIT.split(plain):
            name = _BY.sub("", piece).strip(' \t-–—:.*"“”' if len(piece) > 4 else " ")
            if name and len(name) <= LONGEST_NAME and not _NO_NAME.search(name) and not _CREDENTIAL.fullmatch(name):
                found.setdefault(name.casefold(), name)
    return tuple(found.values())


def turned(name: str) -> str:
    """ "Last, First" of library metadata as "First Last"."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else name
