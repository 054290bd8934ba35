"""The headline, chosen among the places where a page gives one."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

from firsthand.collect.pages.markup import Markup, line

ORDER = ("og", "ld", "h1", "twitter", "title")
"""Whom to believe first. Measured on the fundus pages: og:title without the site's name is the headline most often."""

SHORTEST_CORE = 12
"""Characters of a headline found inside another one; shorter finds are chance."""

_SEPARATED = re.compile(r"(.*\S)(?:\s+[|–—•·»«~-]+\s+|\s*\|\s*|\s*[–—]\s+)(\S.*)$", re.DOTALL)


def headline(page: Markup, outlet: str) -> str:
    """The page's headline without the site's name; empty when it has none."""
    found = candidates(page, outlet)
    if not found:
        return ""
    first = next(place for place in ORDER if place in found)
    groups: dict[str, list[str]] = {}
    for place in ORDER:
        if place in found:
            groups.setdefault(words(found[place]), []).append(place)
    chosen = groups[words(found[first])]
    # Three places that agree outvote one that stands alone; og:title and twitter:title are mostly one entry.
    largest = max(groups.values(), key=len)
    if len(set(largest) - {"twitter"}) >= 3 and len(chosen) == 1:
        chosen = largest
    # The same words may stand with straight and with typographic quotes: as most places write them.
    spellings = Counter(found[place] for place in chosen if place != "twitter") or Counter([found[chosen[0]]])
    return max((found[place] for place in chosen), key=lambda text: spellings[text])


def candidates(page: Markup, outlet: str) -> dict[str, str]:
    """Headlines by place, the site's name cut off."""
    raw = {
        "og": page.meta("og:title"),
        "ld": next((str(thing["headline"]) for thing in page.articles if isinstance(thing.get("headline"), str)), ""),
        "twitter": page.meta("twitter:title"),
        "title": page.title(),
    }
    found = {place: text for place, value in raw.items() if (text := plain(value))}
    if heading := _heading(page, " ".join(found.values())):
        found["h1"] = heading
    cores = [found[place] for place in ("h1", "ld") if place in found]
    return {place: cut(text, cores if place not in {"h1", "ld"} else [], outlet) for place, text in found.items()}


def plain(text: str) -> str:
    """Entities resolved (pages escape them twice), one line."""
    return line(re.sub(r"</?(?:em|i|b|strong|span|br)\b[^<>]*>", "", unescape(unescape(text))))


def words(text: str) -> str:
    """What two spellings of one headline share."""
    return re.sub(r"\W+", " ", text).strip().casefold()


def cut(text: str, cores: list[str], outlet: str) -> str:
    """``text`` without the site's name or section: down to a core found in it, or to where the outlet's name begins."""
    mine = words(text)
    for core in cores:
        inner = words(core)
        if len(inner) >= SHORTEST_CORE and inner != mine and inner in mine:
            return _cut_to(text, inner) or core
    site = words(outlet)
    while found := _SEPARATED.match(text):
        tail = words(found[2])
        if not site or not tail or not (tail in site or site in tail or tail.replace(" ", "") == site.replace(" ", "")):
            break
        text = found[1]
    return text


def _cut_to(text: str, wanted: str) -> str:
    """``text`` cut at separators from its end until its words are ``wanted``; empty when they never are."""
    while found := _SEPARATED.match(text):
        text = found[1]
        if words(text) == wanted:
            return text
    return ""


def _heading(page: Markup, others: str) -> str:
    """The h1 that shares most words with the other candidates: pages also put "Log in" and their name into h1."""
    known = set(words(others).split())
    best, most = "", 0.0
    for heading in page.headings():
        mine = words(heading).split()
        shared = sum(word in known for word in mine) / len(mine) * min(len(mine), 6) if mine else 0.0
        if shared > most or (not known and not best):
            best, most = plain(heading), shared
    return best
