"""Sites of the case in running text: names, aliases and parts, found in one pass.

The case list comes before any gazetteer: "Kangson" in a case that watches the site of that name is the site, never the
town a few kilometres off.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from firsthand.model import Anchor, Site, SitePart

SHORT_NAME_LETTERS = 4
"""A one-word name this short matches only in its own case ("IRT" but not "irt")."""

_SEPARATORS = " -\u2010\u2011\u2013\u00a0\t\n"
_JOIN = "[\\s\u2010\u2011\u2013-]?"
_APOSTROPHES = "'\u2019\u2018`"
# Endings of Korean place names that are written on, with a hyphen or apart: Sanumdong, Sanum-dong, Sanum dong.
_WRITTEN_ON = re.compile(r"(?<=\w{3})(dong|ri|ni|gol|up)$", re.IGNORECASE)
# Breves of McCune-Reischauer romanisation, which newsrooms drop: Tŏngch'ang-ri, Tongchang-ri.
_LETTER_CLASS = {"o": "[oŏ]", "u": "[uŭ]", "ŏ": "[oŏ]", "ŭ": "[uŭ]"}
# "Sinpo-class submarine" names a boat, not the yard.
_NOT_A_PLACE = re.compile(r"[-\u2010\u2011\s]class\b", re.IGNORECASE)
_DETERMINER = re.compile(r"\b(?:the|this|that|its|their|both)\s+(?:\w+\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SiteMention:
    """A site, or a part of it, as the text names it."""

    site_id: str
    part_id: str | None
    """The part, when the words name one."""
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class _Target:
    site_id: str
    part_id: str | None


@dataclass(frozen=True, slots=True)
class _Names:
    """The case list compiled: one pattern, and what each matched key stands for."""

    pattern: re.Pattern[str] | None
    targets: dict[str, tuple[_Target, ...]]
    """Folded name to the sites and parts that carry it."""
    exact: frozenset[str]
    """Folded names that count only in the written case."""
    spelling: frozenset[str]
    """Written forms of the names in ``exact``."""


def find_sites(text: str, sites: Sequence[Site]) -> list[SiteMention]:
    """Every mention of ``sites`` and their parts in ``text``, in order; linear in the length of the text.

    Whole words, any case, hyphen and space variants, longest name first. A part counts when its site is named in the
    text too, or when only one site has a part of that name and the name is more than one word.
    """
    names = _compile(tuple(sites))
    if names.pattern is None:
        return []
    found = list(_matches(text, names))
    named: dict[str, list[int]] = {}
    for start, _, targets in found:
        for target in targets:
            if target.part_id is None:
                named.setdefault(target.site_id, []).append(start)
    mentions = (_settle(text, span, targets, named) for *span, targets in found)
    return [mention for mention in mentions if mention is not None]


def _matches(text: str, names: _Names) -> Iterator[tuple[int, int, tuple[_Target, ...]]]:
    assert names.pattern is not None
    for match in names.pattern.finditer(text):
        if _NOT_A_PLACE.match(text, match.end()):
            continue
        key = fold_name(match.group())
        if key in names.exact and match.group() not in names.spelling:
            continue
        yield match.start(), match.end(), names.targets[key]


def _settle(
    text: str, span: Sequence[int], targets: tuple[_Target, ...], named: dict[str, list[int]]
) -> SiteMention | None:
    """Which of ``targets`` the words mean: a site by its own name, else the part of the site named nearest before."""
    start, end = span
    anchor = Anchor(start, end, text[start:end])
    whole = [target for target in targets if target.part_id is None]
    if whole:
        return SiteMention(whole[0].site_id, None, anchor)
    one_word = not re.search(r"\w\W+\w", anchor.quote)
    if one_word and anchor.quote.islower() and not _DETERMINER.search(text[max(0, start - 40) : start]):
        return None
    near = [(_distance(named[target.site_id], start), target) for target in targets if target.site_id in named]
    if near:
        target = min(near, key=lambda pair: pair[0])[1]
        return SiteMention(target.site_id, target.part_id, anchor)
    if one_word or len({target.site_id for target in targets}) > 1:
        return None
    return SiteMention(targets[0].site_id, targets[0].part_id, anchor)


def _distance(positions: list[int], start: int) -> tuple[bool, int]:
    """Characters between ``start`` and the nearest of ``positions``; those before it come first."""
    before = bisect_right(positions, start)
    return (False, start - positions[before - 1]) if before else (True, positions[0] - start)


@lru_cache(maxsize=16)
def _compile(sites: tuple[Site, ...]) -> _Names:
    targets: dict[str, list[_Target]] = {}
    exact: dict[str, set[str]] = {}
    loose: set[str] = set()
    trie: dict[str, object] = {}
    for name, target in _all_names(sites):
        key = fold_name(name)
        if not key:
            continue
        if target not in targets.setdefault(key, []):
            targets[key].append(target)
        if _is_short(name) and target.part_id is None:
            exact.setdefault(key, set()).add(name)
        else:
            loose.add(key)
        _plant(trie, _units(name))
    if not targets:
        return _Names(None, {}, frozenset(), frozenset())
    pattern = re.compile(rf"(?<!\w){_regex(trie)}(?!\w)", re.IGNORECASE)
    strict = {key: written for key, written in exact.items() if key not in loose}
    return _Names(
        pattern,
        {key: tuple(group) for key, group in targets.items()},
        frozenset(strict),
        frozenset(form for written in strict.values() for form in written),
    )


def _all_names(sites: Sequence[Site]) -> Iterator[tuple[str, _Target]]:
    for site in sites:
        for name in (site.name, *site.aliases):
            yield name.strip(), _Target(site.id, None)
        for part in site.parts:
            for name in _part_names(part):
                yield name, _Target(site.id, part.id)


def _part_names(part: SitePart) -> Iterator[str]:
    for name in (part.name, *part.aliases):
        yield re.sub(r"^(?:the|a|an)\s+", "", name.strip(), flags=re.IGNORECASE)


def _is_short(name: str) -> bool:
    return len(name) <= SHORT_NAME_LETTERS and name.isalpha()


def fold_name(name: str) -> str:
    """``name`` without case, breves, apostrophes, hyphens and spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(f"[\\s\u2010\u2011\u2013{_APOSTROPHES}-]", "", plain)


def _units(name: str) -> list[str]:
    """``name`` as pieces of a pattern, one per character, with every join optional."""
    spaced = _WRITTEN_ON.sub(r"-\1", name)
    units: list[str] = []
    for character in spaced.casefold():
        if character in _SEPARATORS:
            if units and units[-1] != _JOIN:
                units.append(_JOIN)
        elif character in _APOSTROPHES:
            units.append(f"[{_APOSTROPHES}]?")
        else:
            units.append(_LETTER_CLASS.get(character, re.escape(character)))
    return units


def _plant(trie: dict[str, object], units: list[str]) -> None:
    node = trie
    for unit in units:
        child = node.setdefault(unit, {})
        assert isinstance(child, dict)
        node = child
    node[""] = True


def _regex(trie: dict[str, object]) -> str:
    """A pattern of the trie that tries the longer names first and never looks at a character twice per branch."""
    branches = [unit + _regex(child) for unit, child in trie.items() if isinstance(child, dict)]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{body})?" if "" in trie else body
